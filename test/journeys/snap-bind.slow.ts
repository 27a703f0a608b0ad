import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { startReceiver } from '../../src/demo/receiver.ts'
import { LINK_VALUES } from '../../src/store/seed.ts'
import { type TestSandbox, testSandbox } from '../support/sandbox.ts'
import { type Shopper, shopper } from '../support/shopper.ts'
import { type BindingShop, bindingShop, NICEPAY_REQUEST } from '../support/snap-bind.ts'

let sandbox: TestSandbox
let shop: BindingShop
let siti: Shopper
beforeEach(async () => {
  sandbox = await testSandbox()
  shop = await bindingShop(sandbox)
  siti = shopper(sandbox)
})
afterEach(() => sandbox.stop())

const { partnerReferenceNo, additionalInfo } = NICEPAY_REQUEST

/** Where the page's button leads to. */
const wayBack = (html: string): URL =>
  new URL((/<a class="button" href="([^"]+)"/.exec(html)?.[1] ?? '').replaceAll('&amp;', '&'))

const fieldsOf = (url: URL) => Object.fromEntries(url.searchParams)

/** A customer who stands at a page of the web view. */
const open = async (change = {}) => {
  const { nextAction = '', referenceNo = '' } = await shop.bind(change)
  return { page: await siti.open(nextAction), referenceNo, tk: nextAction.split('tk=')[1] ?? '' }
}

const linkNow = async () => (await sandbox.client.accountLinks.list())[0]

test('a customer links a wallet; the merchant gets tokens, asks, unlinks', async () => {
  const { page, referenceNo } = await open({ state: 'st 1&2' })
  expect([page.path, page.title]).toEqual(['/linking/consent', 'Hubungkan akun AstraPay'])
  expect(page.html).toContain('0812****7890')
  expect(page.html).not.toContain('081234567890')

  const otp = await siti.submit({})
  expect([otp.path, otp.title]).toEqual(['/linking/otp', 'Masukkan kode OTP'])
  expect(otp.html).toContain('autocomplete="one-time-code"')
  const [waiting] = await sandbox.client.otps({ phone: '081234567890' })
  expect(waiting).toMatchObject({ otp: '123456', expiresAt: '2026-01-31T03:05:00.000Z' })

  const pin = await siti.submit({ otp: '123456' })
  expect([pin.path, pin.title]).toEqual(['/linking/pin', 'Masukkan PIN AstraPay'])
  const end = await siti.submit({ pin: '123456' })
  expect([end.path, end.title]).toEqual(['/linking/result', 'Akun berhasil dihubungkan'])

  const back = wayBack(end.html)
  expect(`${back.origin}${back.pathname}`).toBe(additionalInfo.callbackUrl)
  const { authCode = '', ...fields } = fieldsOf(back)
  expect(authCode.length).toBeLessThanOrEqual(30)
  expect(fields).toEqual({
    referenceNo,
    partnerReferenceNo,
    responseCode: '2000700',
    state: 'st 1&2',
  })

  const grant = { grantType: 'AUTHORIZATION_CODE', authCode }
  const { body: tokens } = await shop.customerToken(grant).expect(200)
  const inquiry = {
    partnerReferenceNo,
    additionalInfo: { refreshToken: tokens.refreshToken, mitraCd: 'ASTR' },
  }
  expect((await shop.inquire(inquiry).expect(200)).body.accountName).toBe('John Doe')
  const unbinding = {
    partnerReferenceNo,
    merchantId: 'IONPAYTEST',
    additionalInfo: { referenceNo, mitraCd: 'ASTR', authCode },
  }
  expect((await shop.unbind(unbinding).expect(200)).body.unlinkResult).toBe('success')
  expect((await shop.inquire(inquiry)).body.responseCode).toBe('4040811')
  const renewal = { grantType: 'REFRESH_TOKEN', refreshToken: tokens.refreshToken }
  expect((await shop.customerToken(renewal)).body.responseCode).toBe('4017402')
  const after = await siti.reload()
  expect(after.title).toBe('Akun sudah diputus')
  expect(fieldsOf(wayBack(after.html))).toMatchObject({ responseCode: '4040711' })
})

