import type { ResultName } from '../protocol/results.ts'
import { type Instant, wibDateTime } from '../protocol/time.ts'
import type { Transaction } from './transaction.ts'

/** What a cancel of a paid order comes to, or why there is none. */
export type CancelOfPaid =
  | { readonly ends: 'void' | 'refund'; readonly partial: boolean }
  | { readonly refusal: ResultName; readonly because: string }

/** What can be cancelled of a method's orders. */
export interface CancelRules {
  /** An order that nobody paid becomes void, cannot be cancelled, or does as the setting cancelUnpaid says. */
  readonly unpaid: 'void' | 'refuse' | 'asSet'
  readonly paid: (order: Transaction, paidAt: Instant, at: Instant) => CancelOfPaid
}

const sameDay = (one: Instant, other: Instant): boolean =>
  wibDateTime(one).date === wibDateTime(other).date

/**
 * Before settlement a cancel is a void, afterwards a refund. Source: docs.nicepay.co.id, page "Cancel API - Payloan".
 * Guess: settlement is at the end of the day of the payment, in Jakarta.
 */
export const voidThenRefund: CancelRules['paid'] = (_order, paidAt, at) => ({
  ends: sameDay(paidAt, at) ? 'void' : 'refund',
  partial: true,
})

/** Money that has come in cannot be cancelled. */
export const never =
  (refusal: ResultName, because: string): CancelRules['paid'] =>
  () => ({ refusal, because })

export { sameDay }
