import { CANCEL_PERIOD, DAY, HOUR, ORDER_LIFE } from './facts.ts'
import { isOpen, type Order, statusOf, type World } from './world.ts'

/** What a shop registers. */
export type Wish = Pick<
  Order,
  'referenceNo' | 'lender' | 'amt' | 'customer' | 'tokenize' | 'userToken'
>

/** The code of a registration, and the order that it makes. */
export const register = (wish: Wish, tXid: string, world: World): string => {
  const { orders, now } = world
  if (wish.lender !== 'KDVI' && wish.tokenize !== 'none') return '8003'
  if (orders.some(({ referenceNo }) => referenceNo === wish.referenceNo)) return '9009'
  orders.push({
    ...wish,
    tXid,
    status: 'init',
    expiresAt: now + ORDER_LIFE,
    underReview: false,
    refused: false,
    payer: null,
    paidAt: 0,
    cancelled: 0,
    notified: 0,
  })
  return '0000'
}

/** The day in Jakarta, counted. */
const dayOf = (at: number): number => Math.floor((at + 7 * HOUR) / DAY)

/** Why a cancel is refused, or null. */
const cancelFlaw = (order: Order, isFull: boolean, amt: number, now: number): string | null => {
  const isPaid = order.status === 'paid'
  const left = order.amt - order.cancelled
  if (!isPaid && !isOpen(order, now)) return '9314'
  if (!isPaid && !isFull) return '9327'
  if (isPaid && now > order.paidAt + CANCEL_PERIOD) return '9334'
  if (isFull && order.cancelled > 0) return '9320'
  if (amt === 0) return '9321'
  if (amt > left) return '9319'
  return isFull && amt < left ? '8061' : null
}

/** The code of a cancel, after doing it. */
export const cancel = (order: Order, isFull: boolean, amt: number, { now }: World): string => {
  const flaw = cancelFlaw(order, isFull, amt, now)
  if (flaw) return flaw
  const wasPaid = order.status === 'paid'
  order.cancelled += amt
  order.underReview = false
  if (order.cancelled < order.amt) return '0000'
  order.status = !wasPaid || dayOf(now) === dayOf(order.paidAt) ? 'void' : 'refund'
  return '0000'
}

const STATUS_CODES = { paid: '0', void: '1', refund: '2', unpaid: '3', failed: '8', init: '9' }

/** What an inquiry answers. */
export const inquire = (order: Order, { now }: World) => {
  const status = statusOf(order, now)
  return {
    resultCd: '0000',
    status: STATUS_CODES[status],
    resultMsg: status,
    amt: String(order.amt),
    cancelAmt: order.cancelled > 0 ? String(order.cancelled) : null,
  }
}

/** Ends a userToken; answers whether it was alive. */
export const endToken = (userToken: string, { tokens }: World): boolean => {
  const token = tokens.find(({ id, active }) => active && id === userToken)
  if (token) token.active = false
  return token !== undefined
}
