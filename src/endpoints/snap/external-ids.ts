import { type Instant, wibDateTime } from '../../protocol/time.ts'
import type { Store } from '../../store/store.ts'

/** The X-EXTERNAL-IDs of a merchant on one day, in Jakarta. */
interface Day {
  date: string
  readonly ids: Set<string>
}

const seen = new WeakMap<Store, Map<string, Day>>()

const dayOf = (store: Store, iMid: string, now: Instant): Day => {
  const days = seen.get(store) ?? new Map<string, Day>()
  seen.set(store, days)
  const { date } = wibDateTime(now)
  const day = days.get(iMid)
  if (day?.date === date) return day
  const fresh = { date, ids: new Set<string>() }
  days.set(iMid, fresh)
  return fresh
}

/** Whether a merchant has used an X-EXTERNAL-ID on this day. Kept in memory: a restart forgets. */
export const wasUsed = (store: Store, iMid: string, id: string, now: Instant): boolean =>
  dayOf(store, iMid, now).ids.has(id)

/** Remembers an X-EXTERNAL-ID that a merchant has used. */
export const markUsed = (store: Store, iMid: string, id: string, now: Instant): void => {
  dayOf(store, iMid, now).ids.add(id)
}
