import { NicepayError, type ResultName } from '../protocol/results.ts'
import { type Instant, isoOf, wibDateTime } from '../protocol/time.ts'
import type { Rupiah } from './instalment.ts'
import type { Settings } from './settings.ts'
import { statusAt, type Transaction } from './transaction.ts'

/** What a merchant wants back: all of an order, or a part of it. */
export interface CancelRequest {
  readonly type: 'full' | 'partial'
  readonly amt: Rupiah
}

/** How long a payment can be cancelled, in milliseconds. Source: text of 9334, 90 days. */
export const CANCEL_PERIOD = 90 * 24 * 60 * 60 * 1000

const refuse = (result: ResultName, reason: string): never => {
  throw new NicepayError(result, reason)
}

/**
 * The order with what the merchant wants cancelled. Throws NicepayError where it cannot be.
 * Source: docs.nicepay.co.id, page "Cancel API - Payloan" (before settlement void, afterwards refund); texts of the codes.
 * Guess: settlement is at the end of the day of the payment, in Jakarta; a partly cancelled order stays paid.
 */
export const cancelled = (
  order: Transaction,
  request: CancelRequest,
  settings: Settings,
  at: Instant,
): Transaction => {
  const status = statusAt(order, at)
  if (status === 'init' || status === 'unpaid') return withdrawn(order, request, settings, status)
  if (status !== 'paid')
    refuse('CANNOT_CANCEL', `only a paid order can be cancelled, ${order.tXid} is ${status}`)
  const paidAt = order.paidAt ?? order.registeredAt
  if (at > paidAt + CANCEL_PERIOD) {
    const paid = `${order.tXid} was paid on ${isoOf(paidAt)}`
    refuse(
      'CANCELLED_TOO_LATE',
      `an order can be cancelled for 90 days, ${paid}, it is ${isoOf(at)}`,
    )
  }
  checkAmount(order, request, settings)
  const all = order.cancelled + request.amt
  const sameDay = wibDateTime(paidAt).date === wibDateTime(at).date
  const ended = sameDay ? 'void' : 'refund'
  return { ...order, cancelled: all, status: all === order.amt ? ended : 'paid' }
}

const checkAmount = (order: Transaction, { type, amt }: CancelRequest, settings: Settings) => {
  const left = order.amt - order.cancelled
  if (type === 'partial' && settings.partialCancel === 'refuse') {
    refuse(
      'PARTIAL_CANCEL_OFF',
      `cancelType must be 1 for ${order.iMid}, received 2; see the setting partialCancel`,
    )
  }
  if (type === 'full' && order.cancelled > 0) {
    const done = `${order.cancelled} of ${order.amt} is cancelled already`
    refuse('FULL_AFTER_PARTIAL_CANCEL', `cancelType must be 2 where ${done}, received 1`)
  }
  if (amt === 0) refuse('CANCELS_NOTHING', 'amt must be more than 0, received 0')
  if (amt > left)
    refuse('CANCELS_TOO_MUCH', `amt must be at most ${left}, what is left, received ${amt}`)
  // Guess: the code for a full cancel of less than the order.
  if (type === 'full' && amt < left) {
    refuse('BAD_FULL_CANCEL', `amt must be all ${left} with cancelType 1, received ${amt}`)
  }
}

/** Guess: an order that nobody paid can be cancelled whole, and is void then. */
const withdrawn = (
  order: Transaction,
  request: CancelRequest,
  settings: Settings,
  status: 'init' | 'unpaid',
): Transaction => {
  if (settings.cancelUnpaid === 'refuse') {
    refuse(
      'CANNOT_CANCEL',
      `only a paid order can be cancelled, ${order.tXid} is ${status}; see the setting cancelUnpaid`,
    )
  }
  if (request.type === 'partial') {
    const stands = `${order.tXid} is ${status}`
    refuse(
      'PARTIAL_CANCEL_BEFORE_PURCHASE',
      `cancelType must be 1 before an order is paid, ${stands}, received 2`,
    )
  }
  checkAmount(order, request, settings)
  return { ...order, status: 'void', underReview: false, cancelled: request.amt }
}
