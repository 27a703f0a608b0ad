import { fstatSync, statSync } from 'node:fs'
import { type FileHandle, open, rename } from 'node:fs/promises'

/** A file that grows by whole texts: what could not be appended as a whole is not in it. */
export interface AppendFile {
  /** Bytes of what was appended as a whole. */
  size(): number
  /** Whether its path still leads to it, and to nothing but what was appended. */
  intact(): boolean
  /** Throws the system's error; then nothing of the text is in the file. */
  append(text: Buffer): Promise<void>
  /** Gives the file another name and goes on in an empty one under the old name. */
  rotate(name: string): Promise<void>
  close(): Promise<void>
}

/**
 * Makes an empty file, in the place of one that may be there: whoever still holds that one open writes to nothing that
 * counts any more.
 */
export const newAppendFile = async (path: string): Promise<AppendFile> => {
  let { handle, own } = await emptyAt(path)
  let size = 0
  let torn = false

  const mend = async (): Promise<void> => {
    if (torn) await handle.truncate(size)
    torn = false
  }

  return {
    size: () => size,

    intact: () => {
      const there = statSync(path, { bigint: true, throwIfNoEntry: false })
      if (there === undefined || (!torn && there.size !== BigInt(size))) return false
      return own === undefined || (there.dev === own.dev && there.ino === own.ino)
    },

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
      await rename(path, name)
      try {
        const former = handle
        ;({ handle, own } = await emptyAt(path))
        size = 0
        await former.close()
      } catch (error) {
        await rename(name, path).catch(() => {})
        throw error
      }
    },

    async close() {
      await mend().catch(() => {})
      await handle.close()
    },
  }
}

interface Made {
  readonly handle: FileHandle
  /** What no other file has as long as this one is open; nothing where the file system's numbers are not to be relied on. */
  readonly own: { readonly dev: bigint; readonly ino: bigint } | undefined
}

const emptyAt = async (path: string): Promise<Made> => {
  const handle = await open(`${path}.new`, 'w', 0o600)
  try {
    await rename(`${path}.new`, path)
    const own = fstatSync(handle.fd, { bigint: true })
    const there = statSync(path, { bigint: true })
    return { handle, own: own.dev === there.dev && own.ino === there.ino ? own : undefined }
  } catch (error) {
    await handle.close()
    throw error
  }
}
