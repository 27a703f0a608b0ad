import { rename } from 'node:fs/promises'
import { rotatedParts } from './journal-replay.ts'
import { fileMark } from './snapshot.ts'

/** The files that a start would read besides the journal: the snapshot and the journal's parts, as they were left. */
export interface LeftFiles {
  /** Takes the files as they are now for the ones to be found again. */
  look(): Promise<void>
  /** Whether all of them are still there and still the same. */
  areSame(): boolean
  /** Puts out of the way what stands in their places now and is not theirs. */
  putForeignAside(): Promise<void>
  /** Bytes of the parts. */
  partSize(): number
}

/** Moves what stands at a path out of the way, under a name that no start reads. */
export const putAside = async (path: string): Promise<void> => {
  if (fileMark(path) !== undefined) await rename(path, `${path}.replaced`)
}

/** Keeps an eye on the snapshot in a file and on the parts of a journal. */
export const leftFiles = (file: string, journal: string): LeftFiles => {
  let left: { readonly path: string; readonly mark: string | undefined }[] = []
  let partSize = 0
  return {
    look: async () => {
      const parts = await rotatedParts(journal)
      const paths = [file, ...parts.map(({ path }) => path)]
      left = paths.map((path) => ({ path, mark: fileMark(path) }))
      partSize = parts.reduce((sum, { size }) => sum + size, 0)
    },
    areSame: () => left.every(({ path, mark }) => fileMark(path) === mark),
    putForeignAside: async () => {
      for (const { path, mark } of left) if (fileMark(path) !== mark) await putAside(path)
    },
    partSize: () => partSize,
  }
}
