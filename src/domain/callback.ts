import { RESULT, type ResultName } from '../protocol/results.ts'
import type { AccountBinding } from './binding.ts'

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
