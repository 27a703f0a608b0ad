import { jsonFlaw } from './json-flaw.ts'
import { NicepayError } from './results.ts'
import { shown } from './shown.ts'

/** One line of a cart, as Kredivo's review shows it. Amounts in rupiah. */
export interface CartItem {
  readonly id: string
  readonly name: string
  /** Price of one piece. Source: giliheriawan/slate's payloan sample: price times quantity gives the order's amt. */
  readonly price: number
  readonly quantity: number
}

const bad = (reason: string): NicepayError =>
  new NicepayError('BAD_CART_DATA', `cartData ${reason}`)

/** How a cart writes amounts. Source: those of SNAP have cents, "1.00" (nicepay-dev/php-nicepay:test/NicepayEwalletTest.php). */
const WRITTEN = { whole: /^-?\d{1,12}$/, withCents: /^-?\d{1,12}(\.0{1,2})?$/ }

type Writing = keyof typeof WRITTEN

const wholeNumber = (value: unknown, writing: Writing): number | undefined =>
  (typeof value === 'string' && WRITTEN[writing].test(value)) || Number.isSafeInteger(value)
    ? Number(value)
    : undefined

const received = (value: unknown): string => shown(JSON.stringify(value) ?? 'nothing').slice(1, -1)

const words = (value: unknown, where: string): string => {
  if (typeof value === 'string' || typeof value === 'number') return String(value)
  throw bad(`${where} must be a text, received ${received(value)}`)
}

const parsed = (text: string, refuse: (reason: string) => NicepayError): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    throw refuse(jsonFlaw(text) ?? 'is not JSON')
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

const itemOf = (value: unknown, number: number, writing: Writing): CartItem => {
  if (!isObject(value)) throw bad(`item ${number} must be an object, received ${received(value)}`)
  const price = wholeNumber(value.goods_amt, writing)
  const quantity = wholeNumber(value.goods_quantity ?? 1, 'whole')
  if (price === undefined) {
    throw bad(
      `item ${number}: goods_amt must be a whole number, received ${received(value.goods_amt)}`,
    )
  }
  if (quantity === undefined || quantity < 1) {
    const rule = `item ${number}: goods_quantity must be a whole number from 1 on`
    throw bad(`${rule}, received ${received(value.goods_quantity)}`)
  }
  const id = words(value.goods_id ?? '', `item ${number}: goods_id`)
  const name = words(value.goods_name ?? id, `item ${number}: goods_name`)
  return { id, name, price, quantity }
}

/**
 * The lines of a cart: JSON in a text, `{"count":"1","item":[…]}`, numbers as texts or as numbers. Throws NicepayError.
 * Source: all SDKs; one live server refused numbers, NICEPAY's own Java test sends them.
 */
export const cartItems = (cartData: string, writing: Writing = 'whole'): readonly CartItem[] => {
  const cart = parsed(cartData, bad)
  if (!isObject(cart) || !Array.isArray(cart.item))
    throw bad(`must be an object with a list "item", received ${shown(cartData)}`)
  if (cart.item.length === 0) throw bad(`must have at least one item, received ${shown(cartData)}`)
  return cart.item.map((item, index) => itemOf(item, index + 1, writing))
}

/** The lines of a cart that may be empty: `{}`, or a list with nothing in it. Throws NicepayError for what is no JSON. */
export const cartItemsIfAny = (cartData: string): readonly CartItem[] => {
  const cart = parsed(cartData, bad)
  const { item } = isObject(cart) ? cart : {}
  const isEmpty =
    isObject(cart) && (item === undefined || (Array.isArray(item) && item.length === 0))
  return isEmpty ? [] : cartItems(cartData)
}

/** What a line adds to the order. Source: Kredivo's reserved id `discount` is subtracted (api-evangelist/kredivo). */
export const lineTotal = ({ id, price, quantity }: CartItem): number =>
  price * quantity * (id === 'discount' && price > 0 ? -1 : 1)

/**
 * Refuses a cart that does not add up to the order.
 * Source: text of 9023. Guess: a cart of line totals instead of piece prices is taken too, and a discount that is
 * negative already, as public clients send both.
 */
export const checkCartTotal = (items: readonly CartItem[], amt: number): void => {
  const sum = (line: (item: CartItem) => number) => items.reduce((all, item) => all + line(item), 0)
  const pieces = sum(({ price, quantity }) => price * quantity)
  const discounted = sum(lineTotal)
  const lines = sum(({ price }) => price)
  if ([discounted, pieces, lines].includes(amt)) return
  throw new NicepayError(
    'CART_TOTAL_DIFFERS',
    `cartData must add up to amt: goods_amt times goods_quantity give ${discounted}, amt is ${amt}`,
  )
}

/**
 * Refuses sellers that are not JSON in a text: a list, or an object with `count` and `item`. Throws NicepayError.
 * Source: the list in all SDKs, the object in nicepay-dev/nicepay-php.
 */
export const checkSellers = (sellers: string): void => {
  const refuse = (reason: string) => new NicepayError('BAD_ORDER_DATA', `sellers ${reason}`)
  const value = parsed(sellers, refuse)
  const list = isObject(value) ? value.item : value
  if (!Array.isArray(list) || list.length === 0) {
    const rule = 'must be a list of sellers, or an object with such a list as "item"'
    throw refuse(`${rule}, received ${shown(sellers)}`)
  }
}
