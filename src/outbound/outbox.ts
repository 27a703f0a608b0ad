import { setMaxListeners } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAttempt, type Delivery } from '../domain/delivery.ts'
import type { Instant } from '../protocol/time.ts'
import type { Faults } from '../store/faults.ts'
import { millisecondsUntil, nowOf } from '../store/now.ts'
import type { Commit } from '../store/state.ts'
import { StorageError, type Store } from '../store/store.ts'
import { alarm } from '../timing/alarm.ts'
import type { Worker } from '../timing/worker.ts'
import { releaseAfter, underFaults } from './faulty.ts'
import { type Pending, pendingDeliveries } from './pending.ts'
import type { Send, Sent } from './send.ts'
import { slots } from './slots.ts'

/**
 * The worker that sends what the state says is due. `flush` throws StorageError when an attempt cannot be recorded for
 * now; what is under way at a stop is broken off and stays pending.
 */
export type Outbox = Worker

export interface OutboxOptions {
  readonly store: Store
  readonly systemNow: () => Instant
  readonly send: Send
  readonly faults: Faults
  readonly bug: (error: unknown) => void
  /** How long until an attempt that could not be recorded is recorded again, at first and at most, in milliseconds. */
  readonly recordAgain?: { readonly first: number; readonly most: number }
}

/** Attempts at once to one host. */
const PER_HOST = 32

/**
 * Starts sending what is pending in the state, now and as it is committed. Nothing leaves before its commit is
 * durable; deliveries of one tXid keep their order; a delivery is repeated when the program stopped before it could
 * record an attempt (at least once).
 */
export const openOutbox = ({
  store,
  systemNow,
  send,
  faults,
  bug,
  recordAgain = { first: 1000, most: 30_000 },
}: OutboxOptions): Outbox => {
  const queues = new Map<string, Pending>()
  const active = new Map<string, Promise<void>>()
  const troubled = new Set<(error: StorageError) => void>()
  const bounded = slots(PER_HOST)
  const stopping = new AbortController()
  const { signal } = stopping
  // Every attempt under way listens to it.
  setMaxListeners(0, signal)

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
    for (let wait = recordAgain.first; !signal.aborted; wait *= 2) {
      if (!store.world(namespace)) return
      try {
        const known = await store.transact(namespace, (tx) => {
          const current = tx.deliveries.get(begun.id)
          if (current?.status !== 'pending') return current !== undefined
          const attempt = { at, ...how }
          // A delivery that was asked for anew meanwhile keeps what it is; this attempt was not meant for that.
          const next =
            current === begun
              ? afterAttempt(current, attempt, retryAfterMs)
              : { ...current, attempts: [...current.attempts, attempt] }
          tx.deliveries.put(begun.id, next)
          releaseAfter(next, tx, at)
          return true
        })
        if (!known) queues.get(namespace)?.drop(begun.id)
        return
      } catch (error) {
        if (!(error instanceof StorageError)) throw error
        for (const tell of troubled) tell(error)
        const ms = Math.min(wait, recordAgain.most)
        await pause(ms, undefined, { signal }).catch(() => {})
      }
    }
  }

  const attempt = async (namespace: string, id: string): Promise<void> => {
    const at = nowIn(namespace)
    // It may have waited for its turn so long that it is gone.
    const delivery = queues.get(namespace)?.get(id)
    if (at === undefined || !delivery || signal.aborted) return
    const sendNow = await underFaults({ faults, send }, namespace, delivery, at)
    const sent = await sendNow?.(delivery, signal)
    if (sent && !signal.aborted) await record(namespace, delivery, at, sent)
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
        clock.set()
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

  const clock = alarm(() => {
    for (const namespace of [...queues.keys()]) beginDue(namespace)
    const waits = [...queues].map(([namespace, queue]) =>
      millisecondsUntil(queue.nextDue(), store.world(namespace), systemNow()),
    )
    return Math.min(...waits)
  })

  const onCommit = ({ namespace, fresh, changes }: Commit): void => {
    if (fresh) queues.delete(namespace)
    let found = false
    for (const [table, id, record] of changes) {
      if (table !== 'deliveries') continue
      if (record === null) queues.get(namespace)?.drop(id)
      else follow(namespace, record as Delivery)
      found = true
    }
    if (found) clock.set()
  }

  const activeIn = (namespace: string): Promise<void>[] =>
    [...active].flatMap(([key, work]) => (key.startsWith(`${namespace} `) ? [work] : []))

  const flush = async (namespace: string, patience?: Promise<unknown>): Promise<void> => {
    let isOver = false
    const over = patience?.then(() => {
      isOver = true
    })
    let tell: (error: StorageError) => void = () => {}
    const trouble = new Promise<never>((_, reject) => {
      tell = reject
    })
    troubled.add(tell)
    try {
      for (;;) {
        beginDue(namespace)
        const works = activeIn(namespace)
        if (works.length === 0 || isOver) return
        await Promise.race([Promise.all(works), trouble, ...(over ? [over] : [])])
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
  clock.set()

  return {
    wake: clock.set,
    flush,
    underWay: (namespace) => activeIn(namespace).length,
    nextDue: (namespace) => (signal.aborted ? undefined : queues.get(namespace)?.nextDue()),
    async stop() {
      clock.stop()
      stopping.abort()
      await Promise.all(active.values())
    },
  }
}
