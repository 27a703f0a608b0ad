// Registers bindings, kills the server with -9 in the middle of more, restarts it, and compares what it holds with
// what it had acknowledged. Usage: npm run crash -- [--bindings 10000] [--rounds 5]
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import http from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { bindingRequest } from '../src/demo/merchant.ts'
import { startReceiver } from '../src/demo/receiver.ts'
import { ROOT, type Running, run } from './support/process.ts'
import { KEY } from './support/sandbox.ts'

const { values } = parseArgs({
  options: {
    bindings: { type: 'string', default: '10000' },
    rounds: { type: 'string', default: '5' },
  },
})
const BINDINGS = Number(values.bindings)
const ROUNDS = Number(values.rounds)
/** Calls at once. */
const CALLERS = 50
/** One binding in so many is linked by its shopper, so that its notification is pending. */
const LINKED_EVERY = 25

interface Acknowledged {
  readonly referenceNo: string
  readonly tXid: string
  readonly tk: string
  linked: boolean
}

const agent = new http.Agent({ keepAlive: true, maxSockets: CALLERS })

const post = (url: string, body: object): Promise<Record<string, string>> =>
  new Promise((resolve, reject) => {
    const headers = { 'Content-Type': 'application/json' }
    const call = http.request(url, { method: 'POST', headers, agent }, (response) => {
      let text = ''
      response.on('data', (chunk) => {
        text += chunk
      })
      response.on('error', reject)
      response.on('end', () => resolve(JSON.parse(text)))
    })
    call.on('error', reject)
    call.end(JSON.stringify(body))
  })

const start = async (db: string): Promise<{ server: Running; url: string }> => {
  const server = run(
    process.execPath,
    ['dist/cli.js', '--port', '0', '--db', db, '--log', 'json'],
    {},
    ROOT,
  )
  const [, url = ''] = await server.printed(/base URL\s+(http:\S+)/)
  return { server, url }
}

let number = 0
const acknowledged: Acknowledged[] = []

/** Registers until `enough` says so or the server is gone; every LINKED_EVERY-th binding is linked as well. */
const register = async (url: string, shopUrl: string, enough: () => boolean): Promise<void> => {
  const caller = async (): Promise<void> => {
    while (!enough()) {
      const referenceNo = `CRASH${++number}`
      const wish = {
        referenceNo,
        billingNm: 'Budi Santoso',
        billingPhone: '+62-81513114262',
        clientUserKey: referenceNo,
        dbProcessUrl: `${shopUrl}/notification`,
        callBackUrl: `${shopUrl}/callback`,
      }
      const body = bindingRequest({ iMid: 'IONPAYTEST', merchantKey: KEY }, wish, new Date())
      const answer = await post(`${url}/nicepay/v2/userAccountBinding`, body)
      if (answer.resultCd !== '0000') throw new Error(`refused: ${JSON.stringify(answer)}`)
      const tk = new URL(answer.redirectUrlHttp ?? '').searchParams.get('tk') ?? ''
      const one = { referenceNo, tXid: answer.tXid ?? '', tk, linked: false }
      acknowledged.push(one)
      if (acknowledged.length % LINKED_EVERY === 0) {
        const { state } = await post(`${url}/_sandbox/interactions/${tk}/complete`, {
          outcome: 'linked',
        })
        one.linked = state === 'linked'
      }
    }
  }
  const results = await Promise.allSettled(Array.from({ length: CALLERS }, caller))
  const failed = results.find(
    (r) => r.status === 'rejected' && !/ECONN|socket hang up/.test(String(r.reason)),
  )
  if (failed) throw (failed as PromiseRejectedResult).reason
}

type Table = Record<string, Record<string, unknown>>

/** Everything that the server holds must be whole, and everything acknowledged must be there. */
const faultsIn = (state: Record<string, Table>): string[] => {
  const { bindings = {}, interactions = {}, userTokens = {}, deliveries = {} } = state
  const notified = new Set(Object.values(deliveries).map((d) => d.tXid))
  const lost = acknowledged.flatMap(({ tXid, referenceNo, tk, linked }) => {
    const binding = bindings[tXid]
    if (binding?.referenceNo !== referenceNo || binding.tk !== tk)
      return [`${tXid} is lost or altered`]
    if (linked && binding.status !== 'bound') return [`${tXid} was linked and is not`]
    return []
  })
  const half = Object.values(bindings).flatMap((binding) => {
    const interaction = interactions[String(binding.tk)]
    if (!interaction || interaction.tXid !== binding.tXid)
      return [`${binding.tXid} has no interaction`]
    const isBound = binding.status === 'bound'
    const whole =
      isBound === (interaction.step === 'ended') && isBound === notified.has(binding.tXid)
    const hasToken = !isBound || userTokens[String(binding.userToken)] !== undefined
    return whole && hasToken ? [] : [`${binding.tXid} is half linked`]
  })
  const ids = new Set(acknowledged.map(({ tXid }) => tXid))
  return [
    ...lost,
    ...half,
    ...(ids.size === acknowledged.length ? [] : ['a tXid was given out twice']),
  ]
}

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
let faults: string[] = []
try {
  let { server, url } = await start(db)
  const began = performance.now()
  await register(url, shop.url, () => acknowledged.length >= BINDINGS)
  console.log(
    `${acknowledged.length} bindings registered in ${Math.round(performance.now() - began)} ms`,
  )
  for (let round = 1; round <= ROUNDS; round++) {
    const before = acknowledged.length
    const more = register(url, shop.url, () => false)
    await pause(100 + Math.random() * 500)
    server.process.kill('SIGKILL')
    await Promise.all([more, server.ended])
    const inFlight = acknowledged.length - before
    const since = performance.now()
    ;({ server, url } = await start(db))
    const ms = Math.round(performance.now() - since)
    const state = await (await fetch(`${url}/_sandbox/state`)).json()
    faults.push(...faultsIn(state))
    console.log(
      `round ${round}: killed after ${inFlight} more; back in ${ms} ms with ${Object.keys(state.bindings).length} bindings; ` +
        `${acknowledged.length} acknowledged, faults: ${faults.length}`,
    )
  }
  up = true
  await fetch(`${url}/_sandbox/clock`, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json' },
    body: '{"advance":"PT1H"}',
  })
  const told = new Set(shop.received.map(({ fields }) => fields.tXid))
  const linked = acknowledged.filter((one) => one.linked)
  const silent = linked.filter(({ tXid }) => !told.has(tXid))
  faults = [...faults, ...silent.map(({ tXid }) => `${tXid} was never notified`)]
  console.log(`${linked.length} linked, notifications missing: ${silent.length}`)
  await filesAreValid(folder)
  server.process.kill('SIGTERM')
  const code = await server.ended
  if (code !== 0) faults.push(`SIGTERM ended with ${code}`)
  await filesAreValid(folder)
} finally {
  agent.destroy()
  await shop.stop()
  await rm(folder, { recursive: true, force: true })
}
for (const fault of faults.slice(0, 20)) console.error(fault)
console.log(
  `${ROUNDS} kills, ${acknowledged.length} acknowledged bindings, ${faults.length} faults`,
)
process.exit(faults.length === 0 ? 0 : 1)
