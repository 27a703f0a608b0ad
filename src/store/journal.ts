import { type FileHandle, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Adapter } from 'lowdb'
import { DamagedFile, lineOf, readLines } from './journal-lines.ts'
import { installSnapshot, readSnapshot, removeSnapshot, writeSnapshot } from './snapshot.ts'
import { emptyState, type State } from './state.ts'
import { replay } from './worlds.ts'

/** A lowdb adapter that appends what changed, with what there is to do at the end. */
export interface JournalAdapter extends Adapter<State> {
  /** Folds the journal into the snapshot and lets the files go. */
  close(): Promise<void>
  /** Lets the files go as they are. */
  abandon(): Promise<void>
}

export interface JournalOptions {
  /** Where to say what a person should know: a torn line dropped, a compaction that failed. */
  readonly say: (sentence: string) => void
  /** Bytes of journal from which it is folded into the snapshot, once it has also outgrown that. */
  readonly compactAt?: number
}

/**
 * Keeps the state in three kinds of files: the snapshot `db.json`, the journal `db.journal` of what changed since,
 * and, while a compaction runs, `db.journal.<n>`: the part of the journal that the coming snapshot replaces. A crash
 * at any moment leaves files from which `read` restores every commit whose `write` was answered.
 */
export const journalAdapter = (file: string, options: JournalOptions): JournalAdapter => {
  const { say, compactAt = 8 * 1024 * 1024 } = options
  const folder = dirname(file)
  const journal = `${file.replace(/\.json$/, '')}.journal`
  const snapshot = `${file}.new`

  let handle: FileHandle | undefined
  /** Bytes of whole lines in the journal; a failed append may have left more behind them. */
  let size = 0
  let torn = false
  let snapshotSize = 0
  let held: State = emptyState()
  /** Number of the last commit in the journal, and how many appends failed. */
  let written = 0
  let failures = 0
  let compaction: Promise<void> | undefined
  let appended: () => void = () => {}

  const append = async (text: Buffer): Promise<void> => {
    if (!handle) throw new Error('the state file is closed')
    if (torn) await handle.truncate(size)
    torn = true
    for (let done = 0; done < text.length; ) {
      done += (await handle.write(text, done, text.length - done, size + done)).bytesWritten
    }
    torn = false
    size += text.length
  }

  const rotate = async (): Promise<void> => {
    if (torn) await handle?.truncate(size)
    const fresh = await open(`${journal}.new`, 'w', 0o600)
    await rename(journal, `${journal}.${written}`)
    await rename(`${journal}.new`, journal)
    await handle?.close()
    handle = fresh
    size = 0
  }

  // A snapshot taken while commits go on holds some of them already; it may replace the file only when they are
  // in the journal too, and not at all when one of them was taken back.
  const caughtUp = async (state: State, failuresBefore: number): Promise<boolean> => {
    const seen = state.seq
    while (written < seen && failures === failuresBefore) {
      await new Promise<void>((resolve) => {
        appended = resolve
      })
    }
    return failures === failuresBefore
  }

  const compact = async (state: State, upTo: number): Promise<void> => {
    const failuresBefore = failures
    const bytes = await writeSnapshot(snapshot, state, upTo)
    if (!(await caughtUp(state, failuresBefore))) return removeSnapshot(snapshot)
    await installSnapshot(snapshot, file)
    snapshotSize = bytes
    for (const { path, number } of await parts(journal)) {
      if (number <= upTo) await rm(path)
    }
  }

  const beginCompaction = async (state: State): Promise<void> => {
    await rotate()
    compaction = compact(state, written)
      .catch((error) => say(`the journal could not be folded into ${file}: ${error.message}`))
      .finally(() => {
        compaction = undefined
      })
  }

  const abandon = async (): Promise<void> => {
    await compaction
    await handle?.close()
    handle = undefined
  }

  return {
    async read() {
      await mkdir(folder, { recursive: true })
      await removeSnapshot(snapshot)
      const stored = await readSnapshot(file)
      held = stored?.state ?? emptyState()
      snapshotSize = stored?.bytes ?? 0
      for (const { path } of await parts(journal)) await replayFile(path, held)
      size = await replayFile(journal, held, say)
      written = held.seq
      handle = await openForWriting(journal)
      await handle.truncate(size)
      return held
    },

    async write(state) {
      try {
        await append(Buffer.from(state.batch.map(lineOf).join('')))
        written = state.batch.at(-1)?.seq ?? written
      } catch (error) {
        failures++
        throw error
      } finally {
        appended()
      }
      if (size >= Math.max(compactAt, snapshotSize) && !compaction) {
        await beginCompaction(state).catch((error) => say(`compaction put off: ${error.message}`))
      }
    },

    async close() {
      await compaction
      if (size > 0) await beginCompaction(held)
      await abandon()
    },

    abandon,
  }
}

/** Opens a file for writing at any place in it, making it when there is none. */
const openForWriting = async (path: string): Promise<FileHandle> => {
  await (await open(path, 'a', 0o600)).close()
  return open(path, 'r+')
}

/** The rotated parts of a journal, oldest first. */
const parts = async (journal: string): Promise<{ path: string; number: number }[]> => {
  const prefix = `${basename(journal)}.`
  const names = await readdir(dirname(journal))
  return names
    .filter((name) => name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length)))
    .map((name) => ({
      path: join(dirname(journal), name),
      number: Number(name.slice(prefix.length)),
    }))
    .sort((a, b) => a.number - b.number)
}

/**
 * Applies a journal's commits to the state; answers how many bytes of the file are whole lines. Only the newest file
 * may end in the middle of a line, which is then told to `say`.
 */
const replayFile = async (
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
