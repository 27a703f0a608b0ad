import { NicepayError, type ResultName } from '../protocol/results.ts'
import { type Instant, wibDateTime } from '../protocol/time.ts'
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
  if (status !== 'paid') refuse('CANNOT_CANCEL', `the order is ${status}`)
  const paidAt = order.paidAt ?? order.registeredAt
  if (at > paidAt + CANCEL_PERIOD) {
    refuse('CANCELLED_TOO_LATE', 'the order was paid more than 90 days ago')
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
    refuse('PARTIAL_CANCEL_OFF', 'cancelType 2 is off for the merchant; see partialCancel')
  }
  if (type === 'full' && order.cancelled > 0) {
    refuse('FULL_AFTER_PARTIAL_CANCEL', `${order.cancelled} of ${order.amt} is cancelled already`)
  }
  if (amt === 0) refuse('CANCELS_NOTHING', 'amt is 0')
  if (amt > left) refuse('CANCELS_TOO_MUCH', `amt is ${amt}, only ${left} is left`)
  // Guess: the code for a full cancel of less than the order.
  if (type === 'full' && amt < left) {
    refuse('BAD_FULL_CANCEL', `cancelType 1 cancels all ${left}, amt is ${amt}`)
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
    refuse('CANNOT_CANCEL', `the order is ${status}; see the setting cancelUnpaid`)
  }
  if (request.type === 'partial') {
    refuse('PARTIAL_CANCEL_BEFORE_PURCHASE', `the order is ${status}, nothing was paid`)
  }
  checkAmount(order, request, settings)
  return { ...order, status: 'void', underReview: false, cancelled: request.amt }
}
