import type { Customer } from '../../domain/fixed-va.ts'
import { A, AN, answering, listOf, N, optional, TOKEN } from '../../protocol/fields.ts'

// Source: docs.nicepay.co.id, page "Virtual Account Static", for types and sizes; giliheriawan/slate:source/includes/_nicepaycode.md
// for the codes. Guess: which code answers what, by their texts.

/** The customer's number as the merchant knows it; up to eight digits, by the length of the bank's beginning. */
export const CUSTOMER_ID = answering(N(8), 'BAD_CUSTOMER_ID', 'NO_VA_DATA')

export const CUSTOMER_NM = answering(AN(30), 'BAD_CUSTOMER_NAME')

/** What a call about a customer has. */
export const OF_CUSTOMER = {
  iMid: AN(10),
  customerId: CUSTOMER_ID,
  merchantToken: answering(TOKEN, 'BAD_VA_TOKEN'),
}

/** The days of a list of deposits. */
export const DAYS = {
  startDt: answering(N(8), 'BAD_DATES'),
  endDt: answering(optional(N(8)), 'BAD_DATES'),
}

/** What every answer about a customer has. Source: the table and the sample of the same page. */
export const CUSTOMER_REPLY = {
  resultCd: N(4),
  resultMsg: AN(255),
  customerId: N(8),
  customerNm: AN(30),
  vacctInfoList: listOf({ bankCd: A(4), vacctNo: N(20) }),
}

/** What is said of a customer. */
export const customerReply = ({ customerId, customerNm, accounts }: Customer) => ({
  customerId,
  customerNm,
  vacctInfoList: accounts.map(({ bankCd, vacctNo }) => ({ bankCd, vacctNo })),
})
