import fc from 'fast-check'

/** The longest text that is sent, in characters: longer than any body that is read. */
const HUGE = 70 * 1024

const KEYS = ['__proto__', 'constructor', 'toString', 'valueOf', 'hasOwnProperty', 'prototype']

/** Texts that have broken programs before. */
const NOTORIOUS = [
  ...KEYS,
  '',
  ' ',
  '0',
  '-1',
  '1e309',
  'NaN',
  'null',
  'true',
  '9'.repeat(30),
  '١٢٣',
  '%',
  '%zz',
  '%E0%A4%A',
  '%00',
  '\u0000',
  '\r\nX-Injected: 1',
  '\u001b[31m',
  '\u2028',
  '\u202e',
  '\ud800',
  'a\udc00b',
  '\ufeff{}',
  '<script>alert(1)</script>',
  '"><img src=x>',
  '<%= 7*7 %>',
  "' OR ''='",
  '../../etc/passwd',
  'http://127.0.0.1:9/?a=1#b',
  'http://[::1]:9/x',
  'http://user:word@127.0.0.1:9/',
  'javascript:alert(1)',
  '2026-02-30T10:00:00Z',
  '9999-12-31T23:59:59Z',
  '1970-01-01T00:00:00Z',
  'P999999999999999D',
  'PT0.0000001S',
  'now-999999d',
  '[]',
  '{"count":"1","item":[null]}',
  '{"count":"__proto__","item":[{"goods_amt":"1e5","__proto__":{"x":1}}]}',
  `${'['.repeat(1900)}${']'.repeat(1900)}`,
  `${'{"a":'.repeat(600)}1${'}'.repeat(600)}`,
]

const codeUnits = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 12 })
  .map((units) => String.fromCharCode(...units))

const huge = fc
  .tuple(
    fc.constantFrom('x', '9', 'é', '\u0000', '&', '=', '%', '"', '[', '{"a":', '\ud800'),
    fc.integer({ min: 300, max: HUGE }),
  )
  .map(([unit, length]) => unit.repeat(Math.ceil(length / unit.length)).slice(0, length))

/** Any text: control characters, halves of surrogates, huge ones. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  { weight: 60, arbitrary: fc.constantFrom(...NOTORIOUS) },
  { weight: 15, arbitrary: fc.string() },
  { weight: 15, arbitrary: fc.string({ unit: 'binary' }) },
  { weight: 15, arbitrary: codeUnits },
  { weight: 15, arbitrary: fc.integer().map(String) },
  { weight: 2, arbitrary: huge },
)

/** Any name of a field. */
export const anyKey: fc.Arbitrary<string> = fc.oneof(fc.constantFrom(...KEYS), fc.string(), anyText)

/** A value inside so many lists or objects. */
const nested = (depth: number, wrap: (inner: unknown) => unknown): unknown => {
  let value: unknown = 1
  for (let level = 0; level < depth; level++) value = wrap(value)
  return value
}

const deep = fc
  .tuple(fc.integer({ min: 2, max: 1500 }), fc.boolean())
  .map(([depth, lists]) => nested(depth, (inner) => (lists ? [inner] : { a: inner })))

const scalar = fc.oneof(
  { weight: 6, arbitrary: anyText },
  { weight: 2, arbitrary: fc.integer() },
  { weight: 2, arbitrary: fc.double() },
  fc.constantFrom(null, true, false, 1e308, -0, Number.MAX_SAFE_INTEGER + 1),
)

/** Anything that JSON can hold; an object's keys are entries, as `__proto__` is a key too. */
export const anyValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 12, arbitrary: scalar },
  { weight: 2, arbitrary: fc.array(scalar, { maxLength: 4 }) },
  {
    weight: 2,
    arbitrary: fc
      .array(fc.tuple(anyKey, scalar), { maxLength: 4 })
      .map((entries) => Object.fromEntries(entries)),
  },
  { weight: 1, arbitrary: deep },
)

const rawJson = fc.oneof(
  fc.constantFrom('{', '{"a":1,}', '[]', 'null', '"x"', '1', '{"a":1}{"a":2}', '{"a":1,"a":2}'),
  fc.constantFrom('{"__proto__":{"polluted":1}}', '{"constructor":{"prototype":{"polluted":1}}}'),
  fc.integer({ min: 1, max: 34_000 }).map((n) => `{"iMid":${'['.repeat(n)}${']'.repeat(n)}}`),
  fc.integer({ min: 1, max: 9000 }).map((n) => `${'{"a":'.repeat(n)}1${'}'.repeat(n)}`),
  anyValue.map((value) => JSON.stringify(value)),
)

const rawForm = fc.oneof(
  fc.constantFrom(
    'a=1&a=2',
    '__proto__[x]=1&__proto__=2',
    '&&==&',
    'tk=%&tk=%E0%A4%A',
    'a[b][c]=1',
  ),
  fc.integer({ min: 1, max: 3000 }).map((n) => 'a=1&'.repeat(n)),
  anyText,
)

/** Bytes of a body that nobody meant: broken JSON, forms, text, no UTF-8. */
export const anyBytes: fc.Arbitrary<Buffer> = fc.oneof(
  rawJson.map((text) => Buffer.from(text)),
  rawForm.map((text) => Buffer.from(text)),
  fc.uint8Array({ maxLength: 64 }).map((bytes) => Buffer.from(bytes)),
)

/** A body with some bytes put into it that are no UTF-8, or cut off. */
export const damaged = (body: Buffer): fc.Arbitrary<Buffer> =>
  fc
    .tuple(fc.nat({ max: body.length }), fc.constantFrom('ff', 'c0af', 'eda080', '00', ''))
    .map(([at, hex]) =>
      hex === ''
        ? body.subarray(0, at)
        : Buffer.concat([body.subarray(0, at), Buffer.from(hex, 'hex'), body.subarray(at)]),
    )
