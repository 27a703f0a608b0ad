import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { type TestSandbox, testSandbox } from '../../support/sandbox.ts'
import {
  BI_REQUEST,
  type BindingShop,
  bindingShop,
  IFORTEPAY_REQUEST,
  NICEPAY_REQUEST,
} from '../../support/snap-bind.ts'

let sandbox: TestSandbox
let shop: BindingShop
beforeEach(async () => {
  sandbox = await testSandbox()
  shop = await bindingShop(sandbox)
})
afterEach(() => sandbox.stop())

const BINDING = '/nicepay/api/v1.0/registration-account-binding'
const webView = () => expect.stringMatching(/^http:\/\/[^/]+\/linking\/consent\?tk=word\d+$/)

const outcome = async (of: { status: number; body: object; headers: Record<string, string> }) => ({
  status: of.status,
  ...of.body,
  reason: decodeURIComponent(of.headers['x-sandbox-reason'] ?? ''),
})

describe('a binding is registered', () => {
  test('as NICEPAY documents it', async () => {
    const { body } = await shop.call(BINDING, NICEPAY_REQUEST).expect(200)
    expect(body).toEqual({
      responseCode: '2000700',
      responseMessage: 'Successful',
      referenceNo: 'IONPAYTEST05202601311000000001',
      partnerReferenceNo: NICEPAY_REQUEST.partnerReferenceNo,
      nextAction: webView(),
      redirectUrl: body.nextAction,
      additionalInfo: { mitraCd: 'ASTR' },
    })
    expect(body.nextAction.length).toBeLessThanOrEqual(255)
  })

  test.each(['/v1.0', '/nicepay/v1.0', '/api/v1.0'])(
    'by iFortepay’s own example, below %s, answered as it is documented',
    async (below) => {
      await sandbox.settings({ bindingMessage: 'processed' })
      const { body } = await shop
        .call(`${below}/registration-account-binding`, IFORTEPAY_REQUEST)
        .expect(200)
      expect(body).toEqual({
        responseCode: '2000700',
        responseMessage: 'Request has been processed successfully',
        referenceNo: expect.stringMatching(/^IONPAYTEST05\d{18}$/),
        partnerReferenceNo: '2020102900000000000001',
        nextAction: webView(),
        redirectUrl: body.nextAction,
        additionalInfo: {},
      })
      expect(Object.keys(body).slice(0, 2)).toEqual(['responseCode', 'responseMessage'])
    },
  )

  test('with every field of Bank Indonesia’s standard, in the language that it asks for', async () => {
    const { body } = await shop.call(BINDING, BI_REQUEST).expect(200)
    expect(body).toMatchObject({
      nextAction: expect.stringMatching(/&lang=en$/),
      additionalInfo: { deviceId: '12345679237', channel: 'mobilephone' },
    })
    const [link] = await sandbox.client.accountLinks.list()
    expect(link).toMatchObject({ phone: '+62812345678901', status: 'requested', mitraCd: null })
  })

  test.each([
    { additionalInfo: { callBackUrl: 'https://shop.test/back' } },
    { additionalInfo: { callbackUrl: 'https://shop.test/back?a=1' } },
    { redirectUrl: 'https://shop.test/back', additionalInfo: '' },
    { redirectUrl: 'shop.app:back', additionalInfo: null },
    { additionalData: null, phoneNo: '0812345678' },
    { additionalData: { phoneNo: '+62-81234567890' } },
    { merchantId: undefined, state: 'st1' },
  ])('whoever writes it otherwise: %j', async (change) => {
    await shop.call(BINDING, { ...NICEPAY_REQUEST, ...change }).expect(200)
  })
})

const { additionalData, additionalInfo } = NICEPAY_REQUEST
const back = (callbackUrl: string) => ({ additionalInfo: { ...additionalInfo, callbackUrl } })

