import { paymentResultOf, resultOf } from '../../domain/callback.ts'
import type { Interaction } from '../../domain/interaction.ts'
import type { Merchant } from '../../domain/merchant.ts'
import { statusAt, type Transaction } from '../../domain/transaction.ts'
import { urlFlaw } from '../../protocol/fields.ts'
import { iMidOfTXid } from '../../protocol/ids.ts'
import { paymentResult } from '../../protocol/payment-result.ts'
import { RESULT, type Result } from '../../protocol/results.ts'
import type { Instant } from '../../protocol/time.ts'
import type { ApiAnswer, Content } from '../answer.ts'
import type { Core } from '../core.ts'

/** Where the browser goes next: on to a page, or back to the merchant with a result; nowhere where there is no step. */
export type Next =
  | { readonly kind: 'page'; readonly path: string; readonly link: Interaction }
  | { readonly kind: 'merchant'; readonly order: Transaction; readonly merchant: Merchant }
  | { readonly kind: 'nowhere'; readonly order: Transaction }

type Input = Readonly<Record<string, unknown>>

/** What a payment step names. */
type Asked = Readonly<Record<'tXid' | 'callBackUrl' | 'returnJsonFormat', string | undefined>>

/** Source: docs.nicepay.co.id's e-wallet page has returnJsonFormat; nicepay-dev/nicepay-php sends it for payloan too. */
const isJson = (input: Input): boolean => [1, '1'].includes(input.returnJsonFormat as string)

// Guess: which keys there are for payloan; the two addresses are those of the SDKs' response classes.
const jsonOf = (
  { resultCd, resultMsg }: Pick<Result, 'resultCd' | 'resultMsg'>,
  tXid: string | null,
  location: string | null,
): Content => {
  const body = { resultCd, resultMsg, tXid, redirectUrlHttp: location, redirectUrlApp: null }
  return { kind: 'json', body }
}

/**
 * The way to a page. Source: nicepay-dev/java-nicepay:README_V2.md: a card with 3-D Secure answers a page whose form sends
 * itself; the SDK's test of that page wants it to begin with `<head>`. Differs: the form does not carry the card. Guess:
 * every other way is a redirect.
 */
const wayTo = (location: string, { kind, tk }: Interaction): Content =>
  kind === 'card'
    ? {
        kind: 'autoForm',
        name: 'mpgsAuthFrm',
        action: location.replace(/\?.*$/, ''),
        fields: { tk },
      }
    : { kind: 'redirect', location }

/**
 * Source: a recorded payment step of a transfer: the result page with nothing in it, not even a code. Guess: as JSON it has
 * as little.
 */
const noStep = (
  { payMethod, tXid }: Transaction,
  message: Asked,
  about: Pick<ApiAnswer, 'status' | 'iMid' | 'tXid'>,
): ApiAnswer => ({
  ...about,
  content: isJson(message)
    ? jsonOf({ resultCd: '', resultMsg: '' }, tXid, null)
    : {
        kind: 'resultPage',
        callBackUrl: message.callBackUrl ?? '',
        result: paymentResult({}),
      },
  resultCd: null,
  reason: `payMethod ${payMethod} has no payment step: the customer pays to the number or code that the registration answered`,
})

/** The answer to a payment step, as a page or as JSON. */
export const answerOf = (
  next: Next,
  message: Asked,
  now: Instant,
  { baseUrl }: Core,
): ApiAnswer => {
  const { tXid = '', callBackUrl = '' } = message
  const about = { status: 200, iMid: iMidOfTXid(tXid), tXid }
  if (next.kind === 'nowhere') return noStep(next.order, message, about)
  if (next.kind === 'page') {
    const { resultCd } = RESULT.SUCCESS
    const location = `${baseUrl}${next.path}`
    const content = isJson(message)
      ? jsonOf(RESULT.SUCCESS, tXid, location)
      : wayTo(location, next.link)
    const status = content.kind === 'redirect' ? 302 : 200
    return { ...about, status, content, resultCd, reason: null }
  }
  const { order, merchant } = next
  const result = resultOf(order, merchant.settings, now)
  const content: Content = isJson(message)
    ? jsonOf(RESULT[result], tXid, null)
    : { kind: 'resultPage', callBackUrl, result: paymentResultOf(order, merchant, now) }
  const why = order.refusal ? ` (${order.refusal})` : order.underReview ? ' (under review)' : ''
  const reason = result === 'SUCCESS' ? null : `the order is ${statusAt(order, now)}${why}`
  return { ...about, content, resultCd: RESULT[result].resultCd, reason }
}

/** The address to go back to with a refusal, as long as a browser may go there. */
const wayBackOf = ({ callBackUrl, callbackUrl }: Input): string => {
  const address = callBackUrl ?? callbackUrl
  return typeof address === 'string' && urlFlaw(address) === undefined ? address : ''
}

/** The answer to a payment step that is refused with a result. */
export const refused = (
  input: Input,
  result: Pick<Result, 'resultCd' | 'resultMsg'>,
): ApiAnswer => {
  const content: Content = isJson(input)
    ? jsonOf(result, null, null)
    : {
        kind: 'resultPage',
        callBackUrl: wayBackOf(input),
        result: paymentResult(result),
      }
  const tXid = typeof input.tXid === 'string' && input.tXid.length === 30 ? input.tXid : null
  const iMid = tXid && iMidOfTXid(tXid)
  return { status: 200, content, resultCd: result.resultCd, iMid, tXid, reason: null }
}
