import { A, AN, ANS, alias, N, optional, TOKEN, telephone, url } from '../../protocol/fields.ts'
import type { Instant } from '../../protocol/time.ts'
import type { Transaction } from '../transaction.ts'

// Guess: an amount that begins with 0 is no amount; as a number it would not be the text that was signed.
function amountFlaw(amt: string): string | undefined {
  if (!/^[0-9]+$/.test(amt)) return 'must be digits only'
  return /^0./.test(amt) ? 'must not begin with 0' : undefined
}

/** The rows that every registration has. Source: docs.nicepay.co.id, the registration pages of API V2. */
export const COMMON = {
  timeStamp: N(14),
  iMid: AN(10),
  payMethod: N(2),
  currency: A(3),
  amt: { ...N(12), flaw: amountFlaw },
  referenceNo: ANS(40),
  goodsNm: AN(100),
  // Source: 100 on the newer pages, 30 in giliheriawan/slate.
  billingNm: A(100),
  billingPhone: telephone(N(15)),
  billingEmail: ANS(40),
  billingAddr: optional(AN(100)),
  billingCity: A(50),
  billingState: A(50),
  billingPostCd: N(10),
  billingCountry: A(10),
  dbProcessUrl: url(ANS(255)),
  merchantToken: TOKEN,
  // Source: documented as required, yet nicepay-dev/python-nicepay does not send it.
  userIP: alias(optional(ANS(15)), 'userIp'),
  callBackUrl: alias(optional(url(ANS(255))), 'callbackUrl'),
  description: optional(AN(100)),
  vat: optional(N(12)),
  fee: optional(N(12)),
  notaxAmt: optional(N(12)),
  instmntType: optional(N(2)),
  instmntMon: optional(N(2)),
}

/**
 * What a notification of most methods begins with. Source: docs.nicepay.co.id, page "Notification API - Checkout";
 * giliheriawan/slate:source/includes/_notifications_EN.md.
 */
export const NOTIFIED = [
  'tXid',
  'merchantToken',
  'referenceNo',
  'payMethod',
  'amt',
  'transDt',
  'transTm',
  'currency',
  'goodsNm',
  'billingNm',
  'matchCl',
  'status',
] as const

/** What the browser's return from the checkout page of a wallet has. Source: fitriawan/slate:source/includes/v1/2050_profesional_ewallet.md. */
export const RETURNED = [
  'resultCd',
  'resultMsg',
  'tXid',
  'referenceNo',
  'transDt',
  'transTm',
  'amount',
] as const

export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** Source: recorded inquiries of cards show nothing before the payment and the time of the registration after it. */
export const whenPaid = ({ paidAt, registeredAt }: Transaction): Instant | null =>
  paidAt === null ? null : registeredAt
