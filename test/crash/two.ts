import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { lstat, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { openCustomer } from './customer.ts'
import { end, endRest, launch, refusedStart, type Server, start } from './server.ts'

/** Runs a program as a container does: it sees none of our processes, and is number 1 among its own. */
const FOREIGN = ['unshare', '--pid', '--fork', '--kill-child', '--mount-proc'] as const

/** Whether this machine lets us do so. */
const canBeForeign = (): Promise<boolean> =>
  promisify(execFile)('unshare', [...FOREIGN.slice(1), 'true']).then(
    () => true,
    () => false,
  )

/** Sends a signal to a foreign process itself, as `unshare` before it does not pass it on. */
const signalInside = (pid: number, signal: NodeJS.Signals): void => {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
  for (const child of children.trim().split(' ')) if (child) process.kill(Number(child), signal)
}

const insist = (holds: boolean, otherwise: string): void => {
  if (!holds) throw new Error(otherwise)
}

/** What a start must say that cannot have the file: one sentence that names it, and 1. */
const mustBeRefused = async (db: string, before: readonly string[] = []): Promise<string> => {
  const running = launch(db, [], before)
  const { code, said } = await refusedStart(running, 30_000)
  await end(running, 'SIGKILL')
  insist(code === 1, `a second start on the file was not refused: ${code} ${said.split('\n')[0]}`)
  insist(said.includes('db.json') && !/\n\s+at /.test(said), `refused without a sentence: ${said}`)
  return said.split('\n')[0] ?? ''
}

/** Nothing that a customer was told is missing. */
const mustHold = async (server: Server, ...customers: readonly { missingAt: Missing }[]) => {
  for (const { missingAt } of customers) {
    const missing = await missingAt(server)
    insist(missing.length === 0, `${missing.length} acknowledged orders are lost`)
  }
}
type Missing = (server: Server) => Promise<string[]>

type Trial = (db: string, folder: string) => Promise<string>

const beside =
  (first: readonly string[], second: readonly string[]): Trial =>
  async (db) => {
    const server = await start(db, [], first)
    const customer = openCustomer(server)
    await customer.buy(5)
    const said = await mustBeRefused(db, second)
    await customer.buy(5)
    await mustHold(server, customer)
    customer.close()
    await end(server.running, 'SIGKILL')
    return said
  }

/** The holder is killed; the other may have the file, and finds all of it. */
const afterKill =
  (first: readonly string[], second: readonly string[]): Trial =>
  async (db) => {
    const server = await start(db, [], first)
    const customer = openCustomer(server)
    await customer.buy(10)
    customer.close()
    await end(server.running, 'SIGKILL')
    const began = performance.now()
    const next = await start(db, [], second)
    const ms = Math.round(performance.now() - began)
    await mustHold(next, customer)
    await end(next.running, 'SIGKILL')
    return `taken over in ${ms} ms`
  }

/** The holder sleeps, another takes over, the holder wakes: it must not write any more. */
const sleeper =
  (first: readonly string[], second: readonly string[]): Trial =>
  async (db) => {
    const asleep = await start(db, [], first)
    const early = openCustomer(asleep)
    await early.buy(5)
    const send = (signal: NodeJS.Signals) =>
      first.length === 0
        ? asleep.running.process.kill(signal)
        : signalInside(asleep.running.pid, signal)
    send('SIGSTOP')
    const other = await start(db, [], second)
    const late = openCustomer(other)
    await late.buy(5)
    send('SIGCONT')
    const { refused } = await early.buy(5)
    await late.buy(5)
    early.close()
    late.close()
    await mustHold(other, late, early)
    insist(refused === 5, `the one that slept acknowledged ${5 - refused} more`)
    for (const { running } of [asleep, other]) await end(running, 'SIGKILL')
    const after = await start(db)
    await mustHold(after, late, early)
    await end(after.running, 'SIGKILL')
    return 'the one that slept refused every change, nothing lost'
  }

const byLink: Trial = async (db, folder) => {
  const first = await start(db)
  await openCustomer(first).buy(1)
  await end(first.running, 'SIGTERM')
  const link = join(folder, 'link.json')
  await symlink(db, link)
  const server = await start(link)
  const customer = openCustomer(server)
  await customer.buy(5)
  await mustBeRefused(db)
  customer.close()
  insist((await end(server.running, 'SIGTERM')) === 0, 'SIGTERM did not end with 0')
  insist((await lstat(link)).isSymbolicLink(), 'the link was replaced by a file')
  const again = await start(db)
  await mustHold(again, customer)
  await end(again.running, 'SIGKILL')
  return 'one file by both names, the link stays a link'
}

const HOUR = 60 * 60 * 1000

/** What a kill in the middle of a start can leave behind; the next start must come up all the same. */
const leftOvers: Trial = async (db) => {
  const server = await start(db)
  const customer = openCustomer(server)
  await customer.buy(5)
  customer.close()
  await end(server.running, 'SIGKILL')
  const guard = `${db}.lock.guard`
  await writeFile(guard, '')
  await utimes(guard, new Date(), new Date(Date.now() + HOUR))
  await writeFile(`${db}.lock.4711`, '')
  await writeFile(`${db}.new`, '{"format":')
  const again = await start(db)
  await mustHold(again, customer)
  await end(again.running, 'SIGKILL')
  return 'a guard of the future, a draft and half a snapshot were no hindrance'
}

/** Several start on a dead one's file: one has it, the others say so. */
const race: Trial = async (db) => {
  await end((await start(db)).running, 'SIGKILL')
  const all = Array.from({ length: 5 }, () => launch(db))
  const ends = await Promise.all(all.map((running) => refusedStart(running)))
  for (const running of all) await end(running, 'SIGKILL')
  const up = ends.filter(({ code }) => code === 'up').length
  insist(up === 1, `${up} of 5 serve`)
  return 'one of five serves'
}

const TRIALS: Readonly<Record<string, Trial>> = {
  'two of one namespace': beside([], []),
  'a dead one’s file': afterKill([], []),
  'five starts on a dead one’s file': race,
  'a symbolic link': byLink,
  'left-overs of a killed start': leftOvers,
}

/** With processes that cannot see one another. */
const FOREIGN_TRIALS: Readonly<Record<string, Trial>> = {
  'a second in a foreign namespace': beside([], FOREIGN),
  'the first in a foreign namespace': beside(FOREIGN, []),
  'both in foreign namespaces': beside(FOREIGN, FOREIGN),
  'a dead foreign one’s file': afterKill(FOREIGN, []),
  'a dead one’s file, seen from a foreign namespace': afterKill([], FOREIGN),
  'a dead foreign one’s file, seen from another': afterKill(FOREIGN, FOREIGN),
  'the holder sleeps, a foreign one takes over': sleeper([], FOREIGN),
  'a foreign holder sleeps, another takes over': sleeper(FOREIGN, []),
}

/** Two processes on one file: exactly one of them serves, and nothing that either acknowledged is lost. */
export const two = async (say: (sentence: string) => void): Promise<readonly string[]> => {
  const faults: string[] = []
  const isAble = await canBeForeign()
  if (!isAble) say('unshare is not here or not permitted: foreign PID namespaces are left out')
  for (const [name, trial] of Object.entries({ ...TRIALS, ...(isAble && FOREIGN_TRIALS) })) {
    const folder = await mkdtemp(join(tmpdir(), 'nicepay-two-'))
    try {
      say(`✓ ${name}: ${await trial(join(folder, 'db.json'), folder)}`)
    } catch (error) {
      const [why = ''] = (error as Error).message.split('\n')
      say(`✗ ${name}: ${why}`)
      faults.push(`${name}: ${why}`)
    } finally {
      await endRest()
      await rm(folder, { recursive: true, force: true })
    }
  }
  return faults
}
