import type { Method } from './table.ts'

export type Status = 'init' | 'unpaid' | 'ready' | 'paid' | 'void' | 'refund' | 'failed' | 'expired'

/** An order by any method and any API, as a merchant keeps it in its head. */
export interface Sale {
  readonly tXid: string
  readonly referenceNo: string
  readonly amt: number
  readonly isCheckout: boolean
  /** Until when the checkout page can be used. */
  readonly pageUntil: number
  method: Method
  /** As it was left; what the time does to it is in `statusOf`. */
  status: Status
  expiresAt: number
  paidAt: number | null
  cancelled: number
}

export type PayoutStatus =
  | 'requested'
  | 'approved'
  | 'rejected'
  | 'cancelled'
  | 'timeout'
  | 'failed'

export interface Payout {
  readonly tXid: string
  readonly referenceNo: string
  readonly amt: number
  status: PayoutStatus
  transferAt: number | null
}

/** A customer's account at a wallet, linked by SNAP. */
export interface Link {
  readonly partnerReferenceNo: string
  readonly referenceNo: string
  readonly authCode: string
  readonly customerToken: string
  readonly until: number
  active: boolean
}

/** News that a merchant gets at its time. */
export interface News {
  readonly tXid: string
  readonly amt: number
  readonly at: number
}

/** A namespace with its merchant and its clock. */
export interface Place {
  readonly namespace: string
  readonly iMid: string
  readonly key: string
  now: number
  readonly sales: Sale[]
  readonly payouts: Payout[]
  readonly links: Link[]
  news: News[]
  balance: number
}

/** Two namespaces that know nothing of each other. */
export interface World {
  readonly places: readonly Place[]
}

const OPEN: readonly Status[] = ['init', 'unpaid', 'ready']

export const statusOf = ({ status, expiresAt, method }: Sale, { now }: Place): Status =>
  OPEN.includes(status) && now >= expiresAt ? method.over : status

export const isOpen = (sale: Sale, place: Place): boolean => OPEN.includes(statusOf(sale, place))
