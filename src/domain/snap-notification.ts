import { snapValue } from '../protocol/snap/fields.ts'
import { snapTime } from '../protocol/snap/time.ts'
import type { Instant } from '../protocol/time.ts'
import type { PaymentNews } from './notification.ts'
import type { Transaction } from './transaction.ts'

/** A JSON object of texts and of objects of them. */
type Json = Readonly<Record<string, unknown>>

/**
 * What NICEPAY tells a merchant about a paid order of SNAP: of a virtual account (service 25), or of a wallet or a QR code (56, 52).
 * Source: docs.nicepay.co.id, pages "Notification VA - SNAP", "Notification E-Wallet - SNAP" and "Notification QRIS - SNAP";
 * paymentRequestId is the tXid (nicepay-dev/woocommerce-nicepay). Guess: what is in additionalInfo.
 */
export const snapNotification = (
  order: Transaction,
  { event, amount }: PaymentNews,
  at: Instant,
): Json => {
  const paid = { value: snapValue(amount), currency: order.currency }
  if (order.payMethod === '02') {
    return {
      partnerServiceId: '',
      customerNo: '',
      virtualAccountNo: order.details.vacctNo,
      virtualAccountName: order.billingNm,
      trxId: order.referenceNo,
      paymentRequestId: order.tXid,
      paidAmount: paid,
      trxDateTime: snapTime(at),
      additionalInfo: { bankCd: order.details.bankCd, goodsNm: order.goodsNm },
    }
  }
  const isPaid = event === 'deposit'
  return {
    originalReferenceNo: order.tXid,
    originalPartnerReferenceNo: order.referenceNo,
    externalStoreId: order.details.shopId ?? '',
    amount: paid,
    latestTransactionStatus: isPaid ? '00' : '04',
    transactionStatusDesc: isPaid ? 'Success' : 'Refunded',
    additionalInfo: order.payMethod === '08' ? { transactionDateTime: snapTime(at) } : {},
  }
}
