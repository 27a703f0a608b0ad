import { realpath } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { makeFolder } from '../config/make-folder.ts'

/** A file's own path, whatever symbolic links lead there; the file itself need not be there yet. */
export const ownPath = async (file: string): Promise<string> => {
  const path = resolve(file)
  try {
    return await realpath(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  await makeFolder(dirname(path))
  return join(await realpath(dirname(path)), basename(path))
}
