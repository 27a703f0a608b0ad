import {
  PAYMENT_RESULT_LINK,
  type PaymentResult,
  paymentResult,
} from '../protocol/payment-result.ts'
import { RESULT, type ResultName } from '../protocol/results.ts'
import { merchantToken } from '../protocol/signature.ts'
import { type Instant, wibDateTime, wibStamp } from '../protocol/time.ts'
import { SIGNED } from '../protocol/tokens.ts'
import type { AccountBinding } from './binding.ts'
import type { Merchant } from './merchant.ts'
import type { Settings } from './settings.ts'
import { statusAt, type Transaction } from './transaction.ts'

/** The request that the shopper's browser makes to the merchant when the pages are done. */
export interface Callback {
  readonly method: 'post' | 'get'
  readonly url: string
  readonly fields: Readonly<Record<string, string>>
}

/**
 * The browser's return after a binding. Guess: no page says which fields there are; these are the ones of the
 * registration's answer, without the userToken, which is said to come by notification only.
 * Guess: a binding that did not come about returns with 9030.
 */
export const bindingCallback = (binding: AccountBinding, method: 'post' | 'get'): Callback => {
  const result: ResultName = binding.status === 'bound' ? 'SUCCESS' : 'NOT_FINISHED'
  const { resultCd, resultMsg } = RESULT[result]
  const { tXid, referenceNo, mitraCd, clientUserKey } = binding
  return {
    method,
    url: binding.callBackUrl,
    fields: { resultCd, resultMsg, tXid, referenceNo, mitraCd, clientUserKey },
  }
}

/**
 * How a payment went, in the vendor's terms.
 * Guess: the codes of all that is not paid; the merchant's setting has the one of an order under review.
 */
export const resultOf = (order: Transaction, settings: Settings, at: Instant): ResultName => {
  const status = statusAt(order, at)
  if (status === 'paid') return 'SUCCESS'
  if (status === 'void' || status === 'refund') return 'ALREADY_CANCELLED'
  if (status === 'failed') return order.refusal === null ? 'ORDER_EXPIRED' : 'NOT_PAID'
  return order.underReview && settings.callbackInReview === 'success' ? 'SUCCESS' : 'NOT_FINISHED'
}

/**
 * What the browser brings back of a payment. transDt and transTm are the time inside the tXid.
 * Source: docs.nicepay.co.id, page "Payloan - API Checkout" (sample of a callback).
 */
export const paymentResultOf = (
  order: Transaction,
  { settings, merchantKey }: Merchant,
  at: Instant,
): PaymentResult => {
  const { resultCd, resultMsg } = RESULT[resultOf(order, settings, at)]
  const { tXid, iMid, referenceNo, payMethod, mitraCd, currency, goodsNm, billingNm } = order
  const { instmntType, instmntMon, description } = order
  const { date, time } = wibDateTime(order.registeredAt)
  const signed = { timeStamp: wibStamp(at), iMid, referenceNo, amt: String(order.amt) }
  return paymentResult({
    resultCd,
    resultMsg,
    tXid,
    referenceNo,
    payMethod,
    amt: signed.amt,
    transDt: date,
    transTm: time,
    description: description ?? '',
    mitraCd,
    currency,
    goodsNm,
    billingNm,
    instmntType,
    instmntMon,
    timeStamp: signed.timeStamp,
    merchantToken: merchantToken(
      SIGNED.callback.map((name) => signed[name]),
      merchantKey,
    ),
  })
}

/**
 * The browser's return after a payment: the fields of the result page, or fewer behind a link.
 * Source: cardBrand stays behind when it is empty (both recorded pages).
 */
export const paymentCallback = (order: Transaction, merchant: Merchant, at: Instant): Callback => {
  const result = paymentResultOf(order, merchant, at)
  const { cardBrand, ...others } = result
  const method = merchant.settings.callbackMethod
  const url = order.callBackUrl ?? ''
  const few = Object.fromEntries(PAYMENT_RESULT_LINK.map((name) => [name, result[name]]))
  return { method, url, fields: method === 'get' ? few : cardBrand ? result : others }
}

/** A URL with further parameters behind those that it has; form-encoded, as NICEPAY's samples are (`John+Doe`). */
export const withQuery = (url: string, fields: Readonly<Record<string, string>>): string => {
  const [address, fragment] = splitAt(url, '#')
  const joint = !address.includes('?') ? '?' : /[?&]$/.test(address) ? '' : '&'
  return `${address}${joint}${new URLSearchParams(fields)}${fragment}`
}

const splitAt = (text: string, mark: string): [string, string] => {
  const at = text.indexOf(mark)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at)]
}
