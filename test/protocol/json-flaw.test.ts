import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { jsonFlaw } from '../../src/protocol/json-flaw.ts'

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

describe('what is wrong with a text that is no JSON', () => {
  test.each([
    { text: '', says: 'column 1, near "": it ends too early' },
    { text: '{"a":1', says: 'column 7, near "{"a":1": it ends too early' },
    { text: '{"a":"b', says: 'column 8, near "{"a":"b": it ends too early' },
    {
      text: '\ufeff{}',
      says: 'column 1, near "\\ufeff{}": it begins with a byte order mark, which JSON has not got',
    },
    {
      text: 'a=1&b=2',
      says: 'column 1, near "a=1&b=2": it looks like a form; send it as application/x-www-form-urlencoded, or send JSON',
    },
    { text: '<a/>', says: 'column 1, near "<a/>": it looks like XML or HTML' },
    {
      text: "{'a':1}",
      says: 'column 2, near "{\'a\':1}": JSON wants double quotes around names and texts',
    },
    {
      text: '{\u201ca\u201d:1}',
      says: 'column 2, near "{\u201ca\u201d:1}": JSON wants double quotes around names and texts',
    },
    {
      text: '{"a":1,}',
      says: 'column 8, near "{"a":1,}": a comma must not stand in front of } or ]',
    },
    { text: '[1,]', says: 'column 4, near "[1,]": a comma must not stand in front of } or ]' },
    { text: '{"a":1,,"b":2}', says: 'column 8, near "{"a":1,,"b":2}": there are two commas' },
    { text: '{a:1}', says: 'column 2, near "{a:1}": a name must stand in double quotes' },
    { text: '{"a":b}', says: 'column 6, near "{"a":b}": a text must stand in double quotes' },
    {
      text: '{"a":None}',
      says: 'column 6, near "{"a":None}": that is no value of JSON, which knows true, false and null',
    },
    {
      text: '{"a":0812}',
      says: 'column 6, near "{"a":0812}": a number must not begin with 0 or +; put telephone numbers and codes in double quotes',
    },
    { text: '{"a":}', says: 'column 6, near "{"a":}": a value is missing' },
    { text: '{"a" 1}', says: 'column 6, near "{"a" 1}": a colon is missing' },
    { text: '{"a":1 "b":2}', says: 'column 8, near "{"a":1 "b":2}": a comma is missing' },
    { text: '{"a":1} {}', says: 'column 9, near "{"a":1} {}": there is more behind its end' },
    { text: '{"a":1 // one\n}', says: 'column 8, near "{"a":1 // one\\n}": JSON has no comments' },
    {
      text: '{"a":"x\ny"}',
      says: 'column 8, near "{"a":"x\\ny"}": a line break or another control character in a text must be escaped, as in \\n',
    },
    {
      text: '{"a":"it\\\'s"}',
      says: 'column 9, near "{"a":"it\\\'s"}": a backslash stands in front of ", \\, /, b, f, n, r, t or u and four digits only',
    },
  ])('$text', ({ text, says }) => {
    expect(isJson(text)).toBe(false)
    expect(jsonFlaw(text)).toBe(`is not JSON at line 1, ${says}`)
  })

  test('in a long text: the line, the column and only the piece around it', () => {
    const lines = Array.from({ length: 40 }, (_, n) => `  "field${n}": "${'x'.repeat(50)}"`)
    const text = `{\n${lines.join(',\n')}\n}`.replace('"field20": ', '"field20" ')
    expect(jsonFlaw(text)).toBe(
      'is not JSON at line 22, column 13, near "x",\\n  "field20" "xxxxxxxxxxxxxxx": a colon is missing',
    )
  })
})

test('it says something of exactly those texts that JSON.parse refuses', () => {
  const cut = fc
    .tuple(fc.json(), fc.nat(), fc.nat(3), fc.constantFrom('', ',', '}', '"', '\\', '\n', "'", '0'))
    .map(([text, at, size, put]) => {
      const from = at % (text.length + 1)
      return text.slice(0, from) + put + text.slice(from + size)
    })
  fc.assert(
    fc.property(fc.oneof(fc.json(), cut, fc.string()), (text) => {
      expect(jsonFlaw(text) === undefined).toBe(isJson(text))
    }),
    { numRuns: 1000 },
  )
})

test('a text of 64 KiB costs no more than reading it', () => {
  for (const text of [`{"a":"${'x'.repeat(65_000)}`, '['.repeat(65_000), '"\\u00'.repeat(13_000)]) {
    expect(jsonFlaw(text)).toMatch(/^is not JSON at line 1, column /)
  }
})
