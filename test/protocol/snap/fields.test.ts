import { describe, expect, test } from '@jest/globals'
import {
  AMOUNT,
  listIfAny,
  M,
  O,
  object,
  objectIfAny,
  readSnap,
  rupiahOf,
  snapValue,
} from '../../../src/protocol/snap/fields.ts'
import { SnapError } from '../../../src/protocol/snap/results.ts'

const ROWS = {
  trxId: M(5),
  name: O(4),
  amount: object(AMOUNT),
  more: objectIfAny({ url: M(20), note: O(3) }),
  urls: listIfAny({ url: M(10) }),
}

const AMOUNT_SENT = { value: '1.00', currency: 'IDR' }
const GOOD = { trxId: '1', amount: AMOUNT_SENT }

const refusalOf = (input: Record<string, unknown>) => {
  try {
    readSnap(ROWS, input)
  } catch (error) {
    if (error instanceof SnapError) return [error.result, error.about, error.reason]
    throw error
  }
  throw new Error('it was taken')
}

describe('a message that is taken', () => {
  test.each<{ what: string; input: Record<string, unknown>; read: unknown }>([
    { what: 'has what must be there', input: GOOD, read: GOOD },
    {
      what: 'may have numbers for texts',
      input: { ...GOOD, trxId: 12 },
      read: { ...GOOD, trxId: '12' },
    },
    {
      what: 'may have "" for what is left out',
      input: { ...GOOD, name: '', more: '', urls: '' },
      read: GOOD,
    },
    { what: 'may have null', input: { ...GOOD, name: null, more: null, urls: null }, read: GOOD },
    {
      what: 'may have [] where an object belongs, as PHP writes {}',
      input: { ...GOOD, more: [] },
      read: GOOD,
    },
    {
      what: 'may have more fields',
      input: { ...GOOD, colour: { red: 1 }, toString: 'x' },
      read: GOOD,
    },
    {
      what: 'counts characters, not bytes',
      input: { ...GOOD, name: '😀é漢字' },
      read: { ...GOOD, name: '😀é漢字' },
    },
    {
      what: 'has objects and lists of them',
      input: {
        ...GOOD,
        more: { url: 'a', note: '' },
        urls: [{ url: 'b', type: 'x' }, { url: 'c' }],
      },
      read: { ...GOOD, more: { url: 'a' }, urls: [{ url: 'b' }, { url: 'c' }] },
    },
  ])('$what', ({ input, read }) => {
    expect(readSnap(ROWS, input)).toEqual(read)
  })
})

describe('a message that is refused', () => {
  test.each<{ input: Record<string, unknown>; result: string; about: string; reason: string }>([
    {
      input: { amount: AMOUNT_SENT },
      result: 'MISSING_FIELD',
      about: '{trxId}',
      reason: 'trxId is missing',
    },
    {
      input: { ...GOOD, trxId: '' },
      result: 'MISSING_FIELD',
      about: '{trxId}',
      reason: 'trxId is missing',
    },
    {
      input: { trxId: '1' },
      result: 'MISSING_FIELD',
      about: '{amount}',
      reason: 'amount is missing',
    },
    {
      input: { ...GOOD, amount: { currency: 'IDR' } },
      result: 'MISSING_FIELD',
      about: '{amount.value}',
      reason: 'amount.value is missing',
    },
    {
      input: { ...GOOD, more: { note: 'x' } },
      result: 'MISSING_FIELD',
      about: '{more.url}',
      reason: 'more.url is missing',
    },
    {
      input: { ...GOOD, urls: [{ url: 'a' }, {}] },
      result: 'MISSING_FIELD',
      about: '{urls[1].url}',
      reason: 'urls[1].url is missing',
    },
    {
      input: { ...GOOD, trxId: '123456' },
      result: 'INVALID_FIELD',
      about: '{trxId}',
      reason: 'trxId must have at most 5 characters, received "123456"',
    },
    {
      input: { ...GOOD, trxId: true },
      result: 'INVALID_FIELD',
      about: '{trxId}',
      reason: 'trxId must be a text, received "true"',
    },
    {
      input: { ...GOOD, trxId: ['a'] },
      result: 'INVALID_FIELD',
      about: '{trxId}',
      reason: 'trxId must be a text, received "["a"]"',
    },
    {
      input: { ...GOOD, name: 'a\u0007' },
      result: 'INVALID_FIELD',
      about: '{name}',
      reason: 'name must not hold control characters, received "a\\u0007"',
    },
    {
      input: { ...GOOD, amount: '1.00' },
      result: 'INVALID_FIELD',
      about: '{amount}',
      reason: 'amount must be an object, received "1.00"',
    },
    {
      input: { ...GOOD, more: [1] },
      result: 'INVALID_FIELD',
      about: '{more}',
      reason: 'more must be an object, received "[1]"',
    },
    {
      input: { ...GOOD, urls: ['a'] },
      result: 'INVALID_FIELD',
      about: '{urls}',
      reason: 'urls must be a list of objects, received "["a"]"',
    },
  ])('$input → $result $about', ({ input, result, about, reason }) => {
    expect(refusalOf(input)).toEqual([result, about, reason])
  })

  // Some versions of Node.js write such a value down, others have no room for it.
  test('a value within twenty thousand lists is no text', () => {
    const [result, about, reason] = refusalOf({
      ...GOOD,
      trxId: JSON.parse('['.repeat(20_000) + ']'.repeat(20_000)),
    })
    expect([result, about]).toEqual(['INVALID_FIELD', '{trxId}'])
    expect(reason).toMatch(
      /^trxId must be a text, received "(a value within too many others|\[{60}…)"$/,
    )
  })

  test.each(['', ' 1', '1,00', '1.0', '1.000', '01', '-1', '1e3', 'x', '1234567890123'])(
    'an amount is not %j',
    (value) => {
      const [result, about] = refusalOf({ ...GOOD, amount: { value, currency: 'IDR' } })
      expect([result, about]).toEqual([
        value === '' ? 'MISSING_FIELD' : 'INVALID_FIELD',
        '{amount.value}',
      ])
    },
  )
})

test.each([
  ['10000.00', 10_000],
  ['10000', 10_000],
  ['0.00', 0],
  ['999999999999.00', 999_999_999_999],
])('%s is %d rupiah', (value, rupiah) => {
  expect(rupiahOf(value)).toBe(rupiah)
  expect(snapValue(rupiah)).toBe(`${rupiah}.00`)
})
