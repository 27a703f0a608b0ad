import type { Store } from '../store/store.ts'

/** How many accepted tokens are remembered for a store, over all merchants. */
const MOST = 1000

const accepted = new WeakMap<Store, Map<string, string>>()

/** Remembers a token that was right, and for which call; the oldest are forgotten. In memory only: it helps to explain. */
export const rememberToken = (store: Store, token: string, call: string): void => {
  const tokens = accepted.get(store) ?? new Map<string, string>()
  if (tokens.size === 0) accepted.set(store, tokens)
  tokens.set(token, call)
  const [oldest] = tokens.size > MOST ? tokens.keys() : []
  if (oldest !== undefined) tokens.delete(oldest)
}

/** Which call a token was accepted for of late, in words. */
export const callOfToken =
  (store: Store) =>
  (token: string): string | undefined =>
    accepted.get(store)?.get(token)
