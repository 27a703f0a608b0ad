import { type Clock, SYSTEM_CLOCK, setTo, shifted, shownBy } from '../domain/clock.ts'
import type { Instant } from '../protocol/time.ts'
import { CLOCK, nowOf } from '../store/now.ts'
import type { Store } from '../store/store.ts'
import type { World } from '../store/worlds.ts'
import type { Worker } from './worker.ts'

/** What moving a clock needs. */
export interface TimeTravel {
  readonly store: Store
  /** All that happens by itself. */
  readonly worker: Worker
  readonly systemNow: () => Instant
  /** Over when no receiver that hangs is waited for any more; without it all of them are. */
  readonly patience?: Promise<unknown>
}

/** A namespace as it was found by whoever wants to change its clock. */
export interface Place {
  readonly namespace: string
  readonly world: World
}

/** The world whose clock was to be changed is gone; what stands in its place, if anything, keeps its clock. */
export class BeganAnew extends Error {
  override name = 'BeganAnew' as const

  constructor(namespace: string) {
    super(`the namespace "${namespace}" began anew or ended while its clock was being moved`)
  }
}

/** The last change of each world's clock. One that is gone takes its entry with it, and nobody waits in the next one. */
const latest = new WeakMap<World, Promise<unknown>>()

/** Runs what changes a world's clock when all that came before it has ended, well or not. */
export const inTurn = <T>(world: World, change: () => Promise<T>): Promise<T> => {
  const turn = (latest.get(world) ?? Promise.resolve()).then(change)
  latest.set(
    world,
    turn.catch(() => {}),
  )
  return turn
}

const checkThere = (store: Store, { namespace, world }: Place): void => {
  if (store.world(namespace) !== world) throw new BeganAnew(namespace)
}

/** Makes another clock of the one that a namespace has now. Throws BeganAnew, StorageError. */
export const changeClock = async (
  store: Store,
  place: Place,
  next: (clock: Clock) => Clock,
): Promise<void> => {
  checkThere(store, place)
  await store.transact(place.namespace, (tx) => {
    const clock = tx.clock.get(CLOCK) ?? SYSTEM_CLOCK
    const changed = next(clock)
    if (changed !== clock) tx.clock.put(CLOCK, changed)
  })
}

/**
 * Sets a namespace's clock to what `target` makes of the time that it shows. Going forward it stops at every instant at
 * which something falls due and lets that happen first, in order; all of it has happened when the promise resolves, but for what waits beyond `patience`. Going
 * backward nothing happens. A clock that runs goes on running meanwhile. Belongs into `inTurn`. Throws BeganAnew,
 * StorageError.
 */
export const travel = async (
  { store, worker, systemNow, patience }: TimeTravel,
  place: Place,
  target: (now: Instant) => Instant,
): Promise<void> => {
  const { namespace, world } = place
  // The workers know only of what is durable.
  await store.settled()
  // Before `target` looks for what falls due next, which would be that of another world.
  checkThere(store, place)
  const start = nowOf(world, systemNow())
  const to = target(start)
  let left = to - start

  const stopAt = (due: Instant): Promise<void> =>
    changeClock(store, place, (clock) => {
      const system = systemNow()
      const step = due - shownBy(clock, system)
      if (step <= 0) return clock
      left -= step
      return setTo(clock, due, system)
    })

  if (left > 0) {
    // What is on its way belongs to the time before, and may fall due again on the way.
    await worker.flush(namespace, patience)
    let due = worker.nextDue(namespace)
    while (due !== undefined && due <= to) {
      await stopAt(due)
      await worker.flush(namespace, patience)
      due = worker.nextDue(namespace)
    }
  }
  await changeClock(store, place, (clock) => shifted(clock, left))
  worker.wake()
}
