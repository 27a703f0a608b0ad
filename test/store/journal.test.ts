import {
  appendFile,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  truncate,
  writeFile,
} from 'node:fs/promises'
import { afterEach, describe, expect, test } from '@jest/globals'
import { type JournalAdapter, journalAdapter } from '../../src/store/journal.ts'
import { DamagedFile } from '../../src/store/journal-lines.ts'
import { seed } from '../../src/store/seed.ts'
import { openStore, type Store } from '../../src/store/store.ts'
import { inFolder } from '../support/folder.ts'
import { binding } from '../support/records.ts'

interface Opened {
  readonly store: Store
  readonly adapter: JournalAdapter
  readonly said: string[]
}

/** What a test left open, as a crash would. */
const left: JournalAdapter[] = []
afterEach(() => Promise.all(left.splice(0).map((adapter) => adapter.abandon())))

const opened = async (folder: string, compactAt?: number): Promise<Opened> => {
  const said: string[] = []
  const say = (sentence: string) => void said.push(sentence)
  const options = compactAt === undefined ? { say } : { say, compactAt }
  const adapter = journalAdapter(`${folder}/db.json`, options)
  left.push(adapter)
  const store = await openStore(adapter)
  if (!store.world('default')) await store.renew('default', seed)
  return { store, adapter, said }
}

const put = ({ store }: Opened, ...ids: string[]) =>
  Promise.all(ids.map((id) => store.transact('default', (tx) => tx.bindings.put(id, binding(id)))))

const ids = ({ store }: Opened) => [...(store.world('default')?.tables.bindings.keys() ?? [])]

const files = async (folder: string) => (await readdir(folder)).sort()

describe('the file of the state', () => {
  test('gives everything back after a crash: the journal alone holds it', () =>
    inFolder(async (folder) => {
      const before = await opened(folder)
      await put(before, 'a', 'b', 'c')
      await before.store.transact('default', (tx) => tx.bindings.remove('b'))
      // Nothing is closed: that is the crash.
      const after = await opened(folder)
      expect(ids(after)).toEqual(['a', 'c'])
      expect(after.said).toEqual([])
      expect(await files(folder)).toEqual(['db.journal'])
    }))

  test('gives everything back after a stop: the snapshot is JSON that a person can read', () =>
    inFolder(async (folder) => {
      const before = await opened(folder)
      await put(before, 'a')
      await before.adapter.close()
      const snapshot = JSON.parse(await readFile(`${folder}/db.json`, 'utf8'))
      expect(snapshot).toMatchObject({ format: 'nicepay-sandbox', version: 2, seq: 2 })
      expect(snapshot.namespaces.default.bindings).toEqual({ a: binding('a') })
      expect(await readFile(`${folder}/db.journal`, 'utf8')).toBe('')
      expect(ids(await opened(folder))).toEqual(['a'])
    }))

  test('knows after a crash, and after a stop, which namespaces have ended', () =>
    inFolder(async (folder) => {
      const before = await opened(folder)
      for (const name of ['short', 'long']) await before.store.renew(name, () => {})
      await before.store.drop('short')
      await before.adapter.abandon()
      const crashed = await opened(folder)
      expect(crashed.store.namespaces()).toEqual(['default', 'long'])
      await crashed.store.drop('long')
      await crashed.store.renew('short', (tx) => tx.bindings.put('a', binding('a')))
      await crashed.adapter.close()
      const stopped = await opened(folder)
      expect(stopped.store.namespaces()).toEqual(['default', 'short'])
      expect([...(stopped.store.world('short')?.tables.bindings.keys() ?? [])]).toEqual(['a'])
    }))

  test('has one JSON line for each commit', () =>
    inFolder(async (folder) => {
      await put(await opened(folder), 'a')
      const lines = (await readFile(`${folder}/db.journal`, 'utf8')).trimEnd().split('\n')
      const [seq, sum, commit] = JSON.parse(lines[1] ?? '')
      expect(seq).toBe(2)
      expect(sum).toMatch(/^[0-9a-f]{8}$/)
      expect(commit).toEqual({
        namespace: 'default',
        changes: [['bindings', 'a', binding('a')]],
      })
    }))

  test('drops a last line that was not finished, says so, and goes on behind the whole ones', () =>
    inFolder(async (folder) => {
      await put(await opened(folder), 'a')
      await appendFile(`${folder}/db.journal`, '[3,"00000000",{"namespace":"default","cha')
      const after = await opened(folder)
      expect(after.said).toEqual([
        `${folder}/db.journal: dropped an unfinished last line (41 bytes); nobody was told it was stored`,
      ])
      await put(after, 'b')
      expect(ids(await opened(folder))).toEqual(['a', 'b'])
    }))

  test('drops nothing but the last line wherever the journal is cut off', () =>
    inFolder(async (folder) => {
      await put(await opened(folder), 'a', 'b')
      const whole = await readFile(`${folder}/db.journal`)
      const ends = [...whole.keys()].filter((at) => whole[at] === 10).map((at) => at + 1)
      const kept = (length: number) => ends.filter((end) => end <= length).length
      for (let length = ends[0] ?? 0; length <= whole.length; length += 97) {
        await writeFile(`${folder}/db.journal`, whole.subarray(0, length))
        expect(ids(await opened(folder))).toEqual(['a', 'b'].slice(0, kept(length) - 1))
      }
    }))
})

