import type { CartItem } from '../protocol/cart.ts'
import type { OrderStatus, Tokenize } from '../protocol/codes.ts'
import type { Instant } from '../protocol/time.ts'
import type { Details } from './details.ts'
import type { PaymentType, Rupiah } from './instalment.ts'
import { methodOf } from './methods/index.ts'

/** What a merchant registers: an order to be paid, by a method or by one that the customer will choose. */
export interface Order {
  readonly iMid: string
  readonly referenceNo: string
  readonly payMethod: string
  /** The API that it was registered by: `direct`, `checkout`, whose customer goes to NICEPAY's own page, or `snap`. */
  readonly product: 'direct' | 'checkout' | 'snap'
  /** Null where the method has none, and until the customer has chosen one. */
  readonly mitraCd: string | null
  readonly currency: string
  readonly amt: Rupiah
  readonly goodsNm: string
  readonly description: string | null
  readonly billingNm: string
  readonly billingPhone: string
  readonly instmntType: string | null
  readonly instmntMon: string | null
  readonly items: readonly CartItem[]
  readonly dbProcessUrl: string
  /** `none`: a plain purchase; `tokenize`: link the account with it; `seamless`: pay with a token, without a login. */
  readonly tokenize: Tokenize
  readonly clientUserKey: string | null
  readonly userToken: string | null
  /** What the method adds. */
  readonly details: Details
  /** What the merchant has said of the checkout page. */
  readonly page?: CheckoutPage
}

/** What a merchant says of the page on which its customer chooses. */
export interface CheckoutPage {
  /** 00 for every method, or the only one. */
  readonly payMethod: string
  /** What is chosen already, should the customer come to the method that it belongs to. */
  readonly mitraCd: string | null
  readonly bankCd: string | null
  readonly instmntType: string | null
  readonly instmntMon: string | null
  /** Until when it can be chosen and paid. */
  readonly until: Instant
  /** Until when by some methods, by the code of the method. */
  readonly untilBy: Readonly<Record<string, Instant>>
}

/**
 * Why an order was not paid: a lender's reasons; `card`: its bank refused; `secure`: 3-D Secure failed; `balance`: too little
 * money in a wallet or on an account.
 */
export type Refusal =
  | 'declined'
  | 'fraud'
  | 'limit'
  | 'minimum'
  | 'overdue'
  | 'blocked'
  | 'card'
  | 'secure'
  | 'balance'

/** Who pays, and in which tenure. */
export interface Payer {
  /** The Kredivo account, in the form 628…. */
  readonly phone: string
  readonly paymentType: PaymentType
}

/** An order and how it stands. */
export interface Transaction extends Order {
  readonly tXid: string
  readonly registeredAt: Instant
  /** When an order that nobody paid fails. */
  readonly expiresAt: Instant
  readonly status: OrderStatus
  /** Where the browser goes back to, once it was sent to the lender. */
  readonly callBackUrl: string | null
  /** The lender has the order and has not decided yet. */
  readonly underReview: boolean
  readonly refusal: Refusal | null
  /** Null for lenders whose accounts are not simulated. */
  readonly payer: Payer | null
  readonly paidAt: Instant | null
  /** How much of it was cancelled. */
  readonly cancelled: Rupiah
  /** The merchant's own numbers of what was given back by SNAP. */
  readonly partnerRefundNos?: readonly string[]
  /** When the merchant told the lender that the goods have arrived. */
  readonly deliveredAt: Instant | null
}

/** An order as it is registered: nothing has happened yet. */
export const registered = (
  order: Order,
  tXid: string,
  registeredAt: Instant,
  expiresAt: Instant,
): Transaction => ({
  ...order,
  tXid,
  registeredAt,
  expiresAt,
  status: 'init',
  callBackUrl: null,
  underReview: false,
  refusal: null,
  payer: null,
  paidAt: null,
  cancelled: 0,
  deliveredAt: null,
})

const OPEN: readonly OrderStatus[] = ['init', 'unpaid', 'processing', 'ready']

/** How an order stands at an instant: one that nobody paid in time has failed or expired, by its method. */
export const statusAt = (order: Transaction, at: Instant): OrderStatus =>
  at >= order.expiresAt && OPEN.includes(order.status) ? methodOf(order).timeOver : order.status

/** Whether an order can still be paid. */
export const isOpen = (order: Transaction, at: Instant): boolean =>
  OPEN.includes(statusAt(order, at))

/** The order with the browser on its way to the lender. Guess: that makes it "unpaid"; both words are documented. */
export const begun = (order: Transaction, callBackUrl: string): Transaction => ({
  ...order,
  status: 'unpaid',
  callBackUrl,
})

/** The order as one that is paid without a token: a dead one pays nothing, so nothing is told of it later. */
export const withoutToken = (order: Transaction): Transaction => ({
  ...order,
  tokenize: 'none',
  userToken: null,
})

/** The order with its payment in the lender's hands, to be decided later. */
export const inReview = (order: Transaction, payer: Payer | null): Transaction => ({
  ...order,
  underReview: true,
  payer,
})

/** The order paid. */
export const paid = (order: Transaction, payer: Payer | null, at: Instant): Transaction => ({
  ...order,
  status: 'paid',
  underReview: false,
  payer,
  paidAt: at,
})

/** The order refused by the lender. */
export const refused = (order: Transaction, refusal: Refusal): Transaction => ({
  ...order,
  status: 'failed',
  underReview: false,
  refusal,
})

/** The order with its time over. */
export const expired = (order: Transaction, at: Instant): Transaction => ({
  ...order,
  status: methodOf(order).timeOver,
  expiresAt: at,
  underReview: false,
})

/** The order with more known of it. */
export const detailed = (order: Transaction, details: Details): Transaction => ({
  ...order,
  details: { ...order.details, ...details },
})
