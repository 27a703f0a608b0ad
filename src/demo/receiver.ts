import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { loopback } from '../config/loopback.ts'
import { UnusablePort } from '../http/servers.ts'
import type { Fields } from './merchant.ts'

/** A call that came in. */
export interface Received {
  readonly method: string
  readonly path: string
  readonly headers: http.IncomingHttpHeaders
  /** The body as it came. */
  readonly text: string
  /** The fields of the body (JSON or form), or of the query. */
  readonly fields: Fields
}

/** A merchant's web server that remembers what it got. */
export interface Receiver {
  readonly url: string
  readonly received: readonly Received[]
  /**
   * A call whose path begins with this one, one that came already or the next; the first one unless `number` counts
   * further, from 0. Throws after `timeoutMs`.
   */
  waitFor(path: string, timeoutMs: number, number?: number): Promise<Received>
  stop(): Promise<void>
}

/** Where a server listens, and what it does with each call. */
export interface ListenerOptions {
  readonly port: number
  readonly host: string
  readonly take: (call: Received, res: http.ServerResponse) => void
}

/** A server that listens. */
export interface Listener {
  readonly url: string
  stop(): Promise<void>
}

/** Nothing that NICEPAY sends is longer, in bytes. */
const LONGEST = 1024 * 1024

/** Starts a server that reads each call whole. Throws UnusablePort. */
export const startListener = async ({ port, host, take }: ListenerOptions): Promise<Listener> => {
  const server = http.createServer(async (req, res) => {
    const text = await textOf(req).catch(() => undefined)
    if (text === undefined) return void res.writeHead(413, { Connection: 'close' }).end()
    take(receivedOf(req, text), res)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(new UnusablePort('--port', error)))
    server.listen(port, host, resolve)
  })
  const { port: taken } = server.address() as AddressInfo
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** The body of a call. Throws when it is too long or breaks off. */
const textOf = async (req: http.IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of req) {
    size += (chunk as Buffer).length
    if (size > LONGEST) throw new Error('the body is too long')
    chunks.push(chunk as Buffer)
  }
  return Buffer.concat(chunks).toString()
}

/** Starts a receiver on any free port of this machine; it answers 200 unless `answer` does something else. */
export const startReceiver = async (
  answer: (res: http.ServerResponse, call: Received) => void = (res) => void res.end('OK'),
): Promise<Receiver> => {
  const received: Received[] = []
  const arrived = new EventTarget()
  const take = (call: Received, res: http.ServerResponse): void => {
    received.push(call)
    answer(res, call)
    arrived.dispatchEvent(new Event('call'))
  }
  const { url, stop } = await startListener({ port: 0, host: loopback(), take })

  const waitFor = async (path: string, timeoutMs: number, number = 0): Promise<Received> => {
    const late = pause(timeoutMs, 'late' as const, { ref: false })
    for (;;) {
      const call = received.filter((one) => one.path.startsWith(path))[number]
      if (call) return call
      const next = new Promise<'next'>((go) =>
        arrived.addEventListener('call', () => go('next'), { once: true }),
      )
      if ((await Promise.race([next, late])) === 'late') {
        throw new Error(`nothing arrived at ${path} within ${timeoutMs} ms`)
      }
    }
  }

  return { url, received, waitFor, stop }
}

const receivedOf = (req: http.IncomingMessage, text: string): Received => {
  const { method = '', headers, url = '/' } = req
  const [path = '', query = ''] = url.split('?', 2)
  const isJson = /^application\/json\b/i.test(headers['content-type'] ?? '')
  const fields =
    isJson && text ? fieldsOf(text) : Object.fromEntries(new URLSearchParams(text || query))
  return { method, path, headers, text, fields }
}

/** The fields of a JSON object; anybody may send anything else, which has none. */
const fieldsOf = (text: string): Fields => {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Fields) : {}
  } catch {
    return {}
  }
}