describe('a binding is refused, and nothing is stored', () => {
  test.each<[change: object, code: string, message: string, reason: RegExp]>([
    [
      { partnerReferenceNo: '' },
      '4000702',
      'Invalid Mandatory Field {partnerReferenceNo}',
      /missing/,
    ],
    [
      { additionalData: { ...additionalData, phoneNo: undefined } },
      '4000702',
      'Invalid Mandatory Field {additionalData.phoneNo}',
      /one phone must be there/,
    ],
    [
      { additionalInfo: { mitraCd: 'ASTR' } },
      '4000702',
      'Invalid Mandatory Field {additionalInfo.callbackUrl}',
      /has to come back/,
    ],
    [
      { additionalInfo: {} },
      '4000702',
      'Invalid Mandatory Field {redirectUrl}',
      /has to come back/,
    ],
    [
      { additionalInfo: {}, additionalData: {} },
      '4000702',
      'Invalid Mandatory Field {msisdn}',
      /one phone/,
    ],
    [{ msisdn: '12' }, '4000701', 'Invalid Field Format {msisdn}', /telephone number/],
    [
      { partnerReferenceNo: 'x'.repeat(65) },
      '4000701',
      'Invalid Field Format {partnerReferenceNo}',
      /at most 64/,
    ],
    [
      { additionalInfo: { ...additionalInfo, mitraCd: 'DANA' } },
      '4000701',
      'Invalid Field Format {additionalInfo.mitraCd}',
      /ASTR or ALLO/,
    ],
    [{ merchantId: 'SOMEBODYEL' }, '4040708', 'Invalid Merchant', /X-PARTNER-ID/],
    ...[
      'javascript:alert(1)',
      ' JavaScript:alert(1)',
      'data:text/html,x',
      'file:///etc/passwd',
      'vbscript:x',
      'view-source:https://shop.test',
      '/relative',
      'https://me:secret@shop.test/',
    ].map((url): [object, string, string, RegExp] => [
      back(url),
      '4000701',
      'Invalid Field Format {additionalInfo.callbackUrl}',
      /callbackUrl must/,
    ]),
  ])('%j → %s', async (change, responseCode, responseMessage, reason) => {
    const answer = await shop.call(BINDING, { ...NICEPAY_REQUEST, ...change })
    expect(await outcome(answer)).toEqual({
      status: Number(responseCode.slice(0, 3)),
      responseCode,
      responseMessage,
      reason: expect.stringMatching(reason),
    })
    expect(await sandbox.client.accountLinks.list()).toEqual([])
  })

  test('with a partnerReferenceNo that is used', async () => {
    await sandbox.settings({ duplicateReferenceNo: 'refuse' })
    await shop.bind()
    const again = await shop.call(BINDING, NICEPAY_REQUEST)
    expect(again.body).toEqual({
      responseCode: '4090701',
      responseMessage: 'Duplicate partnerReferenceNo',
    })
    await sandbox.settings({ duplicateReferenceNo: 'accept' })
    await shop.call(BINDING, NICEPAY_REQUEST).expect(200)
  })

  test('where wallets are not active', async () => {
    await sandbox.settings({ enabledPayMethods: ['02'] })
    const { body } = await shop.call(BINDING, NICEPAY_REQUEST)
    expect(body.responseCode).toBe('4030701')
  })
})

/** Bound by a customer without a browser. */
const bound = async (change = {}) => {
  const answer = await shop.bind(change)
  const { next } = await sandbox.client.complete(answer.nextAction ?? '', { outcome: 'linked' })
  const authCode = next?.fields.authCode ?? ''
  const { referenceNo = '', partnerReferenceNo = '' } = answer
  return { partnerReferenceNo, referenceNo, authCode }
}

const tokensFor = async (authCode: string) =>
  (await shop.customerToken({ grantType: 'AUTHORIZATION_CODE', authCode }).expect(200)).body

