import { createHash, createHmac } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import { diagnose } from '../../src/protocol/diagnosis.ts'
import { merchantToken } from '../../src/protocol/signature.ts'
import { SIGNED } from '../../src/protocol/tokens.ts'
import { KEY } from '../support/sandbox.ts'

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

const told = (received: string, signs: readonly string[] = SIGNED.registration) =>
  diagnose({
    received,
    signs,
    fields,
    merchantKey: KEY,
    otherKeys: new Map([['MYSHOP0001', OTHER]]),
  })

const by = (values: readonly string[], key = KEY) => merchantToken(values, key)
const right = [timeStamp, iMid, referenceNo, amt]
const digest = (name: string) =>
  createHash(name)
    .update(right.join('') + KEY)
    .digest('hex')

describe('the mistake in a refused merchantToken is named', () => {
  test.each([
    { token: by(right).toUpperCase(), says: 'the right one, in capitals' },
    {
      token: Buffer.from(by(right), 'hex').toString('base64'),
      says: 'the right one, in Base64 instead of hexadecimal',
    },
    {
      token: by([iMid, referenceNo, amt]),
      says: 'made by the formula of registrationV1 (iMid+referenceNo+amt)',
    },
    {
      token: by([timeStamp, iMid, tXid, amt]),
      says: 'made by the formula of cancel (timeStamp+iMid+tXid+amt)',
    },
    { token: by([timeStamp, iMid, referenceNo]), says: 'made without amt' },
    {
      token: by([iMid, timeStamp, referenceNo, amt]),
      says: 'made with timeStamp and iMid swapped',
    },
    { token: by([right.join('|')]), says: 'made with "|" between the values' },
    { token: by([right.join('|'), '|']), says: 'made with "|" between the values' },
    {
      token: by([timeStamp, iMid, referenceNo, '2500000.00']),
      says: 'made with amt with decimals',
    },
    {
      token: by([timeStamp, iMid, referenceNo, '2.500.000']),
      says: 'made with amt with dots between the thousands',
    },
    {
      token: by([timeStamp, iMid, 'Order%201%2F2', amt]),
      says: 'made with referenceNo percent-encoded',
    },
    {
      token: by([timeStamp, iMid, 'Order+1%2F2', amt]),
      says: 'made with referenceNo form-encoded',
    },
    {
      token: by([timeStamp, iMid, 'order 1/2', amt]),
      says: 'made with referenceNo in small letters',
    },
    {
      token: by([timeStamp, iMid, 'Order 1/2\n', amt]),
      says: 'made with referenceNo with a line break behind it',
    },
    { token: by(right, OTHER), says: 'made with the key of MYSHOP0001' },
    { token: by(right, ''), says: 'made without the merchantKey' },
    { token: by([KEY, ...right], ''), says: 'made with the merchantKey first' },
    {
      token: by(right, KEY.slice(0, -2)),
      says: 'made with a key whose last 2 characters are missing',
    },
    { token: by(right, KEY.replaceAll('+', ' ')), says: 'made with a key whose + became blanks' },
    { token: by(right, `${KEY}\n`), says: 'made with a key that ends in a line break' },
    { token: digest('sha512'), says: 'made with SHA512 instead of SHA-256' },
    { token: digest('md5'), says: 'made with MD5 instead of SHA-256' },
    {
      token: createHmac('sha256', KEY).update(right.join('')).digest('hex'),
      says: 'made as an HMAC with the key instead of a hash that ends in it',
    },
    {
      token: by(['20260131095958', iMid, referenceNo, amt]),
      says: 'made with the timeStamp 20260131095958 instead of the one that was sent',
    },
    {
      token: by(['20260131030000', iMid, referenceNo, amt]),
      says: 'made with the timeStamp 20260131030000 instead of the one that was sent',
    },
    { token: by(right, 'nobody knows this key'), says: undefined },
    { token: '', says: undefined },
    { token: 'not a token', says: undefined },
  ])('$says', ({ token, says }) => {
    expect(told(token)).toBe(says)
  })

  test('for the calls without a timeStamp too', () => {
    const signs = SIGNED.bindingRegistration
    expect(told(by([timeStamp, iMid, referenceNo, amt]), signs)).toMatch(/formula of registration /)
    expect(told(by([iMid, referenceNo, '62-82112345678']), signs)).toBeUndefined()
  })
})
