import { isUtf8 } from 'node:buffer'
import { jsonFlaw } from '../protocol/json-flaw.ts'
import { NicepayError } from '../protocol/results.ts'
import { shown } from '../protocol/shown.ts'

/** A call as it came in. */
export interface ApiRequest {
  /** What stands behind the question mark of the address, as it was sent. */
  readonly query: string
  /** The Content-Type header, or "". */
  readonly contentType: string
  readonly body: Buffer
  /** What else came over the wire; calls of API V2 do not look at it. */
  readonly wire?: {
    readonly method: string
    /** Path and query, as they were sent. */
    readonly target: string
    readonly headers: Readonly<Record<string, string | string[] | undefined>>
  }
  /** The fields, where they were read before. */
  readonly fields?: Readonly<Record<string, unknown>>
}

/**
 * The fields of a call, from a JSON object or a form. Throws NicepayError 9001 for anything else.
 * Source: clients write `application/json` in any letter case and with a charset; one page posts forms to a JSON path.
 * Guess: 9001 ("Please check your HTTP Message") for a body that cannot be read; no capture shows one.
 */
export const inputOf = (request: ApiRequest): Readonly<Record<string, unknown>> => {
  if (request.fields) return request.fields
  const { body } = request
  const type = typeOf(request)
  const read = READERS.get(type)
  if (!read) throw unreadable(contentTypeFlaw(type))
  if (body.length === 0)
    throw unreadable('the body must be a JSON object or a form, received nothing')
  if (!isUtf8(body)) throw unreadable('the body must be UTF-8, received other bytes')
  return read(body.toString('utf8'))
}

const typeOf = ({ contentType }: ApiRequest): string =>
  contentType.split(';')[0]?.trim().toLowerCase() ?? ''

/**
 * The fields of a call that a browser makes: those of its query, and those of its body, form or JSON, where the query does
 * not have them. Throws NicepayError 9001 for a JSON body that cannot be read.
 * Source: recorded payments have everything in the query of a POST without a body (Agungthebesttop/nicepay_api).
 */
export const browserInputOf = (request: ApiRequest): Readonly<Record<string, unknown>> => {
  const read = READERS.get(typeOf(request))
  const body = read && request.body.length > 0 ? read(request.body.toString('utf8')) : {}
  return { ...body, ...formFields(request.query) }
}

const contentTypeFlaw = (type: string): string => {
  const received = type === '' ? 'none was sent' : `received ${shown(type)}`
  return `the content type must be application/json or application/x-www-form-urlencoded, ${received}`
}

const doubly = (value: unknown): string =>
  typeof value === 'string' && value.startsWith('{') ? ', JSON that was encoded twice' : ''

const unreadable = (reason: string): NicepayError => new NicepayError('BAD_HTTP_MESSAGE', reason)

const jsonObject = (text: string): Record<string, unknown> => {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw unreadable(`the body ${jsonFlaw(text) ?? 'is not JSON'}`)
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw unreadable(`the body must be a JSON object, received ${shown(text)}${doubly(value)}`)
  }
  return value as Record<string, unknown>
}

/** Parts between `&`, name and value parted by the first `=`; of several values the first one counts, as in a servlet. */
const formFields = (text: string): Record<string, unknown> =>
  Object.fromEntries([...new URLSearchParams(text)].reverse())

const READERS: ReadonlyMap<string, (text: string) => Record<string, unknown>> = new Map([
  ['application/json', jsonObject],
  ['application/x-www-form-urlencoded', formFields],
])
