import { textsOf } from '../../http/fields.ts'
import type { Fields } from '../merchant.ts'
import type { Message } from '../snap.ts'

/** What came back from a call of the shop's. */
export interface Answer {
  /** The HTTP status; null when nobody answered. */
  readonly status: number | null
  /** The body as it came, or why there is none. */
  readonly text: string
  /** The fields that are texts; of SNAP by the names that API V2 has for them. */
  readonly fields: Fields
  /** All of the body, where it is JSON. */
  readonly body: unknown
  /** What the sandbox says beside a refusal. */
  readonly reason: string | null
}

/** A caller's way to NICEPAY: posts JSON, never throws. */
export type Post = (path: string, request: Message, headers?: Fields) => Promise<Answer>

/** How long NICEPAY may take, in milliseconds. */
const TIME_OUT = 15_000

/** The way to the NICEPAY at an address. */
export const postTo =
  (baseUrl: string): Post =>
  async (path, request, sent = {}) => {
    try {
      const response = await fetch(`${baseUrl}${path}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...sent },
        body: JSON.stringify(request),
        signal: AbortSignal.timeout(TIME_OUT),
      })
      const { status, headers } = response
      const text = await response.text()
      const body = jsonOf(text)
      const reason = decoded(headers.get('x-sandbox-reason'))
      return { status, text, fields: textsOf(body), body, reason }
    } catch (error) {
      const reason = `${baseUrl}${path} cannot be reached: ${(error as Error).message}`
      return { status: null, text: '', fields: {}, body: null, reason }
    }
  }

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const decoded = (header: string | null): string | null => {
  try {
    return header && decodeURIComponent(header)
  } catch {
    return header
  }
}
