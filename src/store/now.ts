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
