import { PAYOUT, PAYOUT_STATUS_CODE } from '../protocol/payout-codes.ts'
import { merchantToken } from '../protocol/signature.ts'
import { type Instant, wibDateTime } from '../protocol/time.ts'
import { SIGNED } from '../protocol/tokens.ts'
import type { Delivery } from './delivery.ts'
import type { Merchant } from './merchant.ts'
import { deliveryOf } from './notification.ts'
import type { Payout } from './payout.ts'
import { snapPayoutNotification } from './snap-payout.ts'

/** Source: the sample of the notification. Guess: BI-FAST carries every payout, whatever its payoutMethod is. */
const CARRIER = 'FAST'

/**
 * What NICEPAY tells a merchant of a payout that the bank has carried out, or has not: fields and order of the sample.
 * Source: docs.nicepay.co.id, page "Notification - API Payout (Disbursement)"; its merchantToken reproduces.
 * Guess: transDt and transTm are the time at the bank; a failure is told too, with the status of an inquiry.
 */
export const payoutNotification = (payout: Payout, { merchantKey }: Merchant, at: Instant) => {
  const { iMid, tXid, referenceNo, accountNo, bankCd, status } = payout
  const amt = String(payout.amt)
  const signed = { iMid, tXid, amt }
  const { date, time } = wibDateTime(at)
  return {
    acquBankCd: CARRIER,
    merchantToken: merchantToken(
      SIGNED.paymentNotification.map((name) => signed[name]),
      merchantKey,
    ),
    referenceNo,
    transTm: time,
    payMethod: PAYOUT,
    accountNo,
    tXid,
    amt,
    transDt: date,
    issuBankCd: bankCd,
    status: PAYOUT_STATUS_CODE[status],
    iMid,
  }
}

/** The delivery that carries it, due at an instant, to the address that the merchant has registered for that. */
export const payoutDelivery = (
  payout: Payout,
  merchant: Merchant,
  { url, id, now, dueAt }: { url: string; id: string; now: Instant; dueAt: Instant },
): Delivery => {
  const { tXid } = payout
  if (payout.product === 'snap') {
    const fields = snapPayoutNotification(payout)
    const plain = deliveryOf({ id, kind: 'payout', tXid, url, type: 'json', fields }, merchant, now)
    return { ...plain, signedFor: payout.iMid, dueAt }
  }
  const fields = payoutNotification(payout, merchant, dueAt)
  return {
    ...deliveryOf({ id, kind: 'payout', tXid, url, type: 'form', fields }, merchant, now),
    dueAt,
  }
}
