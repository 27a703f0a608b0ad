import { describe, expect, test } from '@jest/globals'
import { type Adapter, Memory } from 'lowdb'
import { journalAdapter } from '../../src/store/journal.ts'
import type { Tx } from '../../src/store/overlay.ts'
import { seed } from '../../src/store/seed.ts'
import type { State } from '../../src/store/state.ts'
import { openStore, StorageError, type Store } from '../../src/store/store.ts'
import { inFolder } from '../support/folder.ts'
import { binding, loan } from '../support/records.ts'

type WithStore = (store: Store) => Promise<void>

const inMemory = async (run: WithStore) => {
  const store = await openStore()
  await store.renew('default', seed)
  await run(store)
}

const onFile = (run: WithStore) =>
  inFolder(async (folder) => {
    const adapter = journalAdapter(`${folder}/db.json`, { say: () => {} })
    const store = await openStore(adapter)
    await store.renew('default', seed)
    await run(store)
    await adapter.close()
  })

const stored = (store: Store, id: string) => store.world('default')?.tables.bindings.get(id)

describe.each([
  { kind: 'in memory', using: inMemory },
  { kind: 'on a file', using: onFile },
])('a store $kind', ({ using }) => {
  test('keeps what a transaction puts, and answers what it returns', () =>
    using(async (store) => {
      const answer = await store.transact('default', (tx) => {
        tx.bindings.put('a', binding('a'))
        return 'done'
      })
      expect(answer).toBe('done')
      expect(stored(store, 'a')).toEqual(binding('a'))
    }))

  test('keeps nothing of a transaction that throws', () =>
    using(async (store) => {
      const failing = store.transact('default', (tx) => {
        tx.bindings.put('a', binding('a'))
        throw new Error('no')
      })
      await expect(failing).rejects.toThrow('no')
      expect(stored(store, 'a')).toBeUndefined()
    }))

  test('shows a transaction its own changes, in look-ups too', () =>
    using(async (store) => {
      await store.transact('default', (tx) => tx.bindings.put('a', binding('a', 'REF')))
      const seen = await store.transact('default', (tx) => {
        tx.bindings.put('b', binding('b', 'REF'))
        tx.bindings.put('a', binding('a', 'OTHER'))
        tx.bindings.put('c', binding('c', 'REF'))
        tx.bindings.remove('c')
        return {
          ids: tx.bindings.where('referenceNo', 'IONPAYTEST REF').map((b) => b.tXid),
          some: ['REF', 'OTHER', 'NONE'].map((r) =>
            tx.bindings.some('referenceNo', `IONPAYTEST ${r}`),
          ),
        }
      })
      expect(seen).toEqual({ ids: ['b'], some: [true, true, false] })
    }))

  test('finds by look-ups what is stored, and not what was removed', () =>
    using(async (store) => {
      const find = () =>
        store.transact('default', (tx) =>
          tx.bindings.where('referenceNo', 'IONPAYTEST REF').map((b) => b.tXid),
        )
      await store.transact('default', (tx) => {
        tx.bindings.put('a', binding('a', 'REF'))
        tx.bindings.put('b', binding('b', 'REF'))
      })
      expect(await find()).toEqual(['a', 'b'])
      await store.transact('default', (tx) => tx.bindings.remove('a'))
      expect(await find()).toEqual(['b'])
    }))

  test('keeps namespaces apart and knows where a merchant is at home', () =>
    using(async (store) => {
      const merchant = store.world('default')?.tables.merchants.get('IONPAYTEST')
      if (!merchant) throw new Error('not seeded')
      await store.renew('other', (tx: Tx) => tx.merchants.put('OTHER00000', merchant))
      await store.transact('other', (tx) => tx.bindings.put('a', binding('a')))
      expect(stored(store, 'a')).toBeUndefined()
      expect(store.homeOf('merchants', 'IONPAYTEST')).toBe('default')
      expect(store.homeOf('merchants', 'OTHER00000')).toBe('other')
      expect(store.homeOf('merchants', 'NOBODY')).toBeUndefined()
      expect(store.namespaces()).toEqual(['default', 'other'])
    }))

  test('begins a namespace anew', () =>
    using(async (store) => {
      await store.transact('default', (tx) => tx.bindings.put('a', binding('a')))
      await store.renew('default', seed)
      expect(stored(store, 'a')).toBeUndefined()
      expect(store.homeOf('merchants', 'IONPAYTEST')).toBe('default')
    }))

  test('tells of commits in order, once they are durable', () =>
    using(async (store) => {
      const seen: string[] = []
      store.onCommit(({ changes }) => seen.push(...changes.map(([, id]) => id)))
      const ids = Array.from({ length: 50 }, (_, n) => `b${n}`)
      await Promise.all(
        ids.map((id) => store.transact('default', (tx) => tx.bindings.put(id, binding(id)))),
      )
      expect(seen).toEqual(ids)
    }))
})

