import { expect, test } from '@jest/globals'
import { makeIds } from '../../src/env.ts'
import { journalAdapter } from '../../src/store/journal.ts'
import { seedShoppers } from '../../src/store/seed.ts'
import { openStore, type Store } from '../../src/store/store.ts'
import { inFolder } from '../support/folder.ts'

/** Ids of every kind, as a program with the seed 5 draws them. */
const drawer = (store: Store) => {
  const ids = makeIds(5, store.idSeries)
  return () => [ids.word(), ids.userToken(), ids.tXid('IONPAYTEST', '02', 0, () => false)]
}

const opened = async (folder: string) => {
  const adapter = journalAdapter(`${folder}/db.json`, { say: () => {} })
  const store = await openStore(adapter)
  if (!store.world('default')) await store.renew('default', seedShoppers)
  return { store, adapter, draw: drawer(store) }
}

test('with the same seed every run on an empty state draws the same ids', async () => {
  const runs = [await openStore(), await openStore()].map((store) => {
    const draw = drawer(store)
    return [draw(), draw()]
  })
  expect(runs[0]).toEqual(runs[1])
})

test.each([
  { name: 'killed', end: 'abandon' as const },
  { name: 'stopped', end: 'close' as const },
])('a run on the state of one that was $name draws none that it has drawn', ({ end }) =>
  inFolder(async (folder) => {
    const drawn: string[] = []
    for (let run = 1; run <= 4; run++) {
      const { adapter, draw } = await opened(folder)
      drawn.push(...draw(), ...draw())
      await adapter[end]()
    }
    expect(new Set(drawn).size).toBe(drawn.length)
  }),
)

test('an import may hold ids that this run would draw next, so it draws others', async () => {
  const [one, other] = [await openStore(), await openStore()]
  const [ofOne, ofOther] = [makeIds(5, one.idSeries), makeIds(5, other.idSeries)]
  const known = [ofOne.word(), ofOne.word(), ofOne.word()]
  ofOther.word()
  await other.renew('default', seedShoppers)
  await other.replace('default', [], 'an export of the first one')
  expect(known).not.toContain(ofOther.word())
})
