import { NicepayError, RESULT, type ResultName } from '../../protocol/results.ts'
import { SnapError, type SnapResultName } from '../../protocol/snap/results.ts'
import { StorageError } from '../../store/store.ts'
import type { Core } from '../core.ts'

/** What a caller is told of a refusal, and what our user is told beside it. */
export interface SnapRefusal {
  readonly result: SnapResultName
  /** The field or the reason inside the text of the result. */
  readonly about: string
  readonly reason: string
}

/**
 * What SNAP calls what API V2 has a code for, where that is more than "not permitted".
 * Guess: no page compares the codes of the two; chosen by their texts.
 */
const IN_SNAP: Readonly<Partial<Record<ResultName, readonly [SnapResultName, about?: string]>>> = {
  NO_SUCH_ORDER: ['NOT_FOUND'],
  METHOD_NOT_ACTIVE: ['FEATURE_NOT_ALLOWED'],
  DUPLICATE_REFERENCE_NO: ['DUPLICATE_REFERENCE'],
  BAD_BANK: ['BANK_NOT_SUPPORTED'],
  BAD_VA_VALIDITY: ['INVALID_FIELD', '{additionalInfo.vacctValidDt}'],
  BAD_CART_DATA: ['INVALID_FIELD', '{additionalInfo.cartData}'],
  CART_TOTAL_DIFFERS: ['INVALID_FIELD', '{additionalInfo.cartData}'],
  BAD_FULL_CANCEL: ['INVALID_FIELD', '{refundAmount.value}'],
  CANCELS_NOTHING: ['INVALID_FIELD', '{refundAmount.value}'],
  CANCELS_TOO_MUCH: ['EXCEEDS_AMOUNT'],
  VA_PAID: ['PAID_BILL'],
  BALANCE_TOO_LOW: ['INSUFFICIENT_FUNDS'],
}

const ofApiV2 = ({ result, reason: inV2 }: NicepayError): SnapRefusal => {
  // Only a refund gets so far with an amount that is wrong.
  const reason = inV2.replace(/^amt must/, 'refundAmount.value must')
  const known = IN_SNAP[result]
  return known
    ? { result: known[0], about: known[1] ?? '', reason }
    : { result: 'NOT_PERMITTED', about: `[${RESULT[result].resultMsg}]`, reason }
}

/** What an error is to the caller of SNAP. */
export const snapRefusalOf = (error: unknown, core: Core): SnapRefusal => {
  if (error instanceof SnapError) return error
  if (error instanceof NicepayError) return ofApiV2(error)
  if (error instanceof StorageError) {
    return { result: 'GENERAL_ERROR', about: '', reason: error.message }
  }
  core.bug(error)
  const message = error instanceof Error ? error.message : String(error)
  const reason = `a bug of the sandbox, please report it: ${message}`
  return { result: 'GENERAL_ERROR', about: '', reason }
}
