import { describe, expect, test } from '@jest/globals'
import {
  type AccountLink,
  activeLink,
  failedLink,
  unlinked,
} from '../../src/domain/account-link.ts'
import { bound } from '../../src/domain/binding.ts'
import { LINK_LIFE } from '../../src/domain/interaction.ts'
import { fifo } from '../../src/store/fifo.ts'
import { retain } from '../../src/store/retention.ts'
import { seed } from '../../src/store/seed.ts'
import { openStore } from '../../src/store/store.ts'
import { T0 } from '../support/clock.ts'
import { accountLink, binding, delivery, loan, payout } from '../support/records.ts'

const world = async (keep: number, systemNow = () => T0) => {
  const store = await openStore()
  await store.renew('default', seed)
  const said: string[] = []
  const bugs: unknown[] = []
  const say = (sentence: string) => void said.push(sentence)
  const bug = (error: unknown) => void bugs.push(error)
  const trimmed = retain({ store, keep, systemNow, say, bug })
  return {
    store,
    said,
    bugs,
    put: async (...ids: string[]) => {
      for (const id of ids)
        await store.transact('default', (tx) => tx.bindings.put(id, binding(id)))
      await trimmed()
    },
    link: (id: string) =>
      store.transact('default', (tx) =>
        tx.bindings.put(id, bound(binding(id), `token-${id}`, '6281513114262', T0)),
      ),
    ids: () => [...(store.world('default')?.tables.bindings.keys() ?? [])],
  }
}

describe('beyond what is kept', () => {
  test('the oldest go, and that is said once', async () => {
    const { put, ids, said, bugs } = await world(3)
    await put('a', 'b', 'c')
    expect([ids(), said]).toEqual([['a', 'b', 'c'], []])
    await put('d', 'e')
    expect(ids()).toEqual(['c', 'd', 'e'])
    expect(said).toEqual(['more than 3 orders are stored; from now on the oldest go (--keep)'])
    expect(bugs).toEqual([])
  })

  test('ended ones go before older ones that still wait for their shopper', async () => {
    const { put, link, ids } = await world(3)
    await put('a', 'b', 'c')
    await link('b')
    await put('d')
    expect(ids()).toEqual(['a', 'c', 'd'])
  })

  test('a link whose time is over has ended', async () => {
    let now = T0
    const { put, link, ids } = await world(3, () => now)
    await put('a', 'b', 'c')
    await link('b')
    now = T0 + LINK_LIFE
    await put('d')
    expect(ids()).toEqual(['b', 'c', 'd'])
  })

  test('an order whose notification is pending has not ended; deliveries, interactions and loans go with theirs', async () => {
    const { store, put, link, ids } = await world(2)
    await put('a', 'b')
    await link('a')
    await link('b')
    await store.transact('default', (tx) => {
      tx.deliveries.put('d1', delivery('d1', { tXid: 'a' }))
      tx.deliveries.put('d2', delivery('d2', { tXid: 'b', status: 'delivered', dueAt: null }))
      for (const tXid of ['a', 'b']) tx.loans.put(tXid, loan(tXid))
    })
    await put('c')
    expect([...(store.world('default')?.tables.loans.keys() ?? [])]).toEqual(['a'])
    expect(ids()).toEqual(['a', 'c'])
    expect([...(store.world('default')?.tables.deliveries.keys() ?? [])]).toEqual(['d1'])
  })

  test('one with a pending notification goes last', async () => {
    const { store, put, ids } = await world(1)
    await put('a')
    await store.transact('default', (tx) => tx.deliveries.put('d1', delivery('d1', { tXid: 'a' })))
    await put('b')
    expect(ids()).toEqual(['a'])
  })

  test('payouts go too: those that are over before those that wait for an approval', async () => {
    const { store, put, ids } = await world(3)
    const storePayout = (id: string, status: 'requested' | 'rejected') =>
      store.transact('default', (tx) => tx.payouts.put(id, { ...payout(id), status }))
    await storePayout('a', 'requested')
    await storePayout('b', 'requested')
    await storePayout('b', 'rejected')
    await put('c', 'd')
    expect([...(store.world('default')?.tables.payouts.keys() ?? [])]).toEqual(['a'])
    await put('e')
    expect([...(store.world('default')?.tables.payouts.keys() ?? []), ...ids()]).toEqual([
      'c',
      'd',
      'e',
    ])
  })

  test('accounts linked by SNAP go too: those that are over before those whose tokens live', async () => {
    const { store, put, ids } = await world(3)
    const kept = () => [...(store.world('default')?.tables.accountLinks.keys() ?? [])]
    const link = (id: string, to: (link: AccountLink) => AccountLink) =>
      store.transact('default', (tx) => tx.accountLinks.put(id, to(accountLink(id))))
    const secrets = { accessToken: 'a', refreshToken: 'r' }
    await link('a', (one) => activeLink(one, secrets, T0))
    await link('b', (one) => one)
    await link('c', (one) => failedLink(one, 'inactive'))
    await put('d')
    expect([kept(), ids()]).toEqual([['a', 'b'], ['d']])
    await link('b', (one) => unlinked(activeLink(one, secrets, T0)))
    await put('e')
    expect([kept(), ids()]).toEqual([['a'], ['d', 'e']])
  })

  test('a start with too many stored begins at once', async () => {
    const store = await openStore()
    await store.renew('default', seed)
    const all = Array.from({ length: 500 }, (_, n) => `b${n}`)
    await store.transact('default', (tx) => {
      for (const id of all) tx.bindings.put(id, binding(id))
    })
    await retain({ store, keep: 10, systemNow: () => T0, say: () => {}, bug: () => {} })()
    expect([...(store.world('default')?.tables.bindings.keys() ?? [])]).toEqual(all.slice(-10))
  })
})

test('a queue gives its foremost, or the first that fits among the foremost', () => {
  const queue = fifo<number>()
  for (let n = 1; n <= 30_000; n++) queue.push(n)
  expect(queue.take([(n) => n === 3], 10)).toBe(3)
  expect(queue.take([(n) => n === 20], 10)).toBe(1)
  expect(queue.take([() => true], 10)).toBe(2)
  queue.putBack([1, 2])
  expect([queue.take([], 10), queue.take([], 10)]).toEqual([1, 2])
  const rest = Array.from({ length: 29_997 }, () => queue.take([() => false], 64))
  expect(rest).toEqual(Array.from({ length: 29_997 }, (_, n) => n + 4))
  expect([queue.take([() => true], 10), queue.length()]).toEqual([undefined, 0])
})
