import { afterEach, describe, expect, test } from '@jest/globals'
import { SYSTEM_CLOCK, setTo } from '../../src/domain/clock.ts'
import type { Timer } from '../../src/domain/timer.ts'
import { CLOCK } from '../../src/store/now.ts'
import { seed } from '../../src/store/seed.ts'
import { openStore, type Store } from '../../src/store/store.ts'
import { openTimers } from '../../src/timing/timers.ts'
import { travel } from '../../src/timing/travel.ts'
import type { Worker } from '../../src/timing/worker.ts'
import { MINUTE, SECOND, T0 } from '../support/clock.ts'
import { placeIn } from '../support/place.ts'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

const timer = (id: string, dueAt: number): Timer => ({
  id,
  dueAt,
  kind: 'decision',
  tXid: `tXid-${id}`,
  decision: 'approve',
})

const systemNow = () => T0

/** A store in memory with the worker over it; each ring is noted with the time that the clock showed. */
const world = async (known?: Store) => {
  const store = known ?? (await openStore())
  if (!known) await store.renew('default', seed)
  const rung: [id: string, at: number][] = []
  const bugs: unknown[] = []
  const bug = (error: unknown) => void bugs.push(error)
  const ring = ({ id }: Timer, _tx: unknown, now: number) => void rung.push([id, now - T0])
  const worker: Worker = openTimers({ store, systemNow, ring, bug })
  closing.push(() => worker.stop())
  return {
    store,
    worker,
    rung,
    bugs,
    put: (...timers: Timer[]) =>
      store.transact('default', (tx) => {
        for (const one of timers) tx.timers.put(one.id, one)
      }),
    advance: (ms: number) =>
      travel({ store, worker, systemNow }, placeIn(store), (now) => now + ms),
    left: () => [...(store.world('default')?.tables.timers.keys() ?? [])],
  }
}

describe('a timer', () => {
  test('rings once, at its time, and is gone', async () => {
    const { put, advance, rung, left, worker } = await world()
    await put(timer('a', T0 + MINUTE))
    expect(worker.nextDue('default')).toBe(T0 + MINUTE)
    await advance(MINUTE - 1)
    expect([rung, left()]).toEqual([[], ['a']])
    await advance(1)
    await advance(MINUTE)
    expect([rung, left(), worker.nextDue('default')]).toEqual([[['a', MINUTE]], [], undefined])
  })

  test('rings in the order of the times, whatever the order in which they were set', async () => {
    const { put, advance, rung } = await world()
    await put(timer('b', T0 + 2 * SECOND), timer('c', T0 + 3 * SECOND), timer('a', T0 + SECOND))
    await advance(MINUTE)
    expect(rung).toEqual([
      ['a', SECOND],
      ['b', 2 * SECOND],
      ['c', 3 * SECOND],
    ])
  })

  test('rings after those that were set before it for the same time, before a restart and after it', async () => {
    const before = await world()
    const names = ['d', 'c', 'b', 'a']
    await before.put(...names.map((name) => timer(name, T0 + SECOND)))
    await before.worker.stop()
    const after = await world(before.store)
    await after.put(timer('e', T0 + SECOND))
    await after.advance(MINUTE)
    expect(after.rung.map(([id]) => id)).toEqual([...names, 'e'])
  })

  test('that is due when it is set rings at once', async () => {
    const { put, worker, rung } = await world()
    await put(timer('a', T0))
    await worker.flush('default')
    expect(rung).toEqual([['a', 0]])
  })

  test('that is removed never rings', async () => {
    const { store, put, advance, rung, worker } = await world()
    await put(timer('a', T0 + SECOND))
    await store.transact('default', (tx) => tx.timers.remove('a'))
    expect(worker.nextDue('default')).toBeUndefined()
    await advance(MINUTE)
    expect(rung).toEqual([])
  })

  test('is gone when the namespace begins anew', async () => {
    const { store, put, advance, rung } = await world()
    await put(timer('a', T0 + SECOND))
    await store.renew('default', seed)
    await advance(MINUTE)
    expect(rung).toEqual([])
  })

  test('that came due while the program was away rings when it is back, at its own time', async () => {
    const before = await world()
    await before.put(timer('a', T0 + SECOND))
    await before.worker.stop()
    await before.store.transact('default', (tx) =>
      tx.clock.put(CLOCK, setTo(SYSTEM_CLOCK, T0 + MINUTE, T0)),
    )
    const after = await world(before.store)
    await after.worker.flush('default')
    expect(after.rung).toEqual([['a', SECOND]])
  })

  test('whose ring fails stays, is told of, and is tried again', async () => {
    const store = await openStore()
    await store.renew('default', seed)
    const bugs: unknown[] = []
    let works = false
    const rung: string[] = []
    const worker = openTimers({
      store,
      systemNow,
      ring: ({ id }) => {
        if (!works) throw new Error('broken')
        rung.push(id)
      },
      bug: (error) => void bugs.push(error),
    })
    closing.push(() => worker.stop())
    await store.transact('default', (tx) => tx.timers.put('a', timer('a', T0)))
    await expect(worker.flush('default')).rejects.toThrow('broken')
    expect(bugs).toEqual([new Error('broken')])
    works = true
    await worker.flush('default')
    expect(rung).toEqual(['a'])
  })
})
