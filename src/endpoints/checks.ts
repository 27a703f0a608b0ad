import type { Merchant } from '../domain/merchant.ts'
import { missingReason } from '../protocol/missing.ts'
import { NicepayError, type ResultName } from '../protocol/results.ts'
import { shown } from '../protocol/shown.ts'
import { maskedKey, merchantToken, sameToken } from '../protocol/signature.ts'
import { instantOfWib } from '../protocol/time.ts'
import { explained, type TokenCheck } from './explain.ts'

const badTime = (rule: string, timeStamp: string, setting = ''): NicepayError =>
  new NicepayError(
    'BAD_TIME',
    `timeStamp must ${rule}, yyyyMMddHHmmss in Jakarta, received ${shown(timeStamp)}${setting}`,
  )

/** Refuses a timeStamp that no clock could show, where the merchant wants that. */
export const checkTimeStamp = (timeStamp: string, { settings }: Merchant): void => {
  if (timeStamp.length !== 14) {
    throw badTime('have 14 digits', timeStamp)
  }
  if (settings.timeStamp === 'strict' && instantOfWib(timeStamp) === undefined) {
    throw badTime('be an existing time', timeStamp, '; see the setting timeStamp')
  }
}

/** Refuses an amount of nothing. */
export const checkAmount = (amt: string, tooLow: ResultName): void => {
  if (Number(amt) === 0) throw new NicepayError(tooLow, 'amt must be more than 0, received 0')
}

/** Refuses a payment method that the merchant has not got. */
export const checkMethodActive = (payMethod: string, { iMid, settings }: Merchant): void => {
  if (settings.enabledPayMethods.includes(payMethod)) return
  const active = settings.enabledPayMethods.join(', ')
  throw new NicepayError(
    'METHOD_NOT_ACTIVE',
    `payMethod must be one that is active for ${iMid} (${active}), received ${shown(payMethod)}; ` +
      'see the setting enabledPayMethods',
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
    `referenceNo must be a new one, received ${shown(referenceNo)}, which was registered before; ` +
      'see the setting duplicateReferenceNo',
  )
}

/** How much of the hashed text is shown, in characters. */
const LONGEST_TEXT = 200

/** Refuses a merchantToken that is not the one of the signed values, and says what was hashed and what went wrong. */
export const checkToken = (check: TokenCheck): void => {
  const { received, signs, fields, merchant, badToken } = check
  const { iMid, merchantKey } = merchant
  const values = signs.map((name) => fields[name] ?? '')
  const token = merchantToken(values, merchantKey)
  if (received !== undefined && sameToken(received, token)) return
  if (received === undefined) {
    throw new NicepayError(badToken, missingReason('merchantToken', fields, check.sent ?? {}))
  }
  const explanation = explained(check)
  const { expected, received: begins, mistake, stringToSign } = explanation
  const key = maskedKey(merchantKey)
  // What is hashed, without the key that it ends in.
  const joined = shown(stringToSign.slice(0, -key.length), LONGEST_TEXT)
  throw new NicepayError(
    badToken,
    `merchantToken must be the SHA-256 of ${[...signs, 'merchantKey'].join('+')}: ` +
      `${joined} and the key ${key} of ${iMid} give ${expected}, received ${begins}` +
      (mistake === null ? '' : `. ${mistake}`),
    explanation,
  )
}
