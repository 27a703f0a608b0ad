import { randomUUID } from 'node:crypto'
import { closeSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { makeFolder } from '../config/make-folder.ts'
import { beats, contentOf, identityOf, removeDrafts, taken } from './lock-file.ts'
import { type Holder, holderIn, lifeOf, thisProcess } from './lock-holder.ts'

/** Another process holds the file. */
export class LockedFile extends Error {
  override name = 'LockedFile' as const
}

/** A hold on a file against every other process. */
export interface Lock {
  /** The random name of this hold. */
  readonly owner: string
  /** Whether it still stands. A lock that was removed is put back; one that another process has taken over is lost for good. */
  held(): boolean
  /** Shows those who cannot ask after this process that it is alive. Wanted once a second. */
  beat(): void
  release(): void
}

export interface LockOptions {
  readonly say: (sentence: string) => void
  /** How long a holder that cannot be asked after is watched for a beat, in milliseconds. */
  readonly patience?: number
  readonly wait?: (ms: number) => Promise<unknown>
}

/** How often somebody who waits looks, in milliseconds. */
const LOOK = 250

/** Five beats: a program that is stopped for longer is taken for gone, and finds out before it answers anybody. */
const PATIENCE = 5000

/** How long one start may take to remove a dead lock, in milliseconds; a guard that stays longer was left behind. */
const GUARD_PATIENCE = 2000

/**
 * Holds a file against every other process. Node has no kernel lock, so a lock is a file beside it that names its
 * holder. A holder of the same boot and PID namespace is asked after by its pid and start time, which is certain and
 * quick; any other one (another container or machine, or a system that tells no start times) is watched for beats, which
 * it writes once a second. Such a judgement can be wrong about a process that stood still, therefore every holder looks
 * whether the lock still is its own after each append and before it answers (store/journal.ts), and whoever takes a
 * file over goes on in a journal of its own, so that the former one's late writes reach nothing that counts. All it wants of
 * a file system is that a name is made once (link(2), or O_EXCL where there are no links), on Linux, macOS and Windows alike.
 * Throws LockedFile with the other's pid.
 */
export const lock = async (file: string, options: LockOptions): Promise<Lock> => {
  const { say, patience = PATIENCE, wait = pause } = options
  const path = `${file}.lock`
  await makeFolder(dirname(file))
  const own = thisProcess(randomUUID())
  for (let tries = 0; tries < 50; tries++) {
    const handle = taken(path, own)
    if (handle !== undefined) {
      removeDrafts(path)
      return standing(path, own, handle)
    }
    const text = contentOf(path)
    const holder = holderIn(text)
    const life = holder ? lifeOf(holder) : 'unknown'
    if (holder && life === 'lives') throw held(file, path, holder)
    if (life === 'unknown') {
      const time = holder ? patience : LOOK
      if (holder) say(`${inUse(file, holder)}; waiting up to ${time / 1000} s for a sign of life`)
      if (!(await isUnchanged(path, time, wait))) {
        if (holderIn(contentOf(path))?.owner === holder?.owner && holder)
          throw held(file, path, holder)
        continue
      }
    }
    await removeDead(path, text, wait)
  }
  throw new LockedFile(
    `${path} keeps coming back: another process is starting on ${file}. ` +
      `If none is, remove ${path} and ${path}.guard.`,
  )
}

const inUse = (file: string, { pid, place, host }: Holder): string =>
  `${file} is in use by process ${pid}${place === thisProcess('').place ? '' : ` of another container or machine (${host})`}`

const held = (file: string, path: string, holder: Holder): LockedFile =>
  new LockedFile(
    `${inUse(file, holder)}. Stop that one, or name another file with --db. ` +
      `(If no sandbox runs under that number, remove ${path}.)`,
  )

/** Whether a file stays as it is for a time. */
const isUnchanged = async (
  path: string,
  time: number,
  wait: (ms: number) => Promise<unknown>,
): Promise<boolean> => {
  const before = `${identityOf(path)} ${contentOf(path)}`
  for (let left = time; left > 0; left -= LOOK) {
    await wait(Math.min(LOOK, left))
    if (`${identityOf(path)} ${contentOf(path)}` !== before) return false
  }
  return true
}

/**
 * Removes a lock whose process is gone. Only who holds the guard removes, and looks again first: nobody can have put a
 * live lock in the dead one's place meanwhile, as that place is taken until then.
 */
const removeDead = async (
  path: string,
  dead: string,
  wait: (ms: number) => Promise<unknown>,
): Promise<void> => {
  const guard = `${path}.guard`
  try {
    writeFileSync(guard, randomUUID(), { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    if (await isUnchanged(guard, GUARD_PATIENCE, wait)) rmSync(guard, { force: true })
    return
  }
  try {
    if (contentOf(path) === dead) rmSync(path, { force: true })
  } finally {
    rmSync(guard, { force: true })
  }
}

/** A lock that is this process's. Its handle stays open, so that no other file can have its inode number meanwhile. */
const standing = (path: string, own: Holder, first: number): Lock => {
  let handle: number | undefined = first
  let lost = false
  let count = 0
  let identity = identityOf(path)
  const place = Buffer.byteLength(JSON.stringify(own))

  const isOurs = (): boolean => {
    if (handle === undefined) return false
    // Where a file system's numbers are not to be relied on, what the lock says is.
    return identityOf(path) === identity || holderIn(contentOf(path))?.owner === own.owner
  }
  const drop = (): void => {
    if (handle !== undefined) closeSync(handle)
    handle = undefined
  }
  const regained = (): boolean => {
    if (handle === undefined || identityOf(path) !== '') return false
    const fresh = taken(path, own)
    if (fresh === undefined) return false
    drop()
    handle = fresh
    identity = identityOf(path)
    return true
  }

  return {
    owner: own.owner,
    held: () => {
      try {
        lost ||= !isOurs() && !regained()
      } catch {
        // The folder is gone, or not to be looked into: then nobody else can have taken the file there either.
      }
      return !lost
    },
    beat: () => {
      if (handle === undefined || lost) return
      count++
      try {
        writeSync(handle, beats(count), place)
      } catch {
        // A full disk says nothing about whose lock it is.
      }
    },
    release: () => {
      if (!lost && isOurs()) rmSync(path, { force: true })
      drop()
    },
  }
}
