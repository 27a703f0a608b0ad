import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import { getHeapStatistics } from 'node:v8'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { JSONParser } from '@streamparser/json'
import { inSlices, inTurns } from '../../store/slices.ts'
import { placeOf, soundRecord } from '../../store/sound.ts'
import {
  type Change,
  emptyTables,
  type Records,
  TABLES,
  type TableName,
  VERSION,
} from '../../store/state.ts'
import { putRecord } from '../../store/worlds.ts'
import { ControlError } from '../guards.ts'
import { checksumOf, type Listed } from './export.ts'

/** The longest export that is read, in bytes of its JSON: some 240,000 orders with their pages and notifications. */
const LONGEST = 512 * 1024 ** 2

/** The longest record, in bytes: what is in the making is not bounded by anything else. */
const LONGEST_RECORD = 16 * 1024 ** 2

/** How many bytes are parsed at once: a millisecond's work. */
const PIECE = 32 * 1024

/** How much of the memory that Node.js gives the program may be in use while an export is parsed; the rest is for its checks. */
const FULL = 0.75

const TOO_LARGE =
  'the export takes more memory than Node.js gives this program; NODE_OPTIONS=--max-old-space-size=8192 gives it more'

const isMemoryShort = (): boolean => {
  const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics()
  return used > FULL * limit
}

/** How the text of a JSON object begins, after the mark that some editors put before it. */
const BEGINNING = /^(\xef\xbb\xbf)?\s*\{/

/** What was sent as an export: its fields, the records of each table listed. */
export type Sent = Readonly<Record<string, unknown>>

/** Parses a JSON object in pieces. A record is taken out of its table as soon as it is whole. */
const exportParser = () => {
  const parser = new JSONParser({ paths: ['$.*', '$.*.*'], keepStack: false })
  const sent: Record<string, unknown> = {}
  let listed: { ids: string[]; records: unknown[] } = { ids: [], records: [] }
  let unfinished = 0
  parser.onValue = ({ value, key, parent, stack }) => {
    unfinished = 0
    if (typeof key !== 'string') return
    if (stack.length === 2) {
      listed.ids.push(key)
      listed.records.push(value)
      // The parser keeps what it has told of in the table, which is told of itself later.
      delete (parent as Record<string, unknown>)[key]
      return
    }
    if (Object.hasOwn(sent, key)) throw new ControlError(400, `"${key}" is there twice`)
    const isTable = value !== null && typeof value === 'object' && !Array.isArray(value)
    Object.defineProperty(sent, key, { value: isTable ? listed : value, enumerable: true })
    listed = { ids: [], records: [] }
  }
  const write = (piece: Buffer): void => {
    unfinished += piece.length
    parser.write(piece)
    if (unfinished > LONGEST_RECORD) {
      throw new ControlError(413, `a record has ${LONGEST_RECORD} bytes at most`)
    }
  }
  return { write, isEnded: () => parser.isEnded, sent }
}

const INFLATED: ReadonlyMap<string, () => NodeJS.ReadWriteStream & Readable> = new Map([
  ['gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
])

/** The bytes of a body as they come. Throws ControlError. */
const bytesOf = (req: IncomingMessage): Readable => {
  const encoding = req.headers['content-encoding']?.toLowerCase() ?? 'identity'
  if (encoding === 'identity') return req
  const inflated = INFLATED.get(encoding)?.()
  if (!inflated) throw new ControlError(415, `unsupported content encoding "${encoding}"`)
  req.on('error', (error) => inflated.destroy(error))
  return req.pipe(inflated)
}

/**
 * A body as it came. It is taken in whole before any work is done with it, as the server gives a request a limited time to
 * come in; what is too long is read to its end too, so that who sends it gets its answer. Throws ControlError.
 */
const received = async (req: IncomingMessage): Promise<readonly Buffer[]> => {
  const chunks: Buffer[] = []
  let length = 0
  const bytes = bytesOf(req)
  try {
    for await (const chunk of bytes as AsyncIterable<Buffer>) {
      length += chunk.length
      if (length <= LONGEST) chunks.push(chunk)
      else chunks.length = 0
    }
  } catch (error) {
    throw new ControlError(400, `the body cannot be read: ${messageOf(error)}`)
  }
  if (length > LONGEST) throw new ControlError(413, `an export has ${LONGEST} bytes at most`)
  return chunks
}

/** Reads an export that is sent, in slices. Throws ControlError. */
export const readExport = async (req: IncomingMessage): Promise<Sent> => {
  const chunks = await received(req)
  const { write, isEnded, sent } = exportParser()
  const [first] = chunks
  if (first === undefined) return sent
  if (!BEGINNING.test(first.toString('latin1', 0, 1000))) {
    throw new ControlError(400, 'the body must be a JSON object')
  }
  const slices = inSlices({ steps: 1 })
  try {
    for (const chunk of chunks) {
      for (let at = 0; at < chunk.length; at += PIECE) {
        write(chunk.subarray(at, at + PIECE))
        if (!slices.isOver()) continue
        if (isMemoryShort()) throw new ControlError(413, TOO_LARGE)
        await slices.next()
      }
    }
  } catch (error) {
    if (error instanceof ControlError) throw error
    throw new ControlError(400, `the body is not JSON: ${messageOf(error)}`)
  }
  if (!isEnded()) throw new ControlError(400, 'the body ends before its JSON does')
  return sent
}

const messageOf = (flaw: unknown): string => (flaw instanceof Error ? flaw.message : String(flaw))

/**
 * The records of an export, of this version or of an earlier one, as today's program knows them. Throws ControlError for
 * one that was changed, and for a record that it cannot work with.
 */
export const importable = async (sent: Sent, namespace: string): Promise<Change[]> => {
  const { version, checksum, namespace: _from, ...tables } = sent
  if (!Number.isInteger(version) || (version as number) > VERSION) {
    throw new ControlError(
      409,
      `"version" must be ${VERSION} or an earlier one, received ${JSON.stringify(version) ?? 'none'}; what a later version of this program exports wants that version`,
    )
  }
  const listed = new Map(Object.entries(tables) as [string, Listed][])
  if ((await inTurns(checksumOf(listed))) !== checksum) {
    throw new ControlError(
      409,
      'the "checksum" is not that of the tables: only what GET /_sandbox/state exported is imported, unchanged; --seed-file takes what is written by hand',
    )
  }
  return inTurns(soundRecords(listed, namespace))
}

function* soundRecords(
  listed: ReadonlyMap<string, Listed>,
  namespace: string,
): Generator<undefined, Change[]> {
  const tables = emptyTables()
  const sound: Change[] = []
  for (const table of TABLES) {
    const { ids, records } = listed.get(table) ?? { ids: [], records: [] }
    for (const [place, id] of ids.entries()) {
      const change = soundChange(
        [table, id, records[place] as Records[TableName]],
        namespace,
        tables,
      )
      putRecord(tables, change)
      sound.push(change)
      yield
    }
  }
  return sound
}

const soundChange = (
  change: Change,
  namespace: string,
  tables: ReturnType<typeof emptyTables>,
): Change => {
  const looked = soundRecord(change, tables)
  if ('record' in looked) return [change[0], change[1], looked.record]
  throw new ControlError(400, `${placeOf(namespace, change)}${looked.flaw}; nothing was imported`)
}
