import { type Homes, homesOf } from './homes.ts'
import { type Indexes, indexesOf } from './indexes.ts'
import { isStaged, targetOf } from './staged.ts'
import {
  type Change,
  type Commit,
  emptyTables,
  INDEXES,
  isHome,
  type Records,
  type State,
  type TableName,
  type Tables,
} from './state.ts'

/** One namespace with its look-ups. */
export interface World {
  readonly tables: Tables
  readonly indexes: Indexes
}

/** A commit that was applied. */
export interface Applied {
  /** Takes it back, if nothing came after it. */
  undo(): void
  /** What it replaced or ended, to be forgotten once it is durable. */
  readonly former: World | undefined
}

/** The state with its look-ups, and the one way in which records change. */
export interface Worlds {
  get(namespace: string): World | undefined
  readonly homes: Pick<Homes, 'of' | 'claimed'>
  apply(commit: Commit): Applied
  /** Lets go of what was staged under a name; a start does so by itself. */
  abandon(name: string): World | undefined
  /** Forgets a world that is nobody's any more, in slices. */
  forget(world: World): Promise<void>
}

/** Puts one record into tables without look-ups, as a replay does. */
export const putRecord = (tables: Tables, [table, id, record]: Change): void => {
  const records = tables[table] as Map<string, Records[TableName]>
  if (record === null) records.delete(id)
  else records.set(id, record)
}

/** Applies a commit to a bare state, as a replay does: no look-ups are kept, nothing can be taken back. */
export const replay = (state: State, commit: Commit): void => {
  const { seq, namespace, fresh, gone, from, idSeries = state.idSeries, changes } = commit
  const { namespaces } = state
  Object.assign(state, { seq, idSeries })
  if (gone) {
    namespaces.delete(namespace)
    return
  }
  const known = namespaces.get(namespace)
  if (from !== undefined) {
    // A snapshot that was taken after this has it in its place already.
    namespaces.set(namespace, namespaces.get(from) ?? known ?? emptyTables())
    namespaces.delete(from)
    return
  }
  const tables = (fresh ? undefined : known) ?? emptyTables()
  namespaces.set(namespace, tables)
  for (const change of changes) putRecord(tables, change)
}

/** Derives the look-ups of a state. The state must change through `apply` only from then on. */
export const worldsOf = (state: State): Worlds => {
  const worlds = new Map<string, World>()
  const staging = new Map<string, World>()
  const homes = homesOf({
    live: (namespace) => worlds.get(namespace)?.tables,
    staged: (namespace) => staging.get(namespace)?.tables,
  })

  /** Puts a world, or nothing, in a namespace's place. */
  const place = (namespace: string, world: World | undefined): void => {
    if (world) {
      worlds.set(namespace, world)
      state.namespaces.set(namespace, world.tables)
    } else {
      worlds.delete(namespace)
      state.namespaces.delete(namespace)
    }
    if (!isStaged(namespace)) return
    if (world) staging.set(targetOf(namespace), world)
    else staging.delete(targetOf(namespace))
  }

  const change = (home: string, world: World, [table, id, record]: Change): Change => {
    const before = world.tables[table].get(id)
    putRecord(world.tables, [table, id, record])
    if (hasIndexes(table)) world.indexes.moved(table, id, before, record ?? undefined)
    if (isHome(table)) {
      if (record === null) homes.left(table, id)
      else homes.claim(table, id, home)
    }
    return [table, id, before ?? null]
  }

  for (const [namespace, tables] of state.namespaces) {
    place(namespace, newWorld(tables))
    homes.claimAll(tables, namespace)
  }

  return {
    get: (namespace) => worlds.get(namespace),
    homes,
    apply: ({ seq, namespace, fresh, gone, from, idSeries, changes }) => {
      const old = worlds.get(namespace)
      const staged = from === undefined ? undefined : worlds.get(from)
      const { seq: seqBefore, idSeries: seriesBefore } = state
      Object.assign(state, { seq, idSeries: idSeries ?? seriesBefore })
      const replaced = fresh || !old
      const world = gone ? undefined : replaced ? (staged ?? newWorld()) : old
      if (replaced) place(namespace, world)
      if (from !== undefined) place(from, undefined)
      const home = isStaged(namespace) ? targetOf(namespace) : namespace
      const before = world ? changes.map((c) => change(home, world, c)).reverse() : []
      return {
        undo: () => {
          if (world) for (const c of before) change(home, world, c)
          if (from !== undefined) place(from, staged)
          if (replaced) place(namespace, old)
          // Another namespace may have taken an id of it meanwhile; that has been taken back too.
          if (replaced && old) homes.claimAll(old.tables, home)
          Object.assign(state, { seq: seqBefore, idSeries: seriesBefore })
        },
        former: replaced ? old : undefined,
      }
    },
    abandon: (name) => {
      const world = worlds.get(name)
      place(name, undefined)
      return world
    },
    forget: ({ tables }) => homes.allLeft(tables),
  }
}

const newWorld = (tables: Tables = emptyTables()): World => ({ tables, indexes: indexesOf(tables) })

const WITH_INDEXES = new Set(
  Object.entries(INDEXES).flatMap(([table, indexes]) =>
    Object.keys(indexes).length > 0 ? [table] : [],
  ),
)
const hasIndexes = (table: TableName): boolean => WITH_INDEXES.has(table)
