import type { Merchant } from '../domain/merchant.ts'
import { diagnose } from '../protocol/diagnosis/index.ts'
import type { Explained } from '../protocol/explained.ts'
import { type Mask, maskOf } from '../protocol/masking.ts'
import type { ResultName } from '../protocol/results.ts'
import { maskedKey, merchantToken, sameToken } from '../protocol/signature.ts'

/** A token to be checked, and what helps to say why it is wrong. */
export interface TokenCheck {
  readonly received: string | undefined
  /** Names of the signed fields, in order. */
  readonly signs: readonly string[]
  /** Every field that is known of the call, the signed ones among them. */
  readonly fields: Readonly<Record<string, string | undefined>>
  readonly merchant: Merchant
  readonly badToken: ResultName
  /** The merchants whose keys may have been mistaken for this one's. */
  readonly merchants: () => readonly Merchant[]
  /** What is stored of that which the call is about, by the names of fields. */
  readonly stored?: () => Readonly<Record<string, string>>
  /** The call's fields as they were sent, also those that it has not got. */
  readonly sent?: Readonly<Record<string, unknown>>
  /** Which earlier call a token was accepted for, in words. */
  readonly earlier?: (token: string) => string | undefined
}

/** How much of a token is shown, and of a text in which a key was masked. */
const SHOWN = 8
const SHOWN_MASKED = 24

const cut = (text: string, longest = SHOWN): string =>
  text.length > longest ? `${text.slice(0, longest)}…` : text

const begins = (received: string, masked: Mask): string => {
  const safe = masked(received)
  return cut(safe, safe === received ? SHOWN : SHOWN_MASKED)
}

/** Says how a token should have been made, and what went wrong when it was made. */
export const explained = (check: TokenCheck): Explained => {
  const { received, signs, fields, merchant, merchants } = check
  const { merchantKey } = merchant
  const values = signs.map((name) => fields[name] ?? '')
  const token = merchantToken(values, merchantKey)
  const right = received !== undefined && sameToken(received, token)
  const otherKeys = new Map(
    right ? [] : merchants().map((other) => [other.iMid, other.merchantKey] as const),
  )
  const masked = maskOf([merchantKey, ...otherKeys.values()])
  const mistake =
    received === undefined || right
      ? undefined
      : diagnose({ ...check, received, merchantKey, otherKeys, stored: check.stored?.() ?? {} })
  return {
    signs: [...signs, 'merchantKey'],
    stringToSign: masked(values.map(masked).join('')) + maskedKey(merchantKey),
    expected: cut(token),
    received: received === undefined ? null : begins(received, masked),
    right,
    mistake: mistake === undefined ? null : masked(mistake),
  }
}
