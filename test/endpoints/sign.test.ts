import { describe, expect, test } from '@jest/globals'
import { ENDPOINTS } from '../../src/endpoints/index.ts'
import { FORMULAS, SignRefusal, signed } from '../../src/endpoints/sign.ts'
import { merchantToken as tokenOf } from '../../src/protocol/signature.ts'
import { fixture, KEY } from '../support/fixtures.ts'

/** Source: a published token, in fixtures/token-vectors.json. */
const order = {
  timeStamp: '20210913090977',
  iMid: 'PAYLOANTES',
  referenceNo: 'ord20210913090977',
  amt: '25145',
}

test('a merchantToken is made of the signed fields; the key is not shown', () => {
  expect(signed('direct.registration', { ...order, goodsNm: 'Kopi' }, KEY)).toEqual({
    stringToSign: '20210913090977PAYLOANTESord202109130909772514533F4…(88)',
    signs: ['timeStamp', 'iMid', 'referenceNo', 'amt', 'merchantKey'],
    merchantToken: '596129570572f2ce4f6b459a09c8c1aaf36910ed6f3feb5a6da0a7086233714a',
  })
})

test.each([KEY, 'my-key'])('nor is it where a field holds it: %s', (key) => {
  const { stringToSign, merchantToken } = signed(
    'direct.registration',
    { ...order, referenceNo: key },
    key,
  )
  expect(stringToSign).not.toContain(key)
  expect(merchantToken).toBe(tokenOf(['20210913090977', 'PAYLOANTES', key, '25145'], key))
})

test('numbers are signed as JSON writes them', () => {
  const { merchantToken } = signed('direct.registration', { ...order, amt: 25145 }, KEY)
  expect(merchantToken).toBe(signed('direct.registration', order, KEY).merchantToken)
})

test('the iMid of a payment notification is in its tXid', () => {
  const fields = { tXid: 'IONPAYTEST06202601011200000001', amt: '25145' }
  const whole = signed('notification.payment', { ...fields, iMid: 'IONPAYTEST' }, KEY)
  expect(signed('notification.payment', fields, KEY)).toEqual(whole)
})

describe('every endpoint', () => {
  test.each(ENDPOINTS.map(({ name }) => name))('%s can be signed', (name) => {
    const fields = name === 'direct.payment' ? order : fixture(`requests/${name}.json`)
    expect(signed(name, fields, KEY).merchantToken).toMatch(/^[0-9a-f]{64}$/)
  })
})

const { amt: _amt, ...noAmount } = order

test.each([
  {
    name: 'direct.inquire',
    fields: order,
    says: `there is no endpoint "direct.inquire", only ${[...FORMULAS.keys()].join(', ')}`,
  },
  {
    name: 'direct.inquiry',
    fields: noAmount,
    says: 'amt is missing; signed are timeStamp, iMid, referenceNo, amt and the merchantKey',
  },
  {
    name: 'direct.inquiry',
    fields: { ...order, amt: '' },
    says: 'amt is missing; signed are timeStamp, iMid, referenceNo, amt and the merchantKey',
  },
  { name: 'direct.inquiry', fields: { ...order, amt: ['25145'] }, says: 'amt must be text' },
])('$name with $fields is refused in one line', ({ name, fields, says }) => {
  expect(() => signed(name, fields, KEY)).toThrow(new SignRefusal(says))
})
