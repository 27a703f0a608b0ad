import {
  atTheTill,
  canBeReversed,
  hasTwoSteps,
  reverse,
  takesDeposits,
} from '../../acquirer/deposit.ts'
import type { Visit } from '../../acquirer/visit.ts'
import { type Rules, whole } from '../../domain/rule.ts'
import { isOpen, statusAt, type Transaction } from '../../domain/transaction.ts'
import { decide, expire } from '../../lender/decide.ts'
import { payOutside } from '../../lender/headless.ts'
import { type Instant, isoOf } from '../../protocol/time.ts'
import { nowIn, nowOf } from '../../store/now.ts'
import type { World } from '../../store/worlds.ts'
import { ControlError } from '../guards.ts'
import { newest } from '../newest.ts'
import { type Call, type ControlDeps, type ControlRequest, LIMIT, limitIn } from './calls.ts'
import type { ShownOrder } from './shown.ts'

const isoOrNull = (at: Instant | null): string | null => (at === null ? null : isoOf(at))

/** An order as it is shown: its status in words, its times in ISO 8601. */
export const shownOrder = (order: Transaction, now: Instant): ShownOrder => ({
  ...order,
  status: statusAt(order, now),
  registeredAt: isoOf(order.registeredAt),
  expiresAt: isoOf(order.expiresAt),
  paidAt: isoOrNull(order.paidAt),
  deliveredAt: isoOrNull(order.deliveredAt),
})

/** Refuses a tXid that no order has. */
export const missing = (tXid = ''): ControlError =>
  new ControlError(404, `there is no transaction "${tXid}"`)

/** The newest orders, newest first, narrowed by `iMid`, `referenceNo` and `status`. */
const newestOrders = (
  { tables, indexes }: World,
  { iMid, referenceNo, status, limit }: ControlRequest['query'],
  now: Instant,
): Promise<ShownOrder[]> => {
  const exact = iMid !== undefined && referenceNo !== undefined
  return newest({
    records: tables.transactions,
    ...(exact && { ids: indexes.ids('transactions', 'referenceNo', `${iMid} ${referenceNo}`) }),
    fits: (one) =>
      (iMid === undefined || one.iMid === iMid) &&
      (referenceNo === undefined || one.referenceNo === referenceNo) &&
      (status === undefined || statusAt(one, now) === status),
    limit: limitIn({ limit }),
    show: (order) => shownOrder(order, now),
  })
}

type Deed = (order: Transaction, visit: Visit, body: ControlRequest['body']) => Transaction

const decided =
  (decision: 'approve' | 'deny'): Deed =>
  (order, visit) => {
    const after = decide(order.tXid, decision, visit)
    if (after) return after
    const stands = statusAt(order, visit.now)
    throw new ControlError(409, `the order is ${stands} and not under review`)
  }

const mustBeOpen = (order: Transaction, { now }: Visit): Transaction => {
  if (isOpen(order, now)) return order
  throw new ControlError(409, `the order is ${statusAt(order, now)} already`)
}

/** What happens outside of the merchant. */
const DEEDS: Readonly<
  Record<string, { readonly says: string; readonly body?: Rules; readonly does: Deed }>
> = {
  pay: {
    says: 'somebody pays an order that waits to be paid: by transfer, at the till, by scanning, also more or less than it costs (`amount`); or as the headless shopper does with the outcome `approved`',
    body: { amount: whole(1, 999_999_999_999) },
    does: (order, visit, { amount }) => {
      if (order.product === 'checkout' && order.status === 'init') {
        throw new ControlError(409, 'its customer has not chosen how to pay; see …/choose')
      }
      if (order.underReview) {
        throw new ControlError(409, 'the order is under review; approve or deny it')
      }
      if (amount !== undefined && !takesDeposits(mustBeOpen(order, visit), visit)) {
        throw new ControlError(
          409,
          '"amount" is for what is paid by transfer, at a till or by scanning',
        )
      }
      const after = payOutside(mustBeOpen(order, visit), visit, amount as number | undefined)
      if (after.status === 'paid') return after
      const why = after.refusal ?? 'no test shopper can log in and buy now'
      throw new ControlError(409, `the order cannot be paid, and nothing was changed: ${why}`)
    },
  },
  approve: { says: 'the lender approves an order under review', does: decided('approve') },
  deny: { says: 'the lender declines an order under review', does: decided('deny') },
  ready: {
    says: 'the till of an Alfamart has asked and is about to take the money; `pay` comes next',
    does: (order, visit) => {
      if (takesDeposits(order, visit) && hasTwoSteps(order)) return atTheTill(order, visit)
      throw new ControlError(409, 'only an unpaid order by ALMA waits for its till')
    },
  },
  reverse: {
    says: 'the bank takes a paid transfer back; the merchant is notified with status 1',
    does: (order, visit) => {
      if (canBeReversed(order)) return reverse(order, visit)
      throw new ControlError(409, 'only a paid transfer (payMethod 02) can be reversed')
    },
  },
  expire: {
    says: 'an order’s time is over now',
    does: (order, visit) => expire(mustBeOpen(order, visit), visit),
  },
}

/** Orders: what is stored of them, and what a lender or the time does to them. */
export const transactionCalls = ({ core }: ControlDeps): Call[] => {
  const { store, env } = core
  const nowAt = (world: World): Instant => nowOf(world, env.systemNow())
  return [
    {
      method: 'get',
      path: '/transactions',
      says: 'the orders, newest first',
      query: {
        iMid: 'of this merchant',
        referenceNo: 'with this number',
        status: 'that stand so',
        ...LIMIT,
      },
      run: ({ world, query }) => newestOrders(world, query, nowAt(world)),
    },
    {
      method: 'get',
      path: '/transactions/:tXid',
      says: 'one order',
      run: ({ world, params: { tXid = '' } }) => {
        const order = world.tables.transactions.get(tXid)
        if (!order) throw missing(tXid)
        return shownOrder(order, nowAt(world))
      },
    },
    ...Object.entries(DEEDS).map(
      ([name, { says, does, body = {} }]): Call => ({
        method: 'post',
        path: `/transactions/:tXid/${name}`,
        says,
        body,
        run: ({ namespace, params: { tXid = '' }, body: said }) =>
          store.transact(namespace, (tx) => {
            const order = tx.transactions.get(tXid)
            if (!order) throw missing(tXid)
            const now = nowIn(tx, env.systemNow())
            return shownOrder(does(order, { tx, now, ids: env.ids }, said), now)
          }),
      }),
    ),
  ]
}
