import { UnusableFile } from '../config/unusable.ts'
import { type JournalAdapter, journalAdapter } from './journal.ts'
import { lock } from './lock.ts'
import type { Tx } from './overlay.ts'
import { openStore, StorageError, type Store } from './store.ts'

/** The state of a running sandbox, and the way to leave it whole. */
export interface OpenState {
  readonly store: Store
  close(): Promise<void>
}

/**
 * Opens the state in a file, or in memory (`:memory:`), and seeds it when it is empty. Throws UnusableFile, DamagedFile or
 * LockedFile.
 */
export const openState = async (
  db: string,
  seed: (tx: Tx) => void,
  say: (sentence: string) => void,
  bug: (error: unknown) => void,
): Promise<OpenState> => {
  if (db === ':memory:') {
    return { store: await seeded(await openStore(undefined, bug), seed), close: async () => {} }
  }
  const release = await lock(db).catch((error: unknown) => {
    throw unusable(db, error)
  })
  const adapter: JournalAdapter = journalAdapter(db, { say })
  try {
    const store = await seeded(await openStore(adapter, bug), seed)
    return {
      store,
      close: async () => {
        await store.settled().catch(() => {})
        await adapter.close().finally(release)
      },
    }
  } catch (error) {
    await adapter.abandon()
    release()
    throw unusable(db, error)
  }
}

/** What the system says against a file, as the user's to mend; other errors as they are. */
const unusable = (db: string, error: unknown): unknown => {
  const { syscall, message } = (
    error instanceof StorageError ? error.cause : error
  ) as NodeJS.ErrnoException
  return syscall === undefined ? error : new UnusableFile(`--db ${db} cannot be used: ${message}`)
}

const seeded = async (store: Store, seed: (tx: Tx) => void): Promise<Store> => {
  if (!store.world('default')) await store.renew('default', seed)
  return store
}
