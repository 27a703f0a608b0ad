import { statSync } from 'node:fs'
import { type FileHandle, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { checksum, DamagedFile } from './journal-lines.ts'
import { oldState } from './old-snapshot.ts'
import {
  emptyState,
  emptyTables,
  type Records,
  type State,
  TABLES,
  type TableName,
  type Tables,
  VERSION,
} from './state.ts'
import { putRecord } from './worlds.ts'

/**
 * A snapshot is one JSON document of lines: each holds a slice of the state and its checksum, so that a line that was
 * damaged is known, and the others are still good. The first and the last line are always the same.
 */
const FIRST = `{"format":"nicepay-sandbox","version":${VERSION},"slices":[`
const LAST = '"end"'

/** How long one slice may hold up the event loop, in milliseconds, and how many records are in it. */
const SLICE_MS = 5
const SLICE_RECORDS = 64

/** What one line holds: the head, a namespace as such, or records of one of its tables. */
type Slice =
  | { readonly seq: number; readonly idSeries: string }
  | {
      readonly namespace: string
      readonly table?: TableName
      readonly records?: Readonly<Record<string, Records[TableName]>>
    }

/** The state that a snapshot file holds, and its size in bytes; nothing when there is no file. Throws DamagedFile. */
export const readSnapshot = async (
  file: string,
): Promise<{ state: State; bytes: number } | undefined> => {
  const text = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined) return undefined
  const isOurs = text.subarray(0, FIRST.length + 1).equals(Buffer.from(`${FIRST}\n`))
  const state = isOurs ? stateOf(text, file) : oldState(text.toString(), file)
  return { state, bytes: text.length }
}

const stateOf = (text: Buffer, file: string): State => {
  const state = emptyState()
  let hasHead = false
  let start = FIRST.length + 1
  for (let number = 2; ; number++) {
    const end = text.indexOf(10, start)
    if (end < 0) throw damaged(file, 'is cut off', number, start)
    const slice = sliceIn(text.toString('utf8', start, end))
    if (slice === LAST) {
      const rest = text.toString('utf8', end + 1)
      if (rest !== ']}\n') throw damaged(file, 'is no end of a snapshot', number + 1, end + 1)
      break
    }
    if (slice === undefined) throw damaged(file, 'is damaged', number, start)
    const read = JSON.parse(slice) as Slice
    if ('seq' in read) {
      hasHead = true
      Object.assign(state, { seq: read.seq, idSeries: read.idSeries })
    } else if (!put(state, read)) throw damaged(file, 'is of another program', number, start)
    start = end + 1
  }
  if (!hasHead) throw damaged(file, 'is not the head of a snapshot', 2, FIRST.length + 1)
  return state
}

const LINE = /^\["([0-9a-f]{8})",(.*)\](,?)$/s

/** The slice in a line, or nothing when it does not read back as it was written. */
const sliceIn = (line: string): string | undefined => {
  const [, sum, slice = '', comma] = LINE.exec(line) ?? []
  const isWhole = sum === checksum(0, slice) && (comma === ',') === (slice !== LAST)
  return isWhole ? slice : undefined
}

const put = ({ namespaces }: State, slice: Extract<Slice, { namespace: string }>): boolean => {
  const { namespace, table, records = {} } = slice
  const tables = namespaces.get(namespace) ?? emptyTables()
  namespaces.set(namespace, tables)
  if (table === undefined) return true
  if (!TABLES.includes(table)) return false
  for (const [id, record] of Object.entries(records)) putRecord(tables, [table, id, record])
  return true
}

const damaged = (file: string, what: string, line: number, byte: number): DamagedFile =>
  new DamagedFile(
    `${file}: line ${line} (byte ${byte}) ${what}. Nothing was changed. To go on without what stands in it ` +
      `alone, delete that line (sed -i ${line}d '${file}') unless it is one of the first two or the last two; else put a copy of ` +
      'the file in its place, or begin anew: move the folder away or name another --db.',
  )

/**
 * Writes a snapshot beside the file, in slices between which the program goes on. Records that change meanwhile may
 * be caught in their old or their new value; the journal's lines after `seq` set that right at the next start. Answers
 * how many bytes it has.
 */
export const writeSnapshot = async (file: string, state: State, seq: number): Promise<number> => {
  // Taken at once: what replaces a namespace later was staged in commits up to `seq` or is in the journal whole.
  const slices = slicesOf([...state.namespaces])
  const handle = await open(file, 'w', 0o600)
  try {
    const write = sliced(handle)
    await write(`${FIRST}\n${lineOf(JSON.stringify({ seq, idSeries: state.idSeries }))},\n`)
    for (const slice of slices) await write(`${lineOf(slice)},\n`)
    await write(`${lineOf(LAST)}\n]}\n`)
    await write.flush()
    await handle.sync()
    return (await handle.stat()).size
  } finally {
    await handle.close()
  }
}

const lineOf = (slice: string): string => `["${checksum(0, slice)}",${slice}]`

function* slicesOf(namespaces: readonly (readonly [string, Tables])[]): Generator<string> {
  for (const [namespace, tables] of namespaces) {
    yield JSON.stringify({ namespace })
    for (const table of TABLES) {
      const begin = `{"namespace":${JSON.stringify(namespace)},"table":"${table}","records":{`
      let records: string[] = []
      for (const [id, record] of tables[table]) {
        records.push(`${JSON.stringify(id)}:${JSON.stringify(record)}`)
        if (records.length < SLICE_RECORDS) continue
        yield `${begin}${records.join(',')}}}`
        records = []
      }
      if (records.length > 0) yield `${begin}${records.join(',')}}}`
    }
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
    if (performance.now() - since > SLICE_MS) await flush()
  }
  return Object.assign(write, { flush })
}

/** Puts a finished snapshot in the file's place; after that it is the file, whatever happens. */
export const installSnapshot = async (written: string, file: string): Promise<void> => {
  await rename(written, file)
  await syncFolder(dirname(file))
}

/** Removes what unfinished snapshots of a file left behind. */
export const removeSnapshots = async (file: string): Promise<void> => {
  for (const name of await readdir(dirname(file))) {
    const isOne = name.startsWith(`${basename(file)}.`) && name.endsWith('.new')
    if (isOne) await rm(join(dirname(file), name), { force: true })
  }
}

const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r')
  await handle.sync().finally(() => handle.close())
}

/** What tells the file at a path from another one that came in its place, or nothing when there is none. */
export const fileMark = (path: string): string | undefined => {
  const at = statSync(path, { bigint: true, throwIfNoEntry: false })
  return at && `${at.dev} ${at.ino} ${at.size}`
}
