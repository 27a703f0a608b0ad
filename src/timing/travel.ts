import { type Clock, SYSTEM_CLOCK, setTo, shifted, shownBy } from '../domain/clock.ts'
import type { Instant } from '../protocol/time.ts'
import { CLOCK, nowIn } from '../store/now.ts'
import type { Store } from '../store/store.ts'
import type { Worker } from './worker.ts'

/** What moving a clock needs. */
export interface TimeTravel {
  readonly store: Store
  /** All that happens by itself. */
  readonly worker: Worker
  readonly systemNow: () => Instant
}

/**
 * Sets a namespace's clock to what `target` makes of the time that it shows. Going forward it stops at every instant at
 * which something falls due and lets that happen first, in order; all of it has happened when the promise resolves. Going
 * backward nothing happens. A clock that runs goes on running meanwhile.
 */
export const travel = async (
  { store, worker, systemNow }: TimeTravel,
  namespace: string,
  target: (now: Instant) => Instant,
): Promise<void> => {
  const change = (next: (clock: Clock) => Clock): Promise<void> =>
    store.transact(namespace, (tx) =>
      tx.clock.put(CLOCK, next(tx.clock.get(CLOCK) ?? SYSTEM_CLOCK)),
    )
  const now = () => store.transact(namespace, (tx) => nowIn(tx, systemNow()))

  const before = await store.transact(namespace, (tx) => tx.clock.get(CLOCK) ?? SYSTEM_CLOCK)
  const start = shownBy(before, systemNow())
  const to = target(start)
  const shift = to - start
  if (shift > 0) {
    // What is on its way belongs to the time before, and may fall due again on the way.
    await worker.flush(namespace)
    let due = worker.nextDue(namespace)
    while (due !== undefined && due <= to) {
      const at = due
      if (at > (await now())) await change((clock) => setTo(clock, at, systemNow()))
      await worker.flush(namespace)
      due = worker.nextDue(namespace)
    }
  }
  await change(() => shifted(before, shift))
  worker.wake()
}
