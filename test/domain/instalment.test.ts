import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  annualPctOf,
  type PaymentType,
  quote,
  rawInstalment,
  type Tariff,
} from '../../src/domain/instalment.ts'
import { fixture } from '../support/fixtures.ts'

const tariff: Tariff = fixture('tariff.json')
const { published, flatToAnnual, quotes } = fixture('instalment-vectors.json')

interface Published {
  readonly name: string
  readonly financed: number
  readonly annualPct: number
  readonly months: number
  readonly raw: number
  readonly monthly?: number
}

describe('published instalments', () => {
  test.each(published as Published[])('$name', ({ financed, annualPct, months, raw, monthly }) => {
    const ours = rawInstalment(financed, annualPct, months)
    expect(ours.toPrecision(14)).toBe(raw.toPrecision(14))
    if (monthly !== undefined) expect(Math.ceil(ours / 10) * 10).toBe(monthly)
  })
})

describe('a flat interest a month as a yearly one', () => {
  const rows = (flatToAnnual as { flatPct: number; annualPct: Record<string, number> }[]).flatMap(
    ({ flatPct, annualPct }) =>
      Object.entries(annualPct).map(([months, pct]) => ({ flatPct, months: Number(months), pct })),
  )
  test.each(rows)('$flatPct % over $months months is $pct %', ({ flatPct, months, pct }) => {
    expect(annualPctOf(flatPct, months)).toBe(pct)
  })

  test('nothing is nothing', () => {
    expect(annualPctOf(0, 3)).toBe(0)
  })
})

interface Row {
  readonly paymentType: PaymentType
  readonly amount: number
  readonly serviceFee: number
  readonly financed: number
  readonly monthly: number
  readonly total: number
}

describe('a quote', () => {
  test.each(quotes as Row[])('of $amount in $paymentType', (row) => {
    const { amount, paymentType, serviceFee, financed, monthly, total } = row
    const { months } = tariff.plans[paymentType]
    expect(quote(amount, paymentType, tariff)).toEqual({
      paymentType,
      months,
      serviceFee,
      financed,
      monthly,
      total,
    })
  })

  test('has a least fee', () => {
    expect(quote(10_000, '30_days', tariff)).toMatchObject({ serviceFee: 1000, monthly: 11_000 })
  })

  test('is in tens of rupiah, covers what is financed, and grows with the price', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...(Object.keys(tariff.plans) as PaymentType[])),
        fc.integer({ min: 10_000, max: 30_000_000 }),
        (paymentType, amount) => {
          const { monthly, total, financed } = quote(amount, paymentType, tariff)
          expect(monthly % 10).toBe(0)
          // The stand-in for 0 % costs a few sen, so a price that is no multiple of ten may come out just below.
          expect(total).toBeGreaterThan(financed - 10)
          expect(quote(amount + 1000, paymentType, tariff).total).toBeGreaterThanOrEqual(total)
        },
      ),
    )
  })
})
