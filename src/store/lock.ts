import { readFileSync, rmSync } from 'node:fs'
import { link, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

/** Another process holds the file. */
export class LockedFile extends Error {
  override name = 'LockedFile' as const
}

interface Holder {
  readonly pid: number
  /** When that process began, as the system counts; tells a process from a later one with the same number. */
  readonly started: string
}

/**
 * Holds a file against every other process until the function returned is called. A lock whose process is gone
 * (kill -9, power loss) is taken over. Throws LockedFile with the other's pid.
 */
export const lock = async (file: string): Promise<() => void> => {
  const path = `${file}.lock`
  const own: Holder = { pid: process.pid, started: startOf(process.pid) }
  await mkdir(dirname(file), { recursive: true })
  for (let tries = 0; tries < 50; tries++) {
    if (await taken(path, own)) return () => release(path, own)
    const holder = await holderOf(path)
    if (holder && lives(holder)) throw held(file, path, holder.pid)
    await removeDead(path)
  }
  throw new LockedFile(`${path} keeps coming back; another process is starting on ${file}`)
}

/** Puts a lock in place whole: a link is made or refused, never half written. */
const taken = async (path: string, own: Holder): Promise<boolean> => {
  const draft = `${path}.${own.pid}`
  await writeFile(draft, JSON.stringify(own), { mode: 0o600 })
  try {
    await link(draft, path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return false
  } finally {
    await rm(draft, { force: true })
  }
}

const held = (file: string, path: string, pid: number): LockedFile =>
  new LockedFile(
    `${file} is in use by process ${pid}. Stop that one, or name another file with --db. ` +
      `(If no sandbox runs under that number, remove ${path}.)`,
  )

const release = (path: string, own: Holder): void => {
  try {
    if (parse(readFileSync(path, 'utf8'))?.pid === own.pid) rmSync(path)
  } catch (error) {
    // The folder was removed under the running program, and the lock with it.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}

const holderOf = async (path: string): Promise<Holder | undefined> =>
  parse(await readFile(path, 'utf8').catch(() => ''))

const parse = (text: string): Holder | undefined => {
  try {
    const holder = JSON.parse(text)
    return Number.isSafeInteger(holder?.pid) ? holder : undefined
  } catch {
    return undefined
  }
}

/** How long one start may take to remove a dead lock, in milliseconds; after that its guard counts as dead too. */
const GUARD_LIFE = 10_000

/**
 * Removes a lock whose process is gone. Only who holds the guard removes, and looks again first: nobody can have put
 * a live lock in a dead one's place meanwhile, as that place is taken until then.
 */
const removeDead = async (path: string): Promise<void> => {
  const guard = `${path}.guard`
  try {
    await writeFile(guard, '', { flag: 'wx', mode: 0o600 })
  } catch {
    const since = (await stat(guard).catch(() => undefined))?.mtimeMs
    if (since !== undefined && Date.now() - since > GUARD_LIFE) await rm(guard, { force: true })
    return pause(20)
  }
  try {
    const holder = await holderOf(path)
    if (!holder || !lives(holder)) await rm(path, { force: true })
  } finally {
    await rm(guard, { force: true })
  }
}

const lives = ({ pid, started }: Holder): boolean => {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  return startOf(pid) === started
}

/** A process's start time in clock ticks where the system tells it (Linux), else nothing. */
const startOf = (pid: number): string => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return ''
  }
}
