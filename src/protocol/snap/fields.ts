import { shown } from '../shown.ts'
import { SnapError } from './results.ts'

/** One row of a SNAP request table. */
export type SnapRow =
  | {
      readonly kind: 'text'
      readonly size: number
      readonly required: boolean
      readonly flaw?: Flaw
    }
  | { readonly kind: 'object'; readonly rows: SnapRows; readonly required: boolean }
  | { readonly kind: 'list'; readonly rows: SnapRows; readonly required: false }

export type SnapRows = Readonly<Record<string, SnapRow>>

type Flaw = (value: string) => string | undefined

/** A text of at most so many characters that must be there. */
export const M = (size: number, flaw?: Flaw): SnapRow => ({
  kind: 'text',
  size,
  required: true,
  ...(flaw && { flaw }),
})

/** A text that may be missing. */
export const O = (size: number, flaw?: Flaw): SnapRow =>
  ({ ...M(size, flaw), required: false }) as SnapRow

/** An object with rows of its own. */
export const object = (rows: SnapRows): SnapRow => ({ kind: 'object', rows, required: true })

export const objectIfAny = (rows: SnapRows): SnapRow => ({ kind: 'object', rows, required: false })

/** A list of objects, which may be missing. */
export const listIfAny = (rows: SnapRows): SnapRow => ({ kind: 'list', rows, required: false })

/** What is wrong with an amount, in words, or nothing. */
export const amountFlaw = (value: string): string | undefined =>
  /^[1-9]\d{0,11}(\.00)?$/.test(value)
    ? undefined
    : 'must be whole rupiah, more than 0, like 10000.00'

/** What is wrong with a currency, in words, or nothing. */
export const currencyFlaw = (value: string): string | undefined =>
  value === 'IDR' ? undefined : 'must be IDR'

/**
 * An amount of money. Source: docs.nicepay.co.id: value with two decimals, currency IDR. Guess: cents, which API V2 has no way to
 * write, are refused.
 */
export const AMOUNT: SnapRows = { value: M(16, amountFlaw), currency: M(3, currencyFlaw) }

/** Rupiah of a value such as "10000.00". */
export const rupiahOf = (value: string): number => Number(value)

/** A value of rupiah, as SNAP writes it. */
export const snapValue = (rupiah: number): string => `${rupiah}.00`

/** A message that was read: texts, objects and lists of objects; what is absent is not there. */
export interface SnapMessage {
  readonly [name: string]: string | SnapMessage | readonly SnapMessage[] | undefined
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

// Source: NICEPAY's SDKs send "" and null for what they leave out, [] and "" where an object belongs (PHP, Python).
const isAbsent = (value: unknown): boolean =>
  value == null || value === '' || (Array.isArray(value) && value.length === 0)

const own = (input: Readonly<Record<string, unknown>>, name: string): unknown =>
  Object.hasOwn(input, name) ? input[name] : undefined

const missing = (path: string): SnapError =>
  new SnapError('MISSING_FIELD', `{${path}}`, `${path} is missing`)

/** A value as JSON writes it; one that is nested too deeply for that is only named. */
const written = (value: unknown): string => {
  try {
    return JSON.stringify(value) ?? ''
  } catch {
    return 'a value within too many others'
  }
}

const invalid = (path: string, rule: string, value: unknown): SnapError => {
  const received = shown(typeof value === 'string' ? value : written(value))
  return new SnapError('INVALID_FIELD', `{${path}}`, `${path} ${rule}, received ${received}`)
}

const textOf = (row: Extract<SnapRow, { kind: 'text' }>, path: string, value: unknown): string => {
  // Digits that a number in JSON has lost, or an exponent, are not what the merchant has written.
  const isExact = Number.isSafeInteger(value) || (typeof value === 'number' && value % 1 !== 0)
  const text = isExact && !/e/.test(`${value}`) ? String(value) : value
  if (typeof text !== 'string') throw invalid(path, 'must be a text', value)
  if ([...text].length > row.size) {
    throw invalid(path, `must have at most ${row.size} characters`, text)
  }
  if (/[\p{Cc}\p{Cs}]/u.test(text)) throw invalid(path, 'must not hold control characters', text)
  const flaw = row.flaw?.(text)
  if (flaw) throw invalid(path, flaw, text)
  return text
}

/** Reads a message by its table; fields that the table has not are ignored. Throws SnapError. */
export const readSnap = (
  rows: SnapRows,
  input: Readonly<Record<string, unknown>>,
  within = '',
): SnapMessage =>
  Object.fromEntries(
    Object.entries(rows).flatMap(([name, row]): [string, SnapMessage[string]][] => {
      const path = within === '' ? name : `${within}.${name}`
      const value = own(input, name)
      if (isAbsent(value)) {
        if (row.required) throw missing(path)
        return []
      }
      if (row.kind === 'text') return [[name, textOf(row, path, value)]]
      if (row.kind === 'object') {
        if (!isObject(value)) throw invalid(path, 'must be an object', value)
        return [[name, readSnap(row.rows, value, path)]]
      }
      if (!Array.isArray(value) || !value.every(isObject)) {
        throw invalid(path, 'must be a list of objects', value)
      }
      return [[name, value.map((one, at) => readSnap(row.rows, one, `${path}[${at}]`))]]
    }),
  )
