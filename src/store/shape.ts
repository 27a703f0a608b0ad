import { urlFlaw } from '../protocol/fields.ts'
import type { Instant } from '../protocol/time.ts'

/**
 * What is wrong with a value that was read back, or nothing: where in it, then words, as `.amt must be a number`. Costs
 * next to nothing where all is well.
 */
export type Shape = (value: unknown) => string | undefined

/** A shape for each field of a record, so that no field can be forgotten. */
export type Fields<T> = { readonly [K in keyof T]-?: Shape }

type Dict = Readonly<Record<string, unknown>>

const isDict = (value: unknown): value is Dict =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

export const must =
  (fits: (value: unknown) => boolean, what: string): Shape =>
  (value) =>
    fits(value) ? undefined : ` must be ${what}`

export const TEXT = must((value) => typeof value === 'string', 'a text')
export const FLAG = must((value) => typeof value === 'boolean', 'true or false')
export const NUMBER = must((value) => Number.isFinite(value), 'a number')
export const COUNT = must(
  (value) => Number.isSafeInteger(value) && (value as number) >= 0,
  'a whole number, 0 or more',
)

/** Beyond every clock that can be set, with room for what falls due later; Date can still write it. In milliseconds. */
const FURTHEST: Instant = 300_000_000_000_000

export const INSTANT = must(
  (value) => Number.isFinite(value) && Math.abs(value as number) <= FURTHEST,
  'a time in milliseconds since 1970, before the year 10000',
)

export const ADDRESS = must(
  (value) => typeof value === 'string' && urlFlaw(value) === undefined,
  'an http or https address',
)

export const oneOf = (...words: readonly unknown[]): Shape =>
  must((value) => words.includes(value), `one of ${words.join(', ')}`)

export const orNull =
  (shape: Shape): Shape =>
  (value) =>
    value === null ? undefined : shape(value)

export const ifAny =
  (shape: Shape): Shape =>
  (value) =>
    value === undefined ? undefined : shape(value)

export const listOf =
  (shape: Shape): Shape =>
  (value) => {
    if (!Array.isArray(value)) return ' must be a list'
    for (const [at, item] of value.entries()) {
      const flaw = shape(item)
      if (flaw) return `[${at}]${flaw}`
    }
    return undefined
  }

/** An object of any names whose values have one shape. */
export const dictOf =
  (shape: Shape): Shape =>
  (value) => {
    if (!isDict(value)) return ' must be an object'
    for (const name of Object.keys(value)) {
      const flaw = shape(value[name])
      if (flaw) return `.${name}${flaw}`
    }
    return undefined
  }

/** An object with these fields; further ones, of a later version say, do no harm. */
export const objectOf = <T>(fields: Fields<T>): Shape => {
  const shapes = Object.entries(fields) as [string, Shape][]
  return (value) => {
    if (!isDict(value)) return ' must be an object'
    for (const [name, shape] of shapes) {
      const flaw = shape(value[name])
      if (flaw) return `.${name}${flaw}`
    }
    return undefined
  }
}

/** One of several shapes, by a word in a field. */
export const byField = (field: string, shapes: Readonly<Record<string, Shape>>): Shape => {
  const word = oneOf(...Object.keys(shapes))
  return (value) => {
    if (!isDict(value)) return ' must be an object'
    const flaw = word(value[field])
    return flaw ? `.${field}${flaw}` : shapes[value[field] as string]?.(value)
  }
}

/** Both: the second one may rely on the first. */
export const both =
  (first: Shape, second: Shape): Shape =>
  (value) =>
    first(value) ?? second(value)

export const TEXT_OR_NULL = orNull(TEXT)
export const INSTANT_OR_NULL = orNull(INSTANT)

/** What is wrong with a record in words of its own, to be looked for behind its shape. */
export const unless =
  <T>(flawOf: (record: T) => string | undefined): Shape =>
  (record) => {
    const flaw = flawOf(record as T)
    return flaw === undefined ? undefined : `: ${flaw}`
  }
