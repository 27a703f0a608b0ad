// Does business with the server, kills it with -9 in the middle, restarts it, and compares what it holds with what it had
// acknowledged, again and again. Usage: npm run crash -- [--deals 2000] [--rounds 100]
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { startReceiver } from '../src/demo/receiver.ts'
import { faultsIn, type Held } from './crash/check.ts'
import { openClient } from './crash/client.ts'
import { endTogether, PROGRAM, ROOT, type Running, run } from './support/process.ts'

endTogether()

const { values } = parseArgs({
  options: {
    deals: { type: 'string', default: '2000' },
    rounds: { type: 'string', default: '100' },
  },
})
const DEALS = Number(values.deals)
const ROUNDS = Number(values.rounds)
const JSON_TYPE = { 'Content-Type': 'application/json' }

const start = async (db: string): Promise<{ server: Running; url: string }> => {
  const args = [PROGRAM, '--port', '0', '--db', db, '--log', 'json', '--keep', '2000000']
  const server = run(process.execPath, args, {}, ROOT)
  const [, url = ''] = await server.printed(/base URL\s+(http:\S+)/)
  return { server, url }
}

/** Lets one shopper buy without end. */
const openLimits = (url: string) =>
  fetch(`${url}/_sandbox/kredivo/accounts/081291891818`, {
    method: 'PATCH',
    headers: JSON_TYPE,
    body: JSON.stringify({ limits: { '30_days': 999_999_999_999 } }),
  })

const filesAreValid = async (folder: string): Promise<void> => {
  for (const name of await readdir(folder)) {
    const text = await readFile(join(folder, name), 'utf8')
    if (name === 'db.json') JSON.parse(text)
    else if (name.startsWith('db.journal') && !name.endsWith('.new')) {
      for (const line of text.split('\n').slice(0, -1)) JSON.parse(line)
    }
  }
}

const folder = await mkdtemp(join(tmpdir(), 'nicepay-crash-'))
const db = join(folder, 'db.json')
let up = false
const shop = await startReceiver((res) => void (up ? res.end('OK') : res.writeHead(503).end()))
const client = openClient(shop.url)
const faults: string[] = []

const crash = async (running: { server: Running; url: string }, round: number) => {
  const before = client.deals.length
  const work = client.work(running.url, () => false)
  await pause(50 + Math.random() * 450)
  running.server.process.kill('SIGKILL')
  await Promise.all([work, running.server.ended])
  const since = performance.now()
  const next = await start(db)
  const ms = Math.round(performance.now() - since)
  const held = (await (await fetch(`${next.url}/_sandbox/state`)).json()) as Held
  faults.push(...faultsIn(held, client.deals))
  console.log(
    `round ${round}: killed after ${client.deals.length - before} more, back in ${ms} ms; ` +
      `${client.deals.length} acknowledged, faults: ${faults.length}`,
  )
  return next
}

try {
  let running = await start(db)
  await openLimits(running.url)
  await client.work(running.url, () => client.deals.length >= DEALS)
  for (let round = 1; round <= ROUNDS; round++) running = await crash(running, round)
  up = true
  const clock = { method: 'PUT', headers: JSON_TYPE, body: '{"advance":"PT1H"}' }
  await fetch(`${running.url}/_sandbox/clock`, clock)
  const told = new Set(shop.received.map(({ fields }) => fields.tXid))
  const owed = client.deals.filter(({ acknowledged }) => acknowledged > 0)
  const silent = owed.filter(({ tXid }) => !told.has(tXid))
  faults.push(...silent.map(({ tXid }) => `${tXid} was never notified`))
  console.log(`${owed.length} to be notified, missing: ${silent.length}`)
  await filesAreValid(folder)
  running.server.process.kill('SIGTERM')
  const code = await running.server.ended
  if (code !== 0) faults.push(`SIGTERM ended with ${code}`)
  await filesAreValid(folder)
} finally {
  client.close()
  await shop.stop()
  await rm(folder, { recursive: true, force: true })
}
for (const fault of faults.slice(0, 20)) console.error(fault)
console.log(`${ROUNDS} kills, ${client.deals.length} acknowledged deals, ${faults.length} faults`)
process.exitCode = faults.length === 0 ? 0 : 1
