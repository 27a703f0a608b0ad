import { readFileSync } from 'node:fs'
import { readdir, writeFile } from 'node:fs/promises'
import { expect, test } from '@jest/globals'
import { LockedFile, lock } from '../../src/store/lock.ts'
import { inFolder } from '../support/folder.ts'

test('a file is held by one until it is let go', () =>
  inFolder(async (folder) => {
    const release = await lock(`${folder}/db.json`)
    await expect(lock(`${folder}/db.json`)).rejects.toThrow(LockedFile)
    await expect(lock(`${folder}/db.json`)).rejects.toThrow(
      `${folder}/db.json is in use by process ${process.pid}.`,
    )
    release()
    expect(await readdir(folder)).toEqual([])
    ;(await lock(`${folder}/db.json`))()
  }))

test.each([
  { name: 'a process that is gone', holder: '{"pid":4194305,"started":"1"}' },
  {
    name: 'an earlier process with a number in use again',
    holder: `{"pid":${process.pid},"started":"0"}`,
  },
  { name: 'nobody who can be read', holder: 'x' },
])('a lock of $name is taken over', ({ holder }) =>
  inFolder(async (folder) => {
    await writeFile(`${folder}/db.json.lock`, holder)
    const release = await lock(`${folder}/db.json`)
    expect(JSON.parse(readFileSync(`${folder}/db.json.lock`, 'utf8')).pid).toBe(process.pid)
    release()
    expect(await readdir(folder)).toEqual([])
  }),
)

test('of many who start at once on a dead lock one gets it', () =>
  inFolder(async (folder) => {
    await writeFile(`${folder}/db.json.lock`, '{"pid":4194305,"started":"1"}')
    const all = await Promise.allSettled(Array.from({ length: 8 }, () => lock(`${folder}/db.json`)))
    expect(all.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
  }))
