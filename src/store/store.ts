import { createHash } from 'node:crypto'
import { type Adapter, Low, Memory } from 'lowdb'
import { commitQueue } from './commit-queue.ts'
import { indexesOf } from './indexes.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { overlay, type Tx } from './overlay.ts'
import { type ReplaceDeps, replace } from './replace.ts'
import { isStaged, targetOf } from './staged.ts'
import {
  type Change,
  type Commit,
  emptyState,
  emptyTables,
  type HOMES,
  isHome,
  type State,
} from './state.ts'
import { type World, worldsOf } from './worlds.ts'

export { StorageError } from './commit-queue.ts'

/** A namespace that does not exist, or not any more. */
export class NoNamespace extends Error {
  override name = 'NoNamespace' as const

  constructor(namespace: string) {
    super(`there is no namespace "${namespace}"`)
  }
}

/** An id that is unique across namespaces is another one's already; nothing was changed. */
export class HomeTaken extends Error {
  override name = 'HomeTaken' as const

  constructor(id: string, namespace: string) {
    super(`"${id}" is in the namespace "${namespace}" already`)
  }
}

/** A function that answers at once: a transaction cannot wait for anything. */
export type Synchronous<T> = T extends PromiseLike<unknown> ? never : T

/** Where the state lives: reading, and changing it in transactions. */
export interface Store {
  /**
   * Runs a change over a namespace. A throw leaves no trace; a return is answered once the change has reached the
   * file. Throws StorageError when it could not be written, and the change is undone; NoNamespace, HomeTaken.
   */
  transact<T>(namespace: string, change: (tx: Tx) => Synchronous<T>): Promise<T>
  /** Makes a namespace, or begins it anew, with what the change puts into it. Throws StorageError, HomeTaken. */
  renew<T>(namespace: string, change: (tx: Tx) => Synchronous<T>): Promise<T>
  /**
   * Puts records in the place of all that a namespace holds, in slices (store/replace.ts); no id that is made from then
   * on repeats one of theirs. `what` names them. Throws StorageError, NoNamespace, HomeTaken.
   */
  replace(namespace: string, records: readonly Change[], what: string): Promise<void>
  /** Ends a namespace: all that it holds is gone. Throws NoNamespace, StorageError. */
  drop(namespace: string): Promise<void>
  /** A namespace as it is now, for reading. */
  world(namespace: string): World | undefined
  namespaces(): string[]
  /** The namespace that holds a merchant or an interaction. */
  homeOf(table: (typeof HOMES)[number], id: string): string | undefined
  /** Tells of each commit that has become durable, in order. */
  onCommit(listener: (commit: Commit) => void): void
  /** Resolves when everything changed so far is durable. */
  settled(): Promise<void>
  /** The series that ids are drawn from now: another one at each start on a kept state, and after each import. */
  idSeries(): string
}

/**
 * Opens the state that an adapter holds: the file's (store/journal.ts) or, without one, a fresh one in memory. `bug`
 * is told of a listener that throws; it does no harm to the others.
 */
export const openStore = async (
  adapter: Adapter<State> = new Memory<State>(),
  bug: (error: unknown) => void = console.error,
): Promise<Store> => {
  const db = new Low<State>(adapter, emptyState())
  await db.read()
  const worlds = worldsOf(db.data)
  const listeners = new Set<(commit: Commit) => void>()

  const write = async (commits: readonly Commit[]): Promise<void> => {
    db.data.batch = commits
    try {
      await db.write()
    } finally {
      db.data.batch = []
    }
  }

  const tell = (commit: Commit): void => {
    if (isStaged(commit.namespace)) return
    for (const listener of listeners) {
      try {
        listener(commit)
      } catch (error) {
        bug(error)
      }
    }
  }

  const queue = commitQueue(write, tell)
  const forget = (world: World): void => void worlds.forget(world).catch(bug)

  const commit = async (further: Omit<Commit, 'seq'>): Promise<void> => {
    const made: Commit = { seq: db.data.seq + 1, ...further }
    const { undo, former } = worlds.apply(made)
    await queue.durable(made, undo)
    if (former) forget(former)
  }

  const checkHomes = (namespace: string, changes: readonly Change[]): void => {
    for (const [table, id, record] of changes) {
      const home = record && isHome(table) ? worlds.homes.claimed(table, id) : undefined
      if (home !== undefined && home !== namespace) throw new HomeTaken(id, home)
    }
  }

  const run = async <T>(
    world: World,
    namespace: string,
    change: (tx: Tx) => Synchronous<T>,
    further: Pick<Commit, 'fresh'> = {},
  ): Promise<T> => {
    const { tx, changes } = overlay(world)
    const result: T = change(tx)
    if (changes.length === 0 && !further.fresh) return queue.settled().then(() => result)
    checkHomes(namespace, changes)
    await commit({ namespace, ...further, changes })
    return result
  }

  /** The world that a namespace has; what is staged for one is nobody's to see. */
  const worldOf = (namespace: string): World | undefined =>
    isStaged(namespace) ? undefined : worlds.get(namespace)

  const replacing: Omit<ReplaceDeps, 'nextSeries'> = {
    commit: async (further) => {
      const { namespace, changes } = further
      if (isStaged(namespace)) checkHomes(targetOf(namespace), changes)
      else if (!worlds.get(namespace)) throw new NoNamespace(namespace)
      await commit(further)
    },
    abandon: (name) => {
      const world = worlds.abandon(name)
      if (world) forget(world)
    },
    nextSeq: () => db.data.seq + 1,
    tell,
    follow: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
  const alone = oneAtATime()

  // What is stored has ids of the former series, and a seed would give them once more.
  if (db.data.namespaces.size > 0) {
    const [namespace = ''] = db.data.namespaces.keys()
    await commit({ namespace, idSeries: seriesAfter(db.data.idSeries, 'start'), changes: [] })
  }

  return {
    idSeries: () => db.data.idSeries,
    transact: (namespace, change) => {
      const world = worldOf(namespace)
      if (!world) return Promise.reject(new NoNamespace(namespace))
      return run(world, namespace, change)
    },
    renew: (namespace, change) => {
      const tables = emptyTables()
      return run({ tables, indexes: indexesOf(tables) }, namespace, change, { fresh: true })
    },
    replace: (namespace, records, what) =>
      alone(() =>
        replace(
          { ...replacing, nextSeries: () => seriesAfter(db.data.idSeries, what) },
          namespace,
          records,
        ),
      ),
    drop: async (namespace) => {
      if (!worldOf(namespace)) throw new NoNamespace(namespace)
      await commit({ namespace, fresh: true, gone: true, changes: [] })
    },
    world: worldOf,
    namespaces: () => [...db.data.namespaces.keys()].filter((name) => !isStaged(name)),
    homeOf: worlds.homes.of,
    onCommit: (listener) => void listeners.add(listener),
    settled: queue.settled,
  }
}

/** The name of the series of ids that follows one when something comes into the state that it does not know of. */
const seriesAfter = (series: string, what: string): string =>
  createHash('sha256').update(`${series} ${what}`).digest('hex').slice(0, 16)
