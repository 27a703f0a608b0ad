import { setTimeout as pause } from 'node:timers/promises'
import { PROGRAM, ROOT, type Running, run } from '../support/process.ts'

/** A sandbox of a process of its own. */
export interface Server {
  readonly running: Running
  readonly url: string
}

const ARGUMENTS = ['--port', '0', '--log', 'json', '--keep', '2000000'] as const

/** Starts the built program without waiting for it; `before` is what runs it, as `unshare` does. */
export const launch = (
  db: string,
  flags: readonly string[] = [],
  before: readonly string[] = [],
): Running => {
  const all = [...before, process.execPath, PROGRAM, ...ARGUMENTS, '--db', db, ...flags]
  const running = run(all[0] ?? '', all.slice(1), {}, ROOT)
  launched.add(running)
  void running.ended.then(() => launched.delete(running))
  return running
}

const launched = new Set<Running>()

/** Ends what a trial that failed has left running. */
export const endRest = async (): Promise<void> => {
  for (const { process: child } of launched) child.kill('SIGKILL')
  await Promise.all([...launched].map(({ ended }) => ended))
}

/** Waits until a launched one serves. Throws when it ends instead. */
export const served = async (running: Running): Promise<Server> => {
  const [, url = ''] = await running.printed(/base URL\s+(http:\S+)/)
  return { running, url }
}

export const start = (
  db: string,
  flags: readonly string[] = [],
  before: readonly string[] = [],
): Promise<Server> => served(launch(db, flags, before))

/** Ends a process that we started; answers how it ended, or that it would not. */
export const end = async ({ process: child, ended }: Running, signal: NodeJS.Signals) => {
  child.kill(signal)
  const how = await Promise.race([ended, pause(30_000, 'hung' as const, { ref: false })])
  if (how === 'hung') child.kill('SIGKILL')
  return how
}

/** What a launched one says when it does not start: its exit code and its words. */
export const refusedStart = async (running: Running, ms = 20_000) => {
  const up = running.printed(/base URL\s+(http:\S+)/).then(
    () => 'up' as const,
    () => undefined,
  )
  const code = await Promise.race([running.ended, up, pause(ms, 'silent', { ref: false })])
  return { code: code ?? (await running.ended), said: running.output().trim() }
}
