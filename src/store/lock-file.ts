import {
  linkSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Holder } from './lock-holder.ts'

/** The number of beats stands behind the holder, always in as many bytes. */
export const beats = (count: number): string => `\n${String(count).padStart(15, '0')}\n`

/** What tells a file from another one of its name, as long as it is there or held open; nothing where there is none. */
export const identityOf = (path: string): string => {
  const at = statSync(path, { bigint: true, throwIfNoEntry: false })
  return at ? `${at.dev} ${at.ino}` : ''
}

/** What a file holds; nothing where it cannot be read. */
export const contentOf = (path: string): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** Puts a lock in place whole, and answers a handle on it; nothing where there is one already. */
export const taken = (path: string, own: Holder): number | undefined => {
  const draft = `${path}.${own.owner}`
  write(draft, JSON.stringify(own) + beats(0))
  try {
    put(draft, path)
    return openSync(path, 'r+')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    // ENOENT: whoever has just got the lock has removed the drafts of all others.
    if (code === 'EEXIST' || code === 'ENOENT') return undefined
    throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

/** Writes a file whole, or leaves none. */
const write = (path: string, text: string): void => {
  try {
    writeFileSync(path, text, { mode: 0o600 })
  } catch (error) {
    rmSync(path, { force: true })
    throw error
  }
}

/** Gives a draft its name, once. A file system without links (FAT, some network shares) is filled in place. */
const put = (draft: string, path: string): void => {
  try {
    linkSync(draft, path)
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(code)) throw error
    writeFileSync(path, readFileSync(draft), { flag: 'wx', mode: 0o600 })
  }
}

/** What starts that were killed have left behind. */
export const removeDrafts = (path: string): void => {
  const draft = /^[0-9a-f]{8}-[0-9a-f-]{27}$|^\d+$/
  for (const name of readdirSync(dirname(path))) {
    const prefix = `${basename(path)}.`
    if (name.startsWith(prefix) && draft.test(name.slice(prefix.length))) {
      rmSync(join(dirname(path), name), { force: true })
    }
  }
}
