import {
  appendFile,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  truncate,
  writeFile,
} from 'node:fs/promises'
import { afterEach, describe, expect, test } from '@jest/globals'
import {
  type JournalAdapter,
  type JournalOptions,
  journalAdapter,
} from '../../src/store/journal.ts'
import { DamagedFile } from '../../src/store/journal-lines.ts'
import { SEED_ACCOUNTS, seed, seedShoppers } from '../../src/store/seed.ts'
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

const opened = async (
  folder: string,
  options: Omit<JournalOptions, 'say'> = {},
): Promise<Opened> => {
  const said: string[] = []
  const say = (sentence: string) => void said.push(sentence)
  const adapter = journalAdapter(`${folder}/db.json`, { say, ...options })
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
      // The lines of before are a part now; the journal begins anew at each start.
      expect(await files(folder)).toEqual(['db.journal', 'db.journal.5'])
    }))

  test('gives everything back after a stop: the snapshot is JSON that a person can read', () =>
    inFolder(async (folder) => {
      const before = await opened(folder)
      await put(before, 'a')
      await before.adapter.close()
      const snapshot = JSON.parse(await readFile(`${folder}/db.json`, 'utf8'))
      expect(snapshot).toMatchObject({ format: 'nicepay-sandbox', version: 3 })
      const slices = snapshot.slices.map(([, slice]: [string, object]) => slice)
      expect(slices.slice(0, 2)).toEqual([{ seq: 2, idSeries: '' }, { namespace: 'default' }])
      expect(slices).toContainEqual({
        namespace: 'default',
        table: 'bindings',
        records: { a: binding('a') },
      })
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
      await crashed.store.renew('short', seedShoppers)
      await crashed.adapter.close()
      const stopped = await opened(folder)
      expect(stopped.store.namespaces()).toEqual(['default', 'short'])
      expect(stopped.store.world('short')?.tables.accounts.size).toBe(SEED_ACCOUNTS.length)
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
    {
      name: 'cut short',
      damage: (file: string) => truncate(file, 500),
      says: /line 4 \(byte \d+\) is cut off\. Nothing was changed\./,
    },
    {
      name: 'with another amount',
      damage: async (file: string) =>
        writeFile(file, (await readFile(file, 'utf8')).replace('"tXid":"a"', '"tXid":"A"')),
      says: /line \d+ \(byte \d+\) is damaged\. Nothing was changed\./,
    },
    {
      name: 'of another program',
      damage: (file: string) => writeFile(file, '{"a":1}'),
      says: /is not a state of this program/,
    },
    {
      name: 'of a later version',
      damage: async (file: string) =>
        writeFile(file, (await readFile(file, 'utf8')).replace('"version":3', '"version":99')),
      says: /has version 99, this program knows 3 and earlier ones/,
    },
    {
      name: 'of a version that is a word',
      damage: (file: string) =>
        writeFile(file, '{"format":"nicepay-sandbox","version":"constructor","seq":1}'),
      says: /is damaged: "version" is "constructor"/,
    },
    {
      name: 'of an earlier version, without its namespaces',
      damage: (file: string) =>
        writeFile(file, '{"format":"nicepay-sandbox","version":2,"seq":1,"namespaces":null}'),
      says: /is damaged: "namespaces" must be an object/,
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
      const before = await opened(folder)
      const seedBytes = (await stat(`${folder}/db.journal`)).size
      await before.adapter.abandon()
      const compactAt = 2 * seedBytes
      const going = await opened(folder, { compactAt })
      const all = Array.from({ length: 400 }, (_, n) => `b${n}`)
      for (let n = 0; n < all.length; n += 4) await put(going, ...all.slice(n, n + 4))
      while (!(await files(folder)).includes('db.json')) await put(going, 'b0')
      const { slices } = JSON.parse(await readFile(`${folder}/db.json`, 'utf8'))
      // Later than the seed and the start, as those alone are not enough to begin it.
      expect(slices[0][1].seq).toBeGreaterThan(2)
      expect(going.said).toEqual([])
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
      const before = await opened(folder, { compactAt: 200_000, owner: 'me' })
      await mkdir(`${folder}/db.json.me.new`)
      const all: string[] = []
      while (before.said.length === 0) {
        all.push(`b${all.length}`)
        await put(before, ...all.slice(-1))
      }
      await before.adapter.abandon()
      expect(before.said[0]).toMatch(
        /could not be folded into .*db\.json, it stays as it is: EISDIR/,
      )
      await rm(`${folder}/db.json.me.new`, { recursive: true })
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

describe('files that are removed or replaced while the state is open are written anew, and that is said', () => {
  test.each<{ name: string; happens: (folder: string) => Promise<unknown> }>([
    { name: 'the journal', happens: (folder) => rm(`${folder}/db.journal`) },
    { name: 'the snapshot', happens: (folder) => rm(`${folder}/db.json`) },
    { name: 'a part of the journal', happens: (folder) => rm(`${folder}/db.journal.4`) },
    { name: 'the folder', happens: (folder) => rm(folder, { recursive: true }) },
    { name: 'the journal, by another one', happens: (folder) => replaced(`${folder}/db.journal`) },
    { name: 'the snapshot, by another one', happens: (folder) => replaced(`${folder}/db.json`) },
    { name: 'the journal, cut short in its place', happens: (f) => truncate(`${f}/db.journal`, 9) },
  ])('$name', ({ happens }) =>
    inFolder(async (above) => {
      const folder = `${above}/state`
      const first = await opened(folder)
      await put(first, 'a')
      await first.adapter.close()
      const second = await opened(folder)
      await put(second, 'b')
      await second.adapter.abandon()
      const third = await opened(folder)
      await put(third, 'c')

      await happens(folder)
      await put(third, 'd')
      await third.adapter.close()

      expect(third.said).toEqual([
        `${folder}: files of the state were removed or replaced while it is in use; they are written anew`,
      ])
      expect(ids(await opened(folder))).toEqual(['a', 'b', 'c', 'd'])
    }),
  )

  test('nobody writes: a look now and then finds it too', () =>
    inFolder(async (folder) => {
      const before = await opened(folder)
      await put(before, 'a')
      await rm(`${folder}/db.journal`)
      await before.adapter.check()
      await before.adapter.abandon()
      expect(ids(await opened(folder))).toEqual(['a'])
    }))

  test('a look beside appends, compactions and the end finds nothing that is not so', () =>
    inFolder(async (folder) => {
      const before = await opened(folder, { compactAt: 2000 })
      const all = Array.from({ length: 60 }, (_, n) => `b${n}`)
      const looks: Promise<void>[] = []
      for (const id of all) {
        const done = put(before, id)
        looks.push(before.adapter.check())
        await done
        looks.push(before.adapter.check())
      }
      const closed = before.adapter.close()
      looks.push(before.adapter.check())
      await Promise.all([closed, ...looks])
      expect(before.said).toEqual([])
      expect(await files(folder)).toEqual(['db.journal', 'db.json'])
      expect(ids(await opened(folder))).toEqual(all)
    }))

  test('what cannot be written anew is no clean end', () =>
    inFolder(async (above) => {
      const folder = `${above}/state`
      const before = await opened(folder)
      await rm(folder, { recursive: true })
      await writeFile(folder, 'a file in the place of the folder')
      await expect(put(before, 'a')).rejects.toThrow('the change could not be stored')
      await expect(before.adapter.close()).rejects.toThrow(
        `the state is not kept in ${folder}/db.json: `,
      )
    }))
})

test('a process whose file was taken over answers nothing more, and writes nothing that counts', () =>
  inFolder(async (folder) => {
    let held = true
    const first = await opened(folder, { held: () => held })
    await put(first, 'a')
    held = false
    const second = await opened(folder)
    await put(second, 'b')
    await expect(put(first, 'c')).rejects.toThrow('was taken over by another process')
    await put(second, 'd')
    await expect(first.adapter.close()).rejects.toThrow('was taken over by another process')
    expect(ids(await opened(folder))).toEqual(['a', 'b', 'd'])
  }))

const replaced = async (path: string): Promise<void> => {
  await rename(path, `${path}.away`)
  await writeFile(path, 'something else')
}
