import { createHash } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'
import { type Adapter, Low, Memory } from 'lowdb'
import { indexesOf } from './indexes.ts'
import { overlay, type Tx } from './overlay.ts'
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

/** A change could not be written; nothing of it is kept. `cause` is the system's own error. */
export class StorageError extends Error {
  override name = 'StorageError' as const
}

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
  /**
   * Makes a namespace, or begins it anew, with what the change puts into it; `from` names an import, whose ids nothing
   * made from then on repeats. Throws StorageError, HomeTaken.
   */
  renew<T>(namespace: string, change: (tx: Tx) => Synchronous<T>, from?: string): Promise<T>
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

interface Waiting {
  /** Null for a transaction that only read: it waits for what it may have read. */
  readonly commit: Commit | null
  readonly undo: () => void
  readonly done: () => void
  readonly failed: (error: unknown) => void
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
  const listeners: ((commit: Commit) => void)[] = []
  let waiting: Waiting[] = []
  let writing = false

  const write = async (commits: readonly Commit[]): Promise<void> => {
    if (commits.length === 0) return
    db.data.batch = commits
    await db.write()
    db.data.batch = []
  }

  // Everything that came later may stand on what was lost, so all of it is taken back, newest first.
  const takeBack = (batch: readonly Waiting[], cause: unknown): void => {
    const lost = [...batch, ...waiting]
    waiting = []
    db.data.batch = []
    for (const { undo } of lost.toReversed()) undo()
    const error = new StorageError(`the change could not be stored: ${messageOf(cause)}`, { cause })
    for (const { failed } of lost) failed(error)
  }

  const tell = (listener: (commit: Commit) => void, commit: Commit): void => {
    try {
      listener(commit)
    } catch (error) {
      bug(error)
    }
  }

  const flush = async (): Promise<void> => {
    writing = true
    while (waiting.length > 0) {
      // One turn of the event loop gathers what arrives together; it all goes out in one append.
      await turn()
      const batch = waiting
      waiting = []
      const commits = batch.flatMap(({ commit }) => commit ?? [])
      try {
        await write(commits)
      } catch (cause) {
        takeBack(batch, cause)
        continue
      }
      for (const commit of commits) for (const listener of listeners) tell(listener, commit)
      for (const { done } of batch) done()
    }
    writing = false
  }

  const durable = (commit: Commit | null, undo: () => void): Promise<void> =>
    new Promise((done, failed) => {
      waiting.push({ commit, undo, done, failed })
      if (!writing) void flush()
    })

  const settled = (): Promise<void> => (writing ? durable(null, () => {}) : Promise.resolve())

  const checkHomes = (namespace: string, changes: readonly Change[]): void => {
    for (const [table, id, record] of changes) {
      const home = record && isHome(table) ? worlds.homeOf(table, id) : undefined
      if (home !== undefined && home !== namespace) throw new HomeTaken(id, home)
    }
  }

  const run = async <T>(
    world: World,
    namespace: string,
    change: (tx: Tx) => Synchronous<T>,
    further: Pick<Commit, 'fresh' | 'idSeries'> = {},
  ): Promise<T> => {
    const { tx, changes } = overlay(world)
    const result: T = change(tx)
    if (changes.length === 0 && !further.fresh) return settled().then(() => result)
    checkHomes(namespace, changes)
    const commit: Commit = { seq: db.data.seq + 1, namespace, ...further, changes }
    await durable(commit, worlds.apply(commit))
    return result
  }

  // What is stored has ids of the former series, and a seed would give them once more.
  if (db.data.namespaces.size > 0) {
    const [namespace = ''] = db.data.namespaces.keys()
    const idSeries = seriesAfter(db.data.idSeries, 'start')
    const commit: Commit = { seq: db.data.seq + 1, namespace, idSeries, changes: [] }
    await durable(commit, worlds.apply(commit))
  }

  return {
    idSeries: () => db.data.idSeries,
    transact: (namespace, change) => {
      const world = worlds.get(namespace)
      if (!world) return Promise.reject(new NoNamespace(namespace))
      return run(world, namespace, change)
    },
    renew: (namespace, change, from) => {
      const tables = emptyTables()
      const idSeries = from === undefined ? {} : { idSeries: seriesAfter(db.data.idSeries, from) }
      return run({ tables, indexes: indexesOf(tables) }, namespace, change, {
        fresh: true,
        ...idSeries,
      })
    },
    drop: async (namespace) => {
      if (!worlds.get(namespace)) throw new NoNamespace(namespace)
      const seq = db.data.seq + 1
      const commit: Commit = { seq, namespace, fresh: true, gone: true, changes: [] }
      await durable(commit, worlds.apply(commit))
    },
    world: (namespace) => worlds.get(namespace),
    namespaces: () => [...db.data.namespaces.keys()],
    homeOf: worlds.homeOf,
    onCommit: (listener) => void listeners.push(listener),
    settled,
  }
}

/** The name of the series of ids that follows one when something comes into the state that it does not know of. */
const seriesAfter = (series: string, what: string): string =>
  createHash('sha256').update(`${series} ${what}`).digest('hex').slice(0, 16)

const messageOf = (cause: unknown): string =>
  cause instanceof Error ? cause.message : String(cause)
