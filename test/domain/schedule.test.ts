import { describe, expect, test } from '@jest/globals'
import { scheduleOf } from '../../src/domain/schedule.ts'
import { instantOfRelative, instantOfWib, monthsLater, wibStamp } from '../../src/protocol/time.ts'
import { HOUR, SECOND, T0 } from '../support/clock.ts'

describe('instalments fall due 30 days after the purchase, then monthly', () => {
  test.each([
    { bought: '20260131100000', months: 1, due: ['20260302'] },
    { bought: '20260131100000', months: 3, due: ['20260302', '20260402', '20260502'] },
    { bought: '20260101233000', months: 3, due: ['20260131', '20260228', '20260331'] },
    { bought: '20271230120000', months: 2, due: ['20280129', '20280229'] },
    { bought: '20261101000000', months: 2, due: ['20261201', '20270101'] },
  ])('$months after $bought', ({ bought, months, due }) => {
    const at = instantOfWib(bought) ?? 0
    const rows = scheduleOf({ months, monthly: 1000 }, at)
    expect(rows.map(({ dueAt }) => wibStamp(dueAt).slice(0, 8))).toEqual(due)
    expect(rows.map(({ number }) => number)).toEqual(due.map((_, index) => index + 1))
    expect(rows.every(({ dueAt }) => wibStamp(dueAt).slice(8) === bought.slice(8))).toBe(true)
  })

  test('no month is later than none', () => {
    expect(monthsLater(T0, 0)).toBe(T0)
  })
})

describe('a time beside now', () => {
  test.each([
    { text: 'now', at: T0 },
    { text: 'now-3d', at: T0 - 72 * HOUR },
    { text: 'now+2h', at: T0 + 2 * HOUR },
    { text: 'now-90s', at: T0 - 90 * SECOND },
    { text: '2026-01-31T10:00:00+07:00', at: T0 },
    { text: 'now-3', at: undefined },
    { text: 'yesterday', at: undefined },
    { text: 'now-1234567d', at: undefined },
  ])('$text', ({ text, at }) => {
    expect(instantOfRelative(text, T0)).toBe(at)
  })
})
