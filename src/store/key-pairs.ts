import type { KeyPair, KeyPairs } from '../domain/key-pairs.ts'
import type { Store } from './store.ts'

/** Where a sandbox's own key pairs are. */
export interface KeyPairStore {
  /** Those that were made; nothing as long as none was needed. */
  readonly known: () => KeyPairs | undefined
  /** The same, made now where there are none. */
  readonly get: () => Promise<KeyPairs>
}

/** The id of the one record in the table `keyPairs`, which only the first namespace has. */
const OURS = 'snap'
const HOME = 'default'

/** Opens the key pairs of a sandbox: made once, and kept with its state. */
export const openKeyPairs = (store: Store, make: () => Promise<KeyPair>): KeyPairStore => {
  let making: Promise<KeyPairs> | undefined
  const known = (): KeyPairs | undefined => store.world(HOME)?.tables.keyPairs.get(OURS)

  const made = async (): Promise<KeyPairs> => {
    const [merchant, notification] = await Promise.all([make(), make()])
    return store.transact(HOME, (tx) => {
      const already = tx.keyPairs.get(OURS)
      const pairs = already ?? { merchant, notification }
      if (!already) tx.keyPairs.put(OURS, pairs)
      return pairs
    })
  }

  return {
    known,
    get: async () => {
      const there = known()
      if (there) return there
      making ??= made().finally(() => {
        making = undefined
      })
      return making
    },
  }
}
