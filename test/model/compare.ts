import { SHOPPERS } from './facts.ts'
import { type Answer, type Driven, tokenOf } from './sandbox.ts'
import { lockOf, type Order, restOf, statusOf, type World } from './world.ts'

/** A row of the control API's list of shoppers. */
interface Account {
  readonly label: string
  readonly limits: readonly { readonly paymentType: string; readonly remaining: string }[]
  readonly wrongPins: number
  readonly lockedUntil: string | null
}

const inWords = (value: unknown): string => JSON.stringify(value)

/** The entries of a list that are not the other one's; anything else as it is. */
const unlike = (one: unknown, other: unknown): unknown =>
  Array.isArray(one) && Array.isArray(other)
    ? one.filter((entry, index) => inWords(entry) !== inWords(other[index]))
    : one

/** Throws when the sandbox and the model say different things. */
export const mustAgree = (about: string, sandbox: unknown, model: unknown): void => {
  if (inWords(sandbox) === inWords(model)) return
  const [was, expected] = [unlike(sandbox, model), unlike(model, sandbox)].map(inWords)
  throw new Error(`${about}\n  the sandbox: ${was}\n  the model:   ${expected}`)
}

const body = async (asked: Promise<Answer>) => (await asked).body

const compareOrders = async (world: World, { call }: Driven): Promise<void> => {
  const rows: Order[] = await body(call('GET', '/_sandbox/transactions?limit=9999'))
  mustAgree(
    'the orders',
    rows.map(({ tXid, status, cancelled }) => [tXid, status, cancelled]),
    world.orders
      .map((order) => [order.tXid, statusOf(order, world.now), order.cancelled])
      .reverse(),
  )
}

const compareTokens = async (world: World, { call }: Driven): Promise<void> => {
  const rows: Record<string, string>[] = await body(call('GET', '/_sandbox/user-tokens?limit=9999'))
  mustAgree(
    'the userTokens',
    rows.map((row) => [row.userToken, row.clientUserKey, row.phone, row.status]),
    world.tokens
      .map(({ id, customer, shopper, active }) => [
        id,
        customer,
        shopper.phone,
        active ? 'active' : 'inactive',
      ])
      .reverse(),
  )
}

const compareShoppers = async (world: World, { call }: Driven): Promise<void> => {
  const rows: Account[] = await body(call('GET', '/_sandbox/kredivo/accounts'))
  mustAgree(
    'the shoppers: what is left of 30 days, wrong PINs, lock',
    rows.map(({ label, limits, wrongPins, lockedUntil }) => {
      const [thirtyDays] = limits.filter(({ paymentType }) => paymentType === '30_days')
      const until = lockedUntil && Date.parse(lockedUntil)
      return [label, Number(thirtyDays?.remaining), wrongPins, until]
    }),
    SHOPPERS.map((shopper) => {
      const { wrongPins, lockedUntil } = lockOf(shopper, world)
      return [shopper.label, restOf(shopper, world), wrongPins, lockedUntil]
    }),
  )
}

/** An order's notification, as a merchant must get it. */
const notificationOf = ({ tXid, referenceNo, amt, tokenize, userToken, customer }: Order) => ({
  tXid,
  referenceNo,
  amt: String(amt),
  status: '0',
  merchantToken: tokenOf('PAYLOANTES', tXid, String(amt)),
  userToken: tokenize === 'none' ? null : userToken,
  clientUserKey: tokenize === 'none' ? null : customer,
})

const compareNotifications = async (world: World, driven: Driven): Promise<void> => {
  const { call, notified } = driven
  const expected = world.orders.flatMap((order) =>
    Array.from({ length: order.notified }, () => notificationOf(order)),
  )
  if (expected.length !== notified.length) await call('POST', '/_sandbox/notifications/flush', {})
  const rows: Record<string, string>[] = await body(
    call('GET', '/_sandbox/notifications?limit=9999'),
  )
  mustAgree(
    'the delivery log',
    rows.map(({ tXid, status }) => [tXid, status]).sort(),
    expected.map(({ tXid }) => [tXid, 'delivered']).sort(),
  )
  const told = notified.map((fields) => {
    const { tXid = '', referenceNo, amt, status, merchantToken } = fields
    const { userToken = null, clientUserKey = null } = fields
    return { tXid, referenceNo, amt, status, merchantToken, userToken, clientUserKey }
  })
  const inOrder = told.toSorted((a, b) => (a.tXid < b.tXid ? -1 : 1))
  mustAgree('the notifications', inOrder, expected)
}

/** Compares all that both hold. */
export const compare = async (world: World, driven: Driven): Promise<void> => {
  await Promise.all([
    compareOrders(world, driven),
    compareTokens(world, driven),
    compareNotifications(world, driven),
    compareShoppers(world, driven),
  ])
}
