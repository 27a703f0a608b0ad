import { describe, expect, test } from '@jest/globals'
import {
  AN,
  ANS,
  alias,
  N,
  optional,
  readable,
  requirePresent,
  url,
} from '../../src/protocol/fields.ts'

const TABLE = {
  iMid: AN(10),
  timeStamp: N(14),
  referenceNo: ANS(40),
  description: optional(AN(5)),
  callBackUrl: alias(url(ANS(30)), 'callbackUrl'),
}

const read = (input: Record<string, unknown>) => readable(TABLE, input)
const refusal = (input: Record<string, unknown>) => {
  try {
    read(input)
    return 'accepted'
  } catch (error) {
    return (error as Error).message
  }
}

describe('a table reads', () => {
  test.each([
    { name: 'texts as they are', input: { iMid: 'IONPAYTEST' }, out: { iMid: 'IONPAYTEST' } },
    {
      name: 'a number as its text',
      input: { timeStamp: 20190318151435 },
      out: { timeStamp: '20190318151435' },
    },
    {
      name: 'blanks and symbols in AN',
      input: { description: 'a b@c' },
      out: { description: 'a b@c' },
    },
    {
      name: 'characters, not code units, as size',
      input: { description: '😀😀😀😀😀' },
      out: { description: '😀😀😀😀😀' },
    },
    {
      name: 'another spelling',
      input: { callbackUrl: 'http://a/' },
      out: { callBackUrl: 'http://a/' },
    },
    {
      name: 'the first spelling before the other',
      input: { callBackUrl: 'http://a/', callbackUrl: 'http://b/' },
      out: { callBackUrl: 'http://a/' },
    },
    { name: 'null as absent', input: { iMid: null }, out: {} },
    { name: '"" as absent', input: { iMid: '' }, out: {} },
    { name: 'nothing of unknown fields', input: { bankCd: 'BMRI' }, out: {} },
    { name: 'nothing of a prototype', input: JSON.parse('{"__proto__":{"iMid":"X"}}'), out: {} },
  ])('$name', ({ input, out }) => {
    expect(read(input)).toEqual(out)
  })
})

describe('a table refuses', () => {
  test.each([
    {
      name: 'a long referenceNo',
      input: { referenceNo: 'x'.repeat(41) },
      says: `9109 referenceNo must have at most 40 characters, received 41: "${'x'.repeat(41)}"`,
    },
    {
      name: 'another long field',
      input: { description: '123456' },
      says: '8003 description must have at most 5 characters, received 6: "123456"',
    },
    {
      name: 'letters in N',
      input: { timeStamp: '2019-03-18' },
      says: '9031 timeStamp must be digits only, received "2019-03-18"',
    },
    {
      name: 'a list',
      input: { referenceNo: ['a'] },
      says: '8003 referenceNo must be a text or a number, received a list',
    },
    {
      name: 'an object',
      input: { referenceNo: { a: 1 } },
      says: '8003 referenceNo must be a text or a number, received an object',
    },
    {
      name: 'true',
      input: { referenceNo: true },
      says: '8003 referenceNo must be a text or a number, received true',
    },
    {
      name: 'a control character',
      input: { referenceNo: 'a\u0000b' },
      says: '8003 referenceNo must not hold control characters, received "a\\u0000b"',
    },
    {
      name: 'half a surrogate pair',
      input: { referenceNo: 'a\ud800' },
      says: '8003 referenceNo must not hold control characters, received "a\\ud800"',
    },
    {
      name: 'a relative URL',
      input: { callBackUrl: '/back' },
      says: '8003 callBackUrl must be an absolute URL, received "/back"',
    },
    {
      name: 'a script URL',
      input: { callBackUrl: 'javascript:alert(1)' },
      says: '8003 callBackUrl must be an http or https URL, received "javascript:alert(1)"',
    },
    {
      name: 'a file URL',
      input: { callBackUrl: 'file:///etc/passwd' },
      says: '8003 callBackUrl must be an http or https URL, received "file:///etc/passwd"',
    },
    {
      name: 'a URL with a password',
      input: { callBackUrl: 'http://u:p@a/' },
      says: '8003 callBackUrl must not carry a user name or password, received "http://…@a/"',
    },
  ])('$name', ({ input, says }) => {
    expect(refusal(input)).toBe(says)
  })
})

test('required fields are asked for by name, optional ones are not', () => {
  const ask = (names: (keyof typeof TABLE)[]) => () => requirePresent(TABLE, read({}), names, {})
  expect(ask(['referenceNo'])).toThrow('9014 referenceNo is missing')
  expect(ask(['callBackUrl'])).toThrow('9019 callBackUrl is missing')
  expect(ask(['description'])).not.toThrow()
})
