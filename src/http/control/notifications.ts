import { type Delivery, redelivered, released } from '../../domain/delivery.ts'
import type { Core } from '../../endpoints/core.ts'
import { type Instant, isoOf } from '../../protocol/time.ts'
import { nowIn } from '../../store/now.ts'
import type { World } from '../../store/worlds.ts'
import { patienceOf } from '../../timing/worker.ts'
import { ControlError } from '../guards.ts'
import { newest } from '../newest.ts'
import { type Call, type ControlDeps, type ControlRequest, LIMIT, limitIn } from './calls.ts'
import type { ShownDelivery } from './shown.ts'

/** A delivery as it is shown: its times in ISO 8601. */
export const shownDelivery = (delivery: Delivery): ShownDelivery => ({
  ...delivery,
  createdAt: isoOf(delivery.createdAt),
  dueAt: delivery.dueAt === null ? null : isoOf(delivery.dueAt),
  attempts: delivery.attempts.map((attempt) => ({ ...attempt, at: isoOf(attempt.at) })),
})

const found = (delivery: Delivery | undefined, id = ''): Delivery => {
  if (!delivery) throw new ControlError(404, `there is no notification "${id}"`)
  return delivery
}

/** The newest notifications of a namespace, newest first, narrowed by `tXid`, `iMid` and `status`, as rows. */
export const newestDeliveries = <R>(
  { tables, indexes }: World,
  { tXid, iMid, status }: ControlRequest['query'],
  limit: number,
  show: (delivery: Delivery) => R,
): Promise<R[]> =>
  newest({
    records: tables.deliveries,
    ...(tXid !== undefined && { ids: indexes.ids('deliveries', 'tXid', tXid) }),
    fits: (d) => (!iMid || d.iMid === iMid) && (!status || d.status === status),
    limit,
    show,
  })

/** A call that makes something else of one notification. */
const changing =
  ({ store, env }: Core, next: (delivery: Delivery, now: Instant) => Delivery) =>
  async ({ namespace, params: { id } }: ControlRequest) =>
    shownDelivery(
      await store.transact(namespace, (tx) => {
        const changed = next(found(tx.deliveries.get(id ?? ''), id), nowIn(tx, env.systemNow()))
        tx.deliveries.put(changed.id, changed)
        return changed
      }),
    )

/** The delivery log: what was sent, when, what came back; sending again; sending what is due at once. */
export const notificationCalls = ({ core, worker }: ControlDeps): Call[] => [
  {
    method: 'get',
    path: '/notifications',
    says: 'the notifications, newest first, with every attempt',
    query: {
      tXid: 'about this order or binding',
      iMid: 'to this merchant',
      status: 'pending, held, delivered or failed',
      ...LIMIT,
    },
    run: ({ world, query }) => newestDeliveries(world, query, limitIn(query), shownDelivery),
  },
  {
    method: 'post',
    path: '/notifications/flush',
    says: 'sends all that is due now and answers when that is done; receivers that hang are waited for 5 seconds in all, and `underWay` says how many still are',
    run: async ({ namespace }) => {
      await worker.flush(namespace, patienceOf())
      return { flushed: namespace, underWay: worker.underWay(namespace) }
    },
  },
  {
    method: 'get',
    path: '/notifications/:id',
    says: 'one notification',
    run: ({ world, params: { id = '' } }) =>
      shownDelivery(found(world.tables.deliveries.get(id), id)),
  },
  {
    method: 'post',
    path: '/notifications/:id/redeliver',
    says: 'sends a notification again, with its retries begun anew',
    run: changing(core, redelivered),
  },
  {
    method: 'post',
    path: '/notifications/:id/release',
    says: 'sends a notification on that a fault holds back',
    run: changing(core, (delivery, now) => {
      if (delivery.status === 'held') return released(delivery, now)
      throw new ControlError(409, `notification "${delivery.id}" is ${delivery.status}, not held`)
    }),
  },
]
