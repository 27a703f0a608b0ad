import { describe, expect, test } from '@jest/globals'
import { maskedKey, merchantToken, sameToken } from '../../src/protocol/signature.ts'
import { SIGNED } from '../../src/protocol/tokens.ts'
import { fixture } from '../support/fixtures.ts'

interface Vector {
  readonly kind: string
  readonly formula: string
  readonly inputs: Readonly<Record<string, string>>
  readonly merchantToken: string
  readonly reproduces?: boolean
}

const { merchantKey, vectors, derived } = fixture('token-vectors.json') as {
  merchantKey: string
  vectors: Vector[]
  derived: Vector[]
}

/** The names in `sha256(iMid+tXid+amt+merchantKey)`, without the key. */
const namesIn = (formula: string): string[] =>
  formula.replace(/^sha256\((.*)\+merchantKey\)$/, '$1').split('+')

const tokenOf = ({ formula, inputs }: Vector): string =>
  merchantToken(
    namesIn(formula).map((name) => inputs[name] ?? ''),
    merchantKey,
  )

describe('published merchantTokens', () => {
  test.each(vectors.filter((v) => v.reproduces))('$kind reproduces', (vector) => {
    expect(tokenOf(vector)).toBe(vector.merchantToken)
  })

  test.each(vectors.filter((v) => !v.reproduces))('$kind is known not to reproduce', (vector) => {
    expect(tokenOf(vector)).not.toBe(vector.merchantToken)
  })

  test.each(derived)('$kind has the value that others computed', (vector) => {
    expect(tokenOf(vector)).toBe(vector.merchantToken)
  })
})

test('every formula of a vector is in the table of what is signed', () => {
  const known = Object.values(SIGNED).map((names) => names.join('+'))
  const used = [...vectors, ...derived].map(({ formula }) => namesIn(formula).join('+'))
  expect(used.filter((formula) => !known.includes(formula))).toEqual([])
})

test.each([
  { name: 'equal', a: 'abc', b: 'abc', same: true },
  { name: 'another letter', a: 'abc', b: 'abd', same: false },
  { name: 'another length', a: 'abc', b: 'abcd', same: false },
  { name: 'capitals', a: 'abc', b: 'ABC', same: false },
])('tokens compare: $name', ({ a, b, same }) => {
  expect(sameToken(a, b)).toBe(same)
})

test('a key is shown by its first four characters and its length', () => {
  expect(maskedKey(merchantKey)).toBe('33F4…(88)')
})
