import type { InWords } from '../../../domain/kredivo-account.ts'
import type { SIGNED } from '../../../protocol/tokens.ts'
import type { Credentials, Fields, OrderWish } from '../../merchant.ts'
import type { Message } from '../../snap.ts'
import type { Customer, Goods } from '../catalogue.ts'
import type { News } from '../deals.ts'
import type { AccountName } from '../links.ts'

/** What a way to pay makes its request of. */
export interface Wish {
  readonly referenceNo: string
  readonly customer: Customer
  readonly goods: Goods
  /** The customer's userToken, where the account is linked. */
  readonly userToken: string | undefined
  readonly dbProcessUrl: string
  readonly callBackUrl: string
  /** A word that nobody else knows; a browser that brings it back was sent by the shop. */
  readonly state: string
}

/** Where the customer's browser goes next, if it leaves the shop, and the step as the shop remembers it. */
export interface Sending {
  readonly url?: string
  readonly news: News
}

/** What the next step is made of. */
export interface Registered {
  readonly baseUrl: string
  readonly merchant: Credentials
  readonly asked: Fields
  readonly answered: Fields
  readonly callBackUrl: string
  readonly now: Date
}

/** What all ways have. */
interface About {
  readonly id: string
  readonly kind: 'order' | 'binding'
  /** Where the customer pays: on NICEPAY's page, with what the shop's own page shows, at Kredivo, or nowhere. */
  readonly group: 'nicepay' | 'here' | 'kredivo' | 'wallet'
  readonly label: InWords
  readonly hint: InWords
  /** Whether it takes a linked account. */
  readonly needsLink: boolean
  /** The account that it links or takes; Kredivo's unless said. */
  readonly account?: AccountName
  /** Whether it brings a customer's token to remember. */
  readonly links: boolean
  /** What the order's page has for the customer to pay with: a number, a QR code, a form for NICEPAY. */
  readonly shows?: 'va' | 'store' | 'code' | 'card' | 'push'
  /** Whether the page that the browser goes to takes the language in its address. */
  readonly inLanguage?: true
  /** Where it is registered. */
  readonly path: string
  /** What comes after an accepted registration; nothing where the customer pays without the shop. */
  readonly next: (about: Registered) => Sending | undefined
}

/** A way by API V2, with the values that its registration signs. */
export interface V2Way extends About {
  readonly signs: keyof typeof SIGNED
  readonly request: (merchant: Credentials, wish: Wish, now: Date) => Fields
}

/** A way by SNAP, which signs the whole body. */
export interface SnapWay extends About {
  readonly signs: 'snap'
  readonly request: (merchant: Credentials, wish: Wish) => Message
}

/** One way to pay, or to link an account: everything that the shop knows of it. */
export type Way = V2Way | SnapWay

/** NICEPAY's paths for orders. */
export const DIRECT = '/nicepay/direct/v2'

/** What the shop orders of a wish. */
export const orderOf = ({ referenceNo, goods, customer, dbProcessUrl }: Wish): OrderWish => ({
  referenceNo,
  goodsNm: goods.goodsNm,
  amt: goods.amt,
  billingNm: customer.name,
  billingPhone: customer.phone,
  dbProcessUrl,
})
