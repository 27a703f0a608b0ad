import { expect, test } from '@jest/globals'
import { PartedMap } from '../../src/store/parted-map.ts'

test('a map in parts holds what was put into it, before and after it became large', () => {
  const map = new PartedMap<number>()
  const keys = ['', 'a', '…', ...Array.from({ length: 40_000 }, (_, n) => `key ${n}`)]
  for (const [n, key] of keys.entries()) map.set(key, n)
  for (const key of keys.filter((_, n) => n % 3 === 0)) map.delete(key)
  map.set('key 7', -7)
  const found = keys.map((key) => map.get(key))
  const expected = keys.map((key, n) => (key === 'key 7' ? -7 : n % 3 === 0 ? undefined : n))
  expect(found).toEqual(expected)
  expect(map.get('never put')).toBeUndefined()
})
