import { expect, test } from '@jest/globals'
import type { Fields } from '../../support/fixtures.ts'
import { fixture } from '../../support/fixtures.ts'
import { bodyOf, givenFor, snapWorld } from '../../support/snap-world.ts'

/** A call that is refused for what it asks, after what has happened before the fixture request. */
interface Refused {
  readonly when: string
  readonly call: string
  readonly change?: Fields
  /** Inside additionalInfo. */
  readonly more?: Fields
  readonly given?: Parameters<typeof snapWorld>[0]
  readonly settings?: Fields
  readonly headers?: Readonly<Record<string, string>>
  readonly code: string
  readonly message: string
  readonly reason: RegExp
}

const bodyFor = ({ call, change = {}, more }: Refused): Fields => {
  const body: Fields = fixture(`requests/${call}.json`)
  return {
    ...body,
    ...(more && { additionalInfo: { ...(body.additionalInfo as Fields), ...more } }),
    ...change,
  }
}

const AMOUNT = (value: string) => ({ value, currency: 'IDR' })
const [PAID_DEBIT, PAID_QR] = [givenFor('snap.debit-refund'), givenFor('snap.qr-refund')]
const [VA, DEBIT, QR, PAYOUT] = [
  'create-va',
  'debit-payment',
  'qr-generate',
  'payout-registration',
].map((call) => [{ call: `snap.${call}` }])

