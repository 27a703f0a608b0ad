import { describe, expect, test } from '@jest/globals'
import { verify } from '../../src/demo/verify.ts'
import { merchantToken } from '../../src/protocol/signature.ts'
import { KEY } from '../support/fixtures.ts'

const token = (...values: string[]) => merchantToken(values, KEY)

const tXid = 'IONPAYTEST06202601011200000001'
const payment = { tXid, amt: '25145', status: '0' }
const binding = {
  iMid: 'IONPAYTEST',
  tXid,
  referenceNo: 'BIND-1',
  billingPhone: '+62-81513114262',
  userToken: 'u-1',
}
const back = { resultCd: '0000', timeStamp: '20260101120000', iMid: 'IONPAYTEST', amt: '25145' }

describe('genuine', () => {
  test.each([
    {
      kind: 'payment notification',
      fields: { ...payment, merchantToken: token('IONPAYTEST', tXid, '25145') },
      of: 'iMid + tXid + amt',
    },
    {
      kind: 'binding notification',
      fields: { ...binding, merchantToken: token('IONPAYTEST', 'BIND-1', '+62-81513114262') },
      of: 'iMid + referenceNo + billingPhone',
    },
    {
      kind: 'binding notification',
      fields: { ...binding, merchantToken: token('IONPAYTEST', tXid, 'u-1') },
      of: 'iMid + tXid + userToken',
    },
    {
      kind: 'deactivation notification',
      fields: {
        iMid: 'IONPAYTEST',
        userToken: 'u-1',
        clientUserKey: 'c-1',
        merchantToken: token('IONPAYTEST', 'u-1', 'c-1'),
      },
      of: 'iMid + userToken + clientUserKey',
    },
    {
      kind: 'browser callback',
      fields: {
        ...back,
        referenceNo: 'ORD-1',
        merchantToken: token('20260101120000', 'IONPAYTEST', 'ORD-1', '25145'),
      },
      of: 'timeStamp + iMid + referenceNo + amt',
    },
  ])('$kind by $of', ({ kind, fields, of }) => {
    const why = `its merchantToken is that of ${of} + merchantKey`
    expect(verify(fields, KEY)).toEqual({ kind, genuine: true, why })
  })
})

describe('forged', () => {
  const start = 'its merchantToken is not that of iMid + tXid + amt + merchantKey. '
  test.each([
    {
      of: 'the known mistake that was made',
      merchantToken: token(tXid, 'IONPAYTEST', '25145'),
      why: `${start}It was made with iMid and tXid swapped: join iMid+tXid+amt+merchantKey with nothing between`,
    },
    {
      of: 'no known mistake',
      merchantToken: merchantToken(['IONPAYTEST', tXid, '25145'], 'stolen'),
      why: `${start}The key is another one, or a field was changed`,
    },
    { of: 'a token that is missing', why: 'its merchantToken is missing' },
  ])('by $of', ({ merchantToken: sent, why }) => {
    const fields = { ...payment, ...(sent !== undefined && { merchantToken: sent }) }
    expect(verify(fields, KEY)).toEqual({ kind: 'payment notification', genuine: false, why })
  })
})

test.each([
  {
    fields: back,
    kind: 'browser callback',
    why: 'it carries no merchantToken, so it proves nothing',
  },
  { fields: { a: 'b' }, kind: 'call', why: 'it is no notification or callback of NICEPAY' },
])('$kind without a token is unproved', ({ fields, kind, why }) => {
  expect(verify(fields, KEY)).toEqual({ kind, genuine: null, why })
})
