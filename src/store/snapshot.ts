import { type FileHandle, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { filledUp } from './fill-up.ts'
import { DamagedFile } from './journal-lines.ts'
import {
  emptyState,
  type Records,
  type State,
  TABLES,
  type TableName,
  type Tables,
  VERSION,
} from './state.ts'

const FORMAT = 'nicepay-sandbox'

/** How long one slice may hold up the event loop, in milliseconds. */
const SLICE_MS = 5
const SLICE_RECORDS = 64

/**
 * The layouts of earlier versions, each with the step to the next one. Fields that were added to records need none
 * (store/fill-up.ts).
 */
const MIGRATIONS: Readonly<Record<number, (stored: StoredState) => StoredState>> = {
  1: (stored) => ({ ...stored, version: 2 }),
}

interface StoredState {
  readonly format: string
  readonly version: number
  readonly seq: number
  readonly namespaces: Readonly<Record<string, Readonly<Record<string, object>>>>
}

/** The state that a snapshot file holds, and its size; nothing when there is no file. Throws DamagedFile. */
export const readSnapshot = async (
  file: string,
): Promise<{ state: State; bytes: number } | undefined> => {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined) return undefined
  return { state: stateOf(migrated(parsed(text, file), file)), bytes: text.length }
}

/**
 * Writes a snapshot beside the file, in slices between which the program goes on. Records that change meanwhile may
 * be caught in their old or their new value; the journal's lines after `seq` set that right at the next start. Answers how many bytes it has.
 */
export const writeSnapshot = async (file: string, state: State, seq: number): Promise<number> => {
  const handle = await open(file, 'w', 0o600)
  try {
    const write = sliced(handle)
    await write(`{"format":"${FORMAT}","version":${VERSION},"seq":${seq},\n"namespaces":{`)
    let comma = ''
    for (const [namespace, tables] of state.namespaces) {
      await write(`${comma}\n${JSON.stringify(namespace)}:{`)
      await writeTables(tables, write)
      await write('}')
      comma = ','
    }
    await write('}}\n')
    await write.flush()
    await handle.sync()
    return (await handle.stat()).size
  } finally {
    await handle.close()
  }
}

/** Puts a finished snapshot in the file's place; after that it is the file, whatever happens. */
export const installSnapshot = async (written: string, file: string): Promise<void> => {
  await rename(written, file)
  await syncFolder(dirname(file))
}

/** Removes what an unfinished snapshot left behind. */
export const removeSnapshot = (written: string): Promise<void> => rm(written, { force: true })

const writeTables = async (tables: Tables, write: (text: string) => Promise<void>) => {
  let comma = ''
  for (const name of TABLES) {
    await write(`${comma}\n${JSON.stringify(name)}:{`)
    let innerComma = ''
    for (const [id, record] of tables[name]) {
      await write(`${innerComma}\n${JSON.stringify(id)}:${JSON.stringify(record)}`)
      innerComma = ','
    }
    await write('}')
    comma = ','
  }
}

const sliced = (handle: FileHandle) => {
  let parts: string[] = []
  let since = performance.now()
  const flush = async (): Promise<void> => {
    const text = parts.join('')
    parts = []
    await handle.appendFile(text)
    await turn()
    since = performance.now()
  }
  const write = async (text: string): Promise<void> => {
    parts.push(text)
    if (parts.length % SLICE_RECORDS === 0 && performance.now() - since > SLICE_MS) await flush()
  }
  return Object.assign(write, { flush })
}

const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r')
  await handle.sync().finally(() => handle.close())
}

const parsed = (text: string, file: string): StoredState => {
  try {
    const stored = JSON.parse(text)
    if (stored?.format === FORMAT && Number.isSafeInteger(stored.seq)) return stored
  } catch (error) {
    throw unreadable(file, `is not JSON: ${(error as Error).message}`)
  }
  throw unreadable(file, 'is not a state of this program')
}

const migrated = (stored: StoredState, file: string): StoredState => {
  let state = stored
  while (state.version !== VERSION) {
    const step = MIGRATIONS[state.version]
    if (!step) throw unreadable(file, `has version ${state.version}, this program knows ${VERSION}`)
    state = step(state)
  }
  return state
}

const stateOf = (stored: StoredState): State => {
  const state = emptyState()
  state.seq = stored.seq
  for (const [namespace, tables] of Object.entries(stored.namespaces)) {
    const maps = TABLES.map((name) => [name, recordsOf(name, (tables[name] ?? {}) as Stored)])
    state.namespaces.set(namespace, Object.fromEntries(maps))
  }
  return state
}

/** The records of one table as they are stored, by id. */
type Stored = Readonly<Record<string, Records[TableName]>>

const recordsOf = (table: TableName, stored: Stored) =>
  new Map(Object.entries(stored).map(([id, record]) => [id, filledUp(table, record)]))

const unreadable = (file: string, why: string): DamagedFile =>
  new DamagedFile(
    `${file} ${why}. It was left as it is. Move it away to begin anew, or name another file with --db.`,
  )
