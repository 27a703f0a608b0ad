import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { PaymentType, Tariff } from '../../src/domain/instalment.ts'
import {
  isWithin,
  type Limits,
  type Loan,
  printedLimit,
  remainingLimits,
} from '../../src/domain/ledger.ts'
import { fixture } from '../support/fixtures.ts'

const tariff: Tariff = fixture('tariff.json')
/** The totals that NICEPAY's page prints. */
const limits: Limits = {
  '30_days': 3_500_000,
  '3_months': 9_800_000,
  '6_months': 18_600_000,
  '12_months': 30_000_000,
}

interface Case {
  readonly name: string
  readonly loans: Loan[]
  readonly limits: object[]
}

describe('what is left of the limits', () => {
  test.each(fixture('ledger-vectors.json').cases as Case[])(
    '$name',
    ({ loans, limits: printed }) => {
      const rows = remainingLimits(loans, limits, tariff).map(
        ({ paymentType, remaining, total }) => ({
          paymentType,
          remainingUserLimit: printedLimit(remaining),
          totalUserLimit: printedLimit(total),
        }),
      )
      expect(rows).toEqual(printed)
    },
  )
})

const loan = fc.record({
  principal: fc.integer({ min: 1, max: 40_000_000 }),
  paymentType: fc.constantFrom(...(Object.keys(limits) as PaymentType[])),
})

test('a limit is never below zero, never above its total, and whole again without loans', () => {
  fc.assert(
    fc.property(fc.array(loan, { maxLength: 20 }), (loans) => {
      for (const { remaining, total } of remainingLimits(loans, limits, tariff)) {
        expect(remaining).toBeGreaterThanOrEqual(0)
        expect(remaining).toBeLessThanOrEqual(total)
      }
      const free = remainingLimits([], limits, tariff)
      expect(free.map(({ remaining }) => remaining)).toEqual(free.map(({ total }) => total))
    }),
  )
})

test('a purchase in a tenure takes its own price from the tenure’s limit', () => {
  const [, , , six] = remainingLimits(
    [{ principal: 2_500_000, paymentType: '6_months' }],
    limits,
    tariff,
  )
  expect(six && printedLimit(six.remaining)).toBe('16100000.00')
})

test('an amount must fit its tenure and the whole line', () => {
  const free = remainingLimits([], limits, tariff)
  expect(isWithin(3_500_000, '30_days', free)).toBe(true)
  expect(isWithin(3_500_001, '30_days', free)).toBe(false)
  const full = remainingLimits(
    [{ principal: 29_000_000, paymentType: '12_months' }],
    limits,
    tariff,
  )
  expect(isWithin(2_000_000, '3_months', full)).toBe(false)
})
