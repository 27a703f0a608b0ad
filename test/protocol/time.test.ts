import { describe, expect, test } from '@jest/globals'
import { instantOfWib, millisecondsOf, wibDateTime, wibStamp } from '../../src/protocol/time.ts'

test('times are written in Jakarta, seven hours ahead of UTC', () => {
  const at = Date.UTC(2026, 11, 31, 17, 0, 1)
  expect(wibStamp(at)).toBe('20270101000001')
  expect(wibDateTime(at)).toEqual({ date: '20270101', time: '000001' })
})

describe('a timeStamp is an instant only when a clock can show it', () => {
  test.each([
    { stamp: '20270101000001', at: Date.UTC(2026, 11, 31, 17, 0, 1) },
    { stamp: '20240229120000', at: Date.UTC(2024, 1, 29, 5, 0, 0) },
    { stamp: '20230229120000', at: undefined },
    { stamp: '20210913090977', at: undefined },
    { stamp: '20211313090900', at: undefined },
    { stamp: '2021091309090', at: undefined },
    { stamp: 'yyyyMMddHHmmss', at: undefined },
  ])('$stamp', ({ stamp, at }) => {
    expect(instantOfWib(stamp)).toBe(at)
  })
})

describe('durations', () => {
  test.each([
    { text: 'PT30M', ms: 1_800_000 },
    { text: 'P1DT2H', ms: 93_600_000 },
    { text: 'PT0.5S', ms: 500 },
    { text: 'P3D', ms: 259_200_000 },
    { text: 'P', ms: undefined },
    { text: 'PT', ms: undefined },
    { text: 'P1M', ms: undefined },
    { text: '30m', ms: undefined },
    { text: '-PT1S', ms: undefined },
  ])('$text', ({ text, ms }) => {
    expect(millisecondsOf(text)).toBe(ms)
  })
})
