import type { Transaction } from '../../domain/transaction.ts'
import {
  amountFlaw,
  currencyFlaw,
  O,
  objectIfAny,
  type SnapMessage,
  type SnapRows,
} from '../../protocol/snap/fields.ts'
import { SnapError } from '../../protocol/snap/results.ts'
import { amountOf, checkSame, rupiahIn } from './order-about.ts'
import { objectIn, textIn } from './order-of.ts'
import type { SnapContext } from './snap-endpoint.ts'

/** What status and delete say of the order that they are about. */
export const ABOUT_VA: SnapRows = {
  partnerServiceId: O(20),
  customerNo: O(40),
  virtualAccountNo: O(28),
  inquiryRequestId: O(128),
  trxId: O(40),
  additionalInfo: objectIfAny({
    totalAmount: objectIfAny({ value: O(16, amountFlaw), currency: O(3, currencyFlaw) }),
    tXidVA: O(30),
    trxId: O(40),
    cancelMessage: O(255),
  }),
}

/** The order that a call is about, by its tXidVA or its trxId. Throws SnapError. */
export const vaAbout = (message: SnapMessage, { tx, merchant }: SnapContext): Transaction => {
  const more = objectIn(message, 'additionalInfo')
  const tXid = textIn(more, 'tXidVA')
  const trxId = textIn(message, 'trxId') ?? textIn(more, 'trxId')
  if (tXid === undefined && trxId === undefined) {
    throw new SnapError('MISSING_FIELD', '{additionalInfo.tXidVA}', 'tXidVA or trxId must be there')
  }
  const found =
    tXid === undefined
      ? tx.transactions.where('referenceNo', `${merchant.iMid} ${trxId}`).at(-1)
      : tx.transactions.get(tXid)
  if (found?.iMid !== merchant.iMid || found.payMethod !== '02') {
    const asked = `tXidVA ${tXid} or trxId ${trxId}`
    throw new SnapError('INVALID_VA', '', `no virtual account of ${merchant.iMid} has ${asked}`)
  }
  const same = (name: string, value: string | undefined, stored: string | undefined): void =>
    checkSame(name, value, stored, found, 'INVALID_VA')
  same('trxId', trxId, found.referenceNo)
  same('virtualAccountNo', textIn(message, 'virtualAccountNo')?.trim(), found.details.vacctNo)
  same('additionalInfo.totalAmount.value', rupiahIn(more, 'totalAmount'), `${found.amt}`)
  return found
}

/** What every answer about a number holds. */
export const vaDataOf = (order: Transaction, message: SnapMessage) => ({
  partnerServiceId: textIn(message, 'partnerServiceId') ?? '',
  customerNo: textIn(message, 'customerNo') ?? '',
  virtualAccountNo: order.details.vacctNo ?? '',
  virtualAccountName: order.billingNm,
  inquiryRequestId: textIn(message, 'inquiryRequestId') ?? '',
  trxId: order.referenceNo,
  totalAmount: amountOf(order.amt, order),
})
