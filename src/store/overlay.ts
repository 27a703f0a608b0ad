import { totalsOf } from './indexes.ts'
import {
  type Change,
  INDEXES,
  type IndexName,
  type Records,
  TABLES,
  type TableName,
  type TotalName,
} from './state.ts'
import type { World } from './worlds.ts'

/** One table as a transaction sees it: what is stored, with its own changes laid over. */
export interface TableTx<T extends TableName> {
  get(id: string): Records[T] | undefined
  put(id: string, record: Records[T]): void
  remove(id: string): void
  /** The records found under a key of an index. */
  where(index: IndexName<T>, key: string): Records[T][]
  /** Whether a key of an index has a record at all; costs the same however many there are. */
  some(index: IndexName<T>, key: string): boolean
  /** A derived total under a key. */
  total(name: TotalName<T>, key: string): number
}

/** What a transaction reads and changes. */
export type Tx = { readonly [T in TableName]: TableTx<T> }

/** A transaction over a world. Nothing reaches the world; `changes` is what a commit would have to apply. */
export const overlay = (world: World): { tx: Tx; changes: Change[] } => {
  const changes: Change[] = []
  const tx = Object.create(LAZY) as Lazy
  tx.made = {}
  tx.make = (table) => tableTx(world, table, changes)
  return { tx: tx as unknown as Tx, changes }
}

/** The tables of a transaction, each made when it is first asked for: most calls touch a few. */
interface Lazy {
  made: Partial<Record<TableName, TableTx<TableName>>>
  make: (table: TableName) => TableTx<TableName>
}

const LAZY = Object.defineProperties(
  {},
  Object.fromEntries(
    TABLES.map((table) => [
      table,
      {
        get(this: Lazy) {
          this.made[table] ??= this.make(table)
          return this.made[table]
        },
      },
    ]),
  ),
)

const tableTx = (world: World, table: TableName, changes: Change[]): TableTx<TableName> => {
  type Rec = Records[TableName]
  const stored = world.tables[table] as ReadonlyMap<string, Rec>
  let changed: Map<string, Rec | null> | undefined

  const get = (id: string): Rec | undefined => {
    const laid = changed?.get(id)
    return laid === undefined ? stored.get(id) : (laid ?? undefined)
  }
  const set = (id: string, record: Rec | null): void => {
    changed ??= new Map()
    changed.set(id, record)
    changes.push([table, id, record])
  }
  function* found(index: string, key: string): Generator<Rec> {
    const keyOf = (INDEXES[table] as Record<string, (record: Rec) => string | undefined>)[index]
    for (const id of world.indexes.ids(table, index, key)) {
      const record = get(id)
      if (record && keyOf?.(record) === key) yield record
    }
    for (const [id, record] of changed ?? []) {
      const before = stored.get(id)
      const isNew = !before || keyOf?.(before) !== key
      if (record && isNew && keyOf?.(record) === key) yield record
    }
  }
  /** The stored total, with what this transaction has changed of it. */
  const total = (name: string, key: string): number => {
    const addendOf = totalsOf(table).find(([known]) => known === name)?.[1]
    const adds = (record: Rec | null | undefined): number => {
      const addend = record && addendOf?.(record)
      return addend?.[0] === key ? addend[1] : 0
    }
    let sum = world.indexes.total(table, name, key)
    for (const [id, record] of changed ?? []) sum += adds(record) - adds(stored.get(id))
    return sum
  }
  return {
    get,
    total,
    put: set,
    remove: (id) => set(id, null),
    where: (index, key) => [...found(index, key)],
    some: (index, key) => !found(index, key).next().done,
  }
}
