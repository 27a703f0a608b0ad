import { expect, test } from '@jest/globals'
import { missingReason } from '../../src/protocol/missing.ts'
import { nearestText, nearName } from '../../src/protocol/near-name.ts'

test.each([
  { wanted: 'referenceNo', names: ['refrenceNo'], near: 'refrenceNo' },
  { wanted: 'referenceNo', names: ['x', 'reference_no'], near: 'reference_no' },
  { wanted: 'referenceNo', names: ['partnerReferenceNo'], near: 'partnerReferenceNo' },
  { wanted: 'amt', names: ['amount'], near: 'amount' },
  { wanted: 'amt', names: ['AMT'], near: 'AMT' },
  { wanted: 'amt', names: ['atm', 'at', 'goods'], near: 'at' },
  { wanted: 'callBackUrl', names: ['callbackURL'], near: 'callbackURL' },
  { wanted: 'timeStamp', names: ['timestmp'], near: 'timestmp' },
  { wanted: 'iMid', names: ['merchantId'], near: 'merchantId' },
  { wanted: 'merchantToken', names: ['X-SIGNATURE'], near: 'X-SIGNATURE' },
  { wanted: 'goodsNm', names: ['currency', 'amt'], near: undefined },
  { wanted: 'amt', names: ['x'.repeat(10_000)], near: undefined },
])('$wanted may have been meant by $near', ({ wanted, names, near }) => {
  expect(nearName(wanted, names)).toBe(near)
})

test('the nearest of some paths, if it is near', () => {
  const paths = ['/nicepay/direct/v2/registration', '/nicepay/direct/v2/inquiry']
  expect(nearestText('/nicepay/direct/v2/registraton', paths)).toBe(paths[0])
  expect(nearestText('/nicepay/v2/inquiry', paths)).toBe(undefined)
  expect(nearestText('/', paths)).toBe(undefined)
  expect(nearestText('/nicepay/direct/v2/inquiries', [])).toBe(undefined)
})

test.each([
  { input: {}, reason: 'amt is missing' },
  { input: { amt: '' }, reason: 'amt is missing: it was sent as "", which counts as absent' },
  { input: { amt: null }, reason: 'amt is missing: it was sent as null, which counts as absent' },
  {
    input: { amount: 1 },
    reason: 'amt is missing; "amount" is not a field of this call, perhaps it was meant',
  },
  { input: { price: '1', total: 2 }, known: { price: 0, total: 0 }, reason: 'amt is missing' },
  {
    input: { '{"amt":1}': '' },
    reason: 'amt is missing: the body is JSON, but its content type says that it is a form',
  },
])('$input: $reason', ({ input, known = {}, reason }) => {
  expect(missingReason('amt', { amt: 0, ...known }, input)).toBe(reason)
})
