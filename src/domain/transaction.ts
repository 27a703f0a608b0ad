import type { CartItem } from '../protocol/cart.ts'
import type { OrderStatus } from '../protocol/codes.ts'
import type { Instant } from '../protocol/time.ts'
import type { Rupiah } from './instalment.ts'

/** What a merchant registers: an order to be paid by payloan. */
export interface Order {
  readonly iMid: string
  readonly referenceNo: string
  readonly payMethod: string
  readonly mitraCd: string
  readonly currency: string
  readonly amt: Rupiah
  readonly goodsNm: string
  readonly billingNm: string
  readonly billingPhone: string
  readonly instmntType: string
  readonly instmntMon: string
  readonly items: readonly CartItem[]
  readonly dbProcessUrl: string
  /** `none`: a plain purchase; `tokenize`: link the account with it; `seamless`: pay with a token, without a login. */
  readonly tokenize: 'none' | 'tokenize' | 'seamless'
  readonly clientUserKey: string | null
  readonly userToken: string | null
}

/** An order and how it stands. */
export interface Transaction extends Order {
  readonly tXid: string
  readonly registeredAt: Instant
  /** When an order that nobody paid fails. */
  readonly expiresAt: Instant
  readonly status: OrderStatus
}

/** How long an order waits to be paid unless the merchant says, in milliseconds. Source: Kredivo's default, 24 hours. */
export const ORDER_LIFE = 24 * 60 * 60 * 1000

/** An order as it is registered: nothing has happened yet. */
export const registered = (
  order: Order,
  tXid: string,
  registeredAt: Instant,
  expiresAt: Instant,
): Transaction => ({ ...order, tXid, registeredAt, expiresAt, status: 'init' })

/** How an order stands at an instant: one that nobody paid in time has failed. */
export const statusAt = ({ status, expiresAt }: Transaction, at: Instant): OrderStatus =>
  (status === 'init' || status === 'unpaid') && at >= expiresAt ? 'failed' : status
