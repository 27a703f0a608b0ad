import type { Autopilot } from '../config.ts'
import type { Merchant } from '../domain/merchant.ts'
import type { Env } from '../env.ts'
import type { Mask } from '../protocol/masking.ts'
import type { Instant } from '../protocol/time.ts'
import type { Faults } from '../store/faults.ts'
import type { KeyPairStore } from '../store/key-pairs.ts'
import { nowOf } from '../store/now.ts'
import type { Store } from '../store/store.ts'

/** What every call works with: the state, time and ids, and the address under which pages are reached. */
export interface Core {
  readonly store: Store
  readonly env: Env
  readonly faults: Faults
  readonly keyPairs: KeyPairStore
  /** Takes the keys of all merchants out of what is told or kept of a call. */
  readonly mask: Mask
  /** Who stands in for shoppers, unless a merchant's setting says otherwise. */
  readonly autopilot: Autopilot
  /** `http://127.0.0.1:8106`, without a slash at the end. Source: clients send other Host headers, so it never depends on them. */
  readonly baseUrl: string
  /** Tells of a bug in this program. */
  readonly bug: (error: unknown) => void
}

/** How many merchants a refusal looks at: it costs the same however many are stored. */
const BESIDE = 100

/** The oldest merchants of one's namespace. */
export const merchantsBeside = ({ iMid }: Merchant, { store }: Core): Merchant[] => {
  const oldest: Merchant[] = []
  const world = store.world(store.homeOf('merchants', iMid) ?? '')
  for (const merchant of world?.tables.merchants.values() ?? []) {
    if (oldest.push(merchant) === BESIDE) break
  }
  return oldest
}

/** What the clock of a namespace shows; outside of one, the system's. */
export const nowAt = ({ store, env }: Core, namespace: string | null): Instant => {
  const world = namespace === null ? undefined : store.world(namespace)
  return world ? nowOf(world, env.systemNow()) : env.systemNow()
}
