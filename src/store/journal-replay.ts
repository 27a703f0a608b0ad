import { statSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { DamagedFile, readLines } from './journal-lines.ts'
import type { State } from './state.ts'
import { replay } from './worlds.ts'

/** A rotated part of a journal: the number of its last commit, its size in bytes. */
export interface Part {
  readonly path: string
  readonly number: number
  readonly size: number
}

/** The rotated parts of a journal, oldest first. */
export const rotatedParts = async (journal: string): Promise<Part[]> => {
  const prefix = `${basename(journal)}.`
  const names = await readdir(dirname(journal))
  return names
    .filter((name) => name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length)))
    .map((name) => {
      const path = join(dirname(journal), name)
      const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
      return { path, number: Number(name.slice(prefix.length)), size }
    })
    .sort((a, b) => a.number - b.number)
}

/**
 * Applies a journal's commits to the state; answers how many bytes of the file are whole lines. Only the newest file
 * may end in the middle of a line, which is then told to `say`. Throws DamagedFile.
 */
export const replayFile = async (
  path: string,
  state: State,
  say?: (sentence: string) => void,
): Promise<number> => {
  const text = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return Buffer.alloc(0)
    throw error
  })
  const { commits, wholeBytes } = readLines(text, path)
  for (const commit of commits) {
    if (commit.seq <= state.seq) continue
    if (commit.seq !== state.seq + 1) throw gap(path, state.seq, `is followed by ${commit.seq}`)
    replay(state, commit)
  }
  const rest = text.length - wholeBytes
  if (rest > 0 && !say) throw gap(path, state.seq, 'is followed by half a line')
  if (rest > 0) {
    say?.(`${path}: dropped an unfinished last line (${rest} bytes); nobody was told it was stored`)
  }
  return wholeBytes
}

const gap = (path: string, before: number, what: string): DamagedFile =>
  new DamagedFile(
    `${path}: commit ${before} ${what}; what lies between is missing. Nothing was changed. ` +
      'Restore the missing part, or begin anew with another --db.',
  )
