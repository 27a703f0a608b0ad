import { A, ANS, answering, N, optional } from '../../protocol/fields.ts'
import { never } from '../cancel-rules.ts'
import { COMMON, DAY, NOTIFIED } from './common.ts'
import { added, type Partner, type Partners, partnerOf, payMethod } from './method.ts'

/** The stores whose till asks NICEPAY first and takes the money in a second step. Source: docs.nicepay.co.id, page "Payment Status Code". */
export const ALFAMART = 'ALMA'

const STORES: ReadonlyMap<string, Partner> = new Map([
  ['INDO', { name: 'Indomaret' }],
  [ALFAMART, { name: 'Alfamart' }],
  // Source: docs.nicepay.co.id, page "Convenience Store - API Checkout", lists the two others.
  ['DNDN', { name: 'Dan+Dan', notOnPage: true }],
])

const PARTNERS: Partners = { field: 'mitraCd', list: STORES, unknown: 'METHOD_NOT_ACTIVE' }

/**
 * Paying at the till of a store, by a number.
 * Source: docs.nicepay.co.id, pages "Registration API - Convenience Store", "Convenience Store - API Checkout" and "Payment Status
 * Code"; giliheriawan/slate:source/includes/V2/EN/_V2_EN_2-3_cvs.md.
 * Guess: Indomaret's numbers, and that a cancelled one answers as one whose time is over.
 */
export const convenienceStore = payMethod({
  code: '03',
  name: { id: 'Minimarket', en: 'Convenience store' },
  documented: 'Registration API - Convenience Store',
  paidBy: 'outside',
  partners: PARTNERS,
  request: {
    ...COMMON,
    referenceNo: answering(ANS(40), 'CVS_REFERENCE_NO_TOO_LONG', 'NO_REFERENCE_NO'),
    mitraCd: A(4),
    payValidDt: answering(optional(N(8)), 'BAD_CVS_VALIDITY'),
    payValidTm: answering(optional(N(6)), 'BAD_CVS_VALIDITY'),
  },
  read: (message) => {
    partnerOf(PARTNERS, message.mitraCd)
    return added(message)
  },
  // Source: docs.nicepay.co.id, seven days.
  validity: {
    fields: ['payValidDt', 'payValidTm'],
    life: () => 7 * DAY,
    wrong: 'BAD_CVS_VALIDITY',
  },
  // Source: the published numbers are the last twelve digits of the tXid, on the checkout page with 9041 before them.
  issued: ({ tXid, product, mitraCd }) => ({
    payNo: `${product === 'checkout' && mitraCd === ALFAMART ? '9041' : ''}${tXid.slice(-12)}`,
  }),
  // Source: the published answer has no payValidDt, although the request has.
  tooLow: 'CVS_AMOUNT_TOO_LOW',
  answers: ['transDt', 'transTm', 'description', 'mitraCd', 'payNo'],
  statuses: {
    paid: ['0', 'paid'],
    // Guess: as long as nobody has chosen a partner on the checkout page.
    init: ['9', 'init'],
    unpaid: ['3', 'unpaid'],
    expired: ['4', 'expired'],
    void: ['4', 'expired'],
    ready: ['5', 'ready to commit'],
  },
  timeOver: 'expired',
  transAt: ({ paidAt, registeredAt }) => paidAt ?? registeredAt,
  failed: 'NOT_PAID',
  link: [],
  checkout: [
    'tXid',
    'referenceNo',
    'amount',
    'transDt',
    'transTm',
    'payNo',
    'mitraCd',
    'resultCd',
    'resultMsg',
  ],
  // Source: the samples of its notification have the last two, although nothing is paid in instalments here.
  notified: [
    ...NOTIFIED,
    'mitraCd',
    'payNo',
    'payValidDt',
    'payValidTm',
    'receiptCode',
    'mRefNo',
    'depositDt',
    'depositTm',
    'instmntType',
    'instmntMon',
  ],
  // Source: docs.nicepay.co.id, page "Cancel API - Convenience Store": only before the payment. Guess: the code.
  cancel: {
    unpaid: 'void',
    paid: never('CANNOT_CANCEL', 'money that came in at a till cannot be cancelled'),
  },
})
