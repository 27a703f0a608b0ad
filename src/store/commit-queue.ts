import { setImmediate as turn } from 'node:timers/promises'
import type { Commit } from './state.ts'

/** A change could not be written; nothing of it is kept. `cause` is the system's own error. */
export class StorageError extends Error {
  override name = 'StorageError' as const
}

/** Commits on their way to the file, in order. */
export interface CommitQueue {
  /**
   * Resolves when a commit is durable, or, for null, what it may have read. Throws StorageError when it could not be
   * written; then `undo` was called, after that of all that came later.
   */
  durable(commit: Commit | null, undo: () => void): Promise<void>
  /** Resolves when everything so far is durable. */
  settled(): Promise<void>
}

interface Waiting {
  readonly commit: Commit | null
  readonly undo: () => void
  readonly done: () => void
  readonly failed: (error: unknown) => void
}

/** Writes commits with `write`, those of one turn of the event loop together, and tells of each once it is durable. */
export const commitQueue = (
  write: (commits: readonly Commit[]) => Promise<void>,
  tell: (commit: Commit) => void,
): CommitQueue => {
  let waiting: Waiting[] = []
  let writing = false

  // Everything that came later may stand on what was lost, so all of it is taken back, newest first.
  const takeBack = (batch: readonly Waiting[], cause: unknown): void => {
    const lost = [...batch, ...waiting]
    waiting = []
    for (const { undo } of lost.toReversed()) undo()
    const error = new StorageError(`the change could not be stored: ${messageOf(cause)}`, { cause })
    for (const { failed } of lost) failed(error)
  }

  const flush = async (): Promise<void> => {
    writing = true
    while (waiting.length > 0) {
      // One turn of the event loop gathers what arrives together; it all goes out in one append.
      await turn()
      const batch = waiting
      waiting = []
      const commits = batch.flatMap(({ commit }) => commit ?? [])
      try {
        if (commits.length > 0) await write(commits)
      } catch (cause) {
        takeBack(batch, cause)
        continue
      }
      for (const commit of commits) tell(commit)
      for (const { done } of batch) done()
    }
    writing = false
  }

  const durable = (commit: Commit | null, undo: () => void): Promise<void> =>
    new Promise((done, failed) => {
      waiting.push({ commit, undo, done, failed })
      if (!writing) void flush()
    })

  return { durable, settled: () => (writing ? durable(null, () => {}) : Promise.resolve()) }
}

const messageOf = (cause: unknown): string =>
  cause instanceof Error ? cause.message : String(cause)
