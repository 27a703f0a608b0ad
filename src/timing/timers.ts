import TinyQueue from 'tinyqueue'
import type { Timer } from '../domain/timer.ts'
import type { Instant } from '../protocol/time.ts'
import { millisecondsUntil, nowOf } from '../store/now.ts'
import type { Tx } from '../store/overlay.ts'
import type { Commit } from '../store/state.ts'
import { StorageError, type Store } from '../store/store.ts'
import { alarm } from './alarm.ts'
import type { Worker } from './worker.ts'

export interface TimersOptions {
  readonly store: Store
  readonly systemNow: () => Instant
  /** What happens when a timer is due, in the transaction that removes it. */
  readonly ring: (timer: Timer, tx: Tx, now: Instant) => void
  readonly bug: (error: unknown) => void
}

/** How long until a ring under way is looked at again, or one that could not be stored is tried again, in milliseconds. */
const AGAIN = 1000

/** A timer with its turn among those that are due at the same time: the first that was set is the first to ring. */
interface Waiting {
  readonly timer: Timer
  readonly turn: number
}

const sooner = (a: Waiting, b: Waiting): number => a.timer.dueAt - b.timer.dueAt || a.turn - b.turn

/** Starts the worker of the table `timers`: each rings once, at its time or when the program is back. */
export const openTimers = ({ store, systemNow, ring, bug }: TimersOptions): Worker => {
  const queues = new Map<string, TinyQueue<Waiting>>()
  const active = new Map<string, Promise<void>>()
  let turns = 0
  let stopped = false

  /** The earliest timer that still stands; what rang or was removed is dropped. */
  const next = (namespace: string): Timer | undefined => {
    const queue = queues.get(namespace)
    const known = store.world(namespace)?.tables.timers
    for (let first = queue?.peek(); first; first = queue?.peek()) {
      if (known?.has(first.timer.id)) return first.timer
      queue?.pop()
    }
    queues.delete(namespace)
    return undefined
  }

  const due = (namespace: string): Timer | undefined => {
    const timer = next(namespace)
    const world = store.world(namespace)
    return timer && world && timer.dueAt <= nowOf(world, systemNow()) ? timer : undefined
  }

  const ringDue = async (namespace: string): Promise<void> => {
    for (let timer = due(namespace); timer && !stopped; timer = due(namespace)) {
      const { id } = timer
      await store.transact(namespace, (tx) => {
        const waiting = tx.timers.get(id)
        if (!waiting) return
        tx.timers.remove(id)
        // It happens at its own time, however late the program or the clock came to it.
        ring(waiting, tx, waiting.dueAt)
      })
    }
  }

  const begin = (namespace: string): Promise<void> => {
    const work = active.get(namespace) ?? ringDue(namespace).finally(() => active.delete(namespace))
    active.set(namespace, work)
    return work
  }

  /** When there is something to do in a namespace, in milliseconds; what is due is begun. */
  const waitOf = (namespace: string): number => {
    if (active.has(namespace)) return AGAIN
    if (!due(namespace)) {
      const at = next(namespace)?.dueAt
      return millisecondsUntil(at, store.world(namespace), systemNow())
    }
    void begin(namespace).then(clock.set, (error) => {
      if (!(error instanceof StorageError)) bug(error)
    })
    return AGAIN
  }

  const clock = alarm(() => Math.min(...[...queues.keys()].map(waitOf)))

  const follow = (namespace: string, timer: Timer): void => {
    const queue = queues.get(namespace) ?? new TinyQueue<Waiting>([], sooner)
    queues.set(namespace, queue)
    queue.push({ timer, turn: turns++ })
  }

  for (const namespace of store.namespaces()) {
    const timers = store.world(namespace)?.tables.timers.values() ?? []
    for (const timer of timers) follow(namespace, timer)
  }
  store.onCommit(({ namespace, fresh, changes }: Commit) => {
    if (fresh) queues.delete(namespace)
    const set = changes.filter(([table, , record]) => table === 'timers' && record !== null)
    for (const [, , timer] of set) follow(namespace, timer as Timer)
    if (set.length > 0) clock.set()
  })
  clock.set()

  return {
    wake: clock.set,
    underWay: () => 0,
    nextDue: (namespace) => (stopped ? undefined : next(namespace)?.dueAt),
    flush: async (namespace) => {
      await active.get(namespace)?.catch(() => {})
      await begin(namespace)
    },
    stop: async () => {
      stopped = true
      clock.stop()
      await Promise.allSettled(active.values())
    },
  }
}
