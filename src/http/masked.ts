import type { OutgoingHttpHeaders } from 'node:http'
import type { Mask } from '../protocol/masking.ts'
import type { Exchange } from './journal.ts'

/** Headers whose values open something: the admin token of a browser that has also seen the console, say. */
const SECRET = new Set(['authorization', 'authorization-customer', 'proxy-authorization', 'cookie'])

/** What SNAP calls carry: it is good for a quarter of an hour, and needed to see why a signature is wrong. */
const ACCESS_TOKEN = /^Bearer eyJ0eXAiOiJKV1Qi/i

const maskedHeaders = (headers: object, mask: Mask): object =>
  Object.fromEntries(
    Object.entries(headers as OutgoingHttpHeaders).map(([name, value]) => {
      if (SECRET.has(name) && !ACCESS_TOKEN.test(String(value))) return [name, '****']
      return [name, typeof value === 'number' ? value : mask(String(value))]
    }),
  )

/** The body as it was read, or without keys where it has any. */
const maskedBody = (body: Buffer | string, mask: Mask): Buffer | string => {
  const text = body.toString()
  const shown = mask(text)
  return shown === text ? body : shown
}

/**
 * An exchange as somebody may see it: without keys and other secrets in headers and bodies. Masking waits for somebody
 * who looks, as most exchanges are never looked at.
 */
export const maskedExchange = (exchange: Exchange, mask: Mask): Exchange => {
  const { request, response } = exchange
  return {
    ...exchange,
    request: {
      headers: maskedHeaders(request.headers, mask),
      body: maskedBody(request.body, mask),
    },
    response: { headers: maskedHeaders(response.headers, mask), body: mask(response.body) },
  }
}
