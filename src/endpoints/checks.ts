import type { Merchant } from '../domain/merchant.ts'
import { NicepayError } from '../protocol/results.ts'
import { maskedKey, merchantToken, sameToken } from '../protocol/signature.ts'
import { instantOfWib } from '../protocol/time.ts'
import { explained, type TokenCheck } from './explain.ts'

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

/** Refuses a merchantToken that is not the one of the signed values, and says what was hashed and what went wrong. */
export const checkToken = (check: TokenCheck): void => {
  const { received, signs, fields, merchant, badToken } = check
  const { iMid, merchantKey } = merchant
  const values = signs.map((name) => fields[name] ?? '')
  const token = merchantToken(values, merchantKey)
  if (received !== undefined && sameToken(received, token)) return
  const { expected, received: shown, mistake } = explained(check)
  const got = shown === null ? 'none was sent' : `received ${shown}`
  throw new NicepayError(
    badToken,
    `merchantToken must be the SHA-256 of ${[...signs, 'merchantKey'].join('+')}: ` +
      `"${values.join('')}" and the key ${maskedKey(merchantKey)} of ${iMid} give ${expected}, ${got}` +
      (mistake === null ? '' : `. ${mistake}`),
  )
}
