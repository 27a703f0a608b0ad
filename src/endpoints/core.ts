import type { Autopilot } from '../config.ts'
import type { Merchant } from '../domain/merchant.ts'
import type { Env } from '../env.ts'
import { type Mask, maskOf } from '../protocol/masking.ts'
import type { Instant } from '../protocol/time.ts'
import type { Faults } from '../store/faults.ts'
import { nowOf } from '../store/now.ts'
import type { Store } from '../store/store.ts'

/** What every call works with: the state, time and ids, and the address under which pages are reached. */
export interface Core {
  readonly store: Store
  readonly env: Env
  readonly faults: Faults
  /** Who stands in for shoppers, unless a merchant's setting says otherwise. */
  readonly autopilot: Autopilot
  /** `http://127.0.0.1:8106`, without a slash at the end. Source: clients send other Host headers, so it never depends on them. */
  readonly baseUrl: string
  /** Tells of a bug in this program. */
  readonly bug: (error: unknown) => void
}

/** How many merchants a refusal looks at: it costs the same however many are stored. */
const BESIDE = 100

/** The oldest merchants of a namespace. */
const merchantsOf = (namespace: string, { store }: Core): Merchant[] => {
  const oldest: Merchant[] = []
  for (const merchant of store.world(namespace)?.tables.merchants.values() ?? []) {
    if (oldest.push(merchant) === BESIDE) break
  }
  return oldest
}

/** The oldest merchants of one's namespace. */
export const merchantsBeside = ({ iMid }: Merchant, core: Core): Merchant[] =>
  merchantsOf(core.store.homeOf('merchants', iMid) ?? '', core)

/** Takes keys out of what is told of a call: the merchant's own, and where it was refused also those beside. */
export const maskFor = (iMid: string | null, refused: boolean, core: Core): Mask => {
  const namespace = core.store.homeOf('merchants', iMid ?? '')
  const own = namespace && core.store.world(namespace)?.tables.merchants.get(iMid ?? '')
  const beside = refused ? merchantsOf(namespace ?? 'default', core) : []
  return maskOf([...(own ? [own] : []), ...beside].map(({ merchantKey }) => merchantKey))
}

/** What the clock of a namespace shows; outside of one, the system's. */
export const nowAt = ({ store, env }: Core, namespace: string | null): Instant => {
  const world = namespace === null ? undefined : store.world(namespace)
  return world ? nowOf(world, env.systemNow()) : env.systemNow()
}
