import { COMMON, DAY, RETURNED } from './common.ts'
import { added, payMethod } from './method.ts'

/**
 * What an order of the checkout page has until its customer has chosen: every method is open. It cannot be registered
 * directly.
 * Source: docs.nicepay.co.id, page "Registration API - Checkout" (00). Guess: its statuses, which no table has.
 */
export const undecided = payMethod({
  code: '00',
  name: { id: 'Semua metode', en: 'Every method' },
  documented: 'Registration API - Checkout',
  paidBy: 'outside',
  partners: null,
  request: COMMON,
  read: (message) => added(message),
  validity: { fields: ['paymentExpDt', 'paymentExpTm'], life: () => DAY, wrong: 'BAD_ORDER_DATA' },
  tooLow: 'AMOUNT_TOO_LOW',
  answers: [],
  statuses: {
    init: ['9', 'init'],
    unpaid: ['9', 'init'],
    expired: ['4', 'expired'],
    void: ['4', 'expired'],
  },
  timeOver: 'expired',
  transAt: () => null,
  failed: 'NOT_PAID',
  link: [],
  checkout: RETURNED,
  notified: [],
  cancel: { unpaid: 'void', paid: () => ({ ends: 'void', partial: false }) },
})
