import { clearTimeout, setTimeout } from 'node:timers'
import type { Change, Commit } from '../../store/state.ts'
import type { Store } from '../../store/store.ts'
import { ControlError } from '../guards.ts'

/** Waiting for something to become so in a namespace. */
export interface Watch {
  /**
   * What `look` finds, as soon as it finds something; nothing once the time is over or nobody waits any more. It looks
   * again after every commit that can concern it, and `again()` milliseconds after each look, for what comes with time
   * alone. Throws what `look` throws; ControlError (503) when the sandbox stops.
   */
  until<T>(options: WatchOptions<T>): Promise<T | undefined>
  /** Ends all waiting. */
  close(): void
}

export interface WatchOptions<T> {
  readonly namespace: string
  /** The order or binding that it is about; without it, it is about all interactions. */
  readonly tXid?: string
  /** May take its time; what happens meanwhile makes it look once more. */
  readonly look: () => T | undefined | Promise<T | undefined>
  readonly timeoutMs: number
  readonly again?: () => number
  /** Aborted when nobody waits any more. */
  readonly gone?: AbortSignal
}

/** What is waited for in one namespace: by tXid, or by the name of a table. */
type Looks = Map<string, Set<() => void>>

/** What a look without a tXid is found by. */
const ANY: Change[0] = 'interactions'

/** What a change can concern. An order or binding is stored under its tXid, so that names it even when it is removed. */
const topicsOf = ([table, id, record]: Change): string[] => {
  const tXid = record && 'tXid' in record ? record.tXid : null
  return tXid ? [table, id, tXid] : [table, id]
}

/** The looks that a commit can concern, each once. The clock, and beginning anew, concern everything. */
const concerned = (looks: Looks, { fresh, changes }: Commit): Iterable<() => void> => {
  const all = fresh || changes.some(([table]) => table === 'clock')
  const topics = all ? looks.keys() : changes.flatMap(topicsOf)
  return new Set([...topics].flatMap((topic) => [...(looks.get(topic) ?? [])]))
}

/** A look that never goes on beside itself: what asks for it meanwhile makes it look once more. */
const oneAtATime = <T>(
  look: () => T | Promise<T>,
  fail: (error: unknown) => void,
  found: (result: T) => void,
) => {
  let isUnderWay = false
  let isAsked = false
  const ask = (): void => {
    isAsked = true
    if (isUnderWay) return
    isUnderWay = true
    lookOnce().then((result) => {
      isUnderWay = false
      if (result === undefined && isAsked) ask()
      else found(result)
    }, fail)
  }
  const lookOnce = async (): Promise<T> => {
    isAsked = false
    return look()
  }
  return { ask, isUnderWay: () => isUnderWay }
}

/** Starts to follow a store. */
export const openWatch = (store: Store): Watch => {
  const namespaces = new Map<string, Looks>()
  const stops = new Set<() => void>()
  let stopped = false

  store.onCommit((commit) => {
    const looks = namespaces.get(commit.namespace)
    if (looks) for (const look of concerned(looks, commit)) look()
  })

  /** Lets a look be woken; the function returned ends that. */
  const follow = (namespace: string, topic: string, look: () => void): (() => void) => {
    const looks: Looks = namespaces.get(namespace) ?? new Map()
    const mine = looks.get(topic) ?? new Set()
    namespaces.set(namespace, looks.set(topic, mine.add(look)))
    return () => {
      mine.delete(look)
      if (mine.size === 0) looks.delete(topic)
      if (looks.size === 0) namespaces.delete(namespace)
    }
  }

  const until = <T>(options: WatchOptions<T>): Promise<T | undefined> =>
    new Promise((resolve, reject) => {
      const { namespace, tXid = ANY, look, timeoutMs, again, gone } = options
      let timer: NodeJS.Timeout | undefined
      let last: (() => void) | undefined
      const finish = (): void => {
        clearTimeout(timer)
        clearTimeout(late)
        unfollow()
        stops.delete(stop)
        gone?.removeEventListener('abort', end)
      }
      const answer = (found: T | undefined): void => {
        finish()
        resolve(found)
      }
      const fail = (error: unknown): void => {
        finish()
        reject(error)
      }
      const looks = oneAtATime(look, fail, (found) => {
        if (found !== undefined) {
          answer(found)
          return
        }
        if (last) {
          last()
          return
        }
        const wait = again?.() ?? Number.POSITIVE_INFINITY
        if (wait > 0 && wait < timeoutMs) timer = setTimeout(tryIt, wait).unref()
      })
      const tryIt = (): void => {
        clearTimeout(timer)
        if (!last) looks.ask()
      }
      /** Ends the wait; a look under way may still find something. */
      const endBy = (how: () => void): void => {
        last = how
        if (!looks.isUnderWay()) how()
      }
      const end = (): void => endBy(() => answer(undefined))
      const stop = (): void => endBy(() => fail(new ControlError(503, 'the sandbox stops')))
      const late = setTimeout(end, timeoutMs).unref()
      const unfollow = follow(namespace, tXid, tryIt)
      stops.add(stop)
      gone?.addEventListener('abort', end)
      tryIt()
      if (gone?.aborted) end()
      else if (stopped) stop()
    })

  return {
    until,
    close: () => {
      stopped = true
      for (const stop of stops) stop()
    },
  }
}
