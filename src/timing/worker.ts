import type { Instant } from '../protocol/time.ts'

/** Something that does what the state says is due in a namespace, by itself and on demand. */
export interface Worker {
  /** Does all that is due in a namespace now; resolves when it is done and recorded. */
  flush(namespace: string): Promise<void>
  /** When the next thing falls due in a namespace, if one is waiting and the worker runs. */
  nextDue(namespace: string): Instant | undefined
  /** Looks for due things again, after a clock was moved. */
  wake(): void
  /** Does nothing more. */
  stop(): Promise<void>
}

/** Several workers as one; what the first ones do may be due at the later ones, so those come after. */
export const together = (workers: readonly Worker[]): Worker => ({
  flush: async (namespace) => {
    for (const worker of workers) await worker.flush(namespace)
  },
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
