import { readFileSync } from 'node:fs'
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { describe, expect, test } from '@jest/globals'
import { type Lock, LockedFile, type LockOptions, lock } from '../../src/store/lock.ts'
import { inFolder } from '../support/folder.ts'

/** A lock of a test: nobody waits in real time. */
const locked = (folder: string, options: Partial<LockOptions> = {}): Promise<Lock> =>
  lock(`${folder}/db.json`, { say: () => {}, wait: async () => {}, ...options })

const holder = (folder: string) =>
  JSON.parse(readFileSync(`${folder}/db.json.lock`, 'utf8').split('\n')[0] ?? '')

test('a file is held by one until it is let go', () =>
  inFolder(async (folder) => {
    const first = await locked(folder)
    await expect(locked(folder)).rejects.toThrow(LockedFile)
    await expect(locked(folder)).rejects.toThrow(
      `${folder}/db.json is in use by process ${process.pid}.`,
    )
    first.release()
    expect(await readdir(folder)).toEqual([])
    ;(await locked(folder)).release()
  }))

test.each([
  { name: 'a process that is gone', content: '{"pid":4194305,"started":"1"}' },
  {
    name: 'an earlier process with a number in use again',
    content: `{"pid":${process.pid},"started":"0"}`,
  },
  { name: 'nobody who can be read', content: 'x' },
  { name: 'nobody', content: '' },
])('a lock of $name is taken over', ({ content }) =>
  inFolder(async (folder) => {
    await writeFile(`${folder}/db.json.lock`, content)
    const taken = await locked(folder)
    expect(holder(folder).pid).toBe(process.pid)
    taken.release()
    expect(await readdir(folder)).toEqual([])
  }),
)

test('of many who start at once on a dead lock one gets it', () =>
  inFolder(async (folder) => {
    await writeFile(`${folder}/db.json.lock`, '{"pid":4194305,"started":"1"}')
    const all = await Promise.allSettled(Array.from({ length: 8 }, () => locked(folder)))
    expect(all.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
  }))

test.each([
  { name: 'a guard', left: 'db.json.lock.guard' },
  { name: 'a draft of an earlier version', left: 'db.json.lock.4711' },
  { name: 'a draft', left: 'db.json.lock.6e5c7d2a-0d3f-4a57-9f0e-6d0c8f0a1b2c' },
])('$name that a killed start left behind stops nobody, and goes', ({ left }) =>
  inFolder(async (folder) => {
    await writeFile(`${folder}/db.json.lock`, '{"pid":4194305,"started":"1"}')
    await writeFile(`${folder}/${left}`, '')
    ;(await locked(folder)).release()
    expect(await readdir(folder)).toEqual([])
  }),
)

describe('a process of another container, which cannot be asked after', () => {
  const elsewhere = (beat: number) =>
    `${JSON.stringify({ owner: 'other', pid: 1, started: '5', place: 'another', host: 'box' })}\n${beat}\n`

  test('keeps its file as long as it shows signs of life', () =>
    inFolder(async (folder) => {
      const said: string[] = []
      let beat = 0
      await writeFile(`${folder}/db.json.lock`, elsewhere(0))
      const wait = () => writeFile(`${folder}/db.json.lock`, elsewhere(++beat))
      await expect(locked(folder, { wait, say: (s) => void said.push(s) })).rejects.toThrow(
        `${folder}/db.json is in use by process 1 of another container or machine (box). Stop that one`,
      )
      expect(said).toEqual([
        `${folder}/db.json is in use by process 1 of another container or machine (box); waiting up to 5 s for a sign of life`,
      ])
    }))

  test('loses it when it shows none for five seconds', () =>
    inFolder(async (folder) => {
      let waited = 0
      await writeFile(`${folder}/db.json.lock`, elsewhere(0))
      const wait = async (ms: number) => {
        waited += ms
      }
      ;(await locked(folder, { wait })).release()
      expect(waited).toBe(5000)
    }))
})

test('a lock that was removed is put back; one that another process has is lost for good', () =>
  inFolder(async (folder) => {
    const own = await locked(folder)
    const { owner } = holder(folder)
    await rm(`${folder}/db.json.lock`)
    expect(own.held()).toBe(true)
    expect(holder(folder).owner).toBe(owner)

    await rm(`${folder}/db.json.lock`)
    const other = await locked(folder)
    expect([own.held(), other.held()]).toEqual([false, true])
    own.release()
    expect(other.held()).toBe(true)
    other.release()
    expect([own.held(), await readdir(folder)]).toEqual([false, []])
  }))

test('a lock whose folder was removed is put back when there is one again', () =>
  inFolder(async (above) => {
    const folder = `${above}/state`
    const own = await locked(folder)
    await rm(folder, { recursive: true })
    expect(own.held()).toBe(true)
    await mkdir(folder)
    expect(own.held()).toBe(true)
    await expect(locked(folder)).rejects.toThrow(LockedFile)
    own.release()
    expect(await readdir(folder)).toEqual([])
  }))
