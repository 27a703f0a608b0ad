import { beforeEach, describe, expect, test } from '@jest/globals'
import { frozen, SYSTEM_CLOCK } from '../../src/domain/clock.ts'
import { CLOCK } from '../../src/store/now.ts'
import { seed } from '../../src/store/seed.ts'
import { openStore, type Store } from '../../src/store/store.ts'
import { BeganAnew, changeClock, inTurn, type Place, travel } from '../../src/timing/travel.ts'
import type { Worker } from '../../src/timing/worker.ts'
import { HOUR, MINUTE, T0 } from '../support/clock.ts'
import { placeIn } from '../support/place.ts'

let system = T0
let store: Store
let place: Place
beforeEach(async () => {
  system = T0
  store = await openStore()
  await store.renew('default', seed)
  place = placeIn(store)
})

/** A worker without work, which holds up every travel until it is told to let go. */
const holding = () => {
  let go = () => {}
  let entered = () => {}
  const held = new Promise<void>((resolve) => {
    go = resolve
  })
  const underWay = new Promise<void>((resolve) => {
    entered = resolve
  })
  const worker: Worker = {
    flush: () => {
      entered()
      return held
    },
    nextDue: () => undefined,
    underWay: () => 0,
    wake: () => {},
    stop: async () => {},
  }
  return { worker, go, underWay }
}

const advance = (worker: Worker, ms = HOUR): Promise<void> =>
  inTurn(place.world, () =>
    travel({ store, worker, systemNow: () => system }, place, (now) => now + ms),
  )

const freeze = (): Promise<void> =>
  inTurn(place.world, () => changeClock(store, place, (clock) => frozen(clock, system)))

const clock = () => store.world('default')?.tables.clock.get(CLOCK)

describe('changes of one clock wait for each other', () => {
  test('two that move it on by an hour move it on by two', async () => {
    const { worker, go, underWay } = holding()
    const both = Promise.all([advance(worker), advance(worker)])
    await underWay
    go()
    await both
    expect(clock()).toEqual({ offsetMs: 2 * HOUR, frozenAt: null })
  })

  test('one that stops it while it is moved stops it where it has come to', async () => {
    const { worker, go, underWay } = holding()
    const both = Promise.all([advance(worker), freeze()])
    await underWay
    expect(clock()).toEqual(SYSTEM_CLOCK)
    go()
    await both
    expect(clock()).toEqual({ offsetMs: HOUR, frozenAt: T0 + HOUR })
  })

  test('one that fails holds up nobody', async () => {
    const failing = inTurn(place.world, () => Promise.reject(new Error('no such time')))
    const next = freeze()
    await expect(failing).rejects.toThrow('no such time')
    await next
    expect(clock()).toEqual({ offsetMs: 0, frozenAt: T0 })
  })
})

test('what is left to move is put on top: the time that a stop takes is not lost', async () => {
  const dues = [T0 + MINUTE, T0 + 30 * MINUTE]
  const shown: number[] = []
  const worker: Worker = {
    ...holding().worker,
    nextDue: () => dues[0],
    flush: async () => {
      const offset = clock()?.offsetMs ?? 0
      shown.push(system + offset - T0)
      if (offset > 0) dues.shift()
      system += 1000
    },
  }
  await advance(worker)
  expect(shown).toEqual([0, MINUTE, 30 * MINUTE])
  expect(system).toBe(T0 + 3000)
  expect(clock()).toEqual({ offsetMs: HOUR, frozenAt: null })
})

describe('a namespace that is not the same any more when its clock has been moved', () => {
  test.each<{ what: string; meanwhile: () => Promise<unknown>; after: unknown }>([
    {
      what: 'begun anew',
      meanwhile: () => store.renew('default', seed),
      after: SYSTEM_CLOCK,
    },
    {
      what: 'dropped and made again',
      meanwhile: () => store.drop('default').then(() => store.renew('default', seed)),
      after: SYSTEM_CLOCK,
    },
    { what: 'dropped', meanwhile: () => store.drop('default'), after: undefined },
  ])('$what: it keeps its own, and the mover is told', async ({ meanwhile, after }) => {
    const { worker, go, underWay } = holding()
    const moved = advance(worker)
    const behind = Promise.allSettled([freeze(), advance(worker)])
    await underWay
    // Neither waits for the clock.
    await meanwhile()
    go()
    await expect(moved).rejects.toThrow(BeganAnew)
    for (const one of await behind) {
      expect(one).toEqual({ status: 'rejected', reason: expect.any(BeganAnew) })
    }
    expect(clock()).toEqual(after)
  })

  test('its next clock waits for nobody in the old one', async () => {
    const { worker, go, underWay } = holding()
    const moved = advance(worker).catch((error: unknown) => error)
    await underWay
    await store.renew('default', seed)
    place = placeIn(store)
    await freeze()
    expect(clock()).toEqual({ offsetMs: 0, frozenAt: T0 })
    go()
    expect(await moved).toBeInstanceOf(BeganAnew)
  })
})
