import { shapeOf } from './diagnosis/shapes.ts'
import { missingReason } from './missing.ts'
import { MALFORMED, MISSING, OTHERWISE, TOO_LONG } from './refusals.ts'
import { NicepayError, type ResultName } from './results.ts'
import { shown } from './shown.ts'

/** NICEPAY's type letters: N numeric, A alphabetic, AN alphanumeric, ANS with symbols; L is ours, for a list in a reply. */
export type FieldType = 'N' | 'A' | 'AN' | 'ANS' | 'L'

/** One row of a request or reply table: type letter, size in characters (a maximum), whether it must be there. */
export interface Field<Required extends boolean = boolean> {
  readonly type: FieldType
  readonly size: number
  readonly required: Required
  /** Says in words what is wrong with a value, or nothing. */
  readonly flaw?: (value: string) => string | undefined
  /** What a value that is too long looks like, in a sentence, or nothing. */
  readonly hint?: (value: string) => string | undefined
  /** Other spellings under which clients send the field. */
  readonly aliases?: readonly string[]
  /** The rows of each entry of a list. */
  readonly entries?: Fields
  /** The codes of this row's own; else those of protocol/refusals.ts hold. */
  readonly refusal?: { readonly wrong: ResultName; readonly missing: ResultName }
}

export type Fields = Readonly<Record<string, Field>>

const row =
  (type: FieldType) =>
  (size: number): Field<true> => ({ type, size, required: true })

export const N = row('N')
export const A = row('A')
export const AN = row('AN')
export const ANS = row('ANS')

/** The row of a merchantToken. */
export const TOKEN: Field<true> = { ...AN(255), hint: (value) => shapeOf(value) }

/** A list in a reply, whose entries have rows of their own. */
export const listOf = (entries: Fields): Field<true> => ({
  type: 'L',
  size: 0,
  required: true,
  entries,
})

/** The same row, not required. */
export const optional = (field: Field): Field<false> => ({ ...field, required: false })

/** The same row for an http or https address. Differs: other schemes are refused, whatever NICEPAY does. */
export const url = <R extends boolean>(field: Field<R>): Field<R> => ({
  ...field,
  flaw: (value) => urlFlaw(value),
})

/**
 * The same row for a telephone number. Differs: N rows hold digits, yet documented values are +62-82112345678 and the
 * like, so the signs that telephone numbers have are let through.
 */
export const telephone = <R extends boolean>(field: Field<R>): Field<R> => ({
  ...field,
  flaw: (value) => (/^\+?[0-9][0-9 -]*$/.test(value) ? undefined : 'must be a telephone number'),
})

/** The same row with a further spelling of its name. */
export const alias = <R extends boolean>(field: Field<R>, ...aliases: string[]): Field<R> => ({
  ...field,
  aliases,
})

/** The same row with codes of its own: for a value that is wrong, and for none. */
export const answering = <R extends boolean>(
  field: Field<R>,
  wrong: ResultName,
  missing = wrong,
): Field<R> => ({ ...field, refusal: { wrong, missing } })

/** A message whose required rows were found present: those as text, the others perhaps absent. */
export type Message<F extends Fields> = {
  readonly [K in keyof F]: F[K] extends Field<true> ? string : string | undefined
}

/** What `readable` returns: nothing is known yet of what is missing. */
export type Partially<F extends Fields> = { readonly [K in keyof F]: string | undefined }

/**
 * Checks what is there (kind, size, type) and leaves out what is absent; unknown fields are ignored.
 * `null` and `""` count as absent. Throws NicepayError.
 * Source: NICEPAY's own samples send `""` for every optional field and whole objects of foreign ones.
 */
export const readable = <F extends Fields>(
  fields: F,
  input: Readonly<Record<string, unknown>>,
): Partially<F> => {
  const message: Record<string, string> = {}
  for (const name in fields) {
    const field = fields[name] as Field
    const text = textOf(name, field, received(name, field, input))
    if (text !== undefined) message[name] = checked(name, field, text)
  }
  return message as Partially<F>
}

/** Throws the NicepayError of the first named field that is required and absent; the input helps to say why. */
export const requirePresent = <F extends Fields>(
  fields: F,
  message: Partially<F>,
  names: readonly (keyof F & string)[],
  input: Readonly<Record<string, unknown>>,
): void => {
  for (const name of names) {
    if (fields[name]?.required && message[name] === undefined) {
      throw new NicepayError(missingResult(fields, name), missingReason(name, fields, input))
    }
  }
}

/** What a required row that is absent is answered with. */
export const missingResult = (fields: Fields, name: string): ResultName =>
  fields[name]?.refusal?.missing ?? MISSING[name] ?? OTHERWISE

const own = (input: Readonly<Record<string, unknown>>, name: string): unknown =>
  Object.hasOwn(input, name) ? input[name] : undefined

const absent = (value: unknown): boolean => value == null || value === ''

const received = (
  name: string,
  field: Field,
  input: Readonly<Record<string, unknown>>,
): unknown => {
  const value = own(input, name)
  if (!absent(value) || !field.aliases) return value
  return field.aliases.map((spelling) => own(input, spelling)).find((v) => !absent(v))
}

// Source: merchants send amounts and codes as JSON numbers too; the text of the number is what they hash.
const textOf = (name: string, field: Field, value: unknown): string | undefined => {
  if (absent(value)) return undefined
  if (typeof value === 'string') return value
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  throw malformed(name, field, `${name} must be a text or a number, received ${kindOf(value)}`)
}

const kindOf = (value: unknown): string => {
  if (typeof value === 'object') return Array.isArray(value) ? 'a list' : 'an object'
  return String(value)
}

const UNPRINTABLE = /[\p{Cc}\p{Cs}]/u
const DIGITS = /^[0-9]+$/

const checked = (name: string, field: Field, value: string): string => {
  // A text is never shorter in UTF-16 units than in characters, so the exact count is rarely needed.
  if (value.length > field.size && [...value].length > field.size) {
    const result = field.refusal?.wrong ?? TOO_LONG[name] ?? OTHERWISE
    const hint = field.hint?.(value)
    throw new NicepayError(
      result,
      `${name} must have at most ${field.size} characters, received ${[...value].length}: ${shown(value)}` +
        (hint === undefined ? '' : `. ${hint}`),
    )
  }
  // Guess: A and AN are not enforced letter by letter: NICEPAY's own samples put blanks, dots and @ into such fields.
  if (UNPRINTABLE.test(value)) {
    const rule = `${name} must not hold control characters`
    throw malformed(name, field, `${rule}, received ${shown(value)}`)
  }
  if (field.type === 'N' && !field.flaw && !DIGITS.test(value)) {
    throw malformed(name, field, `${name} must be digits only, received ${shown(value)}`)
  }
  const flaw = field.flaw?.(value)
  if (flaw) throw malformed(name, field, `${name} ${flaw}, received ${shown(value)}`)
  return value
}

const malformed = (name: string, { refusal }: Field, reason: string): NicepayError =>
  new NicepayError(refusal?.wrong ?? MALFORMED[name] ?? OTHERWISE, reason)

/** What is wrong with an address that a browser or a notification is to go to, in words, or nothing. */
export const urlFlaw = (value: string): string | undefined => {
  if (!URL.canParse(value)) return 'must be an absolute URL'
  const { protocol, username, password } = new URL(value)
  if (protocol !== 'http:' && protocol !== 'https:') return 'must be an http or https URL'
  if (username || password) return 'must not carry a user name or password'
  return undefined
}
