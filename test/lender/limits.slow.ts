import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Visit } from '../../src/acquirer/visit.ts'
import { cancelled } from '../../src/domain/cancellation.ts'
import type { PaymentType } from '../../src/domain/instalment.ts'
import { INITIAL_SETTINGS } from '../../src/domain/settings.ts'
import { isOpen, registered, type Transaction } from '../../src/domain/transaction.ts'
import { limitsOf, tenuresFor } from '../../src/lender/charge.ts'
import { approve, decide, deny, expire, review } from '../../src/lender/decide.ts'
import { giveBack } from '../../src/lender/give-back.ts'
import { debtsOf, repay } from '../../src/lender/loans.ts'
import { seed } from '../../src/store/seed.ts'
import { openStore, type Synchronous } from '../../src/store/store.ts'
import { countedIds, HOUR, T0 } from '../support/clock.ts'
import { fixture } from '../support/fixtures.ts'

const PHONE = '6281291891818'
const sample = fixture('requests/direct.registration.json')

/** Something that happens to the orders of one shopper; `which` picks one of them. */
type Deed =
  | { readonly does: 'buy' | 'review'; readonly amt: number; readonly tenure: PaymentType }
  | { readonly does: 'cancel' | 'repay'; readonly which: number; readonly share: number }
  | { readonly does: 'approve' | 'deny' | 'expire'; readonly which: number }
  | { readonly does: 'wait'; readonly hours: number }

const which = fc.nat(20)
const deed: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({
    does: fc.constantFrom('buy' as const, 'review' as const),
    amt: fc.integer({ min: 1, max: 6_000_000 }),
    tenure: fc.constantFrom<PaymentType>('30_days', '3_months', '6_months', '12_months'),
  }),
  fc.record({
    does: fc.constantFrom('cancel' as const, 'repay' as const),
    which,
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  fc.record({
    does: fc.constantFrom('approve' as const, 'deny' as const, 'expire' as const),
    which,
  }),
  fc.record({ does: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 30 }) }),
)

/** A shopper with every tenure open, and the deeds of everybody around her. */
const shopper = async () => {
  const store = await openStore()
  const ids = countedIds()
  const known: string[] = []
  let now = T0
  await store.renew('default', (tx) => {
    seed(tx)
    const merchant = tx.merchants.get('PAYLOANTES')
    if (!merchant) throw new Error('no merchant')
    const settings = { ...INITIAL_SETTINGS, leastForInstalments: 0 }
    tx.merchants.put(merchant.iMid, { ...merchant, settings })
  })

  const visiting = <T>(run: (visit: Visit) => Synchronous<T>): Promise<T> =>
    store.transact('default', (tx) => run({ tx, now, ids }))

  const limits = () =>
    visiting((visit) => {
      const account = visit.tx.accounts.get(PHONE)
      return account ? limitsOf(account, visit) : []
    })

  const buy = (visit: Visit, deed: Extract<Deed, { amt: number }>): void => {
    const account = visit.tx.accounts.get(PHONE)
    const tXid = `order-${known.length}`
    const order: Transaction = {
      ...registered(
        { ...sample, product: 'direct', tokenize: 'none', items: [], details: {} },
        tXid,
        now,
        now + 24 * HOUR,
      ),
      amt: deed.amt,
      status: 'unpaid',
    }
    const tenures = account ? tenuresFor(order, account, visit) : []
    const open = tenures.find(({ quote }) => quote.paymentType === deed.tenure)?.closed === null
    if (!open) return
    known.push(tXid)
    const payer = { phone: PHONE, paymentType: deed.tenure }
    if (deed.does === 'buy') approve(order, payer, visit)
    else review(order, payer, visit)
  }

  const orderAt = (visit: Visit, index: number): Transaction | undefined =>
    visit.tx.transactions.get(known[index % Math.max(1, known.length)] ?? '')

  const cancel = (visit: Visit, order: Transaction, share: number): void => {
    const merchant = visit.tx.merchants.get(order.iMid)
    const left = order.amt - order.cancelled
    const amt = Math.max(1, Math.floor(left * share))
    if (!merchant || order.status !== 'paid' || left === 0) return
    const after = cancelled(order, { type: 'partial', amt }, merchant.settings, now)
    giveBack(order, after, merchant, visit)
  }

  const act = (visit: Visit, deed: Deed): object => {
    if ('amt' in deed) buy(visit, deed)
    else if ('which' in deed) {
      const order = orderAt(visit, deed.which)
      if (!order) return {}
      if (deed.does === 'cancel') cancel(visit, order, deed.share)
      else if (deed.does === 'repay') {
        const loans = debtsOf(PHONE, visit)
        repay(loans, Math.floor(order.amt * deed.share), visit)
      } else if (deed.does === 'expire') {
        if (isOpen(order, now)) expire(order, visit)
      } else decide(order.tXid, deed.does, visit)
    }
    return {}
  }

  return {
    limits,
    does: async (deed: Deed): Promise<void> => {
      if (deed.does === 'wait') now += deed.hours * HOUR
      else await visiting((visit) => act(visit, deed))
    },
    undoAll: () =>
      visiting((visit) => {
        for (const tXid of known) {
          const order = visit.tx.transactions.get(tXid)
          if (order && isOpen(order, now)) deny(order, 'declined', visit)
          else if (order) cancel(visit, order, 1)
        }
        return {}
      }),
  }
}

test('whatever happens, no limit is below zero or above its total, and undone it is whole', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { maxLength: 40 }), async (deeds) => {
      const siti = await shopper()
      const inBounds = async () => {
        for (const { remaining, total } of await siti.limits()) {
          expect(remaining).toBeGreaterThanOrEqual(0)
          expect(remaining).toBeLessThanOrEqual(total)
        }
      }
      for (const deed of deeds) {
        await siti.does(deed)
        await inBounds()
      }
      await siti.undoAll()
      const limits = await siti.limits()
      expect(limits.map(({ remaining }) => remaining)).toEqual(limits.map(({ total }) => total))
    }),
    { numRuns: 60 },
  )
})
