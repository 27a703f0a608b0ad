import { fixture } from '../package.ts'
import type { Explained } from './explained.ts'

/** One row of NICEPAY's table of result codes, in the vendor's own wording (spelling mistakes are theirs). */
export interface Result {
  readonly group: string
  readonly resultCd: string
  readonly resultMsg: string
}

/**
 * Every published result code. A code can stand in more than one group with different texts.
 * Source: giliheriawan/slate:source/includes/_nicepaycode.md; the group "Account binding": docs.nicepay.co.id, page "Get
 * User Detail - Account Binding Payloan API".
 */
export const RESULT_CODES: readonly Result[] = fixture('result-codes.json').codes

const published = (group: string, resultCd: string): Result => {
  const row = RESULT_CODES.find((r) => r.group === group && r.resultCd === resultCd)
  if (!row) throw new Error(`no published result code ${resultCd} in the group ${group}`)
  return row
}

/** The results that the sandbox gives, by our name for the situation. No other file writes a code. */
export const RESULT = {
  // Source: every JSON sample prints SUCCESS in capitals; the table of codes prints "Success".
  SUCCESS: { ...published('Common', '0000'), resultMsg: 'SUCCESS' },
  SERVER_ERROR: published('Common', '1003'),
  NO_SUCH_ORDER: published('Order', '8001'),
  BAD_ORDER_DATA: published('Order', '8003'),
  BAD_TXID: published('Order', '8004'),
  BAD_HTTP_MESSAGE: published('Order', '9001'),
  BUSY: published('Order', '9002'),
  NO_AMOUNT: published('Order', '9007'),
  BAD_AMOUNT: published('Order', '9008'),
  DUPLICATE_REFERENCE_NO: published('Order', '9009'),
  BAD_TOKEN: published('Order', '9010'),
  UNKNOWN_MERCHANT: published('Order', '9011'),
  NO_CURRENCY: published('Order', '9013'),
  NO_REFERENCE_NO: published('Order', '9014'),
  NO_GOODS_NAME: published('Order', '9015'),
  NO_BILLING_NAME: published('Order', '9016'),
  NO_BILLING_PHONE: published('Order', '9017'),
  NO_BILLING_EMAIL: published('Order', '9018'),
  NO_CALLBACK_URL: published('Order', '9019'),
  NO_DB_PROCESS_URL: published('Order', '9020'),
  BAD_CART_DATA: published('Order', '9022'),
  CART_TOTAL_DIFFERS: published('Order', '9023'),
  NO_USER_IP: published('Order', '9024'),
  NO_BILLING_CITY: published('Order', '9025'),
  NO_BILLING_STATE: published('Order', '9026'),
  NO_BILLING_POST_CODE: published('Order', '9027'),
  NO_BILLING_COUNTRY: published('Order', '9028'),
  NO_SUCH_INSTALMENT: published('Order', '9029'),
  NOT_FINISHED: published('Order', '9030'),
  BAD_TIME: published('Order', '9031'),
  BAD_CALLBACK_URL: published('Card', '8028'),
  NOT_PAID: published('Card', '9106'),
  METHOD_NOT_ACTIVE: published('Card', '9108'),
  REFERENCE_NO_TOO_LONG: published('Card', '9109'),
  AMOUNT_TOO_LOW: published('Card', '9115'),
  ALREADY_CANCELLED: published('Card', '9116'),
  BAD_INSTALMENT_TYPE: published('Card', '9118'),
  BALANCE_TOO_LOW: published('Card', '9123'),
  ALREADY_APPROVED: published('Card', '9126'),
  ORDER_EXPIRED: published('Card', '9129'),
  CARD_REFUSED: published('Card', '9110'),
  SECURE_FAILED: published('Card', '9117'),
  BAD_CARD: published('Card', '8027'),
  BAD_CARD_EXPIRY: published('Card', '9160'),
  NO_SUCH_CARD_TOKEN: published('Card', '9161'),
  CAPTURES_TOO_MUCH: published('Card', '9145'),
  VA_REFERENCE_NO_TOO_LONG: published('Virtual Account', '9207'),
  VA_AMOUNT_TOO_LOW: published('Virtual Account', '9209'),
  BAD_VA_VALIDITY: published('Virtual Account', '9210'),
  BAD_CUSTOMER_ID: published('Virtual Account', '9223'),
  BAD_VA_TOKEN: published('Virtual Account', '9225'),
  NO_DEPOSIT: published('Virtual Account', '9228'),
  BAD_UPDATE_TYPE: published('Virtual Account', '9229'),
  NO_SUCH_CUSTOMER: published('Virtual Account', '9230'),
  NO_VA_DATA: published('Virtual Account', '9231'),
  VA_TAKEN: published('Virtual Account', '9233'),
  CUSTOMER_EXISTS: published('Virtual Account', '9234'),
  BAD_CUSTOMER_NAME: published('Virtual Account', '9235'),
  BAD_DATES: published('Virtual Account', '9236'),
  BAD_BANK: published('Virtual Account', '9237'),
  CVS_REFERENCE_NO_TOO_LONG: published('CVS', '9507'),
  CVS_AMOUNT_TOO_LOW: published('CVS', '9509'),
  BAD_CVS_VALIDITY: published('CVS', '9510'),
  WALLET_FAILED: published('EWALLET', '9752'),
  BAD_CLICKPAY: published('CLICKPAY', '9802'),
  CLICKPAY_FAILED: published('CLICKPAY', '9806'),
  NOT_ALLOWED: published('Common', '9502'),
  BAD_FULL_CANCEL: published('Cancel', '8061'),
  BAD_CANCEL_TYPE: published('Cancel', '9301'),
  BAD_CANCEL_AMOUNT: published('Cancel', '9312'),
  CANNOT_CANCEL: published('Cancel', '9314'),
  CANCELS_TOO_MUCH: published('Cancel', '9319'),
  FULL_AFTER_PARTIAL_CANCEL: published('Cancel', '9320'),
  CANCELS_NOTHING: published('Cancel', '9321'),
  PARTIAL_CANCEL_BEFORE_PURCHASE: published('Cancel', '9327'),
  PARTIAL_CANCEL_OFF: published('Cancel', '9332'),
  VA_PAID: published('Cancel', '9330'),
  CANCELLED_TOO_LATE: published('Cancel', '9334'),
  BAD_USER_TOKEN: published('Account binding', '9920'),
} as const satisfies Record<string, Result>

export type ResultName = keyof typeof RESULT

/**
 * A refusal in the vendor's terms. `result` is what the caller is told; `reason` is for our user only
 * (header, journal, log) and never enters the body of an answer.
 */
export class NicepayError extends Error {
  override name = 'NicepayError' as const
  readonly result: ResultName
  readonly reason: string
  /** Of a wrong merchantToken. */
  readonly explained: Explained | null

  constructor(result: ResultName, reason: string, explained: Explained | null = null) {
    super(`${RESULT[result].resultCd} ${reason}`)
    this.result = result
    this.reason = reason
    this.explained = explained
  }
}
