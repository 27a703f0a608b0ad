import { createHash } from 'node:crypto'
import { inSlices, inTurns } from '../../store/slices.ts'
import { TABLES, VERSION } from '../../store/state.ts'
import type { World } from '../../store/worlds.ts'
import { ControlError } from '../guards.ts'

/** A table of an export: its ids, and the record of each in the same place. */
export interface Listed {
  readonly ids: readonly string[]
  readonly records: readonly unknown[]
}

/** How deep a record may be nested; those of this program are by far not. */
const DEEPEST = 100

/** The same value with the names of its objects in order, so that it reads the same whoever wrote it down. */
const ordered = (value: unknown, depth = 0): unknown => {
  if (value === null || typeof value !== 'object') return value
  if (depth === DEEPEST) throw new ControlError(400, `a record is nested ${DEEPEST} deep or deeper`)
  if (Array.isArray(value)) return value.map((item) => ordered(item, depth + 1))
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => [name, ordered(inner, depth + 1)]),
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
      longer.push(yield* merged(runs[at] ?? [], runs[at + 1] ?? []))
    }
    runs = longer
  }
  return runs[0] ?? []
}

function* merged(a: readonly Pair[], b: readonly Pair[]): Generator<undefined, readonly Pair[]> {
  const both: Pair[] = []
  for (let i = 0, j = 0; i < a.length || j < b.length; ) {
    const [x, y] = [a[i], b[j]]
    const isX = y === undefined || (x !== undefined && x[0] < y[0])
    both.push((isX ? x : y) as Pair)
    if (isX) i++
    else j++
    if (both.length % RUN === 0) yield
  }
  return both
}

/** What an export is known by again: the SHA-256 of its tables with all names in order. Stops after each record. */
export function* checksumOf(tables: ReadonlyMap<string, Listed>): Generator<undefined, string> {
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
  yield `${piece},"checksum":"${await inTurns(checksumOf(tables), slices)}"}`
}
