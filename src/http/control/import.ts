import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
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

/** The longest export that is read, in bytes of its JSON: some 400,000 orders. */
const LONGEST = 1024 ** 3

/** How many bytes are parsed at once: a millisecond's work. */
const PIECE = 32 * 1024

/** How the text of a JSON object begins, after the mark that some editors put before it. */
const BEGINNING = /^(\xef\xbb\xbf)?\s*\{/

/** What was sent as an export: its fields, the records of each table listed. */
export type Sent = Readonly<Record<string, unknown>>

/** Parses a JSON object in pieces. A record is taken out of its table as soon as it is whole. */
const exportParser = () => {
  const parser = new JSONParser({ paths: ['$.*', '$.*.*'], keepStack: false })
  const sent: Record<string, unknown> = {}
  let listed: { ids: string[]; records: unknown[] } = { ids: [], records: [] }
  parser.onValue = ({ value, key, parent, stack }) => {
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
  return { parser, sent }
}

const INFLATED: Readonly<Record<string, () => NodeJS.ReadWriteStream & Readable>> = {
  gzip: createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
}

/** The letters of a body as they come. */
const bytesOf = (req: IncomingMessage): Readable => {
  const encoding = req.headers['content-encoding'] ?? 'identity'
  if (encoding === 'identity') return req
  const inflated = INFLATED[encoding]?.()
  if (!inflated) throw new ControlError(415, `unsupported content encoding "${encoding}"`)
  req.on('error', (error) => inflated.destroy(error))
  return req.pipe(inflated)
}

/**
 * Reads an export while it comes in, in slices. All of a body that cannot be used is read too, so that who sends it gets
 * its answer. Throws ControlError.
 */
export const readExport = async (req: IncomingMessage): Promise<Sent> => {
  const { parser, sent } = exportParser()
  const slices = inSlices({ steps: 1 })
  let flaw: unknown
  let length = 0
  try {
    for await (const chunk of bytesOf(req) as AsyncIterable<Buffer>) {
      length += chunk.length
      if (length === chunk.length && !BEGINNING.test(chunk.toString('latin1', 0, 1000))) {
        flaw = new ControlError(400, 'the body must be a JSON object')
      }
      if (length > LONGEST) throw new ControlError(413, `an export has ${LONGEST} bytes at most`)
      for (let at = 0; at < chunk.length && flaw === undefined; at += PIECE) {
        try {
          parser.write(chunk.subarray(at, at + PIECE))
        } catch (error) {
          flaw = error
        }
        if (slices.isOver()) await slices.next()
      }
    }
  } catch (error) {
    flaw ??= error
  }
  if (length === 0 && flaw === undefined) return sent
  if (flaw instanceof ControlError) throw flaw
  if (flaw !== undefined) throw new ControlError(400, `the body is not JSON: ${messageOf(flaw)}`)
  if (!parser.isEnded) throw new ControlError(400, 'the body ends before its JSON does')
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
