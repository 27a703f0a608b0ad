import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Json, type JsonObject, mutated, sealed } from '../support/mutations.ts'
import type { Random } from '../support/random.ts'
import { openBook } from './book.ts'
import { IMPORT_TRIALS } from './import-trials.ts'
import { openLoad } from './load.ts'
import { end, endRest, type Server, start } from './server.ts'

/** How long an answer may take that is not hanging, in milliseconds. */
const PATIENCE = 5000

const PAGES = [
  '/',
  '/orders',
  '/payouts',
  '/account-links',
  '/notifications',
  '/shoppers',
  '/merchants',
  '/clock',
  '/faults',
  '/_sandbox/transactions',
  '/_sandbox/notifications',
  '/_sandbox/clock',
  '/_sandbox/kredivo/accounts',
] as const

const status = async (url: string, init: RequestInit = {}): Promise<number> => {
  const answer = await fetch(url, { ...init, signal: AbortSignal.timeout(PATIENCE) })
  await answer.arrayBuffer()
  return answer.status
}

/** Throws unless health is 200 and every page and list is below 500. */
const mustBeWell = async ({ url, running }: Server, when: string): Promise<void> => {
  for (const path of ['/_sandbox/health', ...PAGES]) {
    const code = await status(url + path).catch((error: Error) => error.message)
    const isWell = typeof code === 'number' && (path.endsWith('health') ? code === 200 : code < 500)
    if (!isWell) throw new Error(`${path} ${when}: ${code}`)
  }
  if (/a bug of the sandbox/.test(running.output())) throw new Error(`a bug was told of ${when}`)
}

/** An export with something of everything in it, some notifications of which are owed still. */
const exportOf = async (server: Server): Promise<JsonObject> => {
  const load = openLoad(() => server.url, 'http://127.0.0.1:9', openBook())
  let deals = 0
  await load.prepare()
  await load.trade(() => ++deals > 60)
  await load.calls.control('POST', '/faults', {
    endpoint: 'direct.inquiry',
    steps: [{ delayMs: 1 }],
  })
  const state = await load.calls.control('GET', '/state')
  load.close()
  return state as JsonObject
}

const put = async (server: Server, state: Json) => {
  const init = {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(state),
    signal: AbortSignal.timeout(PATIENCE),
  }
  const answer = await fetch(`${server.url}/_sandbox/state`, init)
  return { code: answer.status, text: await answer.text() }
}

/** A refusal in words that say where: the table, the record or the field. */
const mustSayWhere = (text: string, what: string): void => {
  const parts = what.split(/[. =]/).filter((part) => part.length > 2)
  if (parts.some((part) => text.includes(part))) return
  throw new Error(`refused without saying where: ${text.slice(0, 200)}`)
}

interface Patient {
  readonly server: Server
  readonly db: string
}

/** Imports one mutated state: refused in words, or taken and harmless, a restart included. */
const tried = async (patient: Patient, state: JsonObject, what: string) => {
  const { server, db } = patient
  const { code, text } = await put(server, state)
  if (code >= 500) throw new Error(`answered ${code}: ${text.slice(0, 200)}`)
  if (code >= 400) {
    mustSayWhere(text, what)
    await mustBeWell(server, 'after a refusal')
    return { patient, outcome: 'refused' as const }
  }
  // What is due is sent at once, and may meet what was changed.
  await pause(30)
  await mustBeWell(server, 'afterwards')
  const ended = await end(server.running, 'SIGTERM')
  if (ended !== 0) throw new Error(`SIGTERM ended with ${ended}`)
  const again = await start(db)
  await mustBeWell(again, 'after a restart')
  return { patient: { server: again, db }, outcome: 'taken' as const }
}

const fresh = async (root: string): Promise<Patient> => {
  const db = join(await mkdtemp(join(root, 'import-')), 'db.json')
  return { server: await start(db), db }
}

/** Imports exports with something changed in them, under a checksum that is right for what they say now. */
const mutants = async (
  root: string,
  times: number,
  random: Random,
  say: (sentence: string) => void,
): Promise<string[]> => {
  const faults: string[] = []
  const outcomes = { refused: 0, taken: 0 }
  let patient = await fresh(root)
  const state = await exportOf(patient.server)
  const { code, text } = await put(patient.server, sealed(state))
  if (code !== 200)
    faults.push(`an unchanged export is not taken under a checksum of ours: ${text}`)
  for (let time = 0; time < times; time++) {
    const change = mutated(state, random)
    try {
      const done = await tried(patient, change.state, change.what)
      outcomes[done.outcome]++
      patient = done.patient
    } catch (error) {
      const [why = ''] = (error as Error).message.split('\n')
      faults.push(`${change.what}: ${why}`)
      say(`✗ ${change.what}: ${why}`)
      await endRest()
      patient = await fresh(root)
    }
  }
  say(
    `${times} imports: ${outcomes.refused} refused, ${outcomes.taken} taken, ${faults.length} faults`,
  )
  return faults
}

/** Imports what is not as it was exported. */
export const imports = async (
  times: number,
  random: Random,
  say: (sentence: string) => void,
): Promise<readonly string[]> => {
  const root = await mkdtemp(join(tmpdir(), 'nicepay-imports-'))
  try {
    const faults = await mutants(root, times, random, say)
    for (const [name, trial] of Object.entries(IMPORT_TRIALS)) {
      const { server, db } = await fresh(root)
      const fault = await trial(server, db).then(
        () => undefined,
        (error: Error) => error.message.split('\n')[0] ?? '',
      )
      say(`${fault === undefined ? '✓' : '✗'} ${name}${fault === undefined ? '' : `: ${fault}`}`)
      if (fault !== undefined) faults.push(`${name}: ${fault}`)
      await endRest()
    }
    return faults
  } finally {
    await endRest()
    await rm(root, { recursive: true, force: true })
  }
}
