import type { InWords } from '../../../domain/kredivo-account.ts'
import type { SIGNED } from '../../../protocol/tokens.ts'
import type { Credentials, Fields, OrderWish } from '../../merchant.ts'
import type { Customer, Goods } from '../catalogue.ts'
import type { News } from '../deals.ts'

/** What a way to pay makes its request of. */
export interface Wish {
  readonly referenceNo: string
  readonly customer: Customer
  readonly goods: Goods
  /** The customer's userToken, where the account is linked. */
  readonly userToken: string | undefined
  readonly dbProcessUrl: string
  readonly callBackUrl: string
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

/** One way to pay, or to link an account: everything that the shop knows of it. */
export interface Way {
  readonly id: string
  readonly kind: 'order' | 'binding'
  /** Where the customer pays: on NICEPAY's page, with what the shop's own page shows, or at Kredivo. */
  readonly group: 'nicepay' | 'here' | 'kredivo'
  readonly label: InWords
  readonly hint: InWords
  /** Whether it takes a linked account. */
  readonly needsLink: boolean
  /** Whether its notification brings a userToken to remember. */
  readonly links: boolean
  /** What the order's page has for the customer to pay with: a number, a QR code, a form for NICEPAY. */
  readonly shows?: 'va' | 'store' | 'code' | 'card' | 'push'
  /** Whether the page that the browser goes to takes the language in its address. */
  readonly inLanguage?: true
  /** Where it is registered, and which values the registration signs. */
  readonly path: string
  readonly signs: keyof typeof SIGNED
  readonly request: (merchant: Credentials, wish: Wish, now: Date) => Fields
  /** What comes after an accepted registration; nothing where the customer pays without the shop. */
  readonly next: (about: Registered) => Sending | undefined
}

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
