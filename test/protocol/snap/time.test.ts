import { expect, test } from '@jest/globals'
import { instantOfSnap, snapTime } from '../../../src/protocol/snap/time.ts'
import { T0 } from '../../support/clock.ts'

test.each([
  ['2026-01-31T10:00:00+07:00', T0],
  ['2026-01-31T03:00:00Z', T0],
  ['2026-01-31T03:00:00+00:00', T0],
  ['2026-01-31T10:00:00.123+07:00', T0 + 123],
  ['2026-01-31T12:00:00+09:00', T0],
])('%s is an instant', (text, at) => {
  expect(instantOfSnap(text)).toBe(at)
})

test.each([
  '',
  '2026-01-31T10:00:00',
  '2026-01-31 10:00:00+07:00',
  '2026-01-31T10:00+07:00',
  '2026-1-31T10:00:00+07:00',
  '2026-02-30T10:00:00+07:00',
  '2026-01-31T25:00:00+07:00',
  '2026-01-31T10:00:00+0700',
  '2026-01-31T10:00:00.1234+07:00',
  '20260131100000',
  ' 2026-01-31T10:00:00+07:00',
])('%j is none', (text) => {
  expect(instantOfSnap(text)).toBeUndefined()
})

test('a time is written in Jakarta, to the second', () => {
  expect(snapTime(T0 + 999)).toBe('2026-01-31T10:00:00+07:00')
  expect(snapTime(Date.UTC(2026, 11, 31, 17, 0, 0))).toBe('2027-01-01T00:00:00+07:00')
})
