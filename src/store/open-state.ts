import { clearInterval, setInterval } from 'node:timers'
import { UnusableFile } from '../config/unusable.ts'
import { type JournalAdapter, journalAdapter } from './journal.ts'
import { type Lock, lock } from './lock.ts'
import type { Tx } from './overlay.ts'
import { ownPath } from './own-path.ts'
import { openStore, StorageError, type Store } from './store.ts'

/** The state of a running sandbox, and the way to leave it whole. */
export interface OpenState {
  readonly store: Store
  /** Throws UnkeptState when something that was acknowledged could not be kept. */
  close(): Promise<void>
}

/** How often a lock shows that its process is alive and the files are looked at, in milliseconds. */
const BEAT = 1000

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
  try {
    const file = await ownPath(db)
    return await opened(file, await lock(file, { say }), seed, say, bug)
  } catch (error) {
    throw unusable(db, error)
  }
}

const opened = async (
  file: string,
  lock: Lock,
  seed: (tx: Tx) => void,
  say: (sentence: string) => void,
  bug: (error: unknown) => void,
): Promise<OpenState> => {
  const adapter: JournalAdapter = journalAdapter(file, { say, held: lock.held, owner: lock.owner })
  const beat = setInterval(() => {
    lock.beat()
    void adapter.check()
  }, BEAT).unref()
  const letGo = (): void => {
    clearInterval(beat)
    lock.release()
  }
  try {
    const store = await seeded(await openStore(adapter, bug), seed)
    return {
      store,
      close: async () => {
        await store.settled().catch(() => {})
        await adapter.close().finally(letGo)
      },
    }
  } catch (error) {
    await adapter.abandon()
    letGo()
    throw error
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
