import type { Env } from '../env.ts'
import type { Store } from '../store/store.ts'

/** What every call works with: the state, time and ids, and the address under which pages are reached. */
export interface Core {
  readonly store: Store
  readonly env: Env
  /** `http://127.0.0.1:8106`, without a slash at the end. Source: clients send other Host headers, so it never depends on them. */
  readonly baseUrl: string
  /** Tells of a bug in this program. */
  readonly bug: (error: unknown) => void
}
