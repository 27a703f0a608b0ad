// Runs the built program for a while at a fixed rate, the console's event stream attached and few orders kept, and prints
// how memory and latency go. Usage: npm run soak -- [--minutes 10] [--rate 200] [--keep 5000]
import { mkdtemp, rm } from 'node:fs/promises'
import http from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { median, rounded } from './bench/load.ts'
import { residentKb } from './bench/servers.ts'
import { openBook } from './crash/book.ts'
import { openLoad } from './crash/load.ts'
import { misbehaving } from './faults/world.ts'
import { endTogether, PROGRAM, ROOT, run } from './support/process.ts'

endTogether()

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    rate: { type: 'string', default: '200' },
    keep: { type: 'string', default: '5000' },
  },
})
const MINUTES = Number(values.minutes)
const RATE = Number(values.rate)
const SLICES = 12
const SLICE_MS = (MINUTES * 60_000) / SLICES

const folder = await mkdtemp(join(tmpdir(), 'nicepay-soak-'))
const args = [PROGRAM, '--port', '0', '--db', join(folder, 'db.json'), '--log', 'json']
const server = run(process.execPath, [...args, '--keep', values.keep], {}, ROOT)
const [, url = ''] = await server.printed(/base URL\s+(http:\S+)/)
const receiver = await misbehaving((_req, res) => res.end('OK'))
const book = openBook()
const load = openLoad(() => url, receiver.url.slice(0, -1), book)
let events = 0
const stream = http.get(`${url}/_sandbox/events`, (res) => {
  res.on('data', () => {
    events++
  })
})
stream.on('error', () => {})

/** Asks for something small, and tells how long the answer took, in milliseconds. */
const probe = async (): Promise<number> => {
  const began = performance.now()
  await (await fetch(`${url}/_sandbox/health`)).arrayBuffer()
  return performance.now() - began
}

interface Slice {
  readonly minute: number
  readonly deals: number
  readonly 'RSS MB': number
  readonly 'median ms': number
  readonly 'worst ms': number
  readonly orders: number
}

const slice = async (number: number): Promise<Slice> => {
  const began = Date.now()
  const elapsed = (): number => Date.now() - began
  const before = book.deals.length
  const latencies: number[] = []
  while (elapsed() < SLICE_MS) {
    const target = before + (elapsed() / 1000) * RATE
    if (book.deals.length < target) await load.trade(() => book.deals.length >= target)
    latencies.push(await probe())
    await pause(20)
  }
  const { length: orders } = Object.keys(await state('transactions'))
  return {
    minute: rounded(((number + 1) * MINUTES) / SLICES, 2),
    deals: book.deals.length,
    'RSS MB': Math.round(residentKb({ process: server }) / 1024),
    'median ms': rounded(median(latencies), 2),
    'worst ms': Math.round(Math.max(...latencies)),
    orders,
  }
}

const state = async (table: string): Promise<object> =>
  ((await (await fetch(`${url}/_sandbox/state`)).json()) as Record<string, object>)[table] ?? {}

const slices: Slice[] = []
try {
  await load.openLimits()
  for (let number = 0; number < SLICES; number++) slices.push(await slice(number))
} finally {
  stream.destroy()
  load.close()
  server.process.kill('SIGTERM')
  await server.ended
  receiver.stop()
  await rm(folder, { recursive: true, force: true })
}
console.table(slices)
console.log(`${events} chunks of events read`)
for (const fault of book.faults.slice(0, 20)) console.error(fault)
process.exitCode = book.faults.length === 0 ? 0 : 1
