import { type Indexes, indexesOf } from './indexes.ts'
import {
  type Change,
  type Commit,
  emptyTables,
  HOMES,
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

/** The state with its look-ups, and the one way in which records change. */
export interface Worlds {
  get(namespace: string): World | undefined
  /** The namespace that holds a merchant or an interaction. */
  homeOf(table: (typeof HOMES)[number], id: string): string | undefined
  /** Applies a commit; the function returned takes it back, if nothing came after it. */
  apply(commit: Commit): () => void
}

/** Puts one record into tables without look-ups, as a replay does. */
export const putRecord = (tables: Tables, [table, id, record]: Change): void => {
  const records = tables[table] as Map<string, Records[TableName]>
  if (record === null) records.delete(id)
  else records.set(id, record)
}

/** Applies a commit to a bare state, as a replay does: no look-ups are kept, nothing can be taken back. */
export const replay = (state: State, commit: Commit): void => {
  state.seq = commit.seq
  state.idSeries = commit.idSeries ?? state.idSeries
  if (commit.gone) {
    state.namespaces.delete(commit.namespace)
    return
  }
  const known = commit.fresh ? undefined : state.namespaces.get(commit.namespace)
  const tables = known ?? emptyTables()
  state.namespaces.set(commit.namespace, tables)
  for (const change of commit.changes) putRecord(tables, change)
}

/** Derives the look-ups of a state. The state must change through `apply` only from then on. */
export const worldsOf = (state: State): Worlds => {
  const worlds = new Map<string, World>()
  const homes = new Map<string, string>()

  const settle = (namespace: string, tables: Tables): World => {
    const world = { tables, indexes: indexesOf(tables) }
    state.namespaces.set(namespace, tables)
    worlds.set(namespace, world)
    for (const table of HOMES) {
      for (const id of tables[table].keys()) homes.set(`${table} ${id}`, namespace)
    }
    return world
  }

  /** Only who has a home can give it up. */
  const leave = (namespace: string, table: TableName, id: string): void => {
    if (homes.get(`${table} ${id}`) === namespace) homes.delete(`${table} ${id}`)
  }

  const unsettle = (namespace: string): void => {
    const world = worlds.get(namespace)
    for (const table of HOMES) {
      for (const id of world?.tables[table].keys() ?? []) leave(namespace, table, id)
    }
    worlds.delete(namespace)
    state.namespaces.delete(namespace)
  }

  const change = (namespace: string, world: World, [table, id, record]: Change): Change => {
    const before = world.tables[table].get(id)
    putRecord(world.tables, [table, id, record])
    if (hasIndexes(table)) world.indexes.moved(table, id, before, record ?? undefined)
    if (isHome(table)) {
      if (record === null) leave(namespace, table, id)
      else homes.set(`${table} ${id}`, namespace)
    }
    return [table, id, before ?? null]
  }

  for (const [namespace, tables] of state.namespaces) settle(namespace, tables)

  return {
    get: (namespace) => worlds.get(namespace),
    homeOf: (table, id) => homes.get(`${table} ${id}`),
    apply: ({ seq, namespace, fresh, gone, idSeries, changes }) => {
      const old = worlds.get(namespace)
      const { seq: seqBefore, idSeries: seriesBefore } = state
      state.idSeries = idSeries ?? seriesBefore
      const renewed = fresh || !old
      if (renewed) unsettle(namespace)
      state.seq = seq
      const world = renewed && !gone ? settle(namespace, emptyTables()) : old
      const undo = world ? changes.map((c) => change(namespace, world, c)).reverse() : []
      return () => {
        if (world) for (const c of undo) change(namespace, world, c)
        if (renewed) unsettle(namespace)
        if (renewed && old) settle(namespace, old.tables)
        Object.assign(state, { seq: seqBefore, idSeries: seriesBefore })
      }
    },
  }
}

const WITH_INDEXES = new Set(
  Object.entries(INDEXES).flatMap(([table, indexes]) =>
    Object.keys(indexes).length > 0 ? [table] : [],
  ),
)
const hasIndexes = (table: TableName): boolean => WITH_INDEXES.has(table)
