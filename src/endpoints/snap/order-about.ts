import type { Transaction } from '../../domain/transaction.ts'
import { shown } from '../../protocol/shown.ts'
import type { SnapMessage } from '../../protocol/snap/fields.ts'
import {
  amountFlaw,
  currencyFlaw,
  M,
  O,
  objectIfAny,
  rupiahOf,
  type SnapRows,
  snapValue,
} from '../../protocol/snap/fields.ts'
import { SnapError, type SnapResultName } from '../../protocol/snap/results.ts'
import { objectIn, textIn } from './order-of.ts'
import type { SnapContext } from './snap-endpoint.ts'

/**
 * What a call says of the order that it is about. Source: nicepay-dev/java-nicepay:InquiryStatusTest.java and CancelTest.java.
 * Guess: one of the two numbers is enough, as clients keep one or the other.
 */
export const ABOUT_ORDER: SnapRows = {
  originalReferenceNo: O(40),
  originalPartnerReferenceNo: O(40),
  merchantId: M(10),
  subMerchantId: O(32),
  externalStoreId: O(64),
}

/** What an inquiry adds to it. */
export const ABOUT_STATUS: SnapRows = {
  ...ABOUT_ORDER,
  serviceCode: O(2),
  transactionDate: O(25),
  amount: objectIfAny({ value: O(16, amountFlaw), currency: O(3, currencyFlaw) }),
}

/** An amount of rupiah as SNAP writes it. */
export const amountOf = (amt: number, { currency }: Pick<Transaction, 'currency'>) => ({
  value: snapValue(amt),
  currency,
})

/** The order that a call is about, one by some methods. Throws SnapError for none, and for one that is said to be another. */
export const orderAbout = (
  message: SnapMessage,
  payMethods: readonly string[],
  { tx, merchant: { iMid } }: SnapContext,
): Transaction => {
  const tXid = textIn(message, 'originalReferenceNo')
  const referenceNo = textIn(message, 'originalPartnerReferenceNo')
  if (tXid === undefined && referenceNo === undefined) {
    const rule = 'originalReferenceNo or originalPartnerReferenceNo must be there'
    throw new SnapError('MISSING_FIELD', '{originalReferenceNo}', rule)
  }
  const isMeant = (one: Transaction): boolean =>
    one.iMid === iMid && payMethods.includes(one.payMethod)
  const order =
    tXid === undefined
      ? tx.transactions.where('referenceNo', `${iMid} ${referenceNo}`).filter(isMeant).at(-1)
      : tx.transactions.get(tXid)
  if (!order || !isMeant(order)) {
    const asked = tXid === undefined ? 'originalPartnerReferenceNo' : 'originalReferenceNo'
    const value = shown(tXid ?? referenceNo ?? '')
    throw new SnapError('NOT_FOUND', '', `no such order of ${iMid} has the ${asked} ${value}`)
  }
  checkSame('originalPartnerReferenceNo', referenceNo, order.referenceNo, order)
  checkSame('amount.value', rupiahIn(message, 'amount'), `${order.amt}`, order)
  return order
}

/** Rupiah of an amount that may be missing, as text. */
export const rupiahIn = (message: SnapMessage, name: string): string | undefined => {
  const value = textIn(objectIn(message, name), 'value')
  return value === undefined ? undefined : `${rupiahOf(value)}`
}

/** Guess: what does not match a registered order is not found, as API V2 answers. Throws SnapError. */
export const checkSame = (
  name: string,
  value: string | undefined,
  stored: string | undefined,
  { tXid }: Transaction,
  result: SnapResultName = 'NOT_FOUND',
): void => {
  if (value === undefined || value === stored) return
  const rule = `${name} must be that of the order ${tXid}, ${stored}`
  throw new SnapError(result, '', `${rule}, received ${shown(value)}`)
}

/** Refuses an inquiry about the orders of another service. */
export const checkServiceCode = (message: SnapMessage, known: readonly string[]): void => {
  const serviceCode = textIn(message, 'serviceCode')
  if (serviceCode === undefined || known.includes(serviceCode)) return
  const rule = `serviceCode must be ${known.join(' or ')}`
  throw new SnapError('INVALID_FIELD', '{serviceCode}', `${rule}, received ${shown(serviceCode)}`)
}
