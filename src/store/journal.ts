import { rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Adapter } from 'lowdb'
import { makeFolder } from '../config/make-folder.ts'
import { type AppendFile, newAppendFile } from './append-file.ts'
import { lineOf } from './journal-lines.ts'
import { rotatedParts } from './journal-replay.ts'
import { leftFiles, putAside } from './left-files.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { restore } from './restore.ts'
import { installSnapshot, writeSnapshot } from './snapshot.ts'
import { emptyState, type State } from './state.ts'
import { takenOver, unkept } from './unkept-state.ts'

/** A lowdb adapter that appends what changed, and its shutdown. */
export interface JournalAdapter extends Adapter<State> {
  /** Looks whether the files are still the ones that were written; where not, they are written anew. */
  check(): Promise<void>
  /** Folds the journal into the snapshot and lets the files go. Throws UnkeptState. */
  close(): Promise<void>
  /** Lets the files go as they are. */
  abandon(): Promise<void>
}

export interface JournalOptions {
  /** Where to say what a person should know: a torn line dropped, a compaction that failed. */
  readonly say: (sentence: string) => void
  /** Bytes of journal from which it is folded into the snapshot, once it has also outgrown that. */
  readonly compactAt?: number
  /** Whether the files are still this process's (store/lock.ts). */
  readonly held?: () => boolean
  /** Stands in the names of its unfinished files, which must be nobody else's. */
  readonly owner?: string
}

/**
 * Keeps the state in three kinds of files: the snapshot `db.json`, the journal `db.journal` of what changed since, and
 * `db.journal.<n>`: parts of the journal up to commit n, which the next snapshot replaces. A crash at any moment leaves
 * files from which `read` restores every commit whose `write` was answered. Each start goes on in a journal file of
 * its own, so that a process that lost the files without knowing it appends to nothing that counts.
 */
export const journalAdapter = (file: string, options: JournalOptions): JournalAdapter => {
  const { say, compactAt = 8 * 1024 * 1024, held = () => true, owner = 'own' } = options
  const journal = file.replace(/\.json$/, '.journal')
  const draft = `${file}.${owner}.new`

  let lines: AppendFile | undefined
  let state: State = emptyState()
  let snapshotSize = 0
  const left = leftFiles(file, journal)
  /** Whether the files hold all that was acknowledged. */
  let whole = true
  /** Number of the last commit in the journal, and how many appends failed. */
  let written = 0
  let failures = 0
  let compaction: Promise<void> | undefined
  let appended: () => void = () => {}
  let lastSaid = ''

  const owned = (): void => {
    if (!held()) throw takenOver(file)
  }

  // A snapshot taken while commits go on holds some of them already; it may replace the file only when they are
  // in the journal too, and not at all when one of them was taken back.
  const caughtUp = async (failuresBefore: number): Promise<boolean> => {
    const seen = state.seq
    while (written < seen && failures === failuresBefore) {
      await new Promise<void>((resolve) => {
        appended = resolve
      })
    }
    return failures === failuresBefore
  }

  const compact = async (upTo: number): Promise<void> => {
    const failuresBefore = failures
    const bytes = await writeSnapshot(draft, state, upTo)
    if (!(await caughtUp(failuresBefore))) return rm(draft, { force: true })
    owned()
    await installSnapshot(draft, file)
    snapshotSize = bytes
    whole = true
    lastSaid = ''
    for (const { path, number } of await rotatedParts(journal)) {
      if (number <= upTo) await rm(path, { force: true })
    }
    await left.look()
  }

  const sayOnce = (sentence: string): void => {
    if (sentence !== lastSaid) say(sentence)
    lastSaid = sentence
  }

  const putOff = async (error: Error): Promise<void> => {
    sayOnce(`the journal could not be folded into ${file}, it stays as it is: ${error.message}`)
    await rm(draft, { force: true }).catch(() => {})
  }

  const beginCompaction = async (): Promise<void> => {
    try {
      if (lines && lines.size() > 0) {
        await lines.rotate(`${journal}.${written}`)
        await left.look()
      }
    } catch (error) {
      return putOff(error as Error)
    }
    compaction = compact(written)
      .catch(putOff)
      .finally(() => {
        compaction = undefined
      })
  }

  /** Makes the files anew from what is in memory. What stands in their place now is put aside. */
  const beginAnew = async (): Promise<void> => {
    owned()
    if (whole)
      say(
        `${dirname(file)}: files of the state were removed or replaced while it is in use; they are written anew`,
      )
    whole = false
    // One that is under way may wait for commits that come after this; it is given up.
    failures++
    appended()
    await compaction
    await makeFolder(dirname(file))
    // The lock has gone with its folder: it is put back before anybody else can take the place.
    owned()
    await left.putForeignAside()
    if (!lines?.intact()) await putAside(journal)
    const former = lines
    lines = await newAppendFile(journal)
    await former?.close()
    await left.look()
    await beginCompaction()
  }

  /** Files are changed by one at a time; only a compaction goes on beside the others, until it puts its snapshot in place. */
  const alone = oneAtATime()

  const abandon = async (): Promise<void> => {
    await compaction
    await lines?.close()
    lines = undefined
  }

  /** Whether nobody but this process has changed the files; while a compaction does so it cannot be told. */
  const isAsItWas = (): boolean =>
    !lines || compaction !== undefined || (whole && lines.intact() && left.areSame())

  const append = async ({ batch }: State): Promise<void> => {
    if (!lines) throw new Error('the state file is closed')
    try {
      if (!lines.intact()) await beginAnew()
      await lines.append(Buffer.from(batch.map(lineOf).join('')))
      // Whoever took the files over meanwhile may not have seen this.
      owned()
      written = batch.at(-1)?.seq ?? written
    } catch (error) {
      failures++
      throw error
    } finally {
      appended()
    }
    const unfolded = left.partSize() + lines.size()
    if (unfolded >= Math.max(compactAt, snapshotSize) && !compaction) await beginCompaction()
  }

  const end = async (): Promise<void> => {
    try {
      if (lines) {
        owned()
        if (!isAsItWas()) await beginAnew()
        else if (left.partSize() + lines.size() > 0) await beginCompaction()
        await compaction
      }
      if (!whole) throw new Error('its files were removed or replaced')
    } catch (error) {
      throw unkept(file, error)
    } finally {
      await abandon()
    }
  }

  return {
    async read() {
      await makeFolder(dirname(file))
      const restored = await restore(file, journal, say)
      state = restored.state
      snapshotSize = restored.snapshotSize
      written = state.seq
      lines = await newAppendFile(journal)
      await left.look()
      // What was set aside must not be met again at the next start.
      if (restored.wasUnsound) await beginCompaction()
      return state
    },

    write: (written) => alone(() => append(written)),

    check: async () => {
      if (isAsItWas()) return
      await alone(async () => {
        if (!isAsItWas()) await beginAnew()
      }).catch((error: Error) => sayOnce(`${file} cannot be written anew: ${error.message}`))
    },

    close: async () => {
      await compaction
      await alone(end)
    },

    abandon,
  }
}