test('a bound account is charged without a page, until it is unbound', async () => {
  const receiver = await startReceiver()
  const { tk, referenceNo } = await open()
  await sandbox.client.complete(tk, { outcome: 'linked' })
  const authCode = (await linkNow())?.authCode ?? ''
  const { body: tokens } = await shop.customerToken({ grantType: 'AUTHORIZATION_CODE', authCode })
  const charge = (order: string) =>
    shop.call(
      '/nicepay/api/v1.0/debit/payment-host-to-host',
      {
        partnerReferenceNo: order,
        merchantId: 'IONPAYTEST',
        amount: { value: '10000.00', currency: 'IDR' },
        additionalInfo: {
          mitraCd: 'ASTR',
          goodsNm: 'Kopi',
          billingNm: 'John Doe',
          billingPhone: '081234567890',
          dbProcessUrl: `${receiver.url}/notification`,
          callBackUrl: 'merchantapp://main_page',
        },
      },
      { 'Authorization-Customer': `Bearer ${tokens.accessToken}` },
    )
  const { body: paid } = await charge('ORD1').expect(200)
  expect(paid).toMatchObject({ responseCode: '2005400', webRedirectUrl: '' })
  await sandbox.client.notifications.flush()
  expect(receiver.received).toHaveLength(1)
  const order = await sandbox.client.transactions.get(paid.referenceNo)
  expect(order).toMatchObject({ status: 'paid', product: 'snap', mitraCd: 'ASTR' })
  await sandbox.client.accountLinks.unlink(referenceNo)
  const { body: refused } = await charge('ORD2').expect(401)
  expect(refused).toEqual({
    responseCode: '4015402',
    responseMessage: 'Invalid Customer Token',
  })
  expect(await sandbox.client.transactions.list()).toHaveLength(1)
  await receiver.stop()
})

