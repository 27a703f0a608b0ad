import {
  PAYMENT_RESULT_LINK,
  type PaymentResult,
  paymentResult,
} from '../protocol/payment-result.ts'
import { RESULT, type ResultName } from '../protocol/results.ts'
import { merchantToken } from '../protocol/signature.ts'
import { opensAnApp } from '../protocol/snap/return-url.ts'
import { type Instant, wibStamp } from '../protocol/time.ts'
import { SIGNED } from '../protocol/tokens.ts'
import type { AccountBinding } from './binding.ts'
import { type Facts, factsOf, told } from './facts.ts'
import type { Merchant } from './merchant.ts'
import { methodOf } from './methods/index.ts'
import type { PayMethod } from './methods/method.ts'
import type { Settings } from './settings.ts'
import { type Refusal, statusAt, type Transaction } from './transaction.ts'

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

/** What answers a payment that did not come about for a reason of its own; the method knows the others. */
const REFUSED: Partial<Record<Refusal, ResultName>> = { secure: 'SECURE_FAILED' }

/**
 * How a payment went, in the vendor's terms. An order to be paid outside of any page has gone well once it has a number.
 * Source: docs.nicepay.co.id, page "Convenience Store - API Checkout" (0000 with a number that nobody has paid).
 * Guess: the codes of all that is not paid; the merchant's setting has the one of an order under review.
 */
export const resultOf = (order: Transaction, settings: Settings, at: Instant): ResultName => {
  const status = statusAt(order, at)
  const method = methodOf(order)
  if (status === 'paid') return 'SUCCESS'
  if (status === 'void' || status === 'refund') return 'ALREADY_CANCELLED'
  if (status === 'failed' || status === 'expired') {
    const { refusal } = order
    return refusal === null ? 'ORDER_EXPIRED' : (REFUSED[refusal] ?? method.failed)
  }
  if (method.paidBy === 'outside' && status !== 'init') return 'SUCCESS'
  return order.underReview && settings.callbackInReview === 'success' ? 'SUCCESS' : 'NOT_FINISHED'
}

/** The facts of an order with the result of its payment, and the token that the result page signs. */
const resultFacts = (
  order: Transaction,
  { settings, merchantKey }: Merchant,
  at: Instant,
): Facts => {
  const { resultCd, resultMsg } = RESULT[resultOf(order, settings, at)]
  const { iMid, referenceNo } = order
  const signed = { timeStamp: wibStamp(at), iMid, referenceNo, amt: String(order.amt) }
  return {
    ...factsOf(order, at),
    resultCd,
    resultMsg,
    timeStamp: signed.timeStamp,
    merchantToken: merchantToken(
      SIGNED.callback.map((name) => signed[name]),
      merchantKey,
    ),
  }
}

/**
 * What the browser brings back of a payment. transDt and transTm are the time inside the tXid.
 * Source: docs.nicepay.co.id, page "Payloan - API Checkout" (sample of a callback).
 */
export const paymentResultOf = (
  order: Transaction,
  merchant: Merchant,
  at: Instant,
): PaymentResult => paymentResult(resultFacts(order, merchant, at))

/** The names of the checkout page's return, with the amount under the names that the merchant wants. */
const checkoutNames = ({ checkout }: PayMethod, { checkoutAmount }: Settings): string[] => {
  const amounts = checkoutAmount === 'both' ? ['amount', 'amt'] : [checkoutAmount]
  return checkout.flatMap((name) => (name === 'amount' ? amounts : [name]))
}

/**
 * The browser's return after a payment. From the checkout page: the fields of the method. Else those of the result page, or
 * fewer behind a link.
 * Source: an order of SNAP returns with resultCd and the like (nicepay-dev/woocommerce-nicepay). Guess: as from the checkout page; an
 * app gets a link, as no form can be posted to it.
 * Source: cardBrand stays behind when it is empty (both recorded pages).
 */
export const paymentCallback = (order: Transaction, merchant: Merchant, at: Instant): Callback => {
  const url = order.callBackUrl ?? ''
  const method = opensAnApp(url) ? 'get' : merchant.settings.callbackMethod
  const facts = resultFacts(order, merchant, at)
  const payMethod = methodOf(order)
  if (order.product !== 'direct') {
    return { method, url, fields: told(facts, checkoutNames(payMethod, merchant.settings)) }
  }
  if (method === 'get') {
    return { method, url, fields: told(facts, [...PAYMENT_RESULT_LINK, ...payMethod.link]) }
  }
  const { cardBrand, ...others } = paymentResult(facts)
  return { method, url, fields: cardBrand ? { ...others, cardBrand } : others }
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
