import { type Instant, wibDateTime } from '../../protocol/time.ts'
import type { World } from '../../store/worlds.ts'

/** The X-EXTERNAL-IDs of a merchant on one day, in Jakarta. */
interface Day {
  date: string
  readonly ids: Set<string>
}

/** How many are remembered of a day, the newest: a load test must not fill the memory. */
const KEPT = 100_000

/** By namespace: one that is begun anew has seen none. */
const seen = new WeakMap<World, Map<string, Day>>()

const dayOf = (world: World, iMid: string, now: Instant): Day => {
  const days = seen.get(world) ?? new Map<string, Day>()
  seen.set(world, days)
  const { date } = wibDateTime(now)
  const day = days.get(iMid)
  if (day?.date === date) return day
  const fresh = { date, ids: new Set<string>() }
  days.set(iMid, fresh)
  return fresh
}

/** Whether a merchant has used an X-EXTERNAL-ID on this day. Kept in memory: a restart forgets. */
export const wasUsed = (world: World, iMid: string, id: string, now: Instant): boolean =>
  dayOf(world, iMid, now).ids.has(id)

/** Remembers an X-EXTERNAL-ID that a merchant has used. */
export const markUsed = (world: World, iMid: string, id: string, now: Instant): void => {
  const { ids } = dayOf(world, iMid, now)
  ids.add(id)
  const [oldest] = ids
  if (ids.size > KEPT && oldest !== undefined) ids.delete(oldest)
}
