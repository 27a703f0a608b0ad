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
  readonly look: () => T | undefined
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

  return {
    until: ({ namespace, tXid = ANY, look, timeoutMs, again, gone }) =>
      new Promise((resolve, reject) => {
        let timer: NodeJS.Timeout | undefined
        const finish = (): void => {
          clearTimeout(timer)
          clearTimeout(late)
          unfollow()
          stops.delete(stop)
          gone?.removeEventListener('abort', end)
        }
        const tryIt = (): void => {
          clearTimeout(timer)
          try {
            const found = look()
            if (found !== undefined) {
              finish()
              resolve(found)
              return
            }
          } catch (error) {
            finish()
            reject(error)
            return
          }
          const wait = again?.() ?? Number.POSITIVE_INFINITY
          if (wait > 0 && wait < timeoutMs) timer = setTimeout(tryIt, wait).unref()
        }
        const end = (): void => {
          finish()
          resolve(undefined)
        }
        const stop = (): void => {
          finish()
          reject(new ControlError(503, 'the sandbox stops'))
        }
        const late = setTimeout(end, timeoutMs).unref()
        const unfollow = follow(namespace, tXid, tryIt)
        stops.add(stop)
        gone?.addEventListener('abort', end)
        tryIt()
        if (gone?.aborted) end()
        else if (stopped) stop()
      }),
    close: () => {
      stopped = true
      for (const stop of stops) stop()
    },
  }
}
