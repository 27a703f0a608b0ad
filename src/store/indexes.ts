import { PartedMap } from './parted-map.ts'
import {
  type Addend,
  INDEXES,
  type Records,
  TABLES,
  type TableName,
  type Tables,
  TOTALS,
} from './state.ts'

/** Most keys find one record, so a set is made for several only. */
type Keys = PartedMap<string | Set<string>>
type Entry = readonly [keyOf: (record: Records[TableName]) => string | undefined, keys: Keys]

/** The derived look-ups of one namespace. */
export interface Indexes {
  /** Ids of the records found under a key, oldest first. */
  ids(table: TableName, index: string, key: string): Iterable<string>
  /** A derived total under a key. */
  total(table: TableName, name: string, key: string): number
  /** Follows one record from its old value to its new one. */
  moved(
    table: TableName,
    id: string,
    from: Records[TableName] | undefined,
    to: Records[TableName] | undefined,
  ): void
}

const NONE: readonly string[] = []

/** Builds the look-ups of a namespace from its tables. */
export const indexesOf = (tables: Tables): Indexes => {
  const entries = Object.fromEntries(TABLES.map((name) => [name, entriesOf(name)])) as Record<
    TableName,
    Record<string, Entry>
  >
  const totals = new Map<string, number>()
  const count = (table: TableName, record: Records[TableName] | undefined, sign: 1 | -1): void => {
    for (const [name, addendOf] of totalsOf(table)) {
      const addend = record && addendOf(record)
      if (!addend) continue
      const key = `${table} ${name} ${addend[0]}`
      totals.set(key, (totals.get(key) ?? 0) + sign * addend[1])
    }
  }
  const indexes: Indexes = {
    total: (table, name, key) => totals.get(`${table} ${name} ${key}`) ?? 0,
    ids: (table, index, key) => {
      const found = entries[table][index]?.[1].get(key) ?? NONE
      return typeof found === 'string' ? [found] : found
    },
    moved: (table, id, from, to) => {
      for (const [keyOf, keys] of Object.values(entries[table])) {
        const [before, after] = [from && keyOf(from), to && keyOf(to)]
        if (before === after) continue
        if (before !== undefined) remove(keys, before, id)
        if (after !== undefined) add(keys, after, id)
      }
      count(table, from, -1)
      count(table, to, 1)
    },
  }
  for (const table of TABLES) {
    for (const [id, record] of tables[table]) indexes.moved(table, id, undefined, record)
  }
  return indexes
}

/** The totals that a table has, by name. */
export const totalsOf = (
  table: TableName,
): readonly (readonly [name: string, addendOf: (record: Records[TableName]) => Addend])[] =>
  TOTALS_OF.get(table) ?? []

const TOTALS_OF = new Map(
  Object.entries(TOTALS).map(([table, totals]) => [
    table as TableName,
    Object.entries(totals) as [string, (record: Records[TableName]) => Addend][],
  ]),
)

const entriesOf = (table: TableName): Record<string, Entry> =>
  Object.fromEntries(
    Object.entries(INDEXES[table]).map(([name, keyOf]) => [
      name,
      [keyOf as Entry[0], new PartedMap()],
    ]),
  )

const add = (keys: Keys, key: string, id: string): void => {
  const ids = keys.get(key)
  if (ids === undefined) keys.set(key, id)
  else if (typeof ids === 'string') keys.set(key, new Set([ids, id]))
  else ids.add(id)
}

const remove = (keys: Keys, key: string, id: string): void => {
  const ids = keys.get(key)
  if (ids === id) keys.delete(key)
  else if (ids instanceof Set) {
    ids.delete(id)
    if (ids.size === 0) keys.delete(key)
  }
}
