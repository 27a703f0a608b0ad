import { cpSync, readdirSync, rmSync, statSync } from 'node:fs'
import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, test } from '@jest/globals'
import { type Adapter, Memory } from 'lowdb'
import { journalAdapter } from '../../src/store/journal.ts'
import type { Tx } from '../../src/store/overlay.ts'
import { SEED_MERCHANTS, seed } from '../../src/store/seed.ts'
import { stagedName } from '../../src/store/staged.ts'
import type { Change, State } from '../../src/store/state.ts'
import { openStore, type Store } from '../../src/store/store.ts'
import { inFolder } from '../support/folder.ts'
import { binding } from '../support/records.ts'

const [MERCHANT] = SEED_MERCHANTS
const merchant = (iMid: string): Change => ['merchants', iMid, { ...MERCHANT, iMid } as never]

/** A merchant and so many bindings: more than are staged at once (64). */
const importOf = (iMid: string, count = 1000): Change[] => [
  merchant(iMid),
  ...Array.from({ length: count }, (_, n): Change => {
    const tXid = `${iMid}-${n}`
    return ['bindings', tXid, { ...binding(tXid), iMid }]
  }),
]

const seededStore = async (adapter?: Adapter<State>): Promise<Store> => {
  const store = await openStore(adapter)
  if (!store.world('default')) await store.renew('default', seed)
  return store
}

/** What a namespace holds of merchants and bindings: whose, and how many. */
const heldIn = (store: Store, namespace = 'default') => {
  const { merchants, bindings } = store.world(namespace)?.tables ?? {}
  return { merchants: [...(merchants?.keys() ?? [])], bindings: bindings?.size }
}
const SEEDED = { merchants: SEED_MERCHANTS.map(({ iMid }) => iMid), bindings: 0 }

describe('records that replace a namespace', () => {
  test('are seen all at once, with their look-ups and homes', async () => {
    const store = await seededStore()
    let isDone = false
    const work = store.replace('default', importOf('IMPORTED00'), 'one').finally(() => {
      isDone = true
    })
    const seen = new Set<string>()
    const look = (): void => {
      const { merchants, bindings } = heldIn(store)
      seen.add(`${merchants} ${bindings} ${store.homeOf('merchants', 'IMPORTED00')}`)
      expect(store.namespaces()).toEqual(['default'])
    }
    while (!isDone) {
      look()
      await turn()
    }
    await work
    look()
    const before = `${SEEDED.merchants} 0 undefined`
    expect([...seen]).toEqual([before, 'IMPORTED00 1000 default'])
    expect(store.homeOf('merchants', 'IONPAYTEST')).toBeUndefined()
    const found = await store.transact('default', (tx) =>
      tx.bindings.where('referenceNo', 'IMPORTED00 IMPORTED00-7').map(({ tXid }) => tXid),
    )
    expect(found).toEqual(['IMPORTED00-7'])
  })

  test('are told of after the end of those before them, each once, unless it has changed meanwhile', async () => {
    const store = await seededStore()
    const told: string[] = []
    store.onCommit(({ fresh, changes }) => {
      if (fresh) {
        told.push('anew')
        // The first commit after the replacement changes one of its records and removes another.
        void store.transact('default', (tx) => {
          tx.bindings.put('IMPORTED00-999', binding('changed'))
          tx.bindings.remove('IMPORTED00-998')
        })
      }
      for (const [, id, record] of changes) {
        told.push(`${id} ${record === null ? 'gone' : (record as { tXid?: string }).tXid}`)
      }
    })
    await store.replace('default', importOf('IMPORTED00'), 'one')
    await store.settled()
    expect(told[0]).toBe('anew')
    expect(told[1]).toBe('IMPORTED00 undefined')
    const rest = told.slice(2)
    expect(rest.filter((line) => /-99[89]/.test(line)).at(-1)).toMatch(/99[89] (changed|gone)$/)
    expect(new Set(rest.map((line) => line.split(' ')[0])).size).toBe(1000)
    expect(store.world('default')?.tables.bindings.get('IMPORTED00-999')).toEqual(
      binding('changed'),
    )
  })

  test('are none when an id of theirs is at home elsewhere, and then nothing of them is left', async () => {
    const store = await seededStore()
    await store.renew('other', (tx: Tx) => tx.merchants.put('OTHER00000', MERCHANT as never))
    const records = [...importOf('IMPORTED00'), merchant('OTHER00000')]
    await expect(store.replace('default', records, 'one')).rejects.toThrow(
      '"OTHER00000" is in the namespace "other" already',
    )
    expect(heldIn(store)).toEqual(SEEDED)
    // The ids are free for others again.
    await store.transact('other', (tx) => tx.merchants.put('IMPORTED00', MERCHANT as never))
    expect(store.homeOf('merchants', 'IMPORTED00')).toBe('other')
  })

  test('have their ids to themselves while they are on their way', async () => {
    const store = await seededStore()
    await store.renew('other', () => {})
    const work = store.replace('default', importOf('IMPORTED00'), 'one')
    await turn()
    await turn()
    await expect(
      store.transact('other', (tx) => tx.merchants.put('IMPORTED00', MERCHANT as never)),
    ).rejects.toThrow('"IMPORTED00" is in the namespace "default" already')
    await work
    expect(heldIn(store).merchants).toEqual(['IMPORTED00'])
  })

  test('are nobody’s to see, to change or to drop before they are in place', async () => {
    const store = await seededStore()
    const seq = 2
    const work = store.replace('default', importOf('IMPORTED00'), 'one')
    await turn()
    const staged = stagedName(seq, 'default')
    expect(store.world(staged)).toBeUndefined()
    await expect(store.transact(staged, () => 1)).rejects.toThrow('there is no namespace')
    await expect(store.drop(staged)).rejects.toThrow('there is no namespace')
    await work
    expect(heldIn(store)).toEqual({ merchants: ['IMPORTED00'], bindings: 1000 })
  })

  test('come one import after the other; the last is what stays', async () => {
    const store = await seededStore()
    const series = [store.idSeries()]
    await Promise.all(
      ['FIRST00000', 'SECOND0000'].map((iMid) => store.replace('default', importOf(iMid), iMid)),
    )
    series.push(store.idSeries())
    expect(heldIn(store)).toEqual({ merchants: ['SECOND0000'], bindings: 1000 })
    expect(new Set(series).size).toBe(2)
  })

  test('do not bring back a namespace that was dropped meanwhile', async () => {
    const store = await seededStore()
    await store.renew('other', () => {})
    const work = store.replace('other', importOf('IMPORTED00'), 'one')
    await store.settled()
    await store.drop('other')
    await expect(work).rejects.toThrow('there is no namespace "other"')
    expect(store.namespaces()).toEqual(['default'])
    expect(store.homeOf('merchants', 'IMPORTED00')).toBeUndefined()
  })

  test.each([1, 3, 7])(
    'leave everything as it was when write %i fails, and come at the next try',
    async (at) => {
      const memory = new Memory<State>()
      let writes = Number.NaN
      const store = await seededStore({
        read: () => memory.read(),
        write: async (state) => {
          if (++writes === at) throw new Error('ENOSPC: no space left on device')
          await memory.write(state)
        },
      })
      writes = 0
      await expect(store.replace('default', importOf('IMPORTED00'), 'one')).rejects.toThrow(
        'ENOSPC',
      )
      expect(heldIn(store)).toEqual(SEEDED)
      expect(store.homeOf('merchants', 'IONPAYTEST')).toBe('default')
      await store.replace('default', importOf('IMPORTED00'), 'one')
      expect(heldIn(store)).toEqual({ merchants: ['IMPORTED00'], bindings: 1000 })
    },
  )
})

