import { clearTimeout, setTimeout } from 'node:timers'
import type { Store } from '../../store/store.ts'

/** Waiting for something to become so in a namespace. */
export interface Watch {
  /**
   * What `look` finds, as soon as it finds something; nothing once the time is over. It looks again after every commit
   * of the namespace, and `again()` milliseconds after each look, for what comes with time alone.
   */
  until<T>(options: WatchOptions<T>): Promise<T | undefined>
  /** Ends all waiting. */
  close(): void
}

export interface WatchOptions<T> {
  readonly namespace: string
  readonly look: () => T | undefined
  readonly timeoutMs: number
  readonly again?: () => number
}

/** Starts to follow a store. */
export const openWatch = (store: Store): Watch => {
  const looking = new Map<string, Set<() => void>>()
  const ends = new Set<() => void>()
  store.onCommit(({ namespace }) => {
    for (const look of looking.get(namespace) ?? []) look()
  })

  return {
    until: ({ namespace, look, timeoutMs, again }) =>
      new Promise((resolve, reject) => {
        let timer: NodeJS.Timeout | undefined
        const mine = looking.get(namespace) ?? new Set()
        const finish = (): void => {
          clearTimeout(timer)
          clearTimeout(late)
          mine.delete(tryIt)
          ends.delete(end)
          if (mine.size === 0) looking.delete(namespace)
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
        const late = setTimeout(end, timeoutMs).unref()
        looking.set(namespace, mine.add(tryIt))
        ends.add(end)
        tryIt()
      }),
    close: () => {
      for (const end of ends) end()
    },
  }
}
