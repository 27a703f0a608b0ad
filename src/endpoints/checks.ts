import type { Merchant } from '../domain/merchant.ts'
import { diagnose } from '../protocol/diagnosis.ts'
import { NicepayError, type ResultName } from '../protocol/results.ts'
import { maskedKey, merchantToken, sameToken } from '../protocol/signature.ts'
import { instantOfWib } from '../protocol/time.ts'

/** Refuses a timeStamp that no clock could show, where the merchant wants that. */
export const checkTimeStamp = (timeStamp: string, { settings }: Merchant): void => {
  if (timeStamp.length !== 14) {
    throw new NicepayError('BAD_TIME', `timeStamp must have 14 digits, not ${timeStamp.length}`)
  }
  if (settings.timeStamp === 'strict' && instantOfWib(timeStamp) === undefined) {
    throw new NicepayError('BAD_TIME', `timeStamp ${timeStamp} is not an existing time`)
  }
}

/** Refuses a payment method that the merchant has not got. */
export const checkMethodActive = (payMethod: string, { iMid, settings }: Merchant): void => {
  if (settings.enabledPayMethods.includes(payMethod)) return
  const active = settings.enabledPayMethods.join(', ')
  throw new NicepayError(
    'METHOD_NOT_ACTIVE',
    `payMethod ${payMethod} is not active for ${iMid} (active: ${active}); see the setting enabledPayMethods`,
  )
}

/** Refuses a referenceNo that was used before, where the merchant wants that. */
export const checkNewReferenceNo = (
  referenceNo: string,
  used: boolean,
  { settings }: Merchant,
): void => {
  if (!used || settings.duplicateReferenceNo === 'accept') return
  throw new NicepayError(
    'DUPLICATE_REFERENCE_NO',
    `referenceNo "${referenceNo}" was registered before; see the setting duplicateReferenceNo`,
  )
}

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
}

/** Refuses a merchantToken that is not the one of the signed values, and says what was hashed and what went wrong. */
export const checkToken = (check: TokenCheck): void => {
  const { received, signs, fields, merchant, badToken, merchants } = check
  const { iMid, merchantKey } = merchant
  const values = signs.map((name) => fields[name] ?? '')
  const expected = merchantToken(values, merchantKey)
  if (received === undefined) throw new NicepayError(badToken, 'merchantToken is missing')
  if (sameToken(received, expected)) return
  const otherKeys = new Map(merchants().map((other) => [other.iMid, other.merchantKey]))
  const mistake = diagnose({ received, signs, fields, merchantKey, otherKeys })
  throw new NicepayError(
    badToken,
    `merchantToken must be the SHA-256 of ${[...signs, 'merchantKey'].join('+')}: ` +
      `"${values.join('')}" and the key ${maskedKey(merchantKey)} of ${iMid} give ` +
      `${expected.slice(0, 8)}…, received ${received.slice(0, 8)}…` +
      (mistake === undefined ? '' : `. It is ${mistake}`),
  )
}
