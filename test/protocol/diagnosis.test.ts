import { createHash, createHmac } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import { diagnose } from '../../src/protocol/diagnosis/index.ts'
import { merchantToken } from '../../src/protocol/signature.ts'
import { SIGNED } from '../../src/protocol/tokens.ts'
import { KEY } from '../support/fixtures.ts'

const fields = {
  timeStamp: '20260131100000',
  iMid: 'IONPAYTEST',
  referenceNo: 'Order 1/2',
  amt: '2500000',
  tXid: 'IONPAYTEST06202601311000000001',
  billingPhone: '+62-82112345678',
}
const { timeStamp, iMid, referenceNo, amt, tXid } = fields
const OTHER = 'another-merchants-key'

const told = (received: string, signs: readonly string[] = SIGNED.registration, change = {}) =>
  diagnose({
    received,
    signs,
    fields: { ...fields, ...change },
    merchantKey: KEY,
    otherKeys: new Map([['MYSHOP0001', OTHER]]),
    stored: { amt: '3000000' },
    earlier: (token) => (token === by(['earlier']) ? 'direct.registration' : undefined),
  })

const by = (values: readonly string[], key = KEY) => merchantToken(values, key)
const right = [timeStamp, iMid, referenceNo, amt]
const digest = (name: string) =>
  createHash(name)
    .update(right.join('') + KEY)
    .digest('hex')

const JOIN = 'join timeStamp+iMid+referenceNo+amt+merchantKey with nothing between'
const AMT = 'sign amt exactly as it is sent, "2500000"'
const REFERENCE = 'sign referenceNo exactly as it is sent, "Order 1/2"'
const AS_GIVEN = 'take the key as it was given to you, character for character'
const DIGITS = 'send it as 64 small hexadecimal digits'

// The many ways in which programs get it wrong are in diagnosis-corpus.test.ts; here is what is said of each kind.
describe('the mistake in a refused merchantToken is named, and what to do about it', () => {
  test.each([
    {
      token: by(right).toUpperCase(),
      says: `It is the right one, but written in capitals: ${DIGITS}`,
    },
    {
      token: Buffer.from(by(right), 'hex').toString('base64'),
      says: `It is the right one, but written in Base64 instead of hexadecimal: ${DIGITS}`,
    },
    {
      token: by(['earlier']),
      says: 'It is the token of direct.registration: make a new one for each call',
    },
    {
      token: '596129570572f2ce4f6b459a09c8c1aaf36910ed6f3feb5a6da0a7086233714a',
      says: 'It is printed in the documentation (payloan tokenize registration): make one of the values you send',
    },
    {
      token: by([iMid, referenceNo, amt]),
      says: `It was made by the formula of the registration of V1 (iMid+referenceNo+amt+merchantKey): ${JOIN}`,
    },
    {
      token: by([timeStamp, iMid, tXid, amt]),
      says: `It was made by the formula of the cancel (timeStamp+iMid+tXid+amt+merchantKey): ${JOIN}`,
    },
    { token: by([timeStamp, iMid, referenceNo]), says: `It was made without amt: ${JOIN}` },
    {
      token: by([iMid, timeStamp, referenceNo, amt]),
      says: `It was made with timeStamp and iMid swapped: ${JOIN}`,
    },
    {
      token: by([amt, referenceNo, timeStamp]),
      says: `It was made as amt+referenceNo+timeStamp+merchantKey: ${JOIN}`,
    },
    {
      token: by([right.join('|')]),
      says: 'It was made with "|" between the values: join the values with nothing between',
    },
    {
      token: by([timeStamp, iMid, referenceNo, '2500000.00']),
      says: `It was made with amt with two decimals, "2500000.00": ${AMT}`,
    },
    {
      token: by([timeStamp, iMid, referenceNo, '3000000']),
      says: `It was made with the registered amt, "3000000": ${AMT}`,
    },
    {
      token: by([timeStamp, iMid, 'Order%201%2F2', amt]),
      says: `It was made with referenceNo percent-encoded, "Order%201%2F2": ${REFERENCE}`,
    },
    {
      token: by([timeStamp, iMid, 'Order 1/2\n', amt]),
      says: `It was made with referenceNo with a line break behind it, "Order 1/2\\n": ${REFERENCE}`,
    },
    {
      token: by(right, OTHER),
      says: 'It was made with the key of MYSHOP0001: take the key that belongs to the iMid that is sent',
    },
    { token: by(right, ''), says: `It was made without the merchantKey: ${JOIN}` },
    { token: by([KEY, ...right], ''), says: `It was made with the merchantKey first: ${JOIN}` },
    {
      token: by(right, KEY.slice(0, -3)),
      says: `It was made with the first 85 of the 88 characters of the merchantKey only: ${AS_GIVEN}`,
    },
    {
      token: by(right, `${KEY}\n`),
      says: `It was made with a merchantKey that ends in a line break: ${AS_GIVEN}`,
    },
    {
      token: digest('sha512'),
      says: 'It was made with SHA512 instead of SHA-256: hash with SHA-256',
    },
    {
      token: createHmac('sha256', KEY).update(right.join('')).digest('hex'),
      says: 'It was made as an HMAC-SHA256 with the merchantKey: hash the values and the merchantKey in one text, without HMAC',
    },
    {
      token: by(['20260131095958', iMid, referenceNo, amt]),
      says: 'It was made with the timeStamp 20260131095958 of another call: take the time once for each call, and sign the timeStamp that is sent, 20260131100000',
    },
    {
      token: by(['20260131030000', iMid, referenceNo, amt]),
      says: 'It was made with timeStamp in UTC, 20260131030000: sign the timeStamp that is sent, 20260131100000',
    },
    {
      token: by([timeStamp, iMid, referenceNo, '2500000.00'], OTHER).toUpperCase(),
      says:
        'It was made with amt with two decimals, "2500000.00", and made with the key of MYSHOP0001, and written in capitals: ' +
        `${AMT}; take the key that belongs to the iMid that is sent; ${DIGITS}`,
    },
    {
      token: 'f'.repeat(32),
      says: 'It has 32 hexadecimal digits, as MD5 gives: a merchantToken is the SHA-256 of the joined values in 64 small hexadecimal digits',
    },
    { token: by(right, 'nobody knows this key'), says: undefined },
    { token: '', says: undefined },
    { token: 'not a token', says: undefined },
  ])('$says', ({ token, says }) => {
    expect(told(token)).toBe(says)
  })

  test('for the calls without a timeStamp too', () => {
    const signs = SIGNED.bindingRegistration
    expect(told(by([timeStamp, iMid, referenceNo, amt]), signs)).toMatch(
      /formula of the registration /,
    )
    expect(told(by([iMid, referenceNo, '82112345678']), signs)).toMatch(/billingPhone without/)
  })

  test('a token that begins with 0 and has lost it', () => {
    const numbered = Array.from({ length: 100 }, (_, n) => `Order ${n}`)
    const lost = numbered.find((no) => by([timeStamp, iMid, no, amt]).startsWith('0')) ?? ''
    const token = by([timeStamp, iMid, lost, amt]).replace(/^0+/, '')
    expect(told(token, SIGNED.registration, { referenceNo: lost })).toBe(
      'It is the right one, but written without the zeros in front, as a big integer prints itself: fill up with zeros to 64 digits',
    )
  })

  test('values longer than any that can be signed are not looked into', () => {
    expect(
      told(by(right).replace(/^./, 'x'), ['referenceNo'], { referenceNo: 'x'.repeat(10_000) }),
    ).toBe(undefined)
  })
})
