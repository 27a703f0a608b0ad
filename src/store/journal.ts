import { mkdir, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Adapter } from 'lowdb'
import { type AppendFile, openAppendFile } from './append-file.ts'
import { lineOf } from './journal-lines.ts'
import { replayFile, rotatedParts } from './journal-replay.ts'
import { installSnapshot, readSnapshot, removeSnapshot, writeSnapshot } from './snapshot.ts'
import { emptyState, type State } from './state.ts'

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
  const journal = file.replace(/\.json$/, '.journal')
  const snapshot = `${file}.new`

  let lines: AppendFile | undefined
  let snapshotSize = 0
  let held: State = emptyState()
  /** Number of the last commit in the journal, and how many appends failed. */
  let written = 0
  let failures = 0
  let compaction: Promise<void> | undefined
  let appended: () => void = () => {}

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
    for (const { path, number } of await rotatedParts(journal)) {
      if (number <= upTo) await rm(path)
    }
  }

  const putOff = async (error: Error): Promise<void> => {
    say(`the journal could not be folded into ${file}, it stays as it is: ${error.message}`)
    await removeSnapshot(snapshot).catch(() => {})
  }

  const beginCompaction = async (state: State): Promise<void> => {
    try {
      await lines?.rotate(`${journal}.${written}`)
    } catch (error) {
      return putOff(error as Error)
    }
    compaction = compact(state, written)
      .catch(putOff)
      .finally(() => {
        compaction = undefined
      })
  }

  const abandon = async (): Promise<void> => {
    await compaction
    await lines?.close()
    lines = undefined
  }

  return {
    async read() {
      await mkdir(dirname(file), { recursive: true })
      await removeSnapshot(snapshot)
      const stored = await readSnapshot(file)
      held = stored?.state ?? emptyState()
      snapshotSize = stored?.bytes ?? 0
      for (const { path } of await rotatedParts(journal)) await replayFile(path, held)
      const whole = await replayFile(journal, held, say)
      written = held.seq
      lines = await openAppendFile(journal, whole)
      return held
    },

    async write(state) {
      if (!lines) throw new Error('the state file is closed')
      try {
        await lines.append(Buffer.from(state.batch.map(lineOf).join('')))
        written = state.batch.at(-1)?.seq ?? written
      } catch (error) {
        failures++
        throw error
      } finally {
        appended()
      }
      if (lines.size() >= Math.max(compactAt, snapshotSize) && !compaction) {
        await beginCompaction(state)
      }
    },

    async close() {
      await compaction
      if (lines && lines.size() > 0) await beginCompaction(held)
      await abandon()
    },

    abandon,
  }
}
