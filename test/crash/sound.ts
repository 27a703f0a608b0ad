import { cpSync } from 'node:fs'
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Transaction } from '../../src/domain/transaction.ts'
import { journalAdapter } from '../../src/store/journal.ts'
import { openStore } from '../../src/store/store.ts'
import { openCustomer } from './customer.ts'
import { end, start } from './server.ts'
import { inCopy, readHere } from './stored.ts'

/** Files of a state in which nothing is wrong, and what they hold. */
export interface Sound {
  readonly folder: string
  readonly fingerprint: string
  /** The state after each line of the newest journal: what a cut of that file may leave. */
  readonly earlier: ReadonlySet<string>
  readonly names: readonly string[]
}

/** Real records of a real server, as it leaves them at a stop. */
const filledFolder = async (folder: string): Promise<string> => {
  const db = join(folder, 'made', 'db.json')
  const server = await start(db)
  const customer = openCustomer(server)
  await customer.buy(40)
  await customer.calls.control('POST', '/namespaces', { name: 'other' })
  customer.close()
  await end(server.running, 'SIGTERM')
  return db
}

/**
 * A folder with all three kinds of files: the snapshot, a part of the journal that a compaction was about to fold, and
 * the journal after it. It is caught by copying the folder between two commits while a compaction runs.
 */
const caught = async (db: string, to: string): Promise<void> => {
  for (let tries = 0; tries < 50; tries++) {
    const adapter = journalAdapter(db, { say: () => {}, compactAt: 1 })
    const store = await openStore(adapter)
    const orders = [...(store.world('default')?.tables.transactions.values() ?? [])]
    // Several at a time, so that the newest journal has several lines while the older part is being folded.
    for (let from = 0; from < orders.length; from += TOGETHER) {
      const some = orders.slice(from, from + TOGETHER)
      const change = (order: Transaction) =>
        store.transact('default', (tx) =>
          tx.transactions.put(order.tXid, { ...order, description: `changed ${tries} ${from}` }),
        )
      await Promise.all(some.map(change))
      await rm(to, { recursive: true, force: true })
      cpSync(dirname(db), to, { recursive: true })
      if (await isComplete(to)) return adapter.abandon()
    }
    await adapter.abandon()
  }
  throw new Error('no compaction was caught in the middle')
}

/** Changes at once. */
const TOGETHER = 8

const isComplete = async (folder: string): Promise<boolean> => {
  const names = await readdir(folder)
  const rotated = names.filter((name) => /^db\.journal\.\d+$/.test(name))
  if (rotated.length === 0 || !names.includes('db.json')) return false
  const { size } = await stat(join(folder, 'db.journal'))
  return size > 0
}

const isData = (name: string): boolean => /^db\.(json|journal|journal\.\d+)$/.test(name)

/** What the newest journal's lines lead to, one by one. */
const statesOf = async (folder: string): Promise<ReadonlySet<string>> => {
  const text = await readFile(join(folder, 'db.journal'))
  const states = new Set<string>()
  for (let end = 0; end >= 0; end = text.indexOf(10, end) + 1 || -1) {
    const { fingerprint } = await inCopy(folder, async (copy) => {
      await writeFile(join(copy, 'db.journal'), text.subarray(0, end))
      return readHere(join(copy, 'db.json'))
    })
    states.add(fingerprint)
  }
  return states
}

/** Makes such files in a folder. */
export const soundFolder = async (root: string): Promise<Sound> => {
  const folder = join(root, 'sound')
  await caught(await filledFolder(root), folder)
  const { fingerprint } = await inCopy(folder, (copy) => readHere(join(copy, 'db.json')))
  const names = (await readdir(folder)).filter(isData)
  return { folder, fingerprint, earlier: await statesOf(folder), names }
}
