import { setTo } from '../domain/clock.ts'
import type { Instant } from '../protocol/time.ts'
import { CLOCK, nowIn } from '../store/now.ts'
import type { Store } from '../store/store.ts'
import type { Outbox } from './outbox.ts'

/** What moving a clock needs. */
export interface TimeTravel {
  readonly store: Store
  readonly outbox: Outbox
  readonly systemNow: () => Instant
}

/**
 * Sets a namespace's clock. Going forward it stops at every instant at which something falls due and lets that
 * happen first, in order; all of it has happened when the promise resolves. Going backward nothing happens.
 */
export const travel = async (
  { store, outbox, systemNow }: TimeTravel,
  namespace: string,
  to: Instant,
): Promise<void> => {
  const move = (at: Instant): Promise<void> =>
    store.transact(namespace, (tx) => {
      const clock = tx.clock.get(CLOCK)
      if (clock) tx.clock.put(CLOCK, setTo(clock, at, systemNow()))
    })
  const now = () => store.transact(namespace, (tx) => nowIn(tx, systemNow()))

  const forward = to >= (await now())
  // What is on its way belongs to the time before, and may fall due again on the way.
  if (forward) await outbox.flush(namespace)
  for (let due = outbox.nextDue(namespace); due !== undefined && due <= to; ) {
    if (due > (await now())) await move(due)
    await outbox.flush(namespace)
    due = outbox.nextDue(namespace)
  }
  // What happened on the way took time as well, and time does not run back for that.
  if (!forward || (await now()) < to) await move(to)
  outbox.wake()
}
