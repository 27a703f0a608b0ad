import { expect, test } from '@jest/globals'
import type { Merchant } from '../../src/domain/merchant.ts'
import { openMask } from '../../src/store/keys.ts'
import { SEED_MERCHANTS, seed } from '../../src/store/seed.ts'
import { openStore } from '../../src/store/store.ts'
import { KEY } from '../support/fixtures.ts'

const merchant = (iMid: string, merchantKey: string): Merchant => ({
  ...(SEED_MERCHANTS[0] as Merchant),
  iMid,
  merchantKey,
})

const keyOf = (name: string): string => `the key of ${name}, whole`.replaceAll(' ', '-')

test('keys of every namespace are masked, as long as there is a merchant that has them', async () => {
  const store = await openStore()
  await store.renew('default', seed)
  const mask = openMask(store)
  const hidden = (...keys: readonly string[]): boolean[] =>
    keys.map((key) => mask(`a ${key} b`) !== `a ${key} b`)

  expect(hidden(KEY, keyOf('A'))).toEqual([true, false])
  await store.renew('other', (tx) => tx.merchants.put('A', merchant('A', keyOf('A'))))
  expect(hidden(KEY, keyOf('A'))).toEqual([true, true])
  await store.transact('other', (tx) => tx.merchants.put('A', merchant('A', keyOf('B'))))
  expect(hidden(keyOf('A'), keyOf('B'))).toEqual([false, true])
  await store.renew('other', (tx) => tx.merchants.put('C', merchant('C', keyOf('C'))))
  expect(hidden(keyOf('B'), keyOf('C'))).toEqual([false, true])
  await store.transact('other', (tx) => tx.merchants.remove('C'))
  expect(hidden(keyOf('C'))).toEqual([false])
  await store.renew('third', (tx) => tx.merchants.put('D', merchant('D', KEY)))
  await store.drop('third')
  await store.drop('other')
  expect(hidden(KEY)).toEqual([true])
})

test('the last of a thousand merchants is as safe as the first, also after a start', async () => {
  const store = await openStore()
  await store.renew('default', (tx) => {
    for (let n = 0; n < 1000; n++) tx.merchants.put(`M${n}`, merchant(`M${n}`, keyOf(`${n}`)))
  })
  expect(openMask(store)(`iMid ${keyOf('999')}`)).toBe('iMid the-…(21)')
})
