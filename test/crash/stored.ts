import { createHash } from 'node:crypto'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { journalAdapter } from '../../src/store/journal.ts'
import type { State } from '../../src/store/state.ts'

/** What the files of a state hold, read as a start reads them. */
export interface Stored {
  /** The same for the same state, whichever files hold it. */
  readonly fingerprint: string
  /** What a person was told on the way. */
  readonly said: readonly string[]
}

const fingerprintOf = ({ namespaces }: State): string => {
  const hash = createHash('sha256')
  for (const [name, tables] of [...namespaces].sort()) {
    hash.update(`\n${name}`)
    for (const [table, records] of Object.entries(tables)) {
      hash.update(`\n${table}`)
      for (const [id, record] of [...records].sort())
        hash.update(`\n${id}${JSON.stringify(record)}`)
    }
  }
  return hash.digest('hex')
}

/** Reads the files in this process; a torn tail is cut off them. Throws as a start would. */
export const readHere = async (db: string): Promise<Stored> => {
  const said: string[] = []
  const adapter = journalAdapter(db, { say: (sentence) => void said.push(sentence) })
  try {
    const state = await adapter.read()
    if (!state) throw new Error(`nothing was read from ${db}`)
    return { fingerprint: fingerprintOf(state), said }
  } finally {
    await adapter.abandon()
  }
}

/** Runs with a copy of a folder, which goes afterwards. */
export const inCopy = async <T>(folder: string, run: (copy: string) => Promise<T>): Promise<T> => {
  const copy = await mkdtemp(join(tmpdir(), 'nicepay-copy-'))
  try {
    await cp(folder, copy, { recursive: true })
    return await run(copy)
  } finally {
    await rm(copy, { recursive: true, force: true })
  }
}

/** Reads a copy of the files, so that they stay as they are. */
export const readStored = (db: string): Promise<Stored> =>
  inCopy(dirname(db), (copy) => readHere(join(copy, basename(db))))
