import type { OrderStatus } from '../protocol/codes.ts'
import { statusAt, type Transaction } from './transaction.ts'

/**
 * How an order stands in SNAP's terms.
 * Source: Bank Indonesia's standard (00 success, 03 pending, 04 refunded, 05 cancelled, 06 failed); nicepay-dev/woocommerce-nicepay
 * reads 00 and 03, of QR codes 05 as expired as well. Source: `Unpaid` and `Success` are NICEPAY's words. Guess: the others.
 */
const STATUS: Readonly<Record<OrderStatus, readonly [status: string, description: string]>> = {
  init: ['01', 'Initiated'],
  unpaid: ['03', 'Unpaid'],
  processing: ['02', 'Paying'],
  ready: ['03', 'Unpaid'],
  paid: ['00', 'Success'],
  void: ['05', 'Cancelled'],
  refund: ['04', 'Refunded'],
  failed: ['06', 'Failed'],
  expired: ['05', 'Expired'],
}

/** An order's status in SNAP, with its word, at an instant. */
export const snapStatusAt = (order: Transaction, at: number): readonly [string, string] => {
  const status = statusAt(order, at)
  // API V2 tells money that goes back on the same day from later; SNAP does not.
  return STATUS[status === 'void' && order.paidAt !== null ? 'refund' : status]
}
