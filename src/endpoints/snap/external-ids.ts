import { type Instant, wibDateTime } from '../../protocol/time.ts'
import type { World } from '../../store/worlds.ts'

/** How many are remembered of a day, the newest: a load test must not fill the memory. */
const KEPT = 100_000

/** How many days of merchants are remembered, those that were used last: a test's clock goes forth and back. */
const DAYS = 1000

/** By namespace: one that is begun anew has seen none. By merchant and day, in Jakarta. */
const seen = new WeakMap<World, Map<string, Set<string>>>()

const dayOf = (world: World, iMid: string, now: Instant): Set<string> => {
  const days = seen.get(world) ?? new Map<string, Set<string>>()
  seen.set(world, days)
  const day = `${iMid} ${wibDateTime(now).date}`
  const ids = days.get(day) ?? new Set<string>()
  days.delete(day)
  days.set(day, ids)
  const [oldest] = days.keys()
  if (days.size > DAYS && oldest !== undefined) days.delete(oldest)
  return ids
}

/** Whether a merchant has used an X-EXTERNAL-ID on this day. Kept in memory: a restart forgets. */
export const wasUsed = (world: World, iMid: string, id: string, now: Instant): boolean =>
  dayOf(world, iMid, now).has(id)

/** Remembers an X-EXTERNAL-ID that a merchant has used. */
export const markUsed = (world: World, iMid: string, id: string, now: Instant): void => {
  const ids = dayOf(world, iMid, now)
  ids.add(id)
  const [oldest] = ids
  if (ids.size > KEPT && oldest !== undefined) ids.delete(oldest)
}
