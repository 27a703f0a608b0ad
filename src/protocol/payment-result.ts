/**
 * What NICEPAY hands the browser back with after a payment, in the order of its hidden inputs.
 * Source: two recorded result pages, in Agungthebesttop/nicepay_api:response.log and
 * coding-assestment/nicepay-plugins:postman.
 */
export const PAYMENT_RESULT = [
  'resultCd',
  'resultMsg',
  'tXid',
  'referenceNo',
  'payMethod',
  'amt',
  'transDt',
  'transTm',
  'description',
  'authNo',
  'issuBankCd',
  'acquBankCd',
  'cardNo',
  'receiptCode',
  'mitraCd',
  'recurringToken',
  'preauthToken',
  'currency',
  'goodsNm',
  'billingNm',
  'ccTransType',
  'mRefNo',
  'instmntType',
  'instmntMon',
  'cardExpYymm',
  'issuBankNm',
  'acquBankNm',
  'timeStamp',
  'merchantToken',
  'cardBrand',
] as const

/**
 * What the return by a link begins with, whatever the method. Source: giliheriawan/slate:source/includes/V2/EN/_V2_EN_2_payment.md
 * and its payloan chapter; docs.nicepay.co.id, page "Payment API - Payloan".
 */
export const PAYMENT_RESULT_LINK = [
  'resultCd',
  'resultMsg',
  'tXid',
  'referenceNo',
  'payMethod',
  'amt',
  'transDt',
  'transTm',
  'description',
] as const satisfies readonly PaymentResultName[]

export type PaymentResultName = (typeof PAYMENT_RESULT)[number]

/** Every input of the page, in order; those that say nothing are empty. */
export type PaymentResult = Readonly<Record<PaymentResultName, string>>

type Said = Readonly<Record<string, string | null | undefined>>

/** A page's inputs from those that say something. */
export const paymentResult = (said: Said): PaymentResult =>
  Object.fromEntries(PAYMENT_RESULT.map((name) => [name, said[name] ?? ''])) as PaymentResult
