import TinyQueue from 'tinyqueue'
import type { Delivery } from '../domain/delivery.ts'
import type { Instant } from '../protocol/time.ts'

interface Due {
  readonly at: Instant
  readonly id: string
}

/**
 * The durable deliveries of one namespace that are still to be acknowledged: by due time, and in order for each tXid.
 * It follows commits only, so it never knows of what could still be taken back.
 */
export interface Pending {
  /** Follows a delivery to its newest durable state. */
  follow(delivery: Delivery): void
  /** Lets go of a delivery that is stored no more. */
  drop(id: string): void
  /** A delivery as it is now, if it is pending. */
  get(id: string): Delivery | undefined
  /** Takes the next one that is due at an instant and is the first of its tXid. */
  takeDue(at: Instant): Delivery | undefined
  /** Puts one back that was taken, as it is now. */
  putBack(id: string): void
  isEmpty(): boolean
  /** When the next one falls due. */
  nextDue(): Instant | undefined
}

export const pendingDeliveries = (): Pending => {
  const byId = new Map<string, Delivery>()
  const byTXid = new Map<string, Set<string>>()
  const heap = new TinyQueue<Due>([], (a, b) => a.at - b.at)

  /** What is not about a tXid waits for nothing else. */
  const queueOf = ({ id, tXid }: Delivery): string => tXid ?? id

  const isFirst = (delivery: Delivery): boolean =>
    byTXid.get(queueOf(delivery))?.values().next().value === delivery.id

  const push = ({ id, dueAt }: Delivery): void => {
    if (dueAt !== null) heap.push({ at: dueAt, id })
  }

  const forget = (delivery: Delivery): void => {
    const { id } = delivery
    byId.delete(id)
    const ids = byTXid.get(queueOf(delivery))
    ids?.delete(id)
    if (ids?.size === 0) byTXid.delete(queueOf(delivery))
    // The one that waited for it may have been passed over when it fell due.
    const [next] = ids ?? []
    const waiting = next === undefined ? undefined : byId.get(next)
    if (waiting) push(waiting)
  }

  const remember = (delivery: Delivery): void => {
    const { id } = delivery
    const queue = queueOf(delivery)
    byId.set(id, delivery)
    byTXid.set(queue, (byTXid.get(queue) ?? new Set()).add(id))
    push(delivery)
  }

  /** The earliest entry that still stands; what was overtaken is dropped. */
  const earliest = (): Due | undefined => {
    for (let due = heap.peek(); due; due = heap.peek()) {
      const delivery = byId.get(due.id)
      if (delivery?.dueAt === due.at && isFirst(delivery)) return due
      heap.pop()
    }
    return undefined
  }

  return {
    get: (id) => byId.get(id),
    drop: (id) => {
      const delivery = byId.get(id)
      if (delivery) forget(delivery)
    },
    follow: (delivery) => (delivery.status === 'pending' ? remember(delivery) : forget(delivery)),
    takeDue: (at) => {
      const due = earliest()
      if (!due || due.at > at) return undefined
      heap.pop()
      return byId.get(due.id)
    },
    putBack: (id) => {
      const delivery = byId.get(id)
      if (delivery) push(delivery)
    },
    isEmpty: () => byId.size === 0,
    nextDue: () => earliest()?.at,
  }
}
