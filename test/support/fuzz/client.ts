import http from 'node:http'
import type { Sent } from './sent.ts'

/** What came back. */
export interface Answer {
  readonly status: number
  readonly headers: http.IncomingHttpHeaders
  readonly text: string
}

/** Sends calls to one server; throws when an answer does not arrive. */
export interface Client {
  send(sent: Sent): Promise<Answer>
  close(): void
}

/** How long a connection may be silent, in milliseconds. */
const PATIENCE = 10_000

/** A client that keeps its connections. */
export const openClient = (port: number): Client => {
  const agent = new http.Agent({ keepAlive: true })
  return {
    send: ({ method, target, headers, body }) =>
      new Promise((resolve, reject) => {
        const options = { port, host: '127.0.0.1', method, path: target, agent, timeout: PATIENCE }
        const length = body.length > 0 ? { 'Content-Length': body.length } : {}
        const call = http.request({ ...options, headers: { ...headers, ...length } })
        call.on('response', (response) => {
          answerOf(response).then(resolve, reject)
        })
        call.on('error', reject)
        call.on('timeout', () => call.destroy(new Error(`silent for ${PATIENCE} ms`)))
        call.end(body)
      }),
    close: () => agent.destroy(),
  }
}

const answerOf = (response: http.IncomingMessage): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    const finish = () => {
      const { statusCode: status = 0, headers } = response
      resolve({ status, headers, text: Buffer.concat(chunks).toString() })
    }
    response.on('error', reject)
    response.on('end', finish)
    response.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      // A stream of events has no end; its beginning is answer enough.
      if (!response.headers['content-type']?.startsWith('text/event-stream')) return
      finish()
      response.destroy()
    })
  })
