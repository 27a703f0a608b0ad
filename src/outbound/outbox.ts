import { setTimeout as pause } from 'node:timers/promises'
import TinyQueue from 'tinyqueue'
import { afterAttempt, type Delivery } from '../domain/delivery.ts'
import type { Instant } from '../protocol/time.ts'
import { CLOCK, nowOf } from '../store/now.ts'
import type { Commit } from '../store/state.ts'
import type { Store } from '../store/store.ts'
import type { Send } from './send.ts'
import { slots } from './slots.ts'

/** The worker that sends what the state says is due. */
export interface Outbox {
  /** Sends all that is due in a namespace now; resolves when it is sent and recorded. */
  flush(namespace: string): Promise<void>
  /** When the next delivery of a namespace falls due, if one is pending. */
  nextDue(namespace: string): Instant | undefined
  /** Looks for due deliveries again, after a clock was moved. */
  wake(): void
  /** Sends nothing more; attempts under way are broken off and stay pending. */
  stop(): Promise<void>
}

export interface OutboxOptions {
  readonly store: Store
  readonly systemNow: () => Instant
  readonly send: Send
  readonly bug: (error: unknown) => void
}

interface Due {
  readonly at: Instant
  readonly id: string
}

/** Attempts at once to one host. */
const PER_HOST = 32

/** The longest a timer can wait, in milliseconds. */
const LONGEST_WAIT = 2 ** 31 - 1

/** How long until an attempt that could not be recorded is made again, in milliseconds. */
const UNRECORDED_PAUSE = 1000

/**
 * Starts sending what is pending in the state, now and as it is committed. Nothing leaves before its commit is
 * durable; deliveries of one tXid keep their order; a delivery is repeated when the program stopped before it could
 * record an attempt (at least once).
 */
export const openOutbox = ({ store, systemNow, send, bug }: OutboxOptions): Outbox => {
  const heaps = new Map<string, TinyQueue<Due>>()
  const active = new Map<string, Promise<void>>()
  const bounded = slots(PER_HOST)
  const stopping = new AbortController()
  let timer: NodeJS.Timeout | undefined

  const deliveryOf = (namespace: string, id: string) =>
    store.world(namespace)?.tables.deliveries.get(id)

  const note = (namespace: string, { id, dueAt, status }: Delivery): void => {
    if (status !== 'pending' || dueAt === null) return
    const heap = heaps.get(namespace) ?? new TinyQueue<Due>([], (a, b) => a.at - b.at)
    heaps.set(namespace, heap)
    heap.push({ at: dueAt, id })
  }

  const isCurrent = (namespace: string, { at, id }: Due): boolean => {
    const delivery = deliveryOf(namespace, id)
    return delivery?.status === 'pending' && delivery.dueAt === at
  }

  /** The earliest entry that still stands; what was overtaken is dropped. */
  const earliest = (namespace: string): Due | undefined => {
    const heap = heaps.get(namespace)
    while (heap?.length && !isCurrent(namespace, heap.peek() as Due)) heap.pop()
    if (heap?.length === 0) heaps.delete(namespace)
    return heap?.peek()
  }

  const isFirstOfItsTXid = (namespace: string, { id, tXid }: Delivery): boolean => {
    const world = store.world(namespace)
    for (const first of world?.indexes.ids('deliveries', 'pendingTXid', tXid) ?? []) {
      return first === id
    }
    return false
  }

  const attempt = async (namespace: string, delivery: Delivery): Promise<void> => {
    const world = store.world(namespace)
    if (!world || stopping.signal.aborted) return
    const at = nowOf(world, systemNow())
    const { retryAfterMs, ...how } = await send(delivery, stopping.signal)
    if (stopping.signal.aborted) return
    await store.transact(namespace, (tx) => {
      const current = tx.deliveries.get(delivery.id)
      if (current?.status !== 'pending') return
      tx.deliveries.put(current.id, afterAttempt(current, { at, ...how }, retryAfterMs))
    })
  }

  const begin = (namespace: string, delivery: Delivery): void => {
    const key = `${namespace} ${delivery.id}`
    if (active.has(key) || !isFirstOfItsTXid(namespace, delivery)) return
    const work = bounded
      .run(new URL(delivery.url).host, () => attempt(namespace, delivery))
      .catch((error) => {
        bug(error)
        return pause(UNRECORDED_PAUSE, undefined, { signal: stopping.signal }).catch(() => {})
      })
      .finally(() => {
        active.delete(key)
        noteOthers(namespace, delivery.tXid)
        wake()
      })
    active.set(key, work)
  }

  /** Those that waited for an earlier delivery of their tXid. */
  const noteOthers = (namespace: string, tXid: string): void => {
    const ids = store.world(namespace)?.indexes.ids('deliveries', 'pendingTXid', tXid) ?? []
    for (const id of ids) {
      const delivery = deliveryOf(namespace, id)
      if (delivery) note(namespace, delivery)
    }
  }

  const beginDue = (namespace: string): void => {
    const world = store.world(namespace)
    if (!world || stopping.signal.aborted) return
    const now = nowOf(world, systemNow())
    for (let due = earliest(namespace); due && due.at <= now; due = earliest(namespace)) {
      heaps.get(namespace)?.pop()
      const delivery = deliveryOf(namespace, due.id)
      if (delivery) begin(namespace, delivery)
    }
  }

  const waitOf = (namespace: string): number => {
    const world = store.world(namespace)
    const due = earliest(namespace)
    if (!world || !due) return LONGEST_WAIT
    const wait = due.at - nowOf(world, systemNow())
    const stands = world.tables.clock.get(CLOCK)?.frozenAt != null
    return stands && wait > 0 ? LONGEST_WAIT : wait
  }

  const wake = (): void => {
    clearTimeout(timer)
    if (stopping.signal.aborted) return
    for (const namespace of [...heaps.keys()]) beginDue(namespace)
    const wait = Math.min(LONGEST_WAIT, ...[...heaps.keys()].map(waitOf))
    if (heaps.size > 0) timer = setTimeout(wake, Math.max(1, wait))
  }

  const onCommit = ({ namespace, fresh, changes }: Commit): void => {
    if (fresh) heaps.delete(namespace)
    let found = false
    for (const [table, , record] of changes) {
      if (table !== 'deliveries' || record === null) continue
      note(namespace, record as Delivery)
      found = true
    }
    if (found) wake()
  }

  for (const namespace of store.namespaces()) {
    for (const delivery of store.world(namespace)?.tables.deliveries.values() ?? []) {
      note(namespace, delivery)
    }
  }
  store.onCommit(onCommit)
  wake()

  const activeIn = (namespace: string): Promise<void>[] =>
    [...active].flatMap(([key, work]) => (key.startsWith(`${namespace} `) ? [work] : []))

  return {
    wake,
    nextDue: (namespace) => earliest(namespace)?.at,
    async flush(namespace) {
      for (;;) {
        beginDue(namespace)
        const works = activeIn(namespace)
        if (works.length === 0) return
        await Promise.all(works)
      }
    },
    async stop() {
      clearTimeout(timer)
      stopping.abort()
      await Promise.all(active.values())
    },
  }
}
