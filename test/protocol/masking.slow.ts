import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { keyRing, maskOf } from '../../src/protocol/masking.ts'
import { shown } from '../../src/protocol/shown.ts'
import { KEY } from '../support/fixtures.ts'

const mask = maskOf([KEY])

const piecesOf = (key: string) =>
  fc
    .tuple(fc.nat(key.length), fc.integer({ min: 1, max: key.length }))
    .map(([from, size]) => key.slice(from, from + size))

test('no piece of twelve characters is left, wherever it stands', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(piecesOf(KEY), fc.string())), (parts) => {
      const text = mask(parts.join(''))
      for (let at = 0; at + 12 <= KEY.length; at++) {
        expect(text).not.toContain(KEY.slice(at, at + 12))
      }
    }),
  )
})

/** Ways in which programs write the same JSON. */
const WRITERS: readonly ((value: unknown) => string)[] = [
  (value) => JSON.stringify(value),
  (value) => JSON.stringify(value, null, 2),
  (value) => JSON.stringify(value).replaceAll('/', '\\/'),
  (value) =>
    JSON.stringify(value).replace(
      /[+/=]/g,
      (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
    ),
]

test('JSON stays JSON, whoever wrote it and whatever the key, and shows no key', () => {
  const printable = fc.stringMatching(/^[!-$&-[\]-~]{1,40}$/)
  const key = fc.oneof(
    fc.constantFrom(KEY, 'a\\b"c/d%41\\"ef-ghi-jkl'),
    printable,
    fc.stringMatching(/^[1-9]\d{0,14}$/),
  )
  const example = key.chain((one) => {
    const text = fc
      .array(
        fc.oneof(
          piecesOf(one),
          fc.constant(one),
          fc.constantFrom('\\', '/', '"', ' '),
          fc.string(),
        ),
        {
          maxLength: 4,
        },
      )
      .map((parts) => parts.join(''))
    const number = /^[1-9]\d*$/.test(one) ? fc.constant(Number(one)) : fc.integer()
    const value = fc.oneof(text, fc.constant(one), number, fc.constant(null))
    const flat = fc.dictionary(text, value)
    const nested = fc.record({
      cartData: flat.map((inner) => JSON.stringify(inner)),
      list: fc.array(value),
    })
    return fc.record({
      key: fc.constant(one),
      value: fc.oneof(flat, nested, value),
      write: fc.constantFrom(...WRITERS),
    })
  })
  fc.assert(
    fc.property(example, ({ key: one, value, write }) => {
      const ring = keyRing()
      ring.add(one)
      const masked = ring.maskValues(write(value))
      const texts: string[] = []
      JSON.parse(masked, (name, said) => {
        texts.push(name, typeof said === 'object' ? '' : `${said}`)
        return said
      })
      if (one.length >= 12) for (const text of texts) expect(text).not.toContain(one)
    }),
    { numRuns: 3000 },
  )
})

test('time grows as the text does', () => {
  const ring = keyRing()
  for (const key of [KEY, 'my-key']) ring.add(key)
  const seconds = (text: string): number => {
    const began = performance.now()
    ring.maskValues(text)
    return (performance.now() - began) / 1000
  }
  for (const unit of [KEY, `${KEY}\\/`, `"${KEY}",`, '\\"', '\\', '"', ' 1', '%2', '=', '   ']) {
    // Quadratic, a text full of keys took 6.6 seconds.
    expect(seconds(`"${unit.repeat(800_000 / unit.length)}`)).toBeLessThan(4)
  }
})

test('the number of keys does not matter, even where all begin alike', () => {
  const ring = keyRing()
  for (let n = 0; n < 20_000; n++) ring.add(`the-key-of-merchant-${n}`)
  const began = performance.now()
  ring.mask('the-key-of-merchant-19999 '.repeat(10_000))
  expect(performance.now() - began).toBeLessThan(2000)
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
