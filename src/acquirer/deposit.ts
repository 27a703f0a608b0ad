import type { Rupiah } from '../domain/instalment.ts'
import { ALFAMART } from '../domain/methods/convenience-store.ts'
import { methodOf } from '../domain/methods/index.ts'
import { detailed, isOpen, paid, type Transaction } from '../domain/transaction.ts'
import { wibDateTime } from '../protocol/time.ts'
import { notify, put, settle } from './settle.ts'
import type { Visit } from './visit.ts'

/** Whether somebody can pay an order now without a page: at a till, by transfer, by scanning. */
export const takesDeposits = (order: Transaction, { now }: Pick<Visit, 'now'>): boolean =>
  methodOf(order).paidBy === 'outside' && isOpen(order, now) && order.status !== 'init'

/** How an amount that came in stands to the one that was asked for. Source: docs.nicepay.co.id, page "Notification API - Virtual Account". */
const matchOf = (came: Rupiah, asked: Rupiah): string => {
  if (came === asked) return '1'
  return came > asked ? '2' : '3'
}

/**
 * Money comes in for an order: it is paid, and its merchant is told.
 * Source: matchCl 1 the amount, 2 more, 3 less. Guess: an order is paid by too little as well, and the notification has what
 * came in.
 */
export const deposit = (order: Transaction, amount: Rupiah, visit: Visit): Transaction => {
  const { now } = visit
  const { date, time } = wibDateTime(now)
  const matchCl = matchOf(amount, order.amt)
  const { code } = methodOf(order)
  const more =
    code === '08'
      ? { paymentTrxSn: order.tXid.slice(-12), userId: 'SANDBOX' }
      : { depositDt: date, depositTm: time }
  return settle(detailed(paid(order, null, now), { ...more, matchCl }), visit, amount)
}

/** Whether the order's store asks NICEPAY before it takes the money. */
export const hasTwoSteps = ({ mitraCd, status }: Transaction): boolean =>
  mitraCd === ALFAMART && status === 'unpaid'

/** The till has asked, and is about to take the money. Source: docs.nicepay.co.id, page "Payment Status Code" (5, Alfamart). */
export const atTheTill = (order: Transaction, visit: Visit): Transaction =>
  put({ ...order, status: 'ready' }, visit)

/** Whether an order was paid by a transfer that its bank can take back. */
export const canBeReversed = (order: Transaction): boolean =>
  order.status === 'paid' && order.payMethod === '02'

/** The bank takes a transfer back, and the merchant is told. Source: docs.nicepay.co.id, page "Payment Status Code" (1, reversal). */
export const reverse = (order: Transaction, visit: Visit): Transaction => {
  const reversed: Transaction = { ...order, status: 'refund' }
  notify(reversed, { event: 'reversal', amount: order.amt }, visit)
  return put(reversed, visit)
}

/** Somebody pays by itself, as a merchant's setting wants; nothing happens to an order that is paid or over. */
export const autoPay = (tXid: string, visit: Visit): void => {
  const order = visit.tx.transactions.get(tXid)
  if (order && takesDeposits(order, visit)) deposit(order, order.amt, visit)
}
