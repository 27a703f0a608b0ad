import type { AccountBinding } from '../../domain/binding.ts'
import { acknowledges, type Delivery } from '../../domain/delivery.ts'
import type { Interaction, Step } from '../../domain/interaction.ts'
import { methodOf } from '../../domain/methods/index.ts'
import { statusAt, type Transaction } from '../../domain/transaction.ts'
import type { OrderStatus } from '../../protocol/codes.ts'
import { type Instant, isoOf } from '../../protocol/time.ts'
import { millisecondsUntil, nowOf } from '../../store/now.ts'
import type { World } from '../../store/worlds.ts'
import { ControlError } from '../guards.ts'
import { type Call, type ControlDeps, type ControlRequest, timeoutIn } from './calls.ts'
import { shownDelivery } from './notifications.ts'
import type { ShownBinding } from './shown.ts'
import { shownOrder } from './transactions.ts'

/** How long to wait unless told, in milliseconds: less than test runners wait, so that what is missing is told. */
const TIMEOUT = 4000

/** What an order can be, and what a binding can be. */
const OF_ORDERS = [
  'init',
  'unpaid',
  'processing',
  'ready',
  'paid',
  'void',
  'refund',
  'failed',
  'expired',
] satisfies OrderStatus[]
const OF_BINDINGS = ['requested', 'bound'] satisfies AccountBinding['status'][]
const STATUSES: readonly string[] = [...OF_ORDERS, ...OF_BINDINGS]

/** What is waited for. */
interface Wish {
  readonly tXid: string
  readonly status: string | undefined
  readonly notified: boolean
}

/** What is known of an order or a binding at a moment. */
interface Sight {
  readonly order: Transaction | undefined
  readonly binding: AccountBinding | undefined
  readonly links: readonly Interaction[]
  readonly deliveries: readonly Delivery[]
  readonly now: Instant
}

const sightOf = ({ tables, indexes }: World, tXid: string, system: Instant): Sight => ({
  order: tables.transactions.get(tXid),
  binding: tables.bindings.get(tXid),
  links: [...indexes.ids('interactions', 'tXid', tXid)].flatMap(
    (tk) => tables.interactions.get(tk) ?? [],
  ),
  deliveries: [...indexes.ids('deliveries', 'tXid', tXid)].flatMap(
    (id) => tables.deliveries.get(id) ?? [],
  ),
  now: nowOf({ tables, indexes }, system),
})

const statusOf = ({ order, binding, now }: Sight): string | undefined =>
  order ? statusAt(order, now) : binding?.status

const STANDS: Readonly<Record<Step, string>> = {
  login: 'nobody has logged in at the lender yet',
  otp: 'the shopper stands at the OTP',
  pin: 'the shopper stands at the PIN',
  review: 'the shopper stands at the confirmation',
  ended: 'the lender’s pages have ended',
  stopped: 'the lender has stopped the shopper (too many wrong OTPs)',
  cancelled: 'the shopper has cancelled',
}

/** How far it has come, for whoever wonders why it does not go on. */
const whereItStands = ({ order, links }: Sight): string => {
  if (order?.refusal) return `it was refused: ${order.refusal}`
  if (order?.underReview) return 'the lender is reviewing it (approve, deny, or move the clock)'
  if (order?.status === 'unpaid' && methodOf(order).paidBy === 'outside') {
    return 'nobody has paid to its number or code yet (POST /_sandbox/transactions/:tXid/pay, or the setting autoPay)'
  }
  const link = links.at(-1)
  return link ? STANDS[link.step] : 'nobody has opened the payment step yet'
}

const deliveryWords = ({ id, status, url, attempts, dueAt, heldUntil }: Delivery): string => {
  const last = attempts.at(-1)
  const how = last ? `, the last one: ${last.error ?? `HTTP ${last.httpStatus}`}` : ''
  const next = dueAt === null ? '' : `, due at ${isoOf(dueAt)}`
  const held = heldUntil ? ' by a fault' : ''
  return `${id} to ${url} is ${status}${held} after ${attempts.length} attempts${how}${next}`
}

/** What is still missing, in words; nothing when all is there. */
const missing = ({ status, notified }: Wish, sight: Sight): string | undefined => {
  const stands = statusOf(sight)
  if (stands === undefined) return 'there is no such order or binding yet'
  if (status !== undefined && stands !== status) {
    return `it is "${stands}", not "${status}": ${whereItStands(sight)}`
  }
  if (!notified) return undefined
  const { deliveries } = sight
  if (deliveries.length === 0) return `it is "${stands}", and no notification was made`
  const open = deliveries.find(({ attempts }) => !attempts.some((a) => acknowledges(a.httpStatus)))
  return open && `its notification was not acknowledged: ${deliveryWords(open)}`
}

const shownBinding = (binding: AccountBinding): ShownBinding => {
  const requestedAt = isoOf(binding.requestedAt)
  return binding.status === 'bound'
    ? { ...binding, requestedAt, boundAt: isoOf(binding.boundAt) }
    : { ...binding, requestedAt }
}

const shown = ({ order, binding, deliveries, now }: Sight) => ({
  ...(order ? shownOrder(order, now) : binding && shownBinding(binding)),
  notifications: deliveries.map(shownDelivery),
})

const wishIn = ({ query }: ControlRequest): Wish => {
  const { tXid = '', status, notified = 'false' } = query
  if (status !== undefined && !STATUSES.includes(status)) {
    throw new ControlError(400, `"status" must be one of ${STATUSES.join(', ')}`)
  }
  if (notified !== 'true' && notified !== 'false') {
    throw new ControlError(400, '"notified" must be true or false')
  }
  return { tXid, status, notified: notified === 'true' }
}

/** Waiting until an order or binding is as a test wants it. */
export const waitCalls = ({ core, watch }: ControlDeps): Call[] => [
  {
    method: 'get',
    path: '/wait',
    says: 'answers as soon as an order or binding is in a status and its notifications are acknowledged; when the time is over, 408 with what is missing',
    query: {
      tXid: 'which order or binding',
      status: `in this status: ${OF_ORDERS.join(', ')}; of a binding ${OF_BINDINGS.join(', ')}`,
      notified: 'true: wait also until every notification of it is acknowledged',
      timeoutMs: 'how long, in milliseconds up to 120000 (4000)',
    },
    required: ['tXid'],
    run: async (request) => {
      const { namespace, query, gone } = request
      const { store, env } = core
      const wish = wishIn(request)
      const timeoutMs = timeoutIn(query, TIMEOUT)
      const look = (): Sight | undefined => {
        const world = store.world(namespace)
        return world && sightOf(world, wish.tXid, env.systemNow())
      }
      const found = await watch.until({
        namespace,
        tXid: wish.tXid,
        timeoutMs,
        gone,
        look: () => {
          const sight = look()
          return sight && missing(wish, sight) === undefined ? sight : undefined
        },
        // An order's time runs out without anything being changed.
        again: () =>
          millisecondsUntil(
            store.world(namespace)?.tables.transactions.get(wish.tXid)?.expiresAt,
            store.world(namespace),
            env.systemNow(),
          ),
      })
      if (found) return shown(found)
      const sight = look()
      const why = sight ? missing(wish, sight) : 'the namespace is gone'
      throw new ControlError(408, `${wish.tXid} after ${timeoutMs} ms: ${why}`)
    },
  },
]
