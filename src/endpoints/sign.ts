import { iMidOfTXid } from '../protocol/ids.ts'
import { maskOf } from '../protocol/masking.ts'
import { maskedKey, merchantToken } from '../protocol/signature.ts'
import { SIGNED } from '../protocol/tokens.ts'
import { ENDPOINTS } from './index.ts'

/**
 * What is signed in each message, by name: those that merchants send, named as their endpoints, and those that they get.
 * The merchantKey follows the fields.
 */
export const FORMULAS: ReadonlyMap<string, readonly string[]> = new Map([
  ...ENDPOINTS.map(({ name, signs }) => [name, signs] as const),
  ['notification.payment', SIGNED.paymentNotification],
  ['notification.binding', SIGNED.bindingNotification],
  ['notification.deactivation', SIGNED.deactivation],
  ['notification.payout', SIGNED.paymentNotification],
])

/** A message that cannot be signed; the message is for the person who gave it. */
export class SignRefusal extends Error {
  override name = 'SignRefusal' as const
}

/** How a merchantToken is made. */
export interface Signed {
  /** The values in their order, then the key; the key is masked, also where a value holds it. */
  readonly stringToSign: string
  /** Names of the signed fields, in their order, `merchantKey` last. */
  readonly signs: readonly string[]
  readonly merchantToken: string
}

/**
 * Signs the fields of a message as a merchant does; only the signed ones need to be there. A tXid stands for the iMid in
 * it, as a payment notification does not carry that. Throws SignRefusal for a name that is unknown, and for a signed
 * field that is missing or no text.
 */
export const signed = (
  endpointName: string,
  fields: Readonly<Record<string, unknown>>,
  merchantKey: string,
): Signed => {
  const signs = FORMULAS.get(endpointName)
  if (!signs) {
    const known = [...FORMULAS.keys()].join(', ')
    throw new SignRefusal(`there is no endpoint "${endpointName}", only ${known}`)
  }
  const values = signs.map((name) => signedValue(name, fields, signs))
  const mask = maskOf([merchantKey])
  return {
    stringToSign: mask(values.map(mask).join('')) + maskedKey(merchantKey),
    signs: [...signs, 'merchantKey'],
    merchantToken: merchantToken(values, merchantKey),
  }
}

const signedValue = (
  name: string,
  fields: Readonly<Record<string, unknown>>,
  signs: readonly string[],
): string => {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined
  // The text of a JSON number is what merchants hash.
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  if (typeof value === 'string' && value !== '') return value
  if (value != null && value !== '') throw new SignRefusal(`${name} must be text`)
  if (name === 'iMid' && typeof fields.tXid === 'string') return iMidOfTXid(fields.tXid)
  throw new SignRefusal(`${name} is missing; signed are ${signs.join(', ')} and the merchantKey`)
}
