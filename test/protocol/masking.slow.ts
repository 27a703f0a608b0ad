import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { maskOf } from '../../src/protocol/masking.ts'
import { shown } from '../../src/protocol/shown.ts'
import { KEY } from '../support/fixtures.ts'

const mask = maskOf([KEY, 'my-key'])

test.each([
  { text: `before ${KEY} after`, masked: 'before 33F4…(88) after' },
  { text: `${KEY}${KEY}`, masked: '33F4…(88)33F4…(88)' },
  { text: `cut: ${KEY.slice(5, 17)}.`, masked: 'cut: 33F4…(88).' },
  { text: `short: ${KEY.slice(5, 16)}.`, masked: `short: ${KEY.slice(5, 16)}.` },
  { text: 'my-key is a word', masked: 'my-key is a word' },
])('$text', ({ text, masked }) => {
  expect(mask(text)).toBe(masked)
})

test('no piece of twelve characters is left, wherever it stands', () => {
  const piece = fc
    .tuple(fc.nat(KEY.length), fc.integer({ min: 1, max: KEY.length }))
    .map(([from, size]) => KEY.slice(from, from + size))
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string())), (parts) => {
      const text = mask(parts.join(''))
      for (let at = 0; at + 12 <= KEY.length; at++) {
        expect(text).not.toContain(KEY.slice(at, at + 12))
      }
    }),
  )
})

test.each([
  { text: 'plain "text"', quoted: '"plain "text""' },
  { text: 'a\r\n\tb\u0000\u2028', quoted: '"a\\r\\n\\tb\\u0000\\u2028"' },
  { text: 'x'.repeat(61), quoted: `"${'x'.repeat(60)}…"` },
  { text: '😀'.repeat(61), quoted: `"${'😀'.repeat(60)}…"` },
  { text: 'http://me:secret@shop.test/', quoted: '"http://…@shop.test/"' },
])('$text is quoted as $quoted', ({ text, quoted }) => {
  expect(shown(text)).toBe(quoted)
})
