import { A, AN, ANS, optional } from '../../protocol/fields.ts'
import { COMMON, DAY, NOTIFIED, RETURNED, whenPaid } from './common.ts'
import { added, type Partner, type Partners, partnerOf, payMethod } from './method.ts'

/** The bank whose customers confirm in its app; they are known by a cashtag. */
export const JENIUS = 'JENC'

/** The bank whose customers type what their token shows. */
export const MANDIRI_CLICKPAY = 'MDRC'

const BANKS: ReadonlyMap<string, Partner> = new Map([
  [JENIUS, { name: 'Jenius' }],
  [MANDIRI_CLICKPAY, { name: 'Mandiri Clickpay' }],
  ['BCAC', { name: 'BCA KlikPay' }],
  ['CIMC', { name: 'CIMB Clicks' }],
])

const PARTNERS: Partners = { field: 'mitraCd', list: BANKS, unknown: 'METHOD_NOT_ACTIVE' }

/**
 * A debit from the customer's account, confirmed at the bank; "click pay" in the older documentation.
 * Source: docs.nicepay.co.id, pages "Registration API - Direct Debit" and "Payment Status Code";
 * giliheriawan/slate:source/includes/V2/EN/_V2_EN_2-4_clickpay.md.
 * Guess: an order that failed or whose time is over answers as unpaid, as the table has no other status for it.
 */
export const directDebit = payMethod({
  code: '04',
  name: { id: 'Debit langsung', en: 'Direct debit' },
  documented: 'Registration API - Direct Debit',
  paidBy: 'partner',
  partners: PARTNERS,
  request: {
    ...COMMON,
    mitraCd: A(4),
    mRefNo: optional(AN(18)),
    cartData: optional(ANS(4000)),
  },
  read: (message) => {
    partnerOf(PARTNERS, message.mitraCd)
    return added(message, {}, ['mRefNo'])
  },
  // Guess: unpublished; a day.
  validity: { fields: ['payValidDt', 'payValidTm'], life: () => DAY, wrong: 'BAD_ORDER_DATA' },
  // Source: the published answer has no mitraCd, although the request has.
  tooLow: 'AMOUNT_TOO_LOW',
  answers: ['transDt', 'transTm', 'description'],
  statuses: {
    paid: ['0', 'paid'],
    void: ['1', 'void'],
    refund: ['1', 'refund'],
    unpaid: ['3', 'unpaid'],
    failed: ['3', 'unpaid'],
    init: ['9', 'init'],
  },
  timeOver: 'failed',
  transAt: whenPaid,
  failed: 'CLICKPAY_FAILED',
  link: ['receiptCode', 'mitraCd', 'currency', 'goodsNm', 'billingNm', 'mRefNo'],
  checkout: [
    ...RETURNED,
    'payMethod',
    'mitraCd',
    'currency',
    'goodsNm',
    'billingNm',
    'receiptCode',
    'mRefNo',
    'status',
  ],
  notified: [...NOTIFIED, 'mitraCd', 'receiptCode', 'mRefNo'],
  // Guess: a debit is given back whole, at any time.
  cancel: { unpaid: 'refuse', paid: () => ({ ends: 'void', partial: false }) },
})
