import { customerKey } from '../domain/fixed-va.ts'
import { filledUp } from './fill-up.ts'
import { SHAPES } from './shapes.ts'
import {
  type Change,
  isHome,
  type Records,
  type State,
  TABLES,
  type TableName,
  type Tables,
} from './state.ts'
import { putRecord } from './worlds.ts'

/** A record that the program cannot work with: where it stands, and what is wrong with it. */
export interface Unsound {
  /** As `default.transactions["IONPAYTEST02…"].amt must be a number`. */
  readonly flaw: string
  readonly namespace: string
  readonly change: Change
}

/** What a record of each table is found by. */
const ID_OF: { readonly [T in TableName]?: (record: Records[T]) => string } = {
  merchants: ({ iMid }) => iMid,
  accounts: ({ phone }) => phone,
  bindings: ({ tXid }) => tXid,
  accountLinks: ({ referenceNo }) => referenceNo,
  transactions: ({ tXid }) => tXid,
  payouts: ({ tXid }) => tXid,
  customers: ({ iMid, customerId }) => customerKey(iMid, customerId),
  loans: ({ tXid }) => tXid,
  userTokens: ({ userToken }) => userToken,
  interactions: ({ tk }) => tk,
  timers: ({ id }) => id,
  deliveries: ({ id }) => id,
  faults: ({ id }) => id,
}

/** The tables whose records are a merchant's, and nothing without one. */
const OF_MERCHANTS: readonly TableName[] = [
  'bindings',
  'accountLinks',
  'transactions',
  'payouts',
  'customers',
  'userTokens',
  'interactions',
  'deliveries',
]

/** A stored record as today's program knows it, or what is wrong with it, beginning with the place in the record. */
export const soundRecord = (
  [table, id, stored]: Change,
  tables: Tables,
): { readonly record: Records[TableName] } | { readonly flaw: string } => {
  const record = filled(table, stored as Records[TableName])
  const flaw = SHAPES[table](record)
  if (flaw) return { flaw }
  const own = (ID_OF[table] as ((record: Records[TableName]) => string) | undefined)?.(record)
  if (own !== undefined && own !== id)
    return { flaw: ` is stored under a name that is not its own, "${own}"` }
  const { iMid = '' } = record as { readonly iMid?: string }
  if (OF_MERCHANTS.includes(table) && !tables.merchants.has(iMid)) {
    return { flaw: `.iMid must be that of a merchant of the namespace, and "${iMid}" is none` }
  }
  const flawHere = table === 'interactions' && visitFlaw(record as Records['interactions'], tables)
  return flawHere ? { flaw: flawHere } : { record }
}

/** What an interaction lacks that its pages cannot do without. */
const visitFlaw = (
  { kind, tXid, phone }: Records['interactions'],
  tables: Tables,
): string | undefined => {
  if (!hasOrder(tXid, tables)) return '.tXid must be that of an order or a binding'
  const isKredivos = kind === 'binding' || kind === 'checkout'
  if (!isKredivos || phone === null || tables.accounts.has(phone)) return undefined
  return `.phone must be that of a shopper, and "${phone}" is none`
}

const hasOrder = (tXid: string, { transactions, bindings, accountLinks }: Tables): boolean =>
  transactions.has(tXid) || bindings.has(tXid) || accountLinks.has(tXid)

const filled = <T extends TableName>(table: T, stored: Records[T]): Records[T] => {
  try {
    return filledUp(table, stored)
  } catch {
    // Too little of it is there to be filled up; its shape says what.
    return stored
  }
}

/** Where a record stands, in words. */
export const placeOf = (namespace: string, [table, id]: Change): string =>
  `${namespace}.${table}[${JSON.stringify(id)}]`

/**
 * Brings the records of a state that was read back to what today's program knows, and takes out those that it cannot
 * work with: one bad record must not keep the others from being used.
 */
export const madeSound = ({ namespaces }: State): Unsound[] => {
  const unsound: Unsound[] = []
  const homes = new Map<string, string>()
  for (const [namespace, tables] of namespaces) {
    for (const table of TABLES) {
      for (const [id, stored] of tables[table]) {
        const change: Change = [table, id, stored]
        const home = isHome(table) ? homes.get(`${table} ${id}`) : undefined
        const looked = home
          ? { flaw: ` is in the namespace "${home}" too` }
          : soundRecord(change, tables)
        if ('record' in looked) {
          if (isHome(table)) homes.set(`${table} ${id}`, namespace)
          if (looked.record !== stored) putRecord(tables, [table, id, looked.record])
          continue
        }
        putRecord(tables, [table, id, null])
        unsound.push({ namespace, change, flaw: placeOf(namespace, change) + looked.flaw })
      }
    }
  }
  return unsound
}
