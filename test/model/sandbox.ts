import { createHash } from 'node:crypto'
import http from 'node:http'
import { join } from 'node:path'
import { type Received, startReceiver } from '../../src/demo/receiver.ts'
import type { Ids } from '../../src/protocol/ids.ts'
import { startSandbox } from '../../src/server.ts'
import { countedIds, T0, testEnv } from '../support/clock.ts'
import { type Fields, KEY } from '../support/fixtures.ts'

/** What a call answered. */
export interface Answer {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: an answer's JSON, which each command knows the shape of
  readonly body: any
}

/** The sandbox as the commands drive it: on a file, over HTTP, with a merchant's server beside it. */
export interface Driven {
  /** Forgets everything, for a new sequence. */
  begin(): Promise<void>
  call(method: string, path: string, body?: Fields | string, headers?: Headers): Promise<Answer>
  /** Stops it and starts it again on the same file. */
  restart(): Promise<void>
  /** Where notifications of this sequence go. */
  dbProcessUrl(): string
  /** The notifications of this sequence so far. */
  readonly notified: readonly Received['fields'][]
  /** What was done in this sequence, in words. */
  readonly steps: string[]
  stop(): Promise<void>
}

/** The SHA-256 of values and the merchant's key. */
export const tokenOf = (...values: readonly string[]): string =>
  createHash('sha256')
    .update(values.join('') + KEY)
    .digest('hex')

const agent = new http.Agent({ keepAlive: true })

type Headers = Readonly<Record<string, string>>

const JSON_TYPE: Headers = { 'Content-Type': 'application/json' }

const exchange = (
  url: string,
  method: string,
  body: Fields | string | undefined,
  more: Headers = {},
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const text = typeof body === 'object' ? JSON.stringify(body) : (body ?? '')
    // A DELETE of SNAP has a body, which Node frames only when it is told how long it is.
    const length = { 'Content-Length': String(Buffer.byteLength(text)) }
    const headers = body === undefined ? more : { ...JSON_TYPE, ...length, ...more }
    const call = http.request(url, { method, agent, headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString()
        resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) })
      })
    })
    call.on('error', reject)
    call.end(text)
  })

/** Starts what is driven, in a folder. */
export const driveSandbox = async (folder: string): Promise<Driven> => {
  // Counted ids go on over a restart and begin anew with each sequence, as tXids have four digits.
  let counted = countedIds()
  const ids: Ids = {
    tXid: (...about) => counted.tXid(...about),
    userToken: () => counted.userToken(),
    word: () => counted.word(),
  }
  // Keys take long to make, and every sequence would want new ones.
  const env = { ...testEnv(), systemNow: () => T0, ids }
  const options = { env, db: join(folder, 'db.json') }
  let sandbox = await startSandbox(options)
  let sequence = 0
  const notified: Received['fields'][] = []
  const steps: string[] = []
  const receiver = await startReceiver((res, { path, fields }) => {
    if (path === `/${sequence}`) notified.push(fields)
    res.end('OK')
  })
  const call: Driven['call'] = (method, path, body, headers) =>
    exchange(sandbox.url + path, method, body, headers)

  return {
    call,
    notified,
    steps,
    dbProcessUrl: () => `${receiver.url}/${sequence}`,
    begin: async () => {
      counted = countedIds()
      sequence++
      notified.length = 0
      steps.length = 0
      await call('DELETE', '/_sandbox/state')
    },
    restart: async () => {
      await sandbox.stop()
      sandbox = await startSandbox(options)
    },
    stop: async () => {
      agent.destroy()
      await sandbox.stop()
      await receiver.stop()
    },
  }
}
