import { type Delivery, redelivered } from '../../domain/delivery.ts'
import { isoOf } from '../../protocol/time.ts'
import { nowIn } from '../../store/now.ts'
import type { World } from '../../store/worlds.ts'
import { ControlError } from '../guards.ts'
import { type Call, type ControlDeps, type ControlRequest, limitIn } from './calls.ts'

/** A delivery as it is shown: its times in ISO 8601. */
export const shownDelivery = (delivery: Delivery) => ({
  ...delivery,
  createdAt: isoOf(delivery.createdAt),
  dueAt: delivery.dueAt === null ? null : isoOf(delivery.dueAt),
  attempts: delivery.attempts.map((attempt) => ({ ...attempt, at: isoOf(attempt.at) })),
})

const found = (delivery: Delivery | undefined, id = ''): Delivery => {
  if (!delivery) throw new ControlError(404, `there is no notification "${id}"`)
  return delivery
}

/** The newest notifications of a namespace, newest first, narrowed by `tXid`, `iMid` and `status`. */
export const newestDeliveries = (
  { tables, indexes }: World,
  { tXid, iMid, status }: ControlRequest['query'],
  limit: number,
): Delivery[] => {
  const known = tables.deliveries
  const candidates =
    tXid === undefined
      ? [...known.values()]
      : [...indexes.ids('deliveries', 'tXid', tXid)].flatMap((id) => known.get(id) ?? [])
  return candidates
    .filter((d) => (!iMid || d.iMid === iMid) && (!status || d.status === status))
    .slice(-limit)
    .reverse()
}

/** The delivery log: what was sent, when, what came back; sending again; sending what is due at once. */
export const notificationCalls = ({ core, worker }: ControlDeps): Call[] => [
  {
    method: 'get',
    path: '/notifications',
    run: ({ world, query }) => newestDeliveries(world, query, limitIn(query)).map(shownDelivery),
  },
  {
    method: 'post',
    path: '/notifications/flush',
    run: async ({ namespace }) => {
      await worker.flush(namespace)
      return { flushed: namespace }
    },
  },
  {
    method: 'get',
    path: '/notifications/:id',
    run: ({ world, params: { id = '' } }) =>
      shownDelivery(found(world.tables.deliveries.get(id), id)),
  },
  {
    method: 'post',
    path: '/notifications/:id/redeliver',
    run: async (request) => {
      const { namespace, params } = request
      const delivery = await core.store.transact(namespace, (tx) => {
        const known = found(tx.deliveries.get(params.id ?? ''), params.id)
        const again = redelivered(known, nowIn(tx, core.env.systemNow()))
        tx.deliveries.put(known.id, again)
        return again
      })
      return shownDelivery(delivery)
    },
  },
]
