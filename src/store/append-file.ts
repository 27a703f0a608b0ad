import { type FileHandle, open, rename } from 'node:fs/promises'

/** A file that grows by whole texts: what could not be appended as a whole is not in it. */
export interface AppendFile {
  /** Bytes of what was appended as a whole. */
  size(): number
  /** Throws the system's error; then nothing of the text is in the file. */
  append(text: Buffer): Promise<void>
  /** Gives the file another name and goes on in an empty one under the old name. */
  rotate(name: string): Promise<void>
  close(): Promise<void>
}

/** Opens a file, making it when there is none; what lies behind the first `whole` bytes is cut off. */
export const openAppendFile = async (path: string, whole: number): Promise<AppendFile> => {
  // Writing at any place needs r+, and r+ needs a file.
  await (await open(path, 'a', 0o600)).close()
  let handle: FileHandle = await open(path, 'r+')
  let size = whole
  let torn = true

  const mend = async (): Promise<void> => {
    if (torn) await handle.truncate(size)
    torn = false
  }
  await mend()

  return {
    size: () => size,

    async append(text) {
      await mend()
      torn = true
      try {
        for (let done = 0; done < text.length; ) {
          const { bytesWritten } = await handle.write(text, done, text.length - done, size + done)
          done += bytesWritten
        }
      } catch (error) {
        // Whole lines of it may have got in; what is refused must not come back at the next start.
        await mend().catch(() => {})
        throw error
      }
      torn = false
      size += text.length
    },

    async rotate(name) {
      await mend()
      const fresh = await open(`${path}.new`, 'w', 0o600)
      try {
        await rename(path, name)
        await rename(`${path}.new`, path)
      } catch (error) {
        await fresh.close()
        await rename(name, path).catch(() => {})
        throw error
      }
      await handle.close()
      handle = fresh
      size = 0
    },

    async close() {
      await mend().catch(() => {})
      await handle.close()
    },
  }
}
