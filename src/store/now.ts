import { SYSTEM_CLOCK, shownBy } from '../domain/clock.ts'
import type { Instant } from '../protocol/time.ts'
import type { Tx } from './overlay.ts'
import type { World } from './worlds.ts'

/** The id of the one record in the table `clock`. */
export const CLOCK = 'clock'

/** What a namespace's clock shows inside a transaction. */
export const nowIn = (tx: Tx, system: Instant): Instant =>
  shownBy(tx.clock.get(CLOCK) ?? SYSTEM_CLOCK, system)

/** What a namespace's clock shows. */
export const nowOf = (world: World, system: Instant): Instant =>
  shownBy(world.tables.clock.get(CLOCK) ?? SYSTEM_CLOCK, system)

/** How long until an instant of a namespace's clock, in milliseconds; a clock that stands never comes to it. */
export const millisecondsUntil = (
  due: Instant | undefined,
  world: World | undefined,
  system: Instant,
): number => {
  if (due === undefined || world === undefined) return Number.POSITIVE_INFINITY
  const wait = due - nowOf(world, system)
  const stands = world.tables.clock.get(CLOCK)?.frozenAt != null
  return stands && wait > 0 ? Number.POSITIVE_INFINITY : wait
}
