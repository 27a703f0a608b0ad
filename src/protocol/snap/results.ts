/** What a SNAP call comes to: the HTTP status, the case, and the vendor's text; `{}` stands for what it is about. */
export interface SnapResult {
  readonly http: number
  /** The last two digits of the responseCode. */
  readonly case: string
  readonly text: string
}

/**
 * The results that SNAP calls give, by our name for the situation.
 * Source: docs.nicepay.co.id, page "General Response - SNAP" where NICEPAY lists them; the others Bank Indonesia's standard
 * (apidevportal.aspi-indonesia.or.id, "Registrasi").
 */
export const SNAP_RESULT = {
  SUCCESSFUL: { http: 200, case: '00', text: 'Successful' },
  BAD_REQUEST: { http: 400, case: '00', text: 'Bad Request' },
  INVALID_FIELD: { http: 400, case: '01', text: 'Invalid Field Format {}' },
  MISSING_FIELD: { http: 400, case: '02', text: 'Invalid Mandatory Field {}' },
  UNAUTHORIZED: { http: 401, case: '00', text: 'Unauthorized {}' },
  INVALID_TOKEN: { http: 401, case: '01', text: 'Access Token Invalid' },
  INVALID_CUSTOMER_TOKEN: { http: 401, case: '02', text: 'Invalid Customer Token' },
  TRANSACTION_EXPIRED: { http: 403, case: '00', text: 'Transaction Expired' },
  FEATURE_NOT_ALLOWED: { http: 403, case: '01', text: 'Feature Not Allowed' },
  EXCEEDS_AMOUNT: { http: 403, case: '02', text: 'Exceeds Transaction Amount Limit' },
  DO_NOT_HONOR: { http: 403, case: '05', text: 'Do Not Honor' },
  OTP_BLOCKED: { http: 403, case: '11', text: 'OTP Blocked' },
  OTP_EXPIRED: { http: 403, case: '12', text: 'OTP Lifetime Expired' },
  INSUFFICIENT_FUNDS: { http: 403, case: '14', text: 'Insufficient Funds' },
  NOT_PERMITTED: { http: 403, case: '15', text: 'Transaction Not Permitted {}' },
  ACCOUNT_INACTIVE: { http: 403, case: '18', text: 'Account Inactive' },
  // Guess: a path that there is not; the standard has a number for one only where it is about a transaction.
  NO_SUCH_PATH: { http: 404, case: '00', text: 'Not Found' },
  NOT_FOUND: { http: 404, case: '01', text: 'Transaction Not Found' },
  BANK_NOT_SUPPORTED: { http: 404, case: '03', text: 'Bank Not Supported By Switch' },
  INVALID_MERCHANT: { http: 404, case: '08', text: 'Invalid Merchant' },
  INVALID_ACCOUNT: { http: 404, case: '11', text: 'Invalid Account' },
  PAID_BILL: { http: 404, case: '13', text: 'Paid Bill' },
  INVALID_OTP: { http: 404, case: '15', text: 'Invalid OTP' },
  INVALID_VA: { http: 404, case: '19', text: 'Invalid Virtual Account' },
  NOT_SUPPORTED: { http: 405, case: '00', text: 'Requested Function Is Not Supported' },
  CONFLICT: { http: 409, case: '00', text: 'Conflict' },
  DUPLICATE_REFERENCE: { http: 409, case: '01', text: 'Duplicate partnerReferenceNo' },
  // Guess: unpublished.
  TOO_LARGE: { http: 413, case: '00', text: 'Payload Too Large' },
  GENERAL_ERROR: { http: 500, case: '00', text: 'General Error' },
  TIMEOUT: { http: 504, case: '00', text: 'Request Timeout' },
} as const satisfies Record<string, SnapResult>

export type SnapResultName = keyof typeof SNAP_RESULT

/** What a caller is told: HTTP status, service and case in seven digits, and the text with what it is about. */
export const snapCode = ({ http, case: last }: SnapResult, service: string): string =>
  `${http}${service}${last}`

/** The text of a result. Source: docs.nicepay.co.id prints the name of a field in braces and a reason in brackets. */
export const snapText = ({ text }: SnapResult, about = ''): string =>
  text.replace('{}', about).trim()

/** A refusal in SNAP's terms. `reason` is for our user only and never enters the body of an answer. */
export class SnapError extends Error {
  override name = 'SnapError' as const
  readonly result: SnapResultName
  readonly about: string
  readonly reason: string

  constructor(result: SnapResultName, about: string, reason: string) {
    super(`${result} ${reason}`)
    this.result = result
    this.about = about
    this.reason = reason
  }
}
