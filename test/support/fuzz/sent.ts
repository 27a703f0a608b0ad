import fc from 'fast-check'
import { anyText } from './values.ts'

/** A call as it goes over the wire. */
export interface Sent {
  /** Which sort of input it is. */
  readonly kind: string
  readonly method: string
  /** Path and query. */
  readonly target: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
  /** What was changed in a body that is too long to be shown. */
  readonly what?: string
}

/** Fields in their order; a name can stand there twice. */
export type Entries = readonly (readonly [name: string, value: unknown])[]

export const JSON_TYPE = 'application/json'
export const FORM_TYPE = 'application/x-www-form-urlencoded'

/** JSON of entries, where a name can stand twice. */
export const jsonOf = (entries: Entries): string =>
  `{${entries.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value) ?? 'null'}`).join()}}`

/** A value as a form holds it. */
export const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? '')

/** A form of entries. */
export const formOf = (entries: Entries): string =>
  new URLSearchParams(entries.map(([name, value]) => [name, textOf(value)])).toString()

// Node answers a head of more than 16 KB itself and closes; that is not ours to test.
const TARGET_MAX = 8000

/** A text as an address can hold it; what is escaped stays as it is, broken or not. */
export const inTarget = (text: string): string =>
  Buffer.from(text.slice(0, TARGET_MAX))
    .toString()
    .replace(/[^\x21-\x7e]+/gu, encodeURIComponent)
    .slice(0, TARGET_MAX)

/** A path with a query; nothing stands behind the path when there are no entries. */
export const withEntries = (path: string, entries: Entries): string =>
  inTarget(entries.length === 0 ? path : `${path}?${formOf(entries)}`)

/** Most often the first, now and then the other. */
export const mostly = <T>(usual: fc.Arbitrary<T>, odd: fc.Arbitrary<T>, weight = 9) =>
  fc.oneof({ weight, arbitrary: usual }, { weight: 1, arbitrary: odd })

/** A text that is most often one of these. */
export const mostlyOf = (texts: readonly string[], weight = 9): fc.Arbitrary<string> =>
  texts.length === 0 ? anyText : mostly(fc.constantFrom(...texts), anyText, weight)

/** Content types that clients send, and that nobody should. */
export const oddType: fc.Arbitrary<string> = fc.constantFrom(
  'Application/JSON; charset=utf-8',
  'application/json;charset=utf-16',
  'application/json; charset="',
  'application/json, text/plain',
  `${FORM_TYPE}; charset=latin1`,
  `${FORM_TYPE};charset=iso-8859-1`,
  'multipart/form-data; boundary=x',
  'text/plain',
  'text/html',
  '__proto__',
  'constructor',
  '/',
  ';',
  ' ',
  '',
  'x'.repeat(2000),
)
