import { A, AN, N, optional } from '../../protocol/fields.ts'
import { qrContent } from '../qris.ts'
import { COMMON, MINUTE, NOTIFIED, RETURNED } from './common.ts'
import { added, type Partner, type Partners, partnerOf, payMethod } from './method.ts'

const ACQUIRERS: ReadonlyMap<string, Partner> = new Map([
  ['QSHP', { name: 'ShopeePay' }],
  ['NOBU', { name: 'Nobu' }],
  ['NICE', { name: 'NICEPAY' }],
])

const PARTNERS: Partners = { field: 'mitraCd', list: ACQUIRERS, unknown: 'METHOD_NOT_ACTIVE' }

/**
 * A picture that any wallet can scan.
 * Source: docs.nicepay.co.id, pages "Registration API - QRIS", "Status Inquiry API - QRIS" and "Payment Status Code";
 * nicepay-dev/kotlin-nicepay-lib:DirectV2QrisServiceImplTest.kt.
 * Guess: how long one lives (five minutes, as ShopeePay's payments); what a notification adds; that a cancelled one
 * which nobody paid answers as one whose time is over; that it is given back whole only.
 */
export const qris = payMethod({
  code: '08',
  name: { id: 'QRIS', en: 'QRIS' },
  documented: 'Registration API - QRIS',
  paidBy: 'outside',
  partners: PARTNERS,
  request: {
    ...COMMON,
    mitraCd: A(4),
    shopId: AN(50),
    paymentExpDt: optional(N(8)),
    paymentExpTm: optional(N(6)),
  },
  read: (message) => {
    partnerOf(PARTNERS, message.mitraCd)
    return added(message, {}, ['shopId'])
  },
  validity: {
    fields: ['paymentExpDt', 'paymentExpTm'],
    life: () => 5 * MINUTE,
    wrong: 'BAD_ORDER_DATA',
  },
  issued: (order) => ({ qrContent: qrContent(order) }),
  tooLow: 'AMOUNT_TOO_LOW',
  answers: [
    'transDt',
    'transTm',
    'description',
    'mitraCd',
    'currency',
    'goodsNm',
    'billingNm',
    'paymentExpDt',
    'paymentExpTm',
    'qrContent',
    'qrUrl',
  ],
  statuses: {
    // Source: docs.nicepay.co.id writes this one in capitals.
    paid: ['0', 'PAID'],
    refund: ['2', 'refund'],
    // Guess: as long as nobody has chosen a partner on the checkout page.
    init: ['9', 'init'],
    unpaid: ['3', 'unpaid'],
    processing: ['4', 'processing'],
    expired: ['5', 'expired'],
    void: ['5', 'expired'],
    failed: ['6', 'failed'],
  },
  timeOver: 'expired',
  transAt: ({ paidAt, registeredAt }) => paidAt ?? registeredAt,
  failed: 'NOT_PAID',
  link: [],
  checkout: [...RETURNED, 'mitraCd', 'currency', 'goodsNm', 'billingNm', 'description'],
  notified: [...NOTIFIED, 'mitraCd', 'receiptCode', 'mRefNo', 'paymentTrxSn', 'userId', 'shopId'],
  cancel: { unpaid: 'void', paid: () => ({ ends: 'refund', partial: false }) },
})
