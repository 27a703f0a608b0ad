/** How a payout stands, in our words. */
export type PayoutStatus =
  | 'requested'
  | 'approved'
  | 'rejected'
  | 'cancelled'
  | 'timeout'
  | 'failed'

/**
 * NICEPAY's status code of a payout, which an inquiry answers as `status`.
 * Source: docs.nicepay.co.id, pages "Payment Status Code" and "Inquiry - API Payout (Disbursement)".
 */
export const PAYOUT_STATUS_CODE: Readonly<Record<PayoutStatus, string>> = {
  approved: '0',
  requested: '3',
  cancelled: '4',
  rejected: '5',
  timeout: '8',
  failed: '9',
}

/** What tXids of payouts have in the place of the method. Source: the tXids of NICEPAY's payout pages. */
export const PAYOUT = '07'

/** A field's digits with what each means. */
export type Choices = Readonly<Record<string, string>>

/** Source, of all three: docs.nicepay.co.id, page "Registration - API Payout (Disbursement)". */
export const BENEF_STATUS: Choices = { 1: 'WNI', 2: 'WNA' }
export const BENEF_TYPE: Choices = { 1: 'personal', 2: 'company', 3: 'government' }
export const PAYOUT_METHOD: Choices = {
  0: 'overbooking',
  1: 'online',
  2: 'SKN',
  3: 'RTGS',
  4: 'cash-out',
}

/** The payoutMethod by which the beneficiary fetches the money with a token. */
export const CASH_OUT = '4'
