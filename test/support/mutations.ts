import { createHash } from 'node:crypto'
import { below, oneOf, type Random } from './random.ts'

/** Anything that JSON can hold. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json }
export type JsonObject = { [name: string]: Json }

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The same value with the names of its objects in order. */
const ordered = (value: Json): Json => {
  if (Array.isArray(value)) return value.map(ordered)
  if (!isObject(value)) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([name, inner]) => [name, ordered(inner)]))
}

/** An export with the checksum that its tables have now, as somebody makes it who knows how. */
export const sealed = ({ version, checksum: _, namespace, ...tables }: JsonObject): JsonObject => {
  const text = JSON.stringify(ordered(tables))
  const checksum = createHash('sha256').update(text).digest('hex')
  return { version: version ?? null, checksum, namespace: namespace ?? null, ...tables }
}

/** What takes a value's place. */
const STRANGERS: readonly Json[] = [
  null,
  true,
  '',
  'x',
  'http://',
  '__proto__',
  'constructor',
  -1,
  0.5,
  9e15,
  1e300,
  [],
  [null],
  {},
  { constructor: null },
]

/** A place in a value, chosen at random: the object or list that holds it, and its name there. */
const placeIn = (
  value: JsonObject,
  random: Random,
  path: readonly string[] = [],
): { holder: JsonObject; name: string; path: readonly string[] } | undefined => {
  const names = Object.keys(value)
  if (names.length === 0) return undefined
  const name = oneOf(random, names)
  const inner = value[name]
  const here = { holder: value, name, path: [...path, name] }
  // Half of the changes go as deep as they can.
  const goesOn = (isObject(inner) || Array.isArray(inner)) && random() < 0.5
  return (goesOn && placeIn(inner as JsonObject, random, here.path)) || here
}

/** Changes one place of a record of an export; answers which, and how. */
export const mutated = (state: JsonObject, random: Random): { state: JsonObject; what: string } => {
  const copy = structuredClone(state)
  const filled = Object.keys(copy).filter((name) => {
    const table = copy[name]
    return isObject(table) && Object.keys(table).length > 0
  })
  const table = oneOf(random, filled)
  const records = copy[table] as JsonObject
  const id = oneOf(random, Object.keys(records))
  const record = records[id]
  const inRecord = isObject(record) && random() < 0.85
  const place = (inRecord && placeIn(record, random)) || { holder: records, name: id, path: [] }
  const what = [table, id, ...place.path].join('.')
  if (below(random, 6) === 0) {
    delete place.holder[place.name]
    return { state: sealed(copy), what: `${what} removed` }
  }
  const stranger = oneOf(random, STRANGERS)
  place.holder[place.name] = stranger
  return { state: sealed(copy), what: `${what} = ${JSON.stringify(stranger)}` }
}
