import { rename, truncate } from 'node:fs/promises'
import { replayFile, rotatedParts } from './journal-replay.ts'
import { keepAside } from './set-aside.ts'
import { readSnapshot, removeSnapshots } from './snapshot.ts'
import { madeSound } from './sound.ts'
import { isStaged } from './staged.ts'
import { emptyState, type State } from './state.ts'

/** What files of the state gave back. */
export interface Restored {
  readonly state: State
  /** Bytes of the snapshot. */
  readonly snapshotSize: number
  /** Whether records had to be set aside, which are in the files still. */
  readonly wasUnsound: boolean
}

/**
 * Restores the state from a snapshot, the parts of a journal and the journal, which becomes one more part of it. Throws
 * DamagedFile.
 */
export const restore = async (
  file: string,
  journal: string,
  say: (sentence: string) => void,
): Promise<Restored> => {
  await removeSnapshots(file)
  const stored = await readSnapshot(file)
  const state = stored?.state ?? emptyState()
  for (const { path } of await rotatedParts(journal)) await replayFile(path, state)
  const size = await replayFile(journal, state, say)
  dropStaged(state)
  const unsound = madeSound(state)
  if (unsound.length > 0) await keepAside(file, unsound, say)
  if (size > 0) {
    await truncate(journal, size)
    await rename(journal, `${journal}.${state.seq}`)
  }
  return { state, snapshotSize: stored?.bytes ?? 0, wasUnsound: unsound.length > 0 }
}

/** What was to take a namespace's place when the program ended never did. */
const dropStaged = ({ namespaces }: State): void => {
  for (const name of namespaces.keys()) if (isStaged(name)) namespaces.delete(name)
}
