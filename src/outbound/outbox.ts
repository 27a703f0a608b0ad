import { setTimeout as pause } from 'node:timers/promises'
import { afterAttempt, type Delivery } from '../domain/delivery.ts'
import type { Instant } from '../protocol/time.ts'
import { CLOCK, nowOf } from '../store/now.ts'
import type { Commit } from '../store/state.ts'
import { StorageError, type Store } from '../store/store.ts'
import { type Pending, pendingDeliveries } from './pending.ts'
import type { Send, Sent } from './send.ts'
import { slots } from './slots.ts'

/** The worker that sends what the state says is due. */
export interface Outbox {
  /**
   * Sends all that is due in a namespace now; resolves when it is sent and recorded. Throws StorageError when an
   * attempt cannot be recorded for now.
   */
  flush(namespace: string): Promise<void>
  /** When the next delivery of a namespace falls due, if one is pending and the worker runs. */
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

/** Attempts at once to one host. */
const PER_HOST = 32

/** The longest a timer can wait, in milliseconds. */
const LONGEST_WAIT = 2 ** 31 - 1

/** How long until an attempt that could not be recorded is recorded again, at first and at most, in milliseconds. */
const RECORD_AGAIN = { first: 1000, most: 30_000 }

/**
 * Starts sending what is pending in the state, now and as it is committed. Nothing leaves before its commit is
 * durable; deliveries of one tXid keep their order; a delivery is repeated when the program stopped before it could
 * record an attempt (at least once).
 */
export const openOutbox = ({ store, systemNow, send, bug }: OutboxOptions): Outbox => {
  const queues = new Map<string, Pending>()
  const active = new Map<string, Promise<void>>()
  const troubled = new Set<(error: StorageError) => void>()
  const bounded = slots(PER_HOST)
  const stopping = new AbortController()
  const { signal } = stopping
  let timer: NodeJS.Timeout | undefined

  const nowIn = (namespace: string): Instant | undefined => {
    const world = store.world(namespace)
    return world && nowOf(world, systemNow())
  }

  const follow = (namespace: string, delivery: Delivery): void => {
    const queue = queues.get(namespace) ?? pendingDeliveries()
    queue.follow(delivery)
    if (!queue.isEmpty()) queues.set(namespace, queue)
  }

  // What was sent was sent: when that cannot be written down, it is the writing that is tried again.
  const record = async (
    namespace: string,
    begun: Delivery,
    at: Instant,
    { retryAfterMs, ...how }: Sent,
  ): Promise<void> => {
    for (let wait = RECORD_AGAIN.first; !signal.aborted; wait *= 2) {
      try {
        return await store.transact(namespace, (tx) => {
          const current = tx.deliveries.get(begun.id)
          if (current?.status !== 'pending') return
          const attempt = { at, ...how }
          // A delivery that was asked for anew meanwhile keeps what it is; this attempt was not meant for that.
          const next =
            current === begun
              ? afterAttempt(current, attempt, retryAfterMs)
              : { ...current, attempts: [...current.attempts, attempt] }
          tx.deliveries.put(begun.id, next)
        })
      } catch (error) {
        if (!(error instanceof StorageError)) throw error
        for (const tell of troubled) tell(error)
        const ms = Math.min(wait, RECORD_AGAIN.most)
        await pause(ms, undefined, { signal }).catch(() => {})
      }
    }
  }

  const attempt = async (namespace: string, id: string): Promise<void> => {
    const at = nowIn(namespace)
    // It may have waited for its turn so long that it is gone.
    const delivery = queues.get(namespace)?.get(id)
    if (at === undefined || !delivery || signal.aborted) return
    const sent = await send(delivery, signal)
    if (!signal.aborted) await record(namespace, delivery, at, sent)
  }

  const begin = (namespace: string, delivery: Delivery): void => {
    const key = `${namespace} ${delivery.id}`
    if (active.has(key)) return
    const work = bounded
      .run(new URL(delivery.url).host, () => attempt(namespace, delivery.id))
      .catch(bug)
      .finally(() => {
        active.delete(key)
        // It may have fallen due again while it was under way.
        queues.get(namespace)?.putBack(delivery.id)
        wake()
      })
    active.set(key, work)
  }

  const beginDue = (namespace: string): void => {
    const now = nowIn(namespace)
    const queue = queues.get(namespace)
    if (now === undefined || !queue || signal.aborted) return
    for (let due = queue.takeDue(now); due; due = queue.takeDue(now)) begin(namespace, due)
    if (queue.isEmpty()) queues.delete(namespace)
  }

  /** How long until something falls due in a namespace; a clock that stands brings nothing. */
  const waitOf = (namespace: string): number => {
    const due = queues.get(namespace)?.nextDue()
    const now = nowIn(namespace)
    if (due === undefined || now === undefined) return Number.POSITIVE_INFINITY
    const stands = store.world(namespace)?.tables.clock.get(CLOCK)?.frozenAt != null
    return stands && due > now ? Number.POSITIVE_INFINITY : due - now
  }

  const wake = (): void => {
    clearTimeout(timer)
    if (signal.aborted) return
    for (const namespace of [...queues.keys()]) beginDue(namespace)
    const wait = Math.min(...[...queues.keys()].map(waitOf))
    if (wait === Number.POSITIVE_INFINITY) return
    timer = setTimeout(wake, Math.max(1, Math.min(wait, LONGEST_WAIT)))
  }

  const onCommit = ({ namespace, fresh, changes }: Commit): void => {
    if (fresh) queues.delete(namespace)
    let found = false
    for (const [table, id, record] of changes) {
      if (table !== 'deliveries') continue
      if (record === null) queues.get(namespace)?.drop(id)
      else follow(namespace, record as Delivery)
      found = true
    }
    if (found) wake()
  }

  const activeIn = (namespace: string): Promise<void>[] =>
    [...active].flatMap(([key, work]) => (key.startsWith(`${namespace} `) ? [work] : []))

  const flush = async (namespace: string): Promise<void> => {
    let tell: (error: StorageError) => void = () => {}
    const trouble = new Promise<never>((_, reject) => {
      tell = reject
    })
    troubled.add(tell)
    try {
      for (;;) {
        beginDue(namespace)
        const works = activeIn(namespace)
        if (works.length === 0) return
        await Promise.race([Promise.all(works), trouble])
      }
    } finally {
      troubled.delete(tell)
    }
  }

  for (const namespace of store.namespaces()) {
    for (const delivery of store.world(namespace)?.tables.deliveries.values() ?? []) {
      if (delivery.status === 'pending') follow(namespace, delivery)
    }
  }
  store.onCommit(onCommit)
  wake()

  return {
    wake,
    flush,
    nextDue: (namespace) => (signal.aborted ? undefined : queues.get(namespace)?.nextDue()),
    async stop() {
      clearTimeout(timer)
      stopping.abort()
      await Promise.all(active.values())
    },
  }
}
