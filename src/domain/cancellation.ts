import type { OrderStatus } from '../protocol/codes.ts'
import { NicepayError, type ResultName } from '../protocol/results.ts'
import { type Instant, isoOf } from '../protocol/time.ts'
import type { Rupiah } from './instalment.ts'
import { methodOf } from './methods/index.ts'
import type { Settings } from './settings.ts'
import { isOpen, statusAt, type Transaction } from './transaction.ts'

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
 * Source: texts of the codes; what a method's orders allow is with the method. Guess: a partly cancelled order stays paid.
 */
export const cancelled = (
  order: Transaction,
  request: CancelRequest,
  settings: Settings,
  at: Instant,
): Transaction => {
  const status = statusAt(order, at)
  if (isOpen(order, at)) return withdrawn(order, request, settings, status)
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
  const allowed = methodOf(order).cancel.paid(order, paidAt, at)
  if ('refusal' in allowed) throw new NicepayError(allowed.refusal, allowed.because)
  if (request.type === 'partial' && !allowed.partial) {
    const only = `an order by ${order.payMethod}${order.mitraCd ? ` and ${order.mitraCd}` : ''}`
    refuse('PARTIAL_CANCEL_OFF', `cancelType must be 1 for ${only}, received 2`)
  }
  checkAmount(order, request, settings)
  const all = order.cancelled + request.amt
  return { ...order, cancelled: all, status: all === order.amt ? allowed.ends : 'paid' }
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

/** Guess: an order that nobody paid is cancelled whole, and is void then. */
const withdrawn = (
  order: Transaction,
  request: CancelRequest,
  settings: Settings,
  status: OrderStatus,
): Transaction => {
  const { unpaid } = methodOf(order).cancel
  const bySetting = unpaid === 'asSet' && settings.cancelUnpaid === 'refuse'
  if (bySetting || unpaid === 'refuse') {
    refuse(
      'CANNOT_CANCEL',
      `only a paid order can be cancelled, ${order.tXid} is ${status}` +
        (bySetting ? '; see the setting cancelUnpaid' : ''),
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