describe('a damaged file is refused, with the place, and left as it is', () => {
  const refusal = async (folder: string): Promise<string> => {
    const before = await readdir(folder)
    const error = await opened(folder).catch((e) => e)
    expect(error).toBeInstanceOf(DamagedFile)
    expect(await readdir(folder)).toEqual(before)
    return error.message
  }

  test('a line in the middle of the journal', () =>
    inFolder(async (folder) => {
      await put(await opened(folder), 'a', 'b')
      const text = await readFile(`${folder}/db.journal`, 'utf8')
      const garbled = text.replace('"tXid":"a"', '"tXid":"A"')
      await writeFile(`${folder}/db.journal`, garbled)
      expect(await refusal(folder)).toMatch(
        /db\.journal: line 2 \(byte \d+\) is damaged\. Nothing was changed\./,
      )
      expect(await readFile(`${folder}/db.journal`, 'utf8')).toBe(garbled)
    }))

  test('a line that is missing', () =>
    inFolder(async (folder) => {
      await put(await opened(folder), 'a', 'b')
      const lines = (await readFile(`${folder}/db.journal`, 'utf8')).split('\n')
      await writeFile(`${folder}/db.journal`, [lines[0], ...lines.slice(2)].join('\n'))
      expect(await refusal(folder)).toMatch(
        /commit 1 is followed by 3; what lies between is missing/,
      )
    }))

  test.each([
    { name: 'cut short', damage: (file: string) => truncate(file, 500), says: /is not JSON/ },
    {
      name: 'of another program',
      damage: (file: string) => writeFile(file, '{"a":1}'),
      says: /is not a state of this program/,
    },
    {
      name: 'of a later version',
      damage: async (file: string) =>
        writeFile(file, (await readFile(file, 'utf8')).replace('"version":2', '"version":99')),
      says: /has version 99, this program knows 2/,
    },
  ])('a snapshot $name', ({ damage, says }) =>
    inFolder(async (folder) => {
      const before = await opened(folder)
      await put(before, 'a')
      await before.adapter.close()
      await damage(`${folder}/db.json`)
      expect(await refusal(folder)).toMatch(says)
    }),
  )
})

describe('compaction', () => {
  test('folds the journal into the snapshot when it has outgrown it, while commits go on', () =>
    inFolder(async (folder) => {
      const before = await opened(folder, 30_000)
      const all = Array.from({ length: 400 }, (_, n) => `b${n}`)
      for (let n = 0; n < all.length; n += 4) await put(before, ...all.slice(n, n + 4))
      while (!(await files(folder)).includes('db.json')) await put(before, 'b0')
      const { seq } = JSON.parse(await readFile(`${folder}/db.json`, 'utf8'))
      expect(seq).toBeGreaterThan(1)
      expect(before.said).toEqual([])
      expect(ids(await opened(folder))).toEqual(all)
    }))

  test('may be cut off at every step without losing anything', () =>
    inFolder(async (folder) => {
      const before = await opened(folder)
      await put(before, 'a', 'b')
      const oldJournal = await readFile(`${folder}/db.journal`)
      await before.adapter.close()
      const newSnapshot = await readFile(`${folder}/db.json`)
      await put(await opened(folder), 'c')
      const newJournal = await readFile(`${folder}/db.journal`)

      const crashedWith = async (state: Record<string, Buffer | string>) => {
        for (const name of await readdir(folder)) await rm(`${folder}/${name}`)
        for (const [name, text] of Object.entries(state)) await writeFile(`${folder}/${name}`, text)
        return ids(await opened(folder))
      }
      const rotated = { 'db.journal.3': oldJournal }
      // The journal was rotated, nothing else happened.
      expect(await crashedWith({ ...rotated })).toEqual(['a', 'b'])
      expect(await crashedWith({ ...rotated, 'db.journal.new': '' })).toEqual(['a', 'b'])
      expect(await crashedWith({ ...rotated, 'db.journal': '' })).toEqual(['a', 'b'])
      // Commits went on, the snapshot was half written.
      const half = newSnapshot.subarray(0, 300)
      expect(
        await crashedWith({ ...rotated, 'db.journal': newJournal, 'db.json.new': half }),
      ).toEqual(['a', 'b', 'c'])
      // The snapshot was in place, the rotated part not yet removed.
      expect(
        await crashedWith({ ...rotated, 'db.journal': newJournal, 'db.json': newSnapshot }),
      ).toEqual(['a', 'b', 'c'])
      expect(await crashedWith({ 'db.journal': newJournal, 'db.json': newSnapshot })).toEqual([
        'a',
        'b',
        'c',
      ])
    }))

  test('that cannot be written is put off and said, and the journal goes on', () =>
    inFolder(async (folder) => {
      const before = await opened(folder, 60_000)
      await mkdir(`${folder}/db.json.new`)
      const all = Array.from({ length: 60 }, (_, n) => `b${n}`)
      await put(before, ...all.slice(0, 50))
      await put(before, ...all.slice(50))
      await before.adapter.abandon()
      expect(before.said[0]).toMatch(
        /could not be folded into .*db\.json, it stays as it is: EISDIR/,
      )
      await rm(`${folder}/db.json.new`, { recursive: true })
      expect(ids(await opened(folder))).toEqual(all)
    }))

  test('a rotated part that is cut short is refused: it was whole once', () =>
    inFolder(async (folder) => {
      const before = await opened(folder)
      await put(before, 'a', 'b')
      const text = await readFile(`${folder}/db.journal`)
      await rename(`${folder}/db.journal`, `${folder}/db.journal.3`)
      await writeFile(`${folder}/db.journal.3`, text.subarray(0, -5))
      await expect(opened(folder)).rejects.toThrow(/commit 2 is followed by half a line/)
    }))
})