describe('a customer token', () => {
  test('comes for a code, with the fields of the standard', async () => {
    const { authCode } = await bound()
    expect(authCode).toMatch(/^[0-9a-f]{26}$/)
    expect(await tokensFor(authCode)).toEqual({
      responseCode: '2007400',
      responseMessage: 'Successful',
      accessToken: expect.stringMatching(/^[0-9a-f]{54}$/),
      tokenType: 'Bearer',
      accessTokenExpiryTime: '2026-02-15T10:00:00+07:00',
      refreshToken: expect.stringMatching(/^[0-9a-f]{40}$/),
      refreshTokenExpiryTime: '2027-01-31T10:00:00+07:00',
      additionalInfo: {},
    })
  })

  test('is renewed, and the pair before is dead', async () => {
    const { partnerReferenceNo, authCode } = await bound()
    const first = await tokensFor(authCode)
    const renew = (refreshToken: string) =>
      shop.customerToken({ grantType: 'refresh_token', refreshToken, authCode: '' })
    const { body: second } = await renew(first.refreshToken).expect(200)
    expect(second.accessToken).not.toBe(first.accessToken)
    expect(await outcome(await renew(first.refreshToken))).toMatchObject({
      status: 401,
      responseCode: '4017402',
      responseMessage: 'Invalid Customer Token',
      reason: expect.stringContaining('each is good once'),
    })
    const asked = (token: string) =>
      shop.inquire(
        { partnerReferenceNo, additionalInfo: { mitraCd: 'ASTR' } },
        { 'Authorization-Customer': `Bearer ${token}` },
      )
    await asked(second.accessToken).expect(200)
    expect((await asked(first.accessToken)).body.responseCode).toBe('4010802')
    await sandbox.clock({ advance: 'P15D' })
    shop = await bindingShop(sandbox)
    const late = await asked(second.accessToken)
    expect(decodeURIComponent(late.get('x-sandbox-reason') ?? '')).toContain('it has expired')
    await renew(second.refreshToken).expect(200)
  })

  test.each<[body: object, code: string, reason: RegExp]>([
    [{ grantType: 'client_credentials' }, '4007401', /AUTHORIZATION_CODE or REFRESH_TOKEN/],
    [{}, '4007402', /grantType is missing/],
    [{ grantType: 'AUTHORIZATION_CODE' }, '4007402', /authCode is missing/],
    [{ grantType: 'REFRESH_TOKEN' }, '4007402', /refreshToken is missing/],
    [{ grantType: 'AUTHORIZATION_CODE', authCode: 'nope' }, '4007401', /no customer of IONPAYTEST/],
    [{ grantType: 'REFRESH_TOKEN', refreshToken: 'nope' }, '4017402', /never given/],
  ])('is refused for %j → %s', async (body, responseCode, reason) => {
    const answer = await shop.customerToken({ ...body })
    expect(await outcome(answer)).toMatchObject({
      status: Number(responseCode.slice(0, 3)),
      responseCode,
      reason: expect.stringMatching(reason),
    })
  })

  test('comes once for a code, within ten minutes, while the account is linked', async () => {
    const refused = async (authCode: string) => {
      const answer = await shop.customerToken({ grantType: 'authorization_code', authCode })
      return outcome(answer)
    }
    const used = await bound()
    await tokensFor(used.authCode)
    expect(await refused(used.authCode)).toMatchObject({
      responseCode: '4007401',
      responseMessage: 'Invalid Field Format {authCode}',
      reason: expect.stringContaining('it was used before'),
    })
    const ended = await bound({ partnerReferenceNo: 'B2' })
    await sandbox.client.accountLinks.unlink(ended.referenceNo)
    expect((await refused(ended.authCode)).reason).toContain('its account was unlinked')
    const late = await bound({ partnerReferenceNo: 'B3' })
    await sandbox.clock({ advance: 'PT10M' })
    expect((await refused(late.authCode)).reason).toContain('older than ten minutes')
  })
})

