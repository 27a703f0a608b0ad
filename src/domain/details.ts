/** What an order may have beyond what every order has, under the vendor's own names. */
export const DETAILS = [
  'bankCd',
  'vacctNo',
  'vacctValidDt',
  'vacctValidTm',
  'merFixAcctId',
  'payNo',
  'payValidDt',
  'payValidTm',
  'paymentExpDt',
  'paymentExpTm',
  'qrContent',
  'shopId',
  'userId',
  'paymentTrxSn',
  'cancelTrxSn',
  'depositDt',
  'depositTm',
  'matchCl',
  'receiptCode',
  'mRefNo',
  'cardNo',
  'cardExpYymm',
  'cardBrand',
  'authNo',
  'acquBankCd',
  'acquBankNm',
  'issuBankCd',
  'issuBankNm',
  'acquStatus',
  'ccTransType',
  'recurrOpt',
  'recurringToken',
  'preauthToken',
  'vat',
  'fee',
  'notaxAmt',
] as const

export type DetailName = (typeof DETAILS)[number]

export type Details = Readonly<Partial<Record<DetailName, string>>>

/** Those of some fields that are there. */
export const detailsOf = (
  fields: Readonly<Record<string, string | undefined>>,
  ...names: readonly DetailName[]
): Details =>
  Object.fromEntries(
    names.flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name]]])),
  )
