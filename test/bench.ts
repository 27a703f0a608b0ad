// Registrations per second on a durable file: with nothing stored, with 50,000 records stored, and a bare Express echo
// of the same body, in turns in one run. Usage: npm run bench -- [--rounds 5] [--stored 50000] [--calls 6000] [--json FILE]
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import autocannon, { type Result } from 'autocannon'
import { bindingRequest } from '../src/demo/merchant.ts'
import { ROOT, type Running, run } from './support/process.ts'
import { KEY } from './support/sandbox.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    stored: { type: 'string', default: '50000' },
    calls: { type: 'string', default: '6000' },
    json: { type: 'string' },
  },
})
const ROUNDS = Number(values.rounds)
const STORED = Number(values.stored)
const CALLS = Number(values.calls)
const CONNECTIONS = [10, 100] as const

const wish = {
  referenceNo: 'BENCHMARK-REFERENCE-0001',
  billingNm: 'Budi Santoso',
  billingPhone: '+62-81513114262',
  clientUserKey: 'buyer@merchant.example',
  dbProcessUrl: 'http://127.0.0.1:9/notification',
  callBackUrl: 'http://127.0.0.1:9/callback',
}
const signed = bindingRequest({ iMid: 'IONPAYTEST', merchantKey: KEY }, wish, new Date())
/** Fields that the endpoint ignores, as clients send them, bring the body to 2 KB. */
const body = JSON.stringify({
  ...signed,
  cartData: 'x'.repeat(2048 - JSON.stringify(signed).length),
})

interface Server {
  readonly process: Running
  readonly url: string
}

const sandboxOn = async (db: string): Promise<Server> => {
  const process_ = run(
    process.execPath,
    ['dist/cli.js', '--port', '0', '--db', db, '--log', 'json'],
    {},
    ROOT,
  )
  const [, url = ''] = await process_.printed(/base URL\s+(http:\S+)/)
  return { process: process_, url: `${url}/nicepay/v2/userAccountBinding` }
}

const echo = async (): Promise<Server> => {
  const process_ = run(process.execPath, ['--import', 'tsx', 'test/bench-echo.ts'], {}, ROOT)
  const [, url = ''] = await process_.printed(/listening on (http:\S+)/)
  return { process: process_, url: `${url}/echo` }
}

const stop = async ({ process: { process: child, ended } }: Server): Promise<void> => {
  child.kill('SIGTERM')
  await ended
}

interface Measured {
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
}

const load = async (url: string, connections: number, amount: number): Promise<Measured> => {
  const began = performance.now()
  let last = began
  const headers = { 'content-type': 'application/json' }
  const result = await new Promise<Result>((resolve, reject) => {
    const options = { url, connections, amount, method: 'POST', headers, body } as const
    const fire = autocannon(options, (error, all) => (error ? reject(error) : resolve(all)))
    // autocannon itself only counts whole seconds.
    fire.on('response', () => {
      last = performance.now()
    })
  })
  const seconds = (last - began) / 1000
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${result.non2xx} refused, ${result.errors} failed`)
  return { perSecond: amount / seconds, p50: result.latency.p50, p99: result.latency.p99 }
}

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN

const folder = await mkdtemp(join(tmpdir(), 'nicepay-bench-'))
const full = join(folder, 'full.json')
const filling = await sandboxOn(full)
await load(filling.url, 100, STORED)
await stop(filling)

const KINDS = ['bare Express echo', 'nothing stored', `${STORED} stored`] as const
type Kind = (typeof KINDS)[number]
const results = new Map<string, Measured[]>()
const ratios: number[] = []

const serverFor = async (kind: Kind, round: number): Promise<Server> => {
  if (kind === KINDS[0]) return echo()
  const db = join(folder, `round-${round}-${KINDS.indexOf(kind)}`, 'db.json')
  if (kind === KINDS[2]) await cp(full, db)
  return sandboxOn(db)
}

try {
  for (let round = 0; round < ROUNDS; round++) {
    const servers = new Map<Kind, Server>()
    for (const kind of KINDS) {
      const server = await serverFor(kind, round)
      servers.set(kind, server)
      await load(server.url, 10, CALLS)
    }
    const order = round % 2 === 0 ? KINDS : KINDS.toReversed()
    for (const connections of CONNECTIONS) {
      const inThisTurn = new Map<Kind, Measured>()
      for (const kind of order) {
        const measured = await load(servers.get(kind)?.url ?? '', connections, CALLS)
        inThisTurn.set(kind, measured)
        const key = `${kind} ${connections}`
        results.set(key, [...(results.get(key) ?? []), measured])
      }
      const [none, stored] = [inThisTurn.get(KINDS[1]), inThisTurn.get(KINDS[2])]
      if (none && stored) ratios.push(stored.perSecond / none.perSecond)
    }
    for (const server of servers.values()) await stop(server)
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}

const table = KINDS.flatMap((kind) =>
  CONNECTIONS.map((connections) => {
    const rows = results.get(`${kind} ${connections}`) ?? []
    const yardstick = results.get(`${KINDS[0]} ${connections}`) ?? []
    const perSecond = median(rows.map((r) => r.perSecond))
    return {
      what: kind,
      connections,
      'requests/s': Math.round(perSecond),
      'p50 ms': median(rows.map((r) => r.p50)),
      'p99 ms': median(rows.map((r) => r.p99)),
      'of echo': Number((perSecond / median(yardstick.map((r) => r.perSecond))).toFixed(2)),
    }
  }),
)
console.table(table)
const ratio = median(ratios)
console.log(
  `time per registration with ${STORED} stored / with none: ${(1 / ratio).toFixed(3)} ` +
    `(median of ${ratios.length} turns; each: ${ratios.map((r) => (1 / r).toFixed(2)).join(' ')})`,
)
if (values.json)
  await writeFile(values.json, JSON.stringify({ table, ratio: 1 / ratio, ratios }, null, 2))
