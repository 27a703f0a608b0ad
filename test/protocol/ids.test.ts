import { expect, test } from '@jest/globals'
import { makeIds } from '../../src/env.ts'
import { iMidOfTXid, instantOfTXid, tXidOf } from '../../src/protocol/ids.ts'
import { SECOND, T0 } from '../support/clock.ts'

const none = () => false

test('a tXid is merchant, method, time in Jakarta and four digits', () => {
  const at = Date.UTC(2021, 8, 13, 2, 37, 19)
  const tXid = tXidOf('PAYLOANTES', '06', at, 9795)
  expect(tXid).toBe('PAYLOANTES06202109130937199795')
  expect(iMidOfTXid(tXid)).toBe('PAYLOANTES')
  expect(instantOfTXid(tXid)).toBe(at)
})

test('25,000 tXids of one second are all different and spill into the seconds after it', () => {
  const ids = makeIds(1)
  const made = Array.from({ length: 25_000 }, () => ids.tXid('IONPAYTEST', '06', T0, none))
  expect(new Set(made).size).toBe(25_000)
  const seconds = [...new Set(made.map((id) => instantOfTXid(id)))]
  expect(seconds).toEqual([T0, T0 + SECOND, T0 + 2 * SECOND])
})

test('a tXid that is taken is passed over', () => {
  const taken = makeIds(1).tXid('IONPAYTEST', '06', T0, none)
  const second = makeIds(1).tXid('IONPAYTEST', '06', T0, (id) => id === taken)
  expect(second).not.toBe(taken)
})

test('after the clock was moved back, tXids carry the earlier time', () => {
  const ids = makeIds(1)
  ids.tXid('IONPAYTEST', '06', T0 + 3600 * SECOND, none)
  expect(instantOfTXid(ids.tXid('IONPAYTEST', '06', T0, none))).toBe(T0)
})

test('a seed gives the same ids again, another seed others, none at all never the same', () => {
  const words = (seed?: number) => {
    const ids = makeIds(seed)
    return [ids.word(), ids.userToken(), ids.tXid('IONPAYTEST', '06', T0, none)]
  }
  expect(words(7)).toEqual(words(7))
  expect(words(8)).not.toEqual(words(7))
  expect(words()).not.toEqual(words())
})

test('a userToken is a UUID of version 4, a word has 21 characters', () => {
  const ids = makeIds(1)
  expect(ids.userToken()).toMatch(
    /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  )
  expect(ids.word()).toMatch(/^[\w-]{21}$/)
})
