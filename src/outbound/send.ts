import http from 'node:http'
import https from 'node:https'
import { clearTimeout, setTimeout } from 'node:timers'
import type { Attempt, Delivery } from '../domain/delivery.ts'
import { safeLookup, targetFlaw } from './targets.ts'

/** How one attempt went; when it began is the caller's to add. */
export interface Sent extends Omit<Attempt, 'at'> {
  /** How long the receiver asked to be left alone, in milliseconds. */
  readonly retryAfterMs: number | null
}

/** A delivery as it leaves, with further headers: `Name: value`. */
export type Outgoing = Delivery & { readonly headers?: readonly string[] }

/** Makes one attempt. Never throws; a signal that aborts it ends in the error "stopped". */
export type Send = (delivery: Outgoing, signal: AbortSignal) => Promise<Sent>

/** As much of an answer as is read, in bytes, and as much as is kept, in characters. */
const READ_LIMIT = 64 * 1024
const KEEP_LIMIT = 2000

const AGENTS = {
  'http:': { request: http.request, agent: new http.Agent({ keepAlive: true }) },
  'https:': { request: https.request, agent: new https.Agent({ keepAlive: true }) },
}

/**
 * Posts a delivery the way NICEPAY's server does. Redirects are not followed.
 * Source: User-Agent of NICEPAY's notifications: docs.nicepay.co.id, pages "Notification API".
 */
export const send: Send = async (delivery, signal) => {
  const began = performance.now()
  const requestHeaders = headersOf(delivery)
  const record = (how: Pick<Sent, 'httpStatus' | 'answer' | 'error' | 'retryAfterMs'>): Sent => ({
    requestHeaders,
    latencyMs: Math.round(performance.now() - began),
    ...how,
  })
  // A controller of this attempt's own: AbortSignal.any() would hold on to it for as long as the program runs.
  const attempt = new AbortController()
  let late = false
  const timer = setTimeout(() => {
    late = true
    attempt.abort()
  }, delivery.timeoutMs)
  const stop = (): void => attempt.abort()
  signal.addEventListener('abort', stop, { once: true })
  if (signal.aborted) stop()
  try {
    return record({ error: null, ...(await posted(delivery, requestHeaders, attempt.signal)) })
  } catch (cause) {
    const error = signal.aborted ? 'stopped' : late ? timedOut(delivery) : wordsOf(cause)
    return record({ httpStatus: null, answer: '', retryAfterMs: null, error })
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', stop)
  }
}

const headersOf = ({ url, contentType, body, headers = [] }: Outgoing): string[] => [
  `Content-Type: ${contentType}`,
  'User-Agent: Jakarta Commons-HttpClient/3.1',
  `Host: ${new URL(url).host}`,
  `Content-Length: ${Buffer.byteLength(body)}`,
  'Connection: keep-alive',
  ...headers,
]

type Answer = Pick<Sent, 'httpStatus' | 'answer' | 'retryAfterMs'>

const posted = async (
  delivery: Delivery,
  headerLines: readonly string[],
  signal: AbortSignal,
): Promise<Answer> => {
  const url = new URL(delivery.url)
  const flaw = targetFlaw(url.hostname)
  if (flaw) throw flaw
  const { request, agent } = AGENTS[url.protocol as keyof typeof AGENTS]
  const headers = headerLines.flatMap((line) => line.split(/: (.*)/, 2))

  const once = (): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const options = { method: 'POST', headers, agent, signal, lookup: safeLookup }
      const call = request(url, options, (response) => read(response).then(resolve, reject))
      call.on('error', (error: NodeJS.ErrnoException) => {
        // A kept connection that the receiver closed meanwhile says nothing about the receiver: Node's documented case.
        if (call.reusedSocket && error.code === 'ECONNRESET') once().then(resolve, reject)
        else reject(error)
      })
      call.on('upgrade', (response, socket) => {
        socket.destroy()
        resolve({ httpStatus: response.statusCode ?? null, answer: '', retryAfterMs: null })
      })
      signal.addEventListener('abort', () => reject(signal.reason), { once: true })
      call.end(delivery.body)
    })
  return once()
}

const read = async (response: http.IncomingMessage): Promise<Answer> => {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response) {
    chunks.push(chunk)
    size += chunk.length
    if (size >= READ_LIMIT) break
  }
  const answer = Buffer.concat(chunks).toString('utf8').slice(0, KEEP_LIMIT)
  return {
    httpStatus: response.statusCode ?? null,
    answer,
    retryAfterMs: secondsOf(response.headers['retry-after']),
  }
}

const secondsOf = (header: string | undefined): number | null =>
  header && /^\d{1,7}$/.test(header) ? Number(header) * 1000 : null

const timedOut = ({ timeoutMs }: Delivery): string => `no complete answer within ${timeoutMs} ms`

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens there (connection refused)',
  ECONNRESET: 'the receiver broke the connection off',
  ENOTFOUND: 'the host name is unknown',
  EAI_AGAIN: 'the host name could not be looked up',
  EPROTO: 'the receiver does not speak TLS there',
}

const wordsOf = (cause: unknown): string => {
  const { code = '', message } = cause as NodeJS.ErrnoException
  return WORDS[code] ?? (message || code || 'the attempt failed')
}
