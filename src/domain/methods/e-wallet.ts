import { cartItems, checkCartTotal } from '../../protocol/cart.ts'
import { A, ANS, optional } from '../../protocol/fields.ts'
import { type CancelOfPaid, sameDay } from '../cancel-rules.ts'
import type { Transaction } from '../transaction.ts'
import { COMMON, DAY, MINUTE, NOTIFIED, RETURNED, SECOND, whenPaid } from './common.ts'
import { added, type Partner, type Partners, partnerOf, payMethod } from './method.ts'

/** A wallet, and how long a payment waits in it, in milliseconds. */
interface Wallet extends Partner {
  readonly life: number
}

/** The wallet that asks the customer in its app instead of on a page. */
export const OVO = 'OVOE'

// Source: docs.nicepay.co.id, page "E-Wallet Payment Flow" (times of the first four). Guess: AstraPay's and Allo's times.
const WALLETS: ReadonlyMap<string, Wallet> = new Map([
  [OVO, { name: 'OVO', life: 55 * SECOND }],
  ['DANA', { name: 'DANA', life: DAY }],
  ['LINK', { name: 'LinkAja', life: 5 * MINUTE }],
  ['ESHP', { name: 'ShopeePay', life: 5 * MINUTE }],
  ['ASTR', { name: 'AstraPay', life: 15 * MINUTE }],
  ['ALLO', { name: 'Allo', life: 15 * MINUTE }],
])

const PARTNERS: Partners = { field: 'mitraCd', list: WALLETS, unknown: 'METHOD_NOT_ACTIVE' }

const refused = (because: string): CancelOfPaid => ({ refusal: 'CANNOT_CANCEL', because })

/** Source: docs.nicepay.co.id, page "E-Wallet Payment Flow". Guess: wallets that it does not name do as DANA. */
const paidCancel = ({ mitraCd }: Transaction, paidAt: number, at: number): CancelOfPaid => {
  const age = at - paidAt
  if (mitraCd === OVO) {
    return sameDay(paidAt, at)
      ? { ends: 'void', partial: false }
      : refused('OVO gives back on the day of the payment only')
  }
  if (age > 30 * DAY) return refused('the wallet gives back for 30 days')
  if (mitraCd === 'LINK') return { ends: 'void', partial: true }
  return { ends: age < DAY ? 'void' : 'refund', partial: true }
}

/**
 * Paying from a wallet.
 * Source: docs.nicepay.co.id, pages "Registration API - E-Wallet", "E-Wallet Payment Flow" and "Payment Status Code".
 */
export const eWallet = payMethod({
  code: '05',
  name: { id: 'E-Wallet', en: 'E-wallet' },
  documented: 'Registration API - E-Wallet',
  paidBy: 'partner',
  partners: PARTNERS,
  request: { ...COMMON, mitraCd: A(4), cartData: ANS(4000), mRefNo: optional(ANS(18)) },
  read: (message) => {
    partnerOf(PARTNERS, message.mitraCd)
    const items = cartItems(message.cartData)
    checkCartTotal(items, Number(message.amt))
    return added(message, { items }, ['mRefNo'])
  },
  // Guess: an order that nobody has begun to pay waits a day; the wallet's own time begins with the payment step.
  validity: { fields: ['payValidDt', 'payValidTm'], life: () => DAY, wrong: 'BAD_ORDER_DATA' },
  tooLow: 'AMOUNT_TOO_LOW',
  answers: ['transDt', 'transTm', 'description'],
  statuses: {
    paid: ['0', 'paid'],
    void: ['1', 'void'],
    refund: ['2', 'refund'],
    unpaid: ['3', 'unpaid'],
    processing: ['4', 'processing'],
    expired: ['5', 'expired'],
    failed: ['8', 'failed'],
    init: ['9', 'init'],
  },
  timeOver: 'expired',
  transAt: whenPaid,
  failed: 'WALLET_FAILED',
  link: ['mitraCd', 'currency', 'goodsNm', 'billingNm'],
  checkout: [...RETURNED, 'payMethod', 'mitraCd', 'currency', 'goodsNm', 'billingNm'],
  notified: [...NOTIFIED, 'mitraCd', 'receiptCode', 'mRefNo'],
  cancel: { unpaid: 'refuse', paid: paidCancel },
})

/** How long a wallet waits for its customer, in milliseconds. */
export const walletLife = (mitraCd: string | null): number =>
  WALLETS.get(mitraCd ?? '')?.life ?? DAY
