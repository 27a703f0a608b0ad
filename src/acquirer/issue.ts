import type { Details } from '../domain/details.ts'
import { customerKey, numberAt } from '../domain/fixed-va.ts'
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
    { ...issued?.(order), ...fixedNumber(order, visit), [dateField]: date, [timeField]: time },
  )
  const { autoPay } = merchantOfOrder(order, visit).settings
  if (autoPay !== null) {
    const id = visit.ids.word()
    const { tXid } = order
    visit.tx.timers.put(id, { id, dueAt: visit.now + autoPay * 1000, kind: 'payment', tXid })
  }
  return put(after, visit)
}

/**
 * The customer's own number, where an order names one that is registered.
 * Guess: that merFixAcctId is a customerId (public programs call the customerId by that name), and that another one is ignored.
 */
const fixedNumber = ({ iMid, details }: Transaction, { tx }: Pick<Visit, 'tx'>): Details => {
  const { merFixAcctId = '', bankCd = '' } = details
  const customer = tx.customers.get(customerKey(iMid, merFixAcctId))
  const vacctNo = customer && numberAt(customer, bankCd)
  return vacctNo === undefined ? {} : { vacctNo }
}
