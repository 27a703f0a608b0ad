import { DamagedFile } from './journal-lines.ts'
import { emptyState, emptyTables, type Records, type State, TABLES, VERSION } from './state.ts'
import { putRecord } from './worlds.ts'

/** The layouts before there were slices: one JSON object of namespaces, of tables, of records. */
const OLD: readonly unknown[] = [1, 2]

type Dict = Readonly<Record<string, unknown>>

const isDict = (value: unknown): value is Dict =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

/** The state in a snapshot of an earlier version. Throws DamagedFile. */
export const oldState = (text: string, file: string): State => {
  const { seq, namespaces } = parsed(text, file)
  const state = emptyState()
  state.seq = seq
  for (const [namespace, tables] of entriesOf(namespaces, '"namespaces"', file)) {
    const known = emptyTables()
    state.namespaces.set(namespace, known)
    const stored = new Map(entriesOf(tables, `the namespace "${namespace}"`, file))
    for (const table of TABLES) {
      const records = entriesOf(stored.get(table) ?? {}, `"${table}" of "${namespace}"`, file)
      for (const [id, record] of records) putRecord(known, [table, id, record as Records['clock']])
    }
  }
  return state
}

const parsed = (text: string, file: string): { seq: number; namespaces: unknown } => {
  let stored: unknown
  try {
    stored = JSON.parse(text)
  } catch (error) {
    throw unreadable(file, `is not JSON: ${(error as Error).message}`)
  }
  if (!isDict(stored) || stored.format !== 'nicepay-sandbox') {
    throw unreadable(file, 'is not a state of this program')
  }
  const { version, seq, namespaces } = stored
  if (Number.isSafeInteger(version) && (version as number) > VERSION) {
    throw unreadable(file, `has version ${version}, this program knows ${VERSION} and earlier ones`)
  }
  if (!OLD.includes(version) || !Number.isSafeInteger(seq)) {
    throw unreadable(
      file,
      `is damaged: "version" is ${JSON.stringify(version)}, "seq" is ${JSON.stringify(seq)}`,
    )
  }
  return { seq: seq as number, namespaces }
}

const entriesOf = (value: unknown, what: string, file: string): [string, unknown][] => {
  if (isDict(value)) return Object.entries(value)
  throw unreadable(file, `is damaged: ${what} must be an object`)
}

const unreadable = (file: string, why: string): DamagedFile =>
  new DamagedFile(
    `${file} ${why}. It was left as it is. Put a copy in its place, move it away to begin anew, or name another file with --db.`,
  )
