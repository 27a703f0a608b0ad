import { describe, expect, test } from '@jest/globals'
import { keyRing, maskOf } from '../../src/protocol/masking.ts'
import { KEY } from '../support/fixtures.ts'

const SHORT = 'my-key'
const php = (text: string): string => text.replaceAll('/', '\\/')

describe('pieces of a key', () => {
  const mask = maskOf([KEY, SHORT])

  test.each([
    { text: `before ${KEY} after`, masked: 'before 33F4…(88) after' },
    { text: `${KEY}${KEY}`, masked: '33F4…(88)33F4…(88)' },
    { text: `cut: ${KEY.slice(5, 17)}.`, masked: 'cut: 33F4…(88).' },
    { text: `short: ${KEY.slice(5, 16)}.`, masked: `short: ${KEY.slice(5, 16)}.` },
    { text: `{"by":"${php(KEY)}"}`, masked: '{"by":"33F4…(88)"}' },
    { text: `{"by":"${php(php(KEY))}"}`, masked: '{"by":"33F4…(88)"}' },
    { text: `/?iMid=${encodeURIComponent(KEY)}&a=%2F`, masked: '/?iMid=33F4…(88)&a=%2F' },
    { text: 'my-key', masked: 'm…(6)' },
    { text: 'my-key is a word', masked: 'my-key is a word' },
  ])('$text', ({ text, masked }) => {
    expect(mask(text)).toBe(masked)
  })
})

describe('values', () => {
  const ring = keyRing()
  for (const key of [KEY, SHORT, '123456789012', '4711']) ring.add(key)

  test.each([
    {
      text: '{"iMid":"my-key","my-key":"a my-key"}',
      masked: '{"iMid":"m…(6)","my-key":"a my-key"}',
    },
    { text: 'iMid=my-key&goodsNm=my-key+s', masked: 'iMid=m…(6)&goodsNm=my-key+s' },
    { text: '/nicepay/my-key?tXid=my-key', masked: '/nicepay/m…(6)?tXid=m…(6)' },
    {
      text: 'iMid must be known, received "my-key"',
      masked: 'iMid must be known, received "m…(6)"',
    },
    { text: '[ 123456789012, {"amt": 4711}]', masked: '[ "123…(12)", {"amt": "4…(4)"}]' },
    { text: 'no path "/nicepay/my-key"', masked: 'no path "/nicepay/m…(6)"' },
    { text: 'order4711, 47110', masked: 'order4711, 47110' },
    { text: `{"broken": "${php(KEY)}",}`, masked: '{"broken": "33F4…(88)",}' },
  ])('$text', ({ text, masked }) => {
    expect(ring.maskValues(text)).toBe(masked)
  })
})

test('a key that two merchants share is masked until neither has it', () => {
  const ring = keyRing()
  const shown: string[] = []
  for (const change of [ring.add, ring.add, ring.remove, ring.remove]) {
    change(KEY)
    shown.push(ring.mask(KEY))
  }
  expect(shown).toEqual(['33F4…(88)', '33F4…(88)', '33F4…(88)', KEY])
})

test('keys with the same beginning do not take each other along', () => {
  const ring = keyRing()
  ring.add('the-same-beginning-A')
  ring.add('the-same-beginning-B')
  ring.remove('the-same-beginning-A')
  expect(ring.mask('the-same-beginning-B')).toBe('the-…(20)')
})
