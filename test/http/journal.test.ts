import { expect, test } from '@jest/globals'
import { type Exchange, openJournal } from '../../src/http/journal.ts'

const exchange = (id: string, size = 0): Exchange => ({
  id,
  at: '2026-01-31T03:00:00.000Z',
  namespace: null,
  method: 'POST',
  url: '/',
  status: 200,
  ms: 1,
  endpoint: null,
  iMid: null,
  tXid: null,
  resultCd: null,
  reason: null,
  explained: null,
  request: { headers: { 'x-large': 'x'.repeat(size) }, body: '' },
  response: { headers: {}, body: '' },
})

const ids = async (limits: { entries: number; bytes: number }, exchanges: readonly Exchange[]) => {
  const journal = openJournal((text) => text, limits)
  for (const one of exchanges) journal.add(one)
  return journal.find({}, 100, ({ id }) => id)
}

test('the journal keeps the newest, by number', async () => {
  const many = ['a', 'b', 'c'].map((id) => exchange(id))
  expect(await ids({ entries: 2, bytes: 1e9 }, many)).toEqual(['c', 'b'])
})

test('and what was forgotten counts no more', async () => {
  const journal = openJournal((text) => text, { entries: 2, bytes: 1e9 })
  for (const id of ['a', 'b', 'c']) journal.add({ ...exchange(id), namespace: id })
  journal.clear('b')
  for (const id of ['d', 'e']) journal.add(exchange(id))
  expect(await journal.find({}, 100, ({ id }) => id)).toEqual(['e', 'd'])
})

test('and by bytes, headers included', async () => {
  const large = ['a', 'b', 'c'].map((id) => exchange(id, 10_000))
  expect(await ids({ entries: 100, bytes: 25_000 }, large)).toEqual(['c', 'b'])
})