test('an app gets its customer back under its own scheme', async () => {
  await open({
    additionalInfo: {},
    redirectUrl: 'merchantapp://main_page?from=wallet#top',
    state: 'x',
  })
  await siti.submit({})
  await siti.submit({ otp: '123456' })
  const { html } = await siti.submit({ pin: '123456' })
  const url = wayBack(html)
  expect(url.href).toMatch(/^merchantapp:\/\/main_page\?from=wallet&authCode=[0-9a-f]{26}&.*#top$/)
})

const OTP = new Map(LINK_VALUES.otps.map(({ outcome, otp }) => [outcome, otp]))
const PIN = new Map(LINK_VALUES.pins.map(({ outcome, pin }) => [outcome, pin]))

/** What is typed, page by page, and what the merchant is told of it. */
const FAILURES: readonly [
  name: string,
  steps: readonly (Record<string, string> | 'cancel')[],
  responseCode: string,
  responseMessage: string,
  failure: string,
  title: string,
][] = [
  [
    'a cancel at once',
    ['cancel'],
    '4030705',
    'Do Not Honor',
    'cancelled',
    'Penghubungan dibatalkan',
  ],
  [
    'a cancel at the PIN',
    [{}, { otp: OTP.get('accepted') ?? '' }, 'cancel'],
    '4030705',
    'Do Not Honor',
    'cancelled',
    'Penghubungan dibatalkan',
  ],
  [
    'the OTP that cancels',
    [{}, { otp: OTP.get('cancelled') ?? '' }],
    '4030705',
    'Do Not Honor',
    'cancelled',
    'Penghubungan dibatalkan',
  ],
  [
    'a wrong OTP and a cancel',
    [{}, { otp: OTP.get('wrong') ?? '' }, 'cancel'],
    '4040715',
    'Invalid OTP',
    'otpWrong',
    'Penghubungan dibatalkan',
  ],
  [
    'an expired OTP and a cancel',
    [{}, { otp: OTP.get('expired') ?? '' }, 'cancel'],
    '4030712',
    'OTP Lifetime Expired',
    'otpExpired',
    'Penghubungan dibatalkan',
  ],
  [
    'three wrong OTPs',
    [{}, { otp: '987654' }, { otp: '987654' }, { otp: '987654' }],
    '4030711',
    'OTP Blocked',
    'stopped',
    'Terlalu banyak OTP salah',
  ],
  [
    'the OTP that is blocked',
    [{}, { otp: OTP.get('usedUp') ?? '' }],
    '4030711',
    'OTP Blocked',
    'stopped',
    'Terlalu banyak OTP salah',
  ],
  [
    'the OTP of an inactive account',
    [{}, { otp: OTP.get('inactive') ?? '' }],
    '4030718',
    'Account Inactive',
    'inactive',
    'Akun ini tidak aktif',
  ],
  [
    'three wrong PINs',
    [{}, { otp: '123456' }, { pin: '987654' }, { pin: '987654' }, { pin: '987654' }],
    '4030705',
    'Do Not Honor',
    'blocked',
    'Terlalu banyak PIN salah',
  ],
  [
    'the PIN that is blocked',
    [{}, { otp: '123456' }, { pin: PIN.get('blocked') ?? '' }],
    '4030705',
    'Do Not Honor',
    'blocked',
    'Terlalu banyak PIN salah',
  ],
  [
    'the PIN of an inactive account',
    [{}, { otp: '123456' }, { pin: PIN.get('inactive') ?? '' }],
    '4030718',
    'Account Inactive',
    'inactive',
    'Akun ini tidak aktif',
  ],
]

describe('nothing is linked, and the merchant is told why', () => {
  test.each(FAILURES)('%s', async (_, steps, responseCode, responseMessage, failure, title) => {
    const { page: first, referenceNo, tk } = await open()
    let page = first
    for (const step of steps) {
      page = step === 'cancel' ? await siti.submit({}, 'cancel') : await siti.submit(step)
    }
    expect([page.path, page.title]).toEqual(['/linking/result', title])
    expect(fieldsOf(wayBack(page.html))).toEqual({
      referenceNo,
      partnerReferenceNo,
      responseCode,
      responseMessage,
    })
    expect(await linkNow()).toMatchObject({ status: 'failed', failure, authCode: null })
    // It is over: who begins anew is led to the end.
    const anew = await siti.open(`${sandbox.url}/linking/consent?tk=${tk}`)
    expect(anew.path).toBe('/linking/result')
  })

  test('a link whose day is over', async () => {
    const { referenceNo } = await open()
    await sandbox.clock({ advance: 'P1D' })
    const late = await siti.submit({})
    expect([late.status, late.title]).toEqual([410, 'Waktu penghubungan habis'])
    expect(fieldsOf(wayBack(late.html))).toEqual({
      referenceNo,
      partnerReferenceNo,
      responseCode: '4030700',
      responseMessage: 'Transaction Expired',
    })
    expect((await linkNow())?.status).toBe('expired')
  })
})

describe('in the web view', () => {
  test('an OTP has six digits, three tries, five minutes, and another one after a minute', async () => {
    await open()
    await siti.submit({})
    expect((await siti.submit({ otp: '1234' })).notice).toBe('Kode OTP harus 6 angka')
    expect((await siti.submit({ otp: '111111' })).notice).toBe('Kode OTP salah. Sisa percobaan: 2')
    expect((await siti.submit({}, 'resend')).notice).toContain('Tunggu 60 detik')
    await sandbox.clock({ advance: 'PT1M' })
    expect((await siti.submit({}, 'resend')).notice).toBe(
      'Kode baru sudah dikirim (simulator: 123456)',
    )
    await sandbox.clock({ advance: 'PT5M' })
    expect((await siti.submit({ otp: '123456' })).notice).toContain('kedaluwarsa')
    await siti.submit({}, 'resend')
    expect((await siti.submit({ otp: '111111' })).notice).toBe('Kode OTP salah. Sisa percobaan: 1')
    expect((await siti.submit({ otp: '123456' })).path).toBe('/linking/pin')
    expect((await siti.submit({ pin: '12' })).notice).toBe('PIN harus 6 angka')
    expect((await siti.submit({ pin: '111111' })).notice).toBe('PIN salah. Sisa percobaan: 2')
  })

  test('the code is sent again three times, no more', async () => {
    await open()
    await siti.submit({})
    const notices = []
    for (let count = 0; count < 4; count++) {
      await sandbox.clock({ advance: 'PT1M' })
      notices.push((await siti.submit({}, 'resend')).notice)
    }
    expect(notices.at(2)).toContain('Kode baru sudah dikirim')
    expect(notices.at(3)).toContain('3 kali')
  })

  test('who does nothing for a quarter of an hour agrees again, with the tries that are left', async () => {
    await open()
    await siti.submit({})
    await siti.submit({ otp: '111111' })
    await sandbox.clock({ advance: 'PT15M' })
    const again = await siti.reload()
    expect([again.path, again.notice]).toEqual([
      '/linking/consent',
      'Sesi berakhir, silakan setujui lagi',
    ])
    await siti.submit({})
    expect((await siti.submit({ otp: '111111' })).notice).toBe('Kode OTP salah. Sisa percobaan: 1')
  })

  test('forms sent twice act once', async () => {
    const { tk } = await open()
    const send = (place: string, fields: Record<string, string>) =>
      sandbox.http.post(`/linking/${place}?tk=${tk}`).type('form').send(fields)
    const twice = (place: string, fields: Record<string, string>) =>
      Promise.all([send(place, fields), send(place, fields)])
    await twice('consent', {})
    await twice('otp', { otp: '123456' })
    await twice('pin', { pin: '123456' })
    const { authCode } = (await linkNow()) ?? {}
    await send('pin', { pin: '123456' })
    await send('pin', { action: 'cancel' })
    expect(await linkNow()).toMatchObject({ status: 'authorized', authCode })
  })

  test('steps cannot be left out, nor forms be sent by another site', async () => {
    const { tk } = await open()
    const path = `/linking/pin?tk=${tk}`
    const skipped = await sandbox.http.post(path).type('form').send({ pin: '123456' })
    expect(skipped.get('Location')).toContain('/linking/consent')
    const foreign = await sandbox.http
      .post(`/linking/consent?tk=${tk}`)
      .set('Origin', 'https://evil.test')
      .type('form')
      .send({})
    expect(foreign.status).toBe(403)
    expect((await sandbox.http.get('/linking/consent?tk=nope')).status).toBe(404)
    // A link leads to its own pages only.
    const elsewhere = await sandbox.http.get(`/kredivo/v2/consent?tk=${tk}`)
    expect(elsewhere.get('Location')).toContain('/linking/consent')
    expect((await linkNow())?.status).toBe('requested')
  })

  test('a hostile name, phone and state stay text', async () => {
    const hostile = '"><script>alert(1)</script>'
    await sandbox.client.merchants.change('IONPAYTEST', { name: hostile })
    const { page } = await open({ state: hostile, partnerReferenceNo: hostile })
    expect(page.html).not.toContain('<script>alert')
    const { html } = await siti.submit({}, 'cancel')
    expect(html).not.toContain('<script>alert')
    expect(wayBack(html).searchParams.get('state')).toBe(hostile)
  })
})

describe('without a browser', () => {
  test.each([
    ['linked', '2000700', null],
    ['otpWrong', '4040715', 'otpWrong'],
    ['otpExpired', '4030712', 'otpExpired'],
    ['stopped', '4030711', 'stopped'],
    ['blocked', '4030705', 'blocked'],
    ['inactive', '4030718', 'inactive'],
    ['cancelled', '4030705', 'cancelled'],
  ])('%s → %s', async (outcome, responseCode, failure) => {
    const { nextAction = '' } = await shop.bind()
    const { state, next } = await sandbox.client.complete(nextAction, { outcome })
    expect([state, next?.method, next?.fields.responseCode]).toEqual([outcome, 'get', responseCode])
    expect(next?.url.startsWith(additionalInfo.callbackUrl)).toBe(true)
    expect((await linkNow())?.failure).toBe(failure)
  })

  test('by what a person would type, step by step', async () => {
    const { nextAction = '' } = await shop.bind()
    expect(await sandbox.client.complete(nextAction, {})).toMatchObject({ state: 'consent' })
    expect(await sandbox.client.complete(nextAction, { otp: '111111' })).toEqual({
      state: 'otp',
      notice: { kind: 'otpWrong', left: 2 },
      next: null,
    })
    expect(await sandbox.client.complete(nextAction, { otp: '123456' })).toMatchObject({
      state: 'pin',
    })
    expect(await sandbox.client.complete(nextAction, { pin: '123456' })).toMatchObject({
      state: 'linked',
    })
  })

  test.each([
    ['approved', 'authorized', null],
    ['underReview', 'authorized', null],
    ['declined', 'failed', 'inactive'],
    ['fraud', 'failed', 'blocked'],
    ['stopped', 'failed', 'stopped'],
    ['cancelled', 'failed', 'cancelled'],
  ] as const)('the autopilot: %s', async (autopilot, status, failure) => {
    await sandbox.client.merchants.change('IONPAYTEST', { autopilot })
    const { page } = await open()
    expect(page.path).toBe('/linking/result')
    expect(await linkNow()).toMatchObject({ status, failure })
  })
})

test('the customer unlinks in the wallet’s app', async () => {
  const { referenceNo, tk } = await open()
  await expect(sandbox.client.accountLinks.unlink(referenceNo)).rejects.toThrow(
    'is requested, not linked',
  )
  await expect(sandbox.client.accountLinks.unlink('nope')).rejects.toThrow(
    'there is no account link',
  )
  await sandbox.client.complete(tk, { outcome: 'linked' })
  const authCode = (await linkNow())?.authCode ?? ''
  await shop.customerToken({ grantType: 'AUTHORIZATION_CODE', authCode }).expect(200)
  expect(await linkNow()).toMatchObject({
    status: 'active',
    tokens: { accessTokenUntil: '2026-02-15T03:00:00.000Z' },
  })
  expect(await sandbox.client.accountLinks.unlink(referenceNo)).toMatchObject({
    status: 'unlinked',
  })
  expect(await sandbox.client.accountLinks.list({ status: 'active' })).toEqual([])
  const ofOther = await sandbox.client.accountLinks.list({ partnerReferenceNo: 'other' })
  expect(ofOther).toEqual([])
})
