import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { explained } from '../../src/endpoints/explain.ts'
import { merchantToken } from '../../src/protocol/signature.ts'
import { SIGNED } from '../../src/protocol/tokens.ts'
import { SEED_MERCHANTS } from '../../src/store/seed.ts'
import { KEY } from '../support/fixtures.ts'

const [merchant] = SEED_MERCHANTS.filter(({ iMid }) => iMid === 'IONPAYTEST')
const fields = { timeStamp: '20260131100000', iMid: 'IONPAYTEST', referenceNo: 'A1', amt: '25145' }
const values = Object.values(fields)

const told = (received: string | undefined) => {
  if (!merchant) throw new Error('no merchant')
  const signs = SIGNED.registration
  return explained({
    received,
    signs,
    fields,
    merchant,
    badToken: 'BAD_TOKEN',
    merchants: () => [],
  })
}

const ABOUT = {
  signs: ['timeStamp', 'iMid', 'referenceNo', 'amt', 'merchantKey'],
  stringToSign: '20260131100000IONPAYTESTA12514533F4…(88)',
  expected: `${merchantToken(values, KEY).slice(0, 8)}…`,
}

test.each([
  {
    token: merchantToken(values, KEY),
    received: ABOUT.expected,
    right: true,
    mistake: null,
  },
  {
    token: merchantToken(values.with(3, '25145.00'), KEY),
    received: `${merchantToken(values.with(3, '25145.00'), KEY).slice(0, 8)}…`,
    right: false,
    mistake:
      'It was made with amt with two decimals, "25145.00": sign amt exactly as it is sent, "25145"',
  },
  {
    token: KEY,
    received: '33F4…(88)',
    right: false,
    mistake:
      'It is the merchantKey itself: never send that; a merchantToken is the SHA-256 of the joined values in 64 small hexadecimal digits',
  },
  { token: undefined, received: null, right: false, mistake: null },
  { token: 'f'.repeat(64), received: 'ffffffff…', right: false, mistake: null },
])('$received: $mistake', ({ token, ...rest }) => {
  expect(told(token)).toEqual({ ...ABOUT, ...rest })
})

test('a right token has no mistake, whatever is signed', () => {
  const record = fc.record({ timeStamp: fc.string(), iMid: fc.string(), amt: fc.string() })
  fc.assert(
    fc.property(record, ({ timeStamp, iMid, amt }) => {
      if (!merchant) throw new Error('no merchant')
      const said = { timeStamp, iMid, referenceNo: 'A1', amt }
      const received = merchantToken(Object.values(said), KEY)
      const check = { received, signs: SIGNED.registration, fields: said, merchant }
      const { right, mistake } = explained({ ...check, badToken: 'BAD_TOKEN', merchants: () => [] })
      expect([right, mistake]).toEqual([true, null])
    }),
    { numRuns: 1000 },
  )
})
