import { createHash } from 'node:crypto'
import { TABLES, VERSION } from '../../store/state.ts'
import type { World } from '../../store/worlds.ts'
import { inSlices } from '../slices.ts'

/** The tables of an export, each with its records by id. */
export type Stored = Readonly<Record<string, Readonly<Record<string, unknown>>>>

/** A table: its ids, and the record of each in the same place. */
interface Listed {
  readonly ids: readonly string[]
  readonly records: readonly unknown[]
}

/** The same value with the names of its objects in order, so that it reads the same whoever wrote it down. */
const ordered = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(ordered)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => [name, ordered(inner)]),
  )
}

/** How many ids are put in order at once: well under a millisecond's work. */
const RUN = 1000

type Pair = readonly [id: string, record: unknown]

/** Puts records in the order of their ids, with a stop between any two pieces of the work. */
function* sorted({ ids, records }: Listed): Generator<undefined, readonly Pair[]> {
  let runs: (readonly Pair[])[] = []
  for (let at = 0; at < ids.length; at += RUN) {
    const run = ids.slice(at, at + RUN).map((id, place): Pair => [id, records[at + place]])
    runs.push(run.sort(([a], [b]) => (a < b ? -1 : 1)))
    yield
  }
  while (runs.length > 1) {
    const longer: (readonly Pair[])[] = []
    for (let at = 0; at < runs.length; at += 2) {
      longer.push(merged(runs[at] ?? [], runs[at + 1] ?? []))
      yield
    }
    runs = longer
  }
  return runs[0] ?? []
}

const merged = (a: readonly Pair[], b: readonly Pair[]): readonly Pair[] => {
  const both: Pair[] = []
  for (let i = 0, j = 0; i < a.length || j < b.length; ) {
    const [x, y] = [a[i], b[j]]
    const isX = y === undefined || (x !== undefined && x[0] < y[0])
    both.push((isX ? x : y) as Pair)
    if (isX) i++
    else j++
  }
  return both
}

/** Makes the checksum of tables, with a stop after each record: one who has to hurry for others may wait there. */
function* summing(tables: ReadonlyMap<string, Listed>): Generator<undefined, string> {
  const hash = createHash('sha256')
  let before = '{'
  for (const name of [...tables.keys()].sort()) {
    hash.update(`${before}${JSON.stringify(name)}:{`)
    let comma = ''
    for (const [id, record] of yield* sorted(tables.get(name) as Listed)) {
      hash.update(`${comma}${JSON.stringify(id)}:${JSON.stringify(ordered(record))}`)
      comma = ','
      yield
    }
    hash.update('}')
    before = ','
  }
  return hash.update(before === '{' ? '{}' : '}').digest('hex')
}

/** What an export is known by again: the SHA-256 of its tables with all names in order. */
export const checksumOf = (stored: Stored): string => {
  const tables = Object.entries(stored).map(([name, records]): [string, Listed] => [
    name,
    { ids: Object.keys(records), records: Object.values(records) },
  ])
  const work = summing(new Map(tables))
  for (;;) {
    const { done, value } = work.next()
    if (done) return value
  }
}

/** How many letters leave together. */
const CHUNK = 64 * 1024

/**
 * The export of a namespace as it is at the call, piece by piece: a JSON object of version, namespace, the tables and
 * their checksum. Records are values that never change, so holding on to them is all that it takes to go on with others
 * meanwhile.
 */
export const exportOf = (namespace: string, { tables }: World): AsyncGenerator<string> =>
  pieces(
    namespace,
    new Map(
      TABLES.map((table): [string, Listed] => [
        table,
        { ids: [...tables[table].keys()], records: [...tables[table].values()] },
      ]),
    ),
  )

async function* pieces(
  namespace: string,
  tables: ReadonlyMap<string, Listed>,
): AsyncGenerator<string> {
  const slices = inSlices()
  let piece = `{"version":${VERSION},"namespace":${JSON.stringify(namespace)}`
  for (const [table, { ids, records }] of tables) {
    piece += `,${JSON.stringify(table)}:{`
    for (const [place, id] of ids.entries()) {
      piece += `${place === 0 ? '' : ','}${JSON.stringify(id)}:${JSON.stringify(records[place])}`
      if (piece.length > CHUNK) {
        yield piece
        piece = ''
      }
      if (slices.isOver()) await slices.next()
    }
    piece += '}'
  }
  const work = summing(tables)
  for (;;) {
    const { done, value } = work.next()
    if (done) return yield `${piece},"checksum":"${value}"}`
    if (slices.isOver()) await slices.next()
  }
}