/** What is refused beyond what follows from the tables: when, with which code, in which words. */
const REFUSED: readonly Refused[] = [
  {
    when: 'the method is not active',
    call: 'snap.debit-payment',
    settings: { enabledPayMethods: ['02'] },
    code: '4035401',
    message: 'Feature Not Allowed',
    reason: /^payMethod 05 is not active for IONPAYTEST; see the setting enabledPayMethods/,
  },
  {
    when: 'the bank has no numbers here',
    call: 'snap.create-va',
    more: { bankCd: 'XXXX' },
    code: '4042703',
    message: 'Bank Not Supported By Switch',
    reason: /^additionalInfo.bankCd must be one of CENA, .*received XXXX/,
  },
  {
    when: 'the number is wanted until yesterday',
    call: 'snap.create-va',
    more: { vacctValidDt: '20260130', vacctValidTm: '100000' },
    code: '4002701',
    message: 'Invalid Field Format {additionalInfo.vacctValidDt}',
    reason: /^vacctValidDt and vacctValidTm .* must be later than now/,
  },
  {
    when: 'the order was registered before',
    call: 'snap.create-va',
    given: VA,
    settings: { duplicateReferenceNo: 'refuse' },
    code: '4092701',
    message: 'Duplicate partnerReferenceNo',
    reason: /^trxId must be a new one, received "123"/,
  },
  {
    when: 'the amount is nothing',
    call: 'snap.qr-generate',
    change: { amount: AMOUNT('0.00') },
    code: '4004701',
    message: 'Invalid Field Format {amount.value}',
    reason: /^amount.value must be whole rupiah, more than 0, like 10000.00, received "0.00"/,
  },
  {
    when: 'the amount has blanks',
    call: 'snap.qr-generate',
    change: { amount: AMOUNT('10 000') },
    code: '4004701',
    message: 'Invalid Field Format {amount.value}',
    reason: /^amount.value must be whole rupiah, more than 0, like 10000.00, received "10 000"/,
  },
  {
    when: 'the amount has cents',
    call: 'snap.create-va',
    change: { totalAmount: AMOUNT('10000.50') },
    code: '4002701',
    message: 'Invalid Field Format {totalAmount.value}',
    reason: /^totalAmount.value must be whole rupiah/,
  },
  {
    when: 'the amount is in dollars',
    call: 'snap.qr-generate',
    change: { amount: { value: '10.00', currency: 'USD' } },
    code: '4004701',
    message: 'Invalid Field Format {amount.currency}',
    reason: /^amount.currency must be IDR, received "USD"/,
  },
  {
    when: 'a text is a number that JSON cannot hold',
    call: 'snap.create-va',
    change: { trxId: 1.2e25 },
    code: '4002701',
    message: 'Invalid Field Format {trxId}',
    reason: /^trxId must be a text, received "1.2e\+25"/,
  },
  {
    when: 'the order was registered before, and where to go back to is no address',
    call: 'snap.debit-payment',
    given: DEBIT,
    settings: { duplicateReferenceNo: 'refuse' },
    more: { callBackUrl: 'javascript:1' },
    code: '4005401',
    message: 'Invalid Field Format {additionalInfo.callBackUrl}',
    reason: /^additionalInfo.callBackUrl must/,
  },
  {
    when: 'neither the merchant nor the partner is right',
    call: 'snap.debit-payment',
    change: { merchantId: 'NORMALTEST' },
    more: { mitraCd: 'ZZZZ' },
    code: '4005401',
    message: 'Invalid Field Format {additionalInfo.mitraCd}',
    reason: /^additionalInfo.mitraCd must be one of/,
  },
  {
    when: 'the number is another one',
    call: 'snap.delete-va',
    given: VA,
    change: { virtualAccountNo: '9999' },
    code: '4043119',
    message: 'Invalid Virtual Account',
    reason: /^virtualAccountNo must be that of the order IONPAYTEST02\d+, \d+, received "9999"/,
  },
  {
    when: 'the same refund is asked for twice',
    call: 'snap.debit-refund',
    given: [...(PAID_DEBIT ?? []), { call: 'snap.debit-refund' }],
    code: '4095801',
    message: 'Duplicate partnerReferenceNo',
    reason: /^partnerRefundNo ".*" is of another refund of this order/,
  },
  {
    when: 'wallets are not active',
    call: 'snap.get-auth-code',
    settings: { enabledPayMethods: ['01'] },
    code: '4031001',
    message: 'Feature Not Allowed',
    reason: /^payMethod 05 is not active/,
  },
  {
    when: 'no number has this tXidVA',
    call: 'snap.va-status',
    code: '4042619',
    message: 'Invalid Virtual Account',
    reason: /^no virtual account of IONPAYTEST has tXidVA IONPAYTEST02202601311000000001/,
  },
  {
    when: 'it is not said which number',
    call: 'snap.va-status',
    given: VA,
    change: { additionalInfo: {} },
    code: '4002602',
    message: 'Invalid Mandatory Field {additionalInfo.tXidVA}',
    reason: /^tXidVA or trxId must be there/,
  },
  {
    when: 'the number is paid',
    call: 'snap.delete-va',
    given: [...(VA ?? []), { lender: 'approve' }],
    code: '4043113',
    message: 'Paid Bill',
    reason: /^the number of IONPAYTEST02202601311000000001 is paid/,
  },
  {
    when: 'the number was deleted before',
    call: 'snap.delete-va',
    given: [...(VA ?? []), { call: 'snap.delete-va' }],
    code: '4033115',
    message: 'Transaction Not Permitted [Can not cancel your request transaction number.]',
    reason: /^only a paid order can be cancelled/,
  },
  {
    when: 'the wallet is none',
    call: 'snap.debit-payment',
    more: { mitraCd: 'GPAY' },
    code: '4005401',
    message: 'Invalid Field Format {additionalInfo.mitraCd}',
    reason:
      /^additionalInfo.mitraCd must be one of OVOE, DANA, LINK, ESHP, ASTR, ALLO, JENC, MDRC, BCAC, CIMC, received "GPAY"/,
  },
  {
    when: 'nobody can be notified',
    call: 'snap.debit-payment',
    change: { urlParam: [] },
    more: { dbProcessUrl: '' },
    code: '4005402',
    message: 'Invalid Mandatory Field {additionalInfo.dbProcessUrl}',
    reason: /^additionalInfo.dbProcessUrl is missing, and so is a urlParam of the type PAY_NOTIFY/,
  },
  {
    when: 'notifications should go to an app',
    call: 'snap.debit-payment',
    more: { dbProcessUrl: 'merchantapp://paid' },
    code: '4005401',
    message: 'Invalid Field Format {additionalInfo.dbProcessUrl}',
    reason: /^additionalInfo.dbProcessUrl must be an http or https URL, received "merchantapp:/,
  },
  {
    when: 'the browser has nowhere to go back to',
    call: 'snap.debit-payment',
    change: { urlParam: [] },
    more: { callBackUrl: '' },
    code: '4005402',
    message: 'Invalid Mandatory Field {additionalInfo.callBackUrl}',
    reason: /^additionalInfo.callBackUrl is missing/,
  },
  {
    when: 'the way back is a script',
    call: 'snap.debit-payment',
    more: { callBackUrl: '' },
    change: { urlParams: [{ url: 'javascript:alert(1)', type: 'PAY_RETURN' }], urlParam: [] },
    code: '4005401',
    message: 'Invalid Field Format {urlParams[0].url}',
    reason: /^urlParams\[0\].url must lead to a web site or an app, received "javascript:/,
  },
  {
    when: 'the cart is no JSON',
    call: 'snap.debit-payment',
    more: { cartData: '{' },
    code: '4005401',
    message: 'Invalid Field Format {additionalInfo.cartData}',
    reason: /^cartData /,
  },
  {
    when: 'the cart does not add up',
    call: 'snap.debit-payment',
    change: { amount: AMOUNT('2.00') },
    code: '4005401',
    message: 'Invalid Field Format {additionalInfo.cartData}',
    reason: /^cartData must add up to amt: .* give 1, amt is 2/,
  },
  {
    when: 'the order is wanted until yesterday',
    call: 'snap.debit-payment',
    change: { validUpTo: '2026-01-30T10:00:00+07:00' },
    code: '4005401',
    message: 'Invalid Field Format {validUpTo}',
    reason:
      /^validUpTo must be later than now, 2026-01-31T10:00:00\+07:00, received "2026-01-30T10:00:00\+07:00"; see the setting pastValidity/,
  },
  {
    when: 'there is no linked account of this token',
    call: 'snap.debit-payment',
    headers: { 'Authorization-Customer': 'Bearer x' },
    code: '4015402',
    message: 'Invalid Customer Token',
    reason: /^Authorization-Customer must be the token of an account/,
  },
  {
    when: 'the order is not there',
    call: 'snap.debit-status',
    code: '4045501',
    message: 'Transaction Not Found',
    reason:
      /^no such order of IONPAYTEST has the originalReferenceNo "IONPAYTEST05202601311000000001"/,
  },
  {
    when: 'it is not said which order',
    call: 'snap.debit-status',
    given: DEBIT,
    change: { originalReferenceNo: '', originalPartnerReferenceNo: '' },
    code: '4005502',
    message: 'Invalid Mandatory Field {originalReferenceNo}',
    reason: /^originalReferenceNo or originalPartnerReferenceNo must be there/,
  },
  {
    when: 'the two numbers are of two orders',
    call: 'snap.debit-status',
    given: DEBIT,
    change: { originalPartnerReferenceNo: 'other' },
    code: '4045501',
    message: 'Transaction Not Found',
    reason: /^originalPartnerReferenceNo must be that of the order .*, received "other"/,
  },
  {
    when: 'the amount is another',
    call: 'snap.debit-status',
    given: DEBIT,
    change: { amount: AMOUNT('2.00') },
    code: '4045501',
    message: 'Transaction Not Found',
    reason: /^amount.value must be that of the order .*, 1, received "2"/,
  },
  {
    when: 'the service is another',
    call: 'snap.debit-status',
    given: DEBIT,
    change: { serviceCode: '47' },
    code: '4005501',
    message: 'Invalid Field Format {serviceCode}',
    reason: /^serviceCode must be 54, received "47"/,
  },
  {
    when: 'the order is one of another service',
    call: 'snap.qr-query',
    given: [...(DEBIT ?? []), ...(QR ?? [])],
    change: { originalReferenceNo: 'IONPAYTEST05202601311000000001' },
    code: '4045101',
    message: 'Transaction Not Found',
    reason: /^no such order of IONPAYTEST/,
  },
  {
    when: 'more is to be given back than was paid',
    call: 'snap.debit-refund',
    given: PAID_DEBIT,
    change: { refundAmount: AMOUNT('2.00') },
    code: '4035802',
    message: 'Exceeds Transaction Amount Limit',
    reason: /^refundAmount.value must be at most 1, what is left, received 2/,
  },
  {
    when: 'nothing is to be given back',
    call: 'snap.debit-refund',
    given: PAID_DEBIT,
    change: { refundAmount: AMOUNT('0.00') },
    code: '4005801',
    message: 'Invalid Field Format {refundAmount.value}',
    reason: /^refundAmount.value must be whole rupiah, more than 0/,
  },
  {
    when: 'the refundType is neither',
    call: 'snap.debit-refund',
    given: PAID_DEBIT,
    change: { additionalInfo: { refundType: '3' } },
    code: '4005801',
    message: 'Invalid Field Format {additionalInfo.refundType}',
    reason: /^additionalInfo.refundType must be 1 \(full\) or 2 \(partial\), received "3"/,
  },
  {
    when: 'nobody has paid yet',
    call: 'snap.debit-refund',
    given: DEBIT,
    code: '4035815',
    message: 'Transaction Not Permitted [Can not cancel your request transaction number.]',
    reason: /^only a paid order can be cancelled, .* is unpaid/,
  },
  {
    when: 'a QR code is given back in part',
    call: 'snap.qr-refund',
    given: PAID_QR,
    change: { refundAmount: AMOUNT('50.00'), additionalInfo: { cancelType: '2' } },
    code: '4037815',
    message: 'Transaction Not Permitted [The merchant can not be partial cancellation.]',
    reason: /^cancelType must be 1 for an order by 08 and QSHP, received 2/,
  },
  {
    when: 'the acquirer is none',
    call: 'snap.qr-generate',
    more: { mitraCd: 'DANA' },
    code: '4004701',
    message: 'Invalid Field Format {additionalInfo.mitraCd}',
    reason: /^additionalInfo.mitraCd must be one of QSHP, NOBU, NICE, received "DANA"/,
  },
  {
    when: 'the validity is no time',
    call: 'snap.qr-generate',
    change: { validityPeriod: '20260131101500' },
    code: '4004701',
    message: 'Invalid Field Format {validityPeriod}',
    reason: /^validityPeriod must be an existing time like/,
  },
  {
    when: 'the bank gets no payouts',
    call: 'snap.payout-registration',
    change: { beneficiaryBankCode: 'XXXX' },
    code: '4040003',
    message: 'Bank Not Supported By Switch',
    reason: /^beneficiaryBankCode must be one of .*received "XXXX"/,
  },
  {
    when: 'the beneficiary is of no known sort',
    call: 'snap.payout-registration',
    change: { beneficiaryCustomerType: '9' },
    code: '4000001',
    message: 'Invalid Field Format {beneficiaryCustomerType}',
    reason: /^beneficiaryCustomerType must be 1 \(personal\)/,
  },
  {
    when: 'the payout is reserved for the past',
    call: 'snap.payout-registration',
    change: { reservedDt: '20241120', reservedTm: '172334' },
    code: '4000001',
    message: 'Invalid Field Format {reservedDt}',
    reason: /^reservedDt and reservedTm must be still to come/,
  },
  {
    when: 'the balance is too small',
    call: 'snap.payout-approve',
    given: PAYOUT,
    settings: { payoutBalance: 10 },
    code: '4030014',
    message: 'Insufficient Funds',
    reason: /^the balance must be at least amt, 11000, there is 10/,
  },
  {
    when: 'the payout is approved already',
    call: 'snap.payout-reject',
    given: givenFor('snap.payout-cancel'),
    code: '4030015',
    message: 'Transaction Not Permitted [Transaction already approved.]',
    reason: /^a payout is decided once/,
  },
  {
    when: 'the payout is not there',
    call: 'snap.payout-inquiry',
    code: '4040001',
    message: 'Transaction Not Found',
    reason: /^no payout of IONPAYTEST has the originalReferenceNo/,
  },
  {
    when: 'the payout goes to another account',
    call: 'snap.payout-inquiry',
    given: PAYOUT,
    change: { beneficiaryAccountNo: '1' },
    code: '4040001',
    message: 'Transaction Not Found',
    reason: /^beneficiaryAccountNo must be that of the payout .*, 5345000060, received "1"/,
  },
  {
    when: 'the balance is another merchant’s',
    call: 'snap.balance-inquiry',
    change: { accountNo: 'NORMALTEST' },
    code: '4041111',
    message: 'Invalid Account',
    reason: /^accountNo must be the iMid, IONPAYTEST, received "NORMALTEST"/,
  },
]

test.each(REFUSED)('$call when $when → $code $message', async (refused) => {
  const { call, given = [], settings, headers = {}, code, message, reason } = refused
  const world = await snapWorld(given)
  if (settings) {
    await world.core.store.transact('default', (tx) => {
      const shop = tx.merchants.get('IONPAYTEST')
      if (shop)
        tx.merchants.put(shop.iMid, { ...shop, settings: { ...shop.settings, ...settings } })
    })
  }
  const before = world.stored()
  const answer = await world.call(call, { body: bodyFor(refused), headers })
  expect(bodyOf(answer)).toEqual({ responseCode: code, responseMessage: message })
  expect(answer.status).toBe(Number(code.slice(0, 3)))
  expect(answer.reason).toMatch(reason)
  expect(world.stored()).toEqual(before)
})
