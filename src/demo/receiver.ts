import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
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

/** Starts a receiver on any free port of this machine; it answers 200 unless `answer` does something else. */
export const startReceiver = async (
  answer: (res: http.ServerResponse, call: Received) => void = (res) => void res.end('OK'),
): Promise<Receiver> => {
  const received: Received[] = []
  const arrived = new EventTarget()
  const server = http.createServer((req, res) => {
    const chunks: Buffer[] = []
    req.on('data', (chunk: Buffer) => chunks.push(chunk))
    req.on('end', () => {
      const call = receivedOf(req, Buffer.concat(chunks).toString())
      received.push(call)
      answer(res, call)
      arrived.dispatchEvent(new Event('call'))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo

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

  return {
    url: `http://127.0.0.1:${port}`,
    received,
    waitFor,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const receivedOf = (req: http.IncomingMessage, text: string): Received => {
  const url = new URL(req.url ?? '/', 'http://receiver')
  const { method = '', headers } = req
  const isJson = headers['content-type']?.startsWith('application/json')
  const query = new URLSearchParams(text || url.search)
  const fields = isJson ? JSON.parse(text) : Object.fromEntries(query)
  return { method, path: url.pathname, headers, text, fields }
}
