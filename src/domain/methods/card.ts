import { ANS, N, optional } from '../../protocol/fields.ts'
import { NicepayError } from '../../protocol/results.ts'
import { shown } from '../../protocol/shown.ts'
import { voidThenRefund } from '../cancel-rules.ts'
import { COMMON, DAY, NOTIFIED, RETURNED, whenPaid } from './common.ts'
import { added, payMethod } from './method.ts'

// Source: docs.nicepay.co.id, page "Registration API - Credit Card".
const MONTHS: readonly string[] = ['1', '3', '6', '12']

const checkInstalments = (instmntType: string, instmntMon: string): void => {
  if (instmntType !== '1' && instmntType !== '2') {
    throw new NicepayError(
      'BAD_INSTALMENT_TYPE',
      `instmntType must be 1 or 2, received ${shown(instmntType)}`,
    )
  }
  if (MONTHS.includes(instmntMon)) return
  throw new NicepayError(
    'NO_SUCH_INSTALMENT',
    `instmntMon must be one of ${MONTHS.join(', ')}, received ${shown(instmntMon)}`,
  )
}

const checkRecurring = (recurrOpt: string): void => {
  if (['0', '1', '2'].includes(recurrOpt)) return
  throw new NicepayError(
    'BAD_ORDER_DATA',
    `recurrOpt must be 0 (make a token, cancel the payment), 1 (make a token) or 2 (no token), received ${shown(recurrOpt)}`,
  )
}

/** What cards of both kinds have in common. */
const CARD = {
  paidBy: 'card',
  partners: null,
  // Guess: unpublished; a day.
  validity: { fields: ['payValidDt', 'payValidTm'], life: () => DAY, wrong: 'BAD_ORDER_DATA' },
  tooLow: 'AMOUNT_TOO_LOW',
  answers: ['transDt', 'transTm', 'description'],
  statuses: {
    paid: ['0', 'paid'],
    void: ['1', 'void'],
    refund: ['2', 'refund'],
    failed: ['8', 'failed'],
    init: ['9', 'init'],
    // Guess: a customer at the bank's page changes nothing in an inquiry.
    unpaid: ['9', 'init'],
  },
  timeOver: 'failed',
  transAt: whenPaid,
  failed: 'CARD_REFUSED',
  // Source: giliheriawan/slate:source/includes/V2/EN/_V2_EN_2_payment.md.
  link: [
    'authNo',
    'issuBankCd',
    'issuBankNm',
    'acquBankCd',
    'acquBankNm',
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
  ],
  // Source: fitriawan/slate:source/includes/v1/2010_profesional_credit_card.md.
  checkout: [
    'resultCd',
    'resultMsg',
    'authNo',
    'tXid',
    'referenceNo',
    'transDt',
    'transTm',
    'amount',
    'recurringToken',
    'preauthToken',
    'description',
    'cardNo',
    'acquBankCd',
    'issuBankCd',
    'vat',
    'fee',
    'notaxAmt',
  ],
  // Source: both spellings of the issuer's fields are on the page "Notification API - Checkout".
  notified: [
    ...NOTIFIED,
    'authNo',
    'IssueBankCd',
    'IssueBankNm',
    'issuBankCd',
    'issuBankNm',
    'acquBankCd',
    'acquBankNm',
    'cardNo',
    'cardExpYymm',
    'instmntMon',
    'instmntType',
    'preauthToken',
    'recurringToken',
    'ccTransType',
    'vat',
    'fee',
    'notaxAmt',
  ],
  cancel: { unpaid: 'refuse', paid: voidThenRefund },
} as const

/**
 * A credit card.
 * Source: docs.nicepay.co.id, pages "Registration API - Credit Card" and "Payment Status Code"; recorded answers in
 * coding-assestment/nicepay-plugins.
 */
export const card = payMethod({
  ...CARD,
  code: '01',
  name: { id: 'Kartu kredit', en: 'Credit card' },
  documented: 'Registration API - Credit Card',
  hasInstalments: true,
  request: {
    ...COMMON,
    instmntType: N(2),
    instmntMon: N(2),
    recurrOpt: N(1),
    cartData: optional(ANS(4000)),
  },
  read: (message) => {
    checkInstalments(message.instmntType, message.instmntMon)
    checkRecurring(message.recurrOpt)
    return added(message, {}, ['recurrOpt'])
  },
})

/**
 * A debit card of Indonesia's own network, which goes the way of a credit card.
 * Source: docs.nicepay.co.id, page "Registration API - GPN". Guess: no instalments and no tokens.
 */
export const gpn = payMethod({
  ...CARD,
  code: '09',
  name: { id: 'Kartu debit GPN', en: 'GPN debit card' },
  documented: 'Registration API - GPN',
  request: { ...COMMON, cartData: optional(ANS(4000)) },
  read: (message) => added(message),
  link: CARD.link,
  checkout: [...RETURNED, 'payMethod', 'authNo', 'cardNo', 'acquBankCd', 'issuBankCd'],
})
