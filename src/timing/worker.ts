import { setTimeout as pause } from 'node:timers/promises'
import type { Instant } from '../protocol/time.ts'

/** Something that does what the state says is due in a namespace, by itself and on demand. */
export interface Worker {
  /**
   * Does all that is due in a namespace now; resolves when it is done and recorded, or when `patience` is over: then what
   * waits for somebody else, as a notification whose receiver hangs, is still under way.
   */
  flush(namespace: string, patience?: Promise<unknown>): Promise<void>
  /** How much in a namespace waits for somebody else. */
  underWay(namespace: string): number
  /** When the next thing falls due in a namespace, if one is waiting and the worker runs. */
  nextDue(namespace: string): Instant | undefined
  /** Looks for due things again, after a clock was moved. */
  wake(): void
  /** Does nothing more. */
  stop(): Promise<void>
}

/** How long one call waits for receivers that hang, all together, in milliseconds. */
const PATIENCE = 5000

/** A call's patience with those that it has to wait for; it holds no program up at its end. */
export const patienceOf = (ms = PATIENCE): Promise<unknown> => pause(ms, undefined, { ref: false })

/** Several workers as one; what the first ones do may be due at the later ones, so those come after. */
export const together = (workers: readonly Worker[]): Worker => ({
  flush: async (namespace, patience) => {
    for (const worker of workers) await worker.flush(namespace, patience)
  },
  underWay: (namespace) => workers.reduce((sum, worker) => sum + worker.underWay(namespace), 0),
  nextDue: (namespace) => {
    const dues = workers.map((worker) => worker.nextDue(namespace))
    const known = dues.filter((due) => due !== undefined)
    return known.length === 0 ? undefined : Math.min(...known)
  },
  wake: () => {
    for (const worker of workers) worker.wake()
  },
  stop: async () => {
    for (const worker of workers) await worker.stop()
  },
})
