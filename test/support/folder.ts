import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Runs a test in a folder of its own, which is removed afterwards. */
export const inFolder = async (run: (folder: string) => Promise<void>): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'nicepay-sandbox-'))
  try {
    await run(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** A folder for a whole file of tests. */
export const openFolder = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'nicepay-sandbox-'))
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) }
}
