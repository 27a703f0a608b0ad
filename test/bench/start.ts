import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { startSandbox } from '../../src/server.ts'
import { median, rounded } from './load.ts'
import { echo, residentKb, type Server, sandboxOn, stop } from './servers.ts'

export interface StartOptions {
  readonly folder: string
  readonly full: string
  readonly stored: number
  readonly rounds: number
}

/** Milliseconds from the start of a process to its first 200. */
const toFirst200 = async (start: () => Promise<Server>, path: string): Promise<number> => {
  const began = performance.now()
  const server = await start()
  const answer = await fetch(`${server.url}${path}`)
  await answer.arrayBuffer()
  const ms = performance.now() - began
  await stop(server)
  if (answer.status !== 200) throw new Error(`${answer.status} at ${server.url}${path}`)
  return ms
}

const times = async (count: number, once: (number: number) => Promise<number>) => {
  const all: number[] = []
  for (let number = 0; number < count; number++) all.push(await once(number))
  return median(all)
}

const HEALTH = '/_sandbox/health'

/** How long a start takes, and what an order takes in memory. */
export const starts = async ({ folder, full, stored, rounds }: StartOptions) => {
  const copy = async (name: string): Promise<string> => {
    const db = join(folder, name, 'db.json')
    await cp(full, db)
    return db
  }
  const bare = await times(rounds, () => toFirst200(echo, '/'))
  const empty = await times(rounds, (n) =>
    toFirst200(() => sandboxOn(join(folder, `start-empty-${n}`, 'db.json')), HEALTH),
  )
  const filled = await copy('start-full')
  const many = await times(rounds, () => toFirst200(() => sandboxOn(filled), HEALTH))

  const held = async (db: string): Promise<number> => {
    const server = await sandboxOn(db)
    await (await fetch(`${server.url}${HEALTH}`)).arrayBuffer()
    const kb = residentKb(server)
    await stop(server)
    return kb
  }
  const nothing = await held(join(folder, 'memory-empty', 'db.json'))
  const everything = await held(await copy('memory-full'))

  const embedded = await times(rounds * 4, async () => {
    const began = performance.now()
    const sandbox = await startSandbox()
    const ms = performance.now() - began
    await sandbox.stop()
    return ms
  })
  return {
    'bare Express, ms': Math.round(bare),
    'empty, ms': Math.round(empty),
    'empty / bare': rounded(empty / bare, 2),
    [`${stored} stored, ms`]: Math.round(many),
    'KB per stored order': rounded((everything - nothing) / stored, 2),
    'startSandbox(), ms': rounded(embedded, 1),
  }
}