describe('inquiry and unbinding', () => {
  const active = async () => {
    const link = await bound()
    const tokens = await tokensFor(link.authCode)
    const { partnerReferenceNo, referenceNo, authCode } = link
    return {
      ...tokens,
      partnerReferenceNo,
      referenceNo,
      authCode,
      inquiry: {
        partnerReferenceNo,
        additionalInfo: { refreshToken: tokens.refreshToken, mitraCd: 'ASTR' },
      },
      unbinding: {
        partnerReferenceNo,
        merchantId: 'IONPAYTEST',
        additionalInfo: { referenceNo, mitraCd: 'ASTR', authCode },
      },
    }
  }

  test('tell of the account and end it, in the shapes of the standard', async () => {
    const { inquiry, unbinding, referenceNo, partnerReferenceNo } = await active()
    expect((await shop.inquire(inquiry).expect(200)).body).toEqual({
      responseCode: '2000800',
      responseMessage: 'Successful',
      referenceNo,
      partnerReferenceNo,
      accountCurrency: 'IDR',
      accountName: 'John Doe',
      accountNo: '081234567890',
      accountTransactionLimit: '1000000',
      startDatePeriod: '2026-01-31',
      endDatePeriod: '2027-01-31',
      additionalInfo: { mitraCd: 'ASTR' },
    })
    expect((await shop.unbind({ ...unbinding, linkId: 'abcd' }).expect(200)).body).toEqual({
      responseCode: '2000900',
      responseMessage: 'Successful',
      referenceNo,
      partnerReferenceNo,
      merchantId: 'IONPAYTEST',
      linkId: 'abcd',
      unlinkResult: 'success',
      additionalInfo: { mitraCd: 'ASTR' },
    })
    expect(await outcome(await shop.unbind(unbinding))).toMatchObject({
      status: 404,
      responseCode: '4040911',
      responseMessage: 'Invalid Account',
      reason: expect.stringContaining('it is unlinked'),
    })
    expect((await shop.inquire(inquiry)).body.responseCode).toBe('4040811')
  })

  test('take the customer token of the standard as well', async () => {
    const { unbinding, accessToken } = await active()
    const { partnerReferenceNo } = unbinding
    const additionalInfo = { mitraCd: 'ASTR' }
    const byHeader = { 'Authorization-Customer': `Bearer ${accessToken}` }
    await shop.inquire({ partnerReferenceNo, additionalInfo }, byHeader).expect(200)
    await shop.unbind({ partnerReferenceNo, additionalInfo, tokenId: accessToken }).expect(200)
  })

  test('refuse what does not fit', async () => {
    const { inquiry, unbinding, partnerReferenceNo } = await active()
    const inquired = async (change: object) =>
      (await shop.inquire({ ...inquiry, ...change })).body.responseCode
    const { additionalInfo } = inquiry
    expect(await inquired({ partnerReferenceNo: 'other' })).toBe('4040811')
    expect(await inquired({ additionalInfo: { ...additionalInfo, mitraCd: 'ALLO' } })).toBe(
      '4040811',
    )
    expect(await inquired({ additionalInfo: { ...additionalInfo, mitraCd: '' } })).toBe('4000802')
    expect(await inquired({ additionalInfo: { mitraCd: 'ASTR' } })).toBe('4000802')
    expect(await inquired({ additionalInfo: { mitraCd: 'ASTR', refreshToken: 'x' } })).toBe(
      '4040811',
    )
    const unbound = async (change: object) => {
      const more = { ...unbinding.additionalInfo, ...change }
      return (await shop.unbind({ partnerReferenceNo, additionalInfo: more })).body.responseCode
    }
    expect(await unbound({ authCode: '' })).toBe('4000902')
    expect(await unbound({ referenceNo: '' })).toBe('4000902')
    expect(await unbound({ mitraCd: '' })).toBe('4000902')
    expect(await unbound({ authCode: 'x' })).toBe('4040911')
    expect(await unbound({ referenceNo: 'x' })).toBe('4040911')
    expect(await unbound({})).toBe('2000900')
  })

  test('know nothing of an account that waits for its customer', async () => {
    const { partnerReferenceNo } = await shop.bind()
    const { body } = await shop.inquire({
      partnerReferenceNo,
      additionalInfo: { refreshToken: 'x', mitraCd: 'ASTR' },
    })
    expect(body.responseCode).toBe('4040811')
  })
})

test('a code without a web view, and a token for it', async () => {
  const query = new URLSearchParams({
    state: 'WodkkwijSDs',
    scopes: 'QUERY_BALANCE,PUBLIC_ID',
    redirectUrl: 'https://domain.com/authSuccess.htm',
    seamlessData: '{"mobileNumber":"62822999999999"}',
  })
  const answer = await shop.get(`/nicepay/v1.0/get-auth-code?${query}`)
  expect(answer.body).toEqual({
    responseCode: '2001000',
    responseMessage: 'Successful',
    authCode: expect.stringMatching(/^[0-9a-f]{26}$/),
    state: 'WodkkwijSDs',
  })
  const [link] = await sandbox.client.accountLinks.list()
  expect(link).toMatchObject({ phone: '62822999999999', status: 'authorized' })
  await tokensFor(link?.authCode ?? '')
  const bad = await shop.get('/v1.0/get-auth-code?state=a&scopes=b')
  expect(bad.body).toMatchObject({ responseCode: '4001002' })
})

test('the tokens of one merchant are nothing to another', async () => {
  const { authCode } = await bound()
  const other = await bindingShop(sandbox, 'PAYLOANTES')
  const answer = await other.customerToken({ grantType: 'AUTHORIZATION_CODE', authCode })
  expect(answer.body.responseCode).toBe('4007401')
})
