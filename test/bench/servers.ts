import { readFileSync } from 'node:fs'
import { inquiryRequest, orderRequest } from '../../src/demo/merchant.ts'
import { KEY } from '../support/fixtures.ts'
import { PROGRAM, ROOT, type Running, run } from '../support/process.ts'
import type { Shot } from './load.ts'

/** A server of its own process. */
export interface Server {
  readonly process: Running
  readonly url: string
}

const MERCHANT = { iMid: 'IONPAYTEST', merchantKey: KEY }

/** How large a body is, in bytes. */
const SIZE = 2048

/** A body with a field that the endpoint ignores, as clients send many, so that it has 2 KB. */
const padded = (fields: object): string => {
  const bare = JSON.stringify({ ...fields, userAgent: '' })
  return JSON.stringify({ ...fields, userAgent: 'x'.repeat(Math.max(0, SIZE - bare.length)) })
}

/** A signed registration; IONPAYTEST may use a referenceNo again and again. */
export const REGISTRATION = padded(
  orderRequest(
    MERCHANT,
    {
      referenceNo: 'BENCHMARK-REFERENCE-0001',
      goodsNm: 'Kopi Gayo',
      amt: '25145',
      billingNm: 'Siti Rahmawati',
      billingPhone: '081291891818',
      dbProcessUrl: 'http://127.0.0.1:9/notification',
    },
    new Date(),
  ),
)

/** A sandbox of the built program. */
export const sandboxOn = async (db: string, ...flags: string[]): Promise<Server> => {
  const keep = flags.includes('--keep') ? [] : ['--keep', '2000000']
  const args = [PROGRAM, '--port', '0', '--db', db, '--log', 'json', ...keep, ...flags]
  const process_ = run(process.execPath, args, {}, ROOT)
  const [, url = ''] = await process_.printed(/base URL\s+(http:\S+)/)
  return { process: process_, url }
}

/** The bare Express echo. */
export const echo = async (): Promise<Server> => {
  const process_ = run(process.execPath, ['test/bench/echo.mjs'], {}, ROOT)
  const [, url = ''] = await process_.printed(/listening on (http:\S+)/)
  return { process: process_, url }
}

/** Ends a server and waits until it is gone. */
export const stop = async ({ process: { process: child, ended } }: Server): Promise<void> => {
  child.kill('SIGTERM')
  await ended
}

/** Posting a registration to a sandbox. */
export const registering = ({ url }: Server): Shot => ({
  url: `${url}/nicepay/direct/v2/registration`,
  body: REGISTRATION,
})

/** Asking for one order again and again, in a body as large. */
export const inquiring = async (server: Server): Promise<Shot> => {
  const { url, body } = registering(server)
  const headers = { 'Content-Type': 'application/json' }
  const answer = await fetch(url, { method: 'POST', headers, body })
  const order = (await answer.json()) as { tXid: string; referenceNo: string; amt: string }
  return {
    url: `${server.url}/nicepay/direct/v2/inquiry`,
    body: padded(inquiryRequest(MERCHANT, order, new Date())),
  }
}

/** What a process holds in memory, in KB. */
export const residentKb = ({ process: { pid } }: Pick<Server, 'process'>): number =>
  Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
