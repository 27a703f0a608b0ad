import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { bindingBody, type Fields } from '../support/fixtures.ts'
import { type TestSandbox, testSandbox } from '../support/sandbox.ts'

let sandbox: TestSandbox
beforeAll(async () => {
  sandbox = await testSandbox()
})
afterAll(() => sandbox.stop())

const post = (change: Fields) =>
  sandbox.http.post('/nicepay/v2/userAccountBinding').send(bindingBody(change))

describe('what the documentation asks of an account binding', () => {
  test.each<{ name: string; change: Fields; code: string; reason: string | RegExp }>([
    {
      name: 'another method',
      change: { payMethod: '02' },
      code: '9108',
      reason: /payMethod must be 06 and mitraCd KDVI for account binding, received "02" and "KDVI"/,
    },
    {
      name: 'a method that is not active',
      change: { payMethod: '07' },
      code: '9108',
      reason: /payMethod must be one that is active for IONPAYTEST \(01, .*\), received "07"/,
    },
    {
      name: 'another lender',
      change: { mitraCd: 'AKLP' },
      code: '9108',
      reason: 'payMethod must be 06 and mitraCd KDVI for account binding, received "06" and "AKLP"',
    },
    {
      name: 'a short timeStamp',
      change: { timeStamp: '2019' },
      code: '9031',
      reason: 'timeStamp must have 14 digits, yyyyMMddHHmmss in Jakarta, received "2019"',
    },
    {
      name: 'a phone without +62-',
      change: { billingPhone: '081234567890' },
      code: '8003',
      reason: /billingPhone must be \+62- and 11 digits, .* received "081234567890"/,
    },
    {
      name: 'a short phone',
      change: { billingPhone: '+62-8123456789' },
      code: '8003',
      reason: /must be \+62- and 11 digits/,
    },
    {
      name: 'letters for a phone',
      change: { billingPhone: 'phone' },
      code: '8003',
      reason: 'billingPhone must be a telephone number',
    },
    {
      name: 'a long name',
      change: { billingNm: 'x'.repeat(101) },
      code: '8003',
      reason: 'billingNm must have at most 100 characters, received 101: "xxx',
    },
    {
      name: 'a long referenceNo',
      change: { referenceNo: 'x'.repeat(41) },
      code: '9109',
      reason: 'referenceNo must have at most 40 characters, received 41: "xxx',
    },
    {
      name: 'no address for the browser',
      change: { callBackUrl: undefined },
      code: '9019',
      reason: 'callBackUrl is missing',
    },
    {
      name: 'an app’s address',
      change: { callBackUrl: 'shop://back' },
      code: '8003',
      reason: 'callBackUrl must be an http or https URL',
    },
  ])('$name → $code', async ({ change, code, reason }) => {
    const answer = await post(change).expect(200)
    expect(answer.body.resultCd).toBe(code)
    expect(decodeURIComponent(answer.get('X-Sandbox-Reason') ?? '')).toEqual(
      expect.stringMatching(reason),
    )
  })

  test('an e-mail may be left out, callbackUrl may be spelt so', async () => {
    const { callBackUrl, ...rest } = bindingBody()
    const body = { ...rest, billingEmail: undefined, callbackUrl: callBackUrl }
    const answer = await sandbox.http.post('/nicepay/v2/userAccountBinding').send(body)
    expect(answer.body.resultCd).toBe('0000')
  })
})

describe('merchant settings', () => {
  test.each<{ setting: Fields; change: Fields; before: string; after: string }>([
    {
      setting: { billingPhone: 'lenient' },
      change: { billingPhone: '081234567890' },
      before: '8003',
      after: '0000',
    },
    {
      setting: { timeStamp: 'strict' },
      change: { timeStamp: '20210913090977' },
      before: '0000',
      after: '9031',
    },
    { setting: { enabledPayMethods: ['02'] }, change: {}, before: '0000', after: '9108' },
    { setting: { duplicateReferenceNo: 'refuse' }, change: {}, before: '0000', after: '9009' },
  ])('$setting', async ({ setting, change, before, after }) => {
    await sandbox.http.delete('/_sandbox/state').expect(200)
    expect((await post(change)).body.resultCd).toBe(before)
    await sandbox.settings(setting)
    expect((await post(change)).body.resultCd).toBe(after)
  })

  test('a referenceNo is used up for the merchant that used it, not for another', async () => {
    await sandbox.http.delete('/_sandbox/state').expect(200)
    const codes = []
    for (const iMid of ['PAYLOANTES', 'PAYLOANTES', 'NORMALTEST']) {
      codes.push((await post({ iMid })).body.resultCd)
    }
    expect(codes).toEqual(['0000', '9009', '0000'])
  })
})
