import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { startReceiver } from '../../src/demo/receiver.ts'
import type { Random } from '../support/random.ts'
import { type Book, openBook } from './book.ts'
import { check } from './check.ts'
import { type Load, openLoad } from './load.ts'
import { end, launch, type Server, served, start } from './server.ts'
import { readStored } from './stored.ts'

export interface KillOptions {
  /** Deals before the first kill. */
  readonly deals: number
  readonly rounds: number
  readonly random: Random
  readonly say: (sentence: string) => void
}

/** The same seed at each start of one file must not give an id twice; a third of the starts have none. */
const flagsOf = (round: number): readonly string[] => (round % 3 === 0 ? [] : ['--seed', '5'])

/** The merchant's server: one first attempt in twenty is refused, and told again a minute later. */
const openReceiver = async () => {
  const seen = new Set<string>()
  const taken = new Map<string, number>()
  const receiver = await startReceiver((res, { text }) => {
    const isFirst = !seen.has(text)
    seen.add(text)
    if (isFirst && seen.size % 20 === 0) return void res.writeHead(503).end()
    taken.set(text, (taken.get(text) ?? 0) + 1)
    res.end('OK')
  })
  const repeats = () => [...taken.values()].reduce((sum, count) => sum + count - 1, 0)
  return { receiver, taken, repeats }
}

/** Stops a server for a moment, as a laptop's lid or a debugger does. */
const freeze = async ({ running }: Server, random: Random): Promise<void> => {
  await pause(20 + random() * 150)
  running.process.kill('SIGSTOP')
  await pause(50 + random() * 250)
  running.process.kill('SIGCONT')
}

/** Waits until a server that has just started has acknowledged something; a kill before that is a case of its own. */
const underWay = async (book: Book): Promise<void> => {
  const before = book.acknowledged()
  for (let waited = 0; book.acknowledged() === before && waited < 3000; waited += 20)
    await pause(20)
}

/** One round: work, an end in the middle of it, for some a second one in the middle of the start. Answers what was done. */
const endIt = async (
  server: Server,
  load: Load,
  db: string,
  round: number,
  { random }: KillOptions,
  book: Book,
): Promise<{ how: string; kills: number }> => {
  const isStop = round % 8 === 0
  const work = load.work(() => false)
  const naps = round % 7 === 0 ? freeze(server, random) : undefined
  await naps
  await underWay(book)
  await pause(random() * 700)
  const code = await end(server.running, isStop ? 'SIGTERM' : 'SIGKILL')
  await work
  if (isStop && code !== 0) book.fault(`SIGTERM ended with ${code}`)
  const how = `${naps ? 'stopped for a while, ' : ''}${isStop ? 'SIGTERM' : 'killed'}`
  if (round % 4 !== 0) return { how, kills: isStop ? 0 : 1 }
  const early = launch(db, flagsOf(round))
  const ms = Math.round(random() * 450)
  await pause(ms)
  await end(early, 'SIGKILL')
  return { how: `${how}, killed ${ms} ms after the start`, kills: isStop ? 1 : 2 }
}

/** Starts again after an end; a start that is refused is a fault, and is tried some times more. */
const startedAgain = async (db: string, round: number, book: Book): Promise<Server> => {
  for (let tries = 1; ; tries++) {
    try {
      return await served(launch(db, flagsOf(round)))
    } catch (error) {
      book.fault(`a start was refused: ${(error as Error).message}`)
      if (tries === 5) throw error
      await pause(3000)
    }
  }
}

/** Kills and starts again, round by round; answers the number of kills and the last server. */
const rounds = async (
  first: Server,
  db: string,
  load: Load,
  book: Book,
  options: KillOptions,
  use: (server: Server) => void,
): Promise<{ kills: number; server: Server }> => {
  const atFirst = await load.payoutBalance()
  let server = first
  let kills = 0
  const began = performance.now()
  await load.work(() => book.deals.length >= options.deals)
  const compare = async () => check(load.calls, book, { atFirst, now: await load.payoutBalance() })
  for (let round = 1; kills < options.rounds; round++) {
    const before = book.acknowledged()
    const done = await endIt(server, load, db, round, options, book)
    kills += done.kills
    const since = performance.now()
    server = await startedAgain(db, round, book)
    use(server)
    const ms = Math.round(performance.now() - since)
    await compare()
    await load.tidy()
    const seconds = Math.round((performance.now() - began) / 1000)
    options.say(
      `${seconds} s, round ${round}: ${done.how}, back in ${ms} ms; ${book.acknowledged() - before} more ` +
        `acknowledged, ${book.acknowledged()} in all, faults: ${book.faults.length}`,
    )
  }
  return { kills, server }
}

/** Every notification that is stored was received, or is owed still. */
const unheard = async (
  { calls }: Load,
  taken: ReadonlyMap<string, number>,
): Promise<{ owed: number; missing: string[] }> => {
  const owed: { tXid: string; body: string }[] = []
  for (const namespace of ['default', 'travel']) {
    await calls.control('PUT', `/clock?namespace=${namespace}`, { advance: 'PT1H' })
    const { deliveries } = await calls.control('GET', `/state?namespace=${namespace}`)
    owed.push(...Object.values(deliveries as Record<string, (typeof owed)[number]>))
  }
  const missing = owed.filter(({ body }) => !taken.has(body))
  return { owed: owed.length, missing: missing.map(({ tXid }) => `${tXid} was never notified`) }
}

/** Does business with a server, ends it in the middle, and compares what it holds with what it had acknowledged. */
export const kills = async (options: KillOptions): Promise<readonly string[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'nicepay-crash-'))
  const db = join(folder, 'db.json')
  const { receiver, taken, repeats } = await openReceiver()
  const book = openBook()
  let current = await start(db, flagsOf(1))
  const load = openLoad(() => current.url, receiver.url, book)
  try {
    await load.prepare()
    const use = (server: Server) => {
      current = server
    }
    const done = await rounds(current, db, load, book, options, use)
    const { owed, missing } = await unheard(load, taken)
    book.fault(...missing)
    const code = await end(done.server.running, 'SIGTERM')
    if (code !== 0) book.fault(`SIGTERM ended with ${code}`)
    await readStored(db)
    const lost = book.faults.filter((fault) => / lost /.test(fault)).length
    options.say(
      `${done.kills} kills, ${book.acknowledged()} acknowledged changes of ${book.deals.length} deals and ` +
        `${book.shorts.length} short namespaces, ${lost} lost; ${owed} notifications owed, ${owed - missing.length} ` +
        `notified, ${repeats()} of them again; ${book.faults.length} faults`,
    )
  } finally {
    load.close()
    current.running.process.kill('SIGKILL')
    await current.running.ended
    await receiver.stop()
    await rm(folder, { recursive: true, force: true })
  }
  return book.faults
}
