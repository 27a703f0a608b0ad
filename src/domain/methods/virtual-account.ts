import { BANKS } from '../../protocol/banks.ts'
import { A, AN, ANS, answering, N, optional } from '../../protocol/fields.ts'
import { never } from '../cancel-rules.ts'
import { COMMON, DAY, NOTIFIED } from './common.ts'
import { added, type Partners, partnerOf, payMethod } from './method.ts'

const PARTNERS: Partners = { field: 'bankCd', list: BANKS, unknown: 'BAD_BANK' }

/**
 * A transfer to a number that a bank gives out for one order.
 * Source: docs.nicepay.co.id, pages "Registration API - Virtual Account", "Notification API - Virtual Account" and "Payment Status
 * Code"; recorded answers in Agungthebesttop/nicepay_api:response.log.
 * Guess: a cancelled one answers as one whose time is over, as the table has no other status for it.
 */
export const virtualAccount = payMethod({
  code: '02',
  name: { id: 'Transfer bank', en: 'Bank transfer' },
  documented: 'Registration API - Virtual Account',
  paidBy: 'outside',
  partners: PARTNERS,
  request: {
    ...COMMON,
    referenceNo: answering(ANS(40), 'VA_REFERENCE_NO_TOO_LONG', 'NO_REFERENCE_NO'),
    bankCd: answering(A(4), 'BAD_BANK'),
    vacctValidDt: answering(optional(N(8)), 'BAD_VA_VALIDITY'),
    vacctValidTm: answering(optional(N(6)), 'BAD_VA_VALIDITY'),
    merFixAcctId: optional(AN(40)),
  },
  read: (message) => {
    partnerOf(PARTNERS, message.bankCd)
    return added(message, { mitraCd: null }, ['bankCd', 'merFixAcctId'])
  },
  // Source: two days, at the same time of day (recorded answer; nicepay-dev/java-nicepay:README_V2.md).
  validity: {
    fields: ['vacctValidDt', 'vacctValidTm'],
    life: () => 2 * DAY,
    wrong: 'BAD_VA_VALIDITY',
  },
  // Source: the last ten digits of the number are those of the tXid in every recorded answer.
  issued: ({ tXid, details }) => ({
    vacctNo: `${BANKS.get(details.bankCd ?? '')?.prefix ?? ''}${tXid.slice(-10)}`,
  }),
  tooLow: 'VA_AMOUNT_TOO_LOW',
  answers: [
    'transDt',
    'transTm',
    'description',
    'bankCd',
    'vacctNo',
    'currency',
    'goodsNm',
    'billingNm',
    'vacctValidDt',
    'vacctValidTm',
  ],
  statuses: {
    paid: ['0', 'paid'],
    refund: ['1', 'reversal'],
    // Guess: as long as nobody has chosen a partner on the checkout page.
    init: ['9', 'init'],
    unpaid: ['3', 'unpaid'],
    expired: ['4', 'expired'],
    void: ['4', 'expired'],
  },
  timeOver: 'expired',
  // Source: a recorded inquiry of a paid number has the time of the registration here, and depositDt beside it.
  transAt: ({ registeredAt }) => registeredAt,
  failed: 'NOT_PAID',
  link: [],
  // Source: fitriawan/slate:source/includes/v1/2020_profesional_virtual_account.md.
  checkout: [
    'resultCd',
    'resultMsg',
    'bankVacctNo',
    'tXid',
    'referenceNo',
    'transDt',
    'transTm',
    'amount',
    'bankCd',
    'description',
  ],
  // Source: the samples of its notification have the last two, although nothing is paid in instalments here.
  notified: [
    ...NOTIFIED,
    'bankCd',
    'vacctNo',
    'vacctValidDt',
    'vacctValidTm',
    'depositDt',
    'depositTm',
    'instmntType',
    'instmntMon',
  ],
  // Source: docs.nicepay.co.id, page "Cancel API - Checkout": only before the payment.
  cancel: {
    unpaid: 'void',
    paid: never('VA_PAID', 'money that came in by transfer cannot be cancelled'),
  },
})
