import type { Shopper } from './facts.ts'

export type Status = 'init' | 'unpaid' | 'paid' | 'failed' | 'void' | 'refund'

/** A userToken; the one that was never given out has no owner. */
export interface Token {
  readonly id: string
  readonly customer: string
  readonly shopper: Shopper
  active: boolean
}

/** An order as a merchant would keep it in its head. */
export interface Order {
  readonly tXid: string
  readonly referenceNo: string
  readonly lender: 'KDVI' | 'AKLP'
  readonly amt: number
  readonly customer: string
  tokenize: 'none' | 'tokenize' | 'seamless'
  /** The userToken that it is to be paid by, or that it has brought. */
  userToken: string | null
  /** As it was left; what the time does to it is in `statusOf`. */
  status: Status
  expiresAt: number
  underReview: boolean
  /** The lender has refused it, so it did not fail by its time. */
  refused: boolean
  payer: Shopper | null
  paidAt: number
  cancelled: number
  /** How many notifications it is worth. */
  notified: number
}

/** A link into the lender's pages, and where the shopper with it stands. */
export interface Link {
  readonly tk: string
  readonly order: Order
  step: 'login' | 'otp' | 'review' | 'ended' | 'stopped' | 'cancelled'
  shopper: Shopper | null
  byToken: boolean
  wrongOtps: number
  otpSentAt: number
  activeAt: number
  notice: Notice | null
  /** Five newer links have ended it. */
  isGone: boolean
}

/** What a page says about the last thing done, as the headless shopper is told. */
export type Notice = {
  readonly kind: string
  readonly left?: number
  readonly until?: number
}

/** What is to happen by itself. */
export type Timer = { readonly at: number } & (
  | { readonly order: Order; readonly decision: 'approve' | 'deny' }
  | { readonly token: Token }
)

/** What Kredivo remembers of an account's wrong PINs. */
export interface Lock {
  wrongPins: number
  lockedUntil: number | null
}

/** All that the model holds. */
export interface World {
  now: number
  readonly orders: Order[]
  readonly links: Link[]
  readonly tokens: Token[]
  timers: Timer[]
  /** Those of shoppers that have appeared. */
  readonly locks: Map<Shopper, Lock>
}

/** The world before anything has happened. */
export const emptyWorld = (now: number): World => ({
  now,
  orders: [],
  links: [],
  tokens: [],
  timers: [],
  locks: new Map(),
})

/** How an order stands at a time. */
export const statusOf = ({ status, expiresAt }: Order, at: number): Status =>
  (status === 'init' || status === 'unpaid') && at >= expiresAt ? 'failed' : status

/** Whether it can still be paid. */
export const isOpen = (order: Order, at: number): boolean =>
  ['init', 'unpaid'].includes(statusOf(order, at))

/** What its payer owes of an order. */
const owedOf = (order: Order, at: number): number => {
  if (order.status === 'paid') return order.amt - order.cancelled
  return order.underReview && isOpen(order, at) ? order.amt : 0
}

/** What is left of a shopper's 30-day limit. */
export const restOf = (shopper: Shopper, { orders, now }: World): number =>
  orders
    .filter(({ payer }) => payer === shopper)
    .reduce((rest, order) => rest - owedOf(order, now), shopper.limit)

/** A shopper's wrong PINs. */
export const lockOf = (shopper: Shopper, { locks }: World): Lock => {
  const lock = locks.get(shopper) ?? { wrongPins: 0, lockedUntil: null }
  locks.set(shopper, lock)
  return lock
}

/** The first instant at which something happens by itself, or null. */
export const nextDue = ({ timers }: World): number | null =>
  timers.length === 0 ? null : Math.min(...timers.map(({ at }) => at))
