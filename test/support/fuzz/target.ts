import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { makeIds } from '../../../src/env.ts'
import { testEnv } from '../clock.ts'
import { openFolder } from '../folder.ts'
import { type TestSandbox, testSandbox } from '../sandbox.ts'
import { openClient } from './client.ts'

/** A fingerprint of all that is stored, once what was due has happened; time stands still meanwhile. */
export const fingerprint = async (sandbox: TestSandbox, namespace = 'default'): Promise<string> => {
  const query = `?namespace=${encodeURIComponent(namespace)}`
  await sandbox.control(`/notifications/flush${query}`).expect(200)
  const { text } = await sandbox.http.get(`/_sandbox/state${query}`).buffer().expect(200)
  return createHash('sha256').update(text).digest('hex')
}

/** The fingerprints of every namespace. */
const fingerprints = async (sandbox: TestSandbox): Promise<string> => {
  const namespaces: { name: string }[] = await sandbox.look('/namespaces')
  const all = namespaces.map(({ name }) => name).sort()
  const prints = await Promise.all(all.map((name) => fingerprint(sandbox, name)))
  return all.map((name, index) => `${name} ${prints[index]}`).join('\n')
}

/** Where the inputs go to; it is stopped and started again on its file after each batch. */
export const openTarget = async (seed: number) => {
  const { folder, remove } = await openFolder()
  const ids = makeIds(seed)
  const options = { env: { ...testEnv(), ids }, db: join(folder, 'db.json') }
  let sandbox = await testSandbox(options)
  let client = openClient(sandbox.port)
  const stop = async () => {
    client.close()
    await sandbox.stop()
  }
  return {
    sandbox: () => sandbox,
    client: () => client,
    /** Answers what is different afterwards, or nothing. */
    restart: async (): Promise<string | undefined> => {
      const before = await fingerprints(sandbox)
      await stop()
      sandbox = await testSandbox(options)
      client = openClient(sandbox.port)
      const after = await fingerprints(sandbox)
      return before === after ? undefined : `${before}\nis after a restart\n${after}`
    },
    stop: async () => {
      await stop()
      await remove()
    },
  }
}