test('a listener that throws is told as a bug, and harms nobody', async () => {
  const bugs: unknown[] = []
  const store = await openStore(undefined, (error) => void bugs.push(error))
  await store.renew('default', seed)
  const heard: string[] = []
  store.onCommit(() => {
    throw new Error('deaf')
  })
  store.onCommit(({ changes }) => void heard.push(...changes.map(([, id]) => id)))
  await store.transact('default', (tx) => tx.bindings.put('a', binding('a')))
  expect(heard).toEqual(['a'])
  expect(bugs).toEqual([new Error('deaf')])
})

test('a transaction in a namespace that there is not is refused', async () => {
  const store = await openStore()
  await expect(store.transact('nowhere', () => 1)).rejects.toThrow(
    'there is no namespace "nowhere"',
  )
})

/** Memory that fails to write while it is told to. */
const failing = () => {
  const memory = new Memory<State>()
  const adapter: Adapter<State> & { broken: boolean } = {
    broken: false,
    read: () => Promise.resolve(memory.read()),
    write: async (state) => {
      if (adapter.broken) throw new Error('ENOSPC: no space left on device')
      await memory.write(state)
    },
  }
  return adapter
}

describe('when a write fails', () => {
  test('everything since is undone, refused with the cause, and the store goes on', async () => {
    const adapter = failing()
    const store = await openStore(adapter)
    await store.renew('default', seed)
    await store.transact('default', (tx) => tx.bindings.put('a', binding('a', 'FIRST')))

    adapter.broken = true
    const one = store.transact('default', (tx) => tx.bindings.put('a', binding('a', 'SECOND')))
    const two = store.transact('default', (tx) => tx.bindings.put('b', binding('b')))
    const reading = store.transact('default', (tx) => tx.bindings.get('b')?.tXid)
    const results = await Promise.allSettled([one, two, reading])
    expect(results.map((r) => r.status)).toEqual(['rejected', 'rejected', 'rejected'])
    expect((results[0] as PromiseRejectedResult).reason).toBeInstanceOf(StorageError)
    expect((results[0] as PromiseRejectedResult).reason.message).toBe(
      'the change could not be stored: ENOSPC: no space left on device',
    )
    expect(stored(store, 'a')?.referenceNo).toBe('FIRST')
    expect(stored(store, 'b')).toBeUndefined()

    adapter.broken = false
    await store.transact('default', (tx) => tx.bindings.put('c', binding('c', 'THIRD')))
    const found = await store.transact('default', (tx) =>
      ['FIRST', 'SECOND', 'THIRD'].flatMap((ref) =>
        tx.bindings.where('referenceNo', `IONPAYTEST ${ref}`).map((b) => b.tXid),
      ),
    )
    expect(found).toEqual(['a', 'c'])
  })

  test('a namespace that was to end stays as it was', async () => {
    const adapter = failing()
    const store = await openStore(adapter)
    await store.renew('default', seed)
    await store.transact('default', (tx) => tx.bindings.put('a', binding('a')))
    adapter.broken = true
    await expect(store.drop('default')).rejects.toThrow(StorageError)
    expect(stored(store, 'a')).toEqual(binding('a'))
    expect(store.homeOf('merchants', 'IONPAYTEST')).toBe('default')
    adapter.broken = false
    await store.drop('default')
    expect(store.namespaces()).toEqual([])
    expect(store.homeOf('merchants', 'IONPAYTEST')).toBeUndefined()
    await expect(store.drop('default')).rejects.toThrow('there is no namespace "default"')
  })

  test('a namespace that was to begin anew stays as it was', async () => {
    const adapter = failing()
    const store = await openStore(adapter)
    await store.renew('default', seed)
    await store.transact('default', (tx) => tx.bindings.put('a', binding('a')))
    adapter.broken = true
    await expect(store.renew('default', seed)).rejects.toThrow(StorageError)
    expect(stored(store, 'a')).toEqual(binding('a'))
    expect(store.homeOf('merchants', 'IONPAYTEST')).toBe('default')
  })
})

describe('a derived total', () => {
  const owed = 'owed'
  const key = '6281513114262 30_days'

  test('follows puts, changes and removals, inside a transaction and after it', async () => {
    const store = await openStore()
    await store.renew('default', seed)
    const total = () => store.transact('default', (tx) => tx.loans.total(owed, key))
    const seen = await store.transact('default', (tx) => {
      tx.loans.put('a', loan('a'))
      tx.loans.put('b', loan('b'))
      tx.loans.put('held', { ...loan('held'), heldUntil: 1 })
      return tx.loans.total(owed, key)
    })
    expect([seen, await total()]).toEqual([50_290, 50_290])
    await store.transact('default', (tx) => {
      tx.loans.put('a', { ...loan('a'), principal: 145 })
      tx.loans.remove('b')
    })
    expect(await total()).toBe(145)
    await expect(
      store.transact('default', (tx) => {
        tx.loans.remove('a')
        throw new Error('refused')
      }),
    ).rejects.toThrow('refused')
    expect(await total()).toBe(145)
    await store.renew('default', seed)
    expect(await total()).toBe(0)
  })
})
