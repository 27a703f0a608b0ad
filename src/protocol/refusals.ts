import type { ResultName } from './results.ts'

/**
 * Which code answers a field that is absent. The texts of 9013–9028 each name their field.
 * Source: giliheriawan/slate:source/includes/_nicepaycode.md
 * Guess: fields without a code of their own answer 8003, which NICEPAY's dev server gives for rejected order data.
 */
export const MISSING: Readonly<Record<string, ResultName>> = {
  iMid: 'UNKNOWN_MERCHANT',
  timeStamp: 'BAD_TIME',
  tXid: 'BAD_TXID',
  amt: 'NO_AMOUNT',
  currency: 'NO_CURRENCY',
  referenceNo: 'NO_REFERENCE_NO',
  goodsNm: 'NO_GOODS_NAME',
  billingCity: 'NO_BILLING_CITY',
  billingState: 'NO_BILLING_STATE',
  billingPostCd: 'NO_BILLING_POST_CODE',
  billingCountry: 'NO_BILLING_COUNTRY',
  cartData: 'BAD_CART_DATA',
  billingNm: 'NO_BILLING_NAME',
  billingPhone: 'NO_BILLING_PHONE',
  billingEmail: 'NO_BILLING_EMAIL',
  callBackUrl: 'NO_CALLBACK_URL',
  dbProcessUrl: 'NO_DB_PROCESS_URL',
}

/**
 * Which code answers a field that is longer than its size. Source: the text of referenceNo's code.
 * Guess: the others, by what their texts name.
 */
export const TOO_LONG: Readonly<Record<string, ResultName>> = {
  iMid: 'UNKNOWN_MERCHANT',
  merchantToken: 'BAD_TOKEN',
  timeStamp: 'BAD_TIME',
  tXid: 'BAD_TXID',
  amt: 'BAD_AMOUNT',
  cartData: 'BAD_CART_DATA',
  instmntType: 'BAD_INSTALMENT_TYPE',
  instmntMon: 'NO_SUCH_INSTALMENT',
  referenceNo: 'REFERENCE_NO_TOO_LONG',
}

/** Which code answers a value of the wrong kind. Source: the text of amt's code. Guess: the others, as above. */
export const MALFORMED: Readonly<Record<string, ResultName>> = {
  iMid: 'UNKNOWN_MERCHANT',
  merchantToken: 'BAD_TOKEN',
  timeStamp: 'BAD_TIME',
  payMethod: 'METHOD_NOT_ACTIVE',
  tXid: 'BAD_TXID',
  amt: 'BAD_AMOUNT',
  cartData: 'BAD_CART_DATA',
  instmntType: 'BAD_INSTALMENT_TYPE',
  instmntMon: 'NO_SUCH_INSTALMENT',
}

/** The code for fields that the tables above do not name. */
export const OTHERWISE: ResultName = 'BAD_ORDER_DATA'
