import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Makes a folder and those above it. Throws the system's error. Not by `recursive` of Node's mkdir, which never ends
 * where a folder is there and takes no new ones (/proc).
 */
export const makeFolder = async (path: string): Promise<void> => {
  try {
    await mkdir(path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const isThere = await stat(path).then(
      (at) => at.isDirectory(),
      () => false,
    )
    if (isThere) return
    const above = dirname(path)
    if (code !== 'ENOENT' || above === path) throw error
    await makeFolder(above)
    await mkdir(path)
  }
}
