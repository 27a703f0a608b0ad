import { methodOf } from '../domain/methods/index.ts'
import { detailed, type Transaction } from '../domain/transaction.ts'
import { wibDateTime } from '../protocol/time.ts'
import { merchantOfOrder, put } from './settle.ts'
import type { Visit } from './visit.ts'

/**
 * Gives the customer of an order somewhere to pay to: a number, a QR code, good until the order's time is over. Where
 * the merchant wants that, somebody pays by itself after a while.
 */
export const issue = (order: Transaction, visit: Visit): Transaction => {
  const { issued, validity } = methodOf(order)
  const { date, time } = wibDateTime(order.expiresAt)
  const [dateField, timeField] = validity.fields
  const after = detailed(
    { ...order, status: 'unpaid' },
    { ...issued?.(order), [dateField]: date, [timeField]: time },
  )
  const { autoPay } = merchantOfOrder(order, visit).settings
  if (autoPay !== null) {
    const id = visit.ids.word()
    const { tXid } = order
    visit.tx.timers.put(id, { id, dueAt: visit.now + autoPay * 1000, kind: 'payment', tXid })
  }
  return put(after, visit)
}
