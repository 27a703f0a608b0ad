import { notify, put } from '../acquirer/settle.ts'
import type { Visit } from '../acquirer/visit.ts'
import { counts } from '../domain/ledger.ts'
import { quoteFor } from '../domain/tenure.ts'
import {
  expired,
  inReview,
  isOpen,
  type Payer,
  paid,
  type Refusal,
  refused,
  type Transaction,
} from '../domain/transaction.ts'
import type { Instant } from '../protocol/time.ts'
import { TARIFF } from '../store/seed.ts'
import { issueToken } from './user-tokens.ts'

/** Holds whoever decides to what the pages and calls have to see to: nothing is decided twice, or too late. */
const mustBeOpen = (order: Transaction, { now }: Visit): void => {
  if (!isOpen(order, now)) throw new Error(`order ${order.tXid} is ${order.status}, not open`)
}

/** What an order takes from its payer's limits, until it is decided or for good. */
const lend = (
  order: Transaction,
  payer: Payer,
  heldUntil: Instant | null,
  { tx, now }: Visit,
): void => {
  const { tXid, amt } = order
  const { months, monthly } = quoteFor(order, payer.paymentType, TARIFF)
  const terms = { price: amt, principal: amt, months, monthly }
  tx.loans.put(tXid, { tXid, ...payer, ...terms, openedAt: now, heldUntil })
}

/**
 * The lender pays: the loan stands, a tokenising order gets its userToken, the merchant is notified, as often as the
 * account says unless `pushes` does.
 */
export const approve = (
  order: Transaction,
  payer: Payer | null,
  visit: Visit,
  pushes: number = visit.tx.accounts.get(payer?.phone ?? '')?.pushes ?? 1,
): Transaction => {
  mustBeOpen(order, visit)
  const { iMid, clientUserKey } = order
  if (payer) lend(order, payer, null, visit)
  const tokenizes = order.tokenize === 'tokenize' && payer !== null && clientUserKey !== null
  const userToken = tokenizes
    ? issueToken({ iMid, clientUserKey, phone: payer.phone }, visit)
    : order.userToken
  const settled = put({ ...paid(order, payer, visit.now), userToken }, visit)
  for (let push = 0; push < pushes; push++) {
    notify(settled, { event: 'deposit', amount: order.amt }, visit)
  }
  return settled
}

/** The lender does not pay. Guess: nobody is notified of that. */
export const deny = (order: Transaction, refusal: Refusal, visit: Visit): Transaction => {
  mustBeOpen(order, visit)
  visit.tx.loans.remove(order.tXid)
  return put(refused(order, refusal), visit)
}

/** Lets go of what reviews held that nobody decided in time. */
const forgetStaleHolds = (phone: string, { tx, now }: Visit): void => {
  for (const loan of tx.loans.where('held', phone)) {
    if (!counts(loan, now)) tx.loans.remove(loan.tXid)
  }
}

/** The lender looks into it; meanwhile the amount is held. */
export const review = (order: Transaction, payer: Payer | null, visit: Visit): Transaction => {
  mustBeOpen(order, visit)
  if (payer) {
    forgetStaleHolds(payer.phone, visit)
    lend(order, payer, order.expiresAt, visit)
  }
  return put(inReview(order, payer), visit)
}

/** The order's time is over now. */
export const expire = (order: Transaction, visit: Visit): Transaction => {
  visit.tx.loans.remove(order.tXid)
  return put(expired(order, visit.now), visit)
}

/** How a review ends. Nothing happens to an order that is decided, cancelled or over. */
export const decide = (
  tXid: string,
  decision: 'approve' | 'deny',
  visit: Visit,
): Transaction | undefined => {
  const order = visit.tx.transactions.get(tXid)
  if (!order?.underReview || !isOpen(order, visit.now)) return undefined
  return decision === 'approve'
    ? approve(order, order.payer, visit)
    : deny(order, 'declined', visit)
}