/** What is in a folder: names, which files they are, and how long. */
const markOf = (folder: string): string =>
  readdirSync(folder)
    .map((name) => {
      const file = statSync(`${folder}/${name}`, { throwIfNoEntry: false })
      return `${name} ${file?.ino} ${file?.size}`
    })
    .join()

/** Copies a folder as it is at one moment: anew, when files came or went on the way. */
const copyAtOnce = (from: string, to: string): void => {
  for (;;) {
    const before = markOf(from)
    try {
      cpSync(from, to, { recursive: true })
      if (markOf(from) === before) return
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
    rmSync(to, { recursive: true, force: true })
  }
}

describe('a program that ends while records replace a namespace', () => {
  const opened = async (folder: string, compactAt: number) => {
    const adapter = journalAdapter(`${folder}/db.json`, { say: () => {}, compactAt })
    return { adapter, store: await seededStore(adapter) }
  }

  // Small journals are folded all the time, large ones never.
  test.each([
    { folded: 'again and again', compactAt: 20_000 },
    { folded: 'not at all', compactAt: 1e9 },
  ])('has all of them or none at the next start; the journal folded $folded', ({ compactAt }) =>
    inFolder(async (folder) => {
      const { adapter, store } = await opened(`${folder}/running`, compactAt)
      let said = 'on its way'
      const work = store.replace('default', importOf('IMPORTED00', 200), 'one').finally(() => {
        said = 'done'
      })
      // The files as a kill would leave them, whenever they have changed.
      const ends: { copy: string; said: string }[] = []
      let last = ''
      while (said !== 'done') {
        await turn()
        const mark = markOf(`${folder}/running`) + said
        if (mark === last) continue
        last = mark
        const copy = `${folder}/${ends.length}`
        copyAtOnce(`${folder}/running`, copy)
        ends.push({ copy, said })
      }
      await work
      await adapter.close()
      const outcomes: string[] = []
      for (const end of ends) {
        const next = await opened(end.copy, compactAt)
        const { merchants, bindings } = heldIn(next.store)
        expect(next.store.namespaces()).toEqual(['default'])
        await next.adapter.abandon()
        outcomes.push(`${end.said}: ${merchants.length} ${bindings}`)
      }
      const before = `on its way: ${SEEDED.merchants.length} 0`
      const made = ['on its way: 1 200', 'done: 1 200']
      expect(outcomes[0]).toBe(before)
      expect(outcomes.filter((outcome) => outcome !== before && !made.includes(outcome))).toEqual(
        [],
      )
      expect(outcomes.at(-1)).toBe('done: 1 200')
    }),
  )

  test('keeps what came after a replacement, in whatever file it stands', () =>
    inFolder(async (folder) => {
      for (const compactAt of [20_000, 1e9]) {
        const { adapter, store } = await opened(folder, compactAt)
        await store.replace('default', importOf('IMPORTED00', 300), 'one')
        await store.transact('default', (tx) =>
          tx.bindings.put('later', { ...binding('later'), iMid: 'IMPORTED00' }),
        )
        await adapter.abandon()
        const next = await opened(folder, compactAt)
        expect(heldIn(next.store)).toEqual({ merchants: ['IMPORTED00'], bindings: 301 })
        await next.adapter.close()
      }
    }))
})
