import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { isGenuineBinding } from '../../src/demo/merchant.ts'
import { type Receiver, startReceiver } from '../../src/demo/receiver.ts'
import { KEY, tkOf } from '../support/fixtures.ts'
import { type TestSandbox, testSandbox } from '../support/sandbox.ts'
import { type Shopper, shopper } from '../support/shopper.ts'

let sandbox: TestSandbox
let shop: Receiver
let budi: Shopper
beforeEach(async () => {
  sandbox = await testSandbox()
  shop = await startReceiver()
  budi = shopper(sandbox)
})
afterEach(async () => {
  await sandbox.stop()
  await shop.stop()
})

/** The merchant registers a binding for Budi and sends his browser to the link. */
const begin = async (language: 'id' | 'en' = 'id', change = {}) => {
  const answer = await sandbox.bind({
    billingPhone: '+62-81513114262',
    dbProcessUrl: `${shop.url}/notification`,
    callBackUrl: `${shop.url}/callback?shop=1`,
    ...change,
  })
  const page = await budi.open(`${answer.redirectUrlHttp}&lang=${language}`)
  return { answer, page }
}

const BUDI = { phone: '0815-1311-4262', pin: '663482' }
const notifications = async () => {
  await sandbox.control('/notifications/flush')
  return shop.received.filter(({ path }) => path === '/notification')
}
const tokens = async () =>
  Object.values((await sandbox.look('/state')).userTokens) as { status: string }[]

test('a merchant binds an account: login, OTP, userToken, return of the browser, signed notification', async () => {
  const { answer, page } = await begin()
  expect(page).toMatchObject({
    status: 200,
    path: '/kredivo/v2/connecting',
    title: 'Hubungkan akun Kredivo',
  })
  expect(page.html).toContain('value="+62-81513114262"')

  expect(await budi.submit(BUDI)).toMatchObject({
    path: '/kredivo/v2/otp',
    title: 'Masukkan kode OTP',
  })
  expect(await budi.submit({ otp: '4567' })).toMatchObject({
    status: 200,
    path: '/kredivo/v2/result',
    title: 'Akun berhasil dihubungkan',
  })
  expect(budi.wayBack()).toEqual({
    action: `${shop.url}/callback?shop=1`,
    fields: {
      resultCd: '0000',
      resultMsg: 'SUCCESS',
      tXid: answer.tXid,
      referenceNo: 'MerchantReferenceNumber001',
      mitraCd: 'KDVI',
      clientUserKey: '23124532',
    },
  })

  const [notification, ...others] = await notifications()
  expect(others).toEqual([])
  expect(notification?.headers['content-type']).toBe('application/json')
  expect(notification?.fields).toEqual({
    merchantToken: notification?.fields.merchantToken,
    iMid: 'IONPAYTEST',
    tXid: answer.tXid,
    referenceNo: 'MerchantReferenceNumber001',
    mitraCd: 'KDVI',
    billingNm: 'Jhon Doe',
    billingPhone: '+62-81513114262',
    billingEmail: 'buyer@merchant.com',
    userToken: 'e0478456-6b50-460c-85e0-000000000001',
    clientUserKey: '23124532',
  })
  expect(
    isGenuineBinding(notification?.fields ?? {}, { iMid: 'IONPAYTEST', merchantKey: KEY }),
  ).toBe(true)
})

test('with callbackMethod get, the browser goes back by a link with the same fields', async () => {
  await sandbox.settings({ callbackMethod: 'get' })
  const { answer } = await begin()
  await budi.submit(BUDI)
  const { html } = await budi.submit({ otp: '4567' })
  const link = /<a class="button" href="([^"]+)"/.exec(html)?.[1]?.replaceAll('&amp;', '&')
  expect(link).toBe(
    `${shop.url}/callback?shop=1&resultCd=0000&resultMsg=SUCCESS&tXid=${answer.tXid}` +
      '&referenceNo=MerchantReferenceNumber001&mitraCd=KDVI&clientUserKey=23124532',
  )
})

const LANGUAGES = {
  id: {
    login: 'Hubungkan akun Kredivo',
    otp: 'Masukkan kode OTP',
    phoneInvalid: 'Nomor HP tidak valid',
    pinInvalid: 'PIN harus 6 angka',
    unknown: 'Nomor HP belum terdaftar di Kredivo',
    pinLeft: (n: number) => `Nomor HP atau PIN salah. Sisa percobaan: ${n}`,
    locked: (m: number) => `Akun dikunci sementara. Coba lagi dalam ${m} menit`,
    blocked: 'Akun kamu diblokir. Hubungi layanan pelanggan',
    ended: 'Sesi berakhir, silakan masuk lagi',
    otpInvalid: 'Kode OTP harus 4 angka',
    otpLeft: (n: number) => `Kode OTP salah. Sisa percobaan: ${n}`,
    otpExpired: 'Kode OTP sudah kedaluwarsa. Minta kode baru',
    otpSent: 'Kode baru sudah dikirim (simulator: 4567)',
    tooSoon: (s: number) => `Tunggu ${s} detik sebelum meminta kode baru`,
    failed: 'Terjadi gangguan di Kredivo. Silakan coba lagi',
    stopped: 'Terlalu banyak percobaan. Transaksi dihentikan',
    linked: 'Akun berhasil dihubungkan',
    cancelled: 'Penghubungan dibatalkan',
    invalid: 'Tautan tidak berlaku',
    over: 'Waktu penghubungan habis',
    differs: 'Nomor dari merchant: +62-82112345678. Akun Kredivo: 0815****4262.',
  },
  en: {
    login: 'Link your Kredivo account',
    otp: 'Enter the OTP',
    phoneInvalid: 'Phone number is not valid',
    pinInvalid: 'PIN must be 6 digits',
    unknown: 'This number is not registered with Kredivo',
    pinLeft: (n: number) => `Wrong phone number or PIN. Attempts left: ${n}`,
    locked: (m: number) => `Account locked for now. Try again in ${m} minutes`,
    blocked: 'Your account is blocked. Contact customer service',
    ended: 'Session ended, please log in again',
    otpInvalid: 'OTP must be 4 digits',
    otpLeft: (n: number) => `Wrong OTP. Attempts left: ${n}`,
    otpExpired: 'The OTP has expired. Ask for a new one',
    otpSent: 'A new code was sent (simulator: 4567)',
    tooSoon: (s: number) => `Wait ${s} seconds before asking for a new code`,
    failed: 'Something went wrong at Kredivo. Please try again',
    stopped: 'Too many attempts. The transaction was stopped',
    linked: 'Account linked',
    cancelled: 'Linking cancelled',
    invalid: 'This link is not valid',
    over: 'The time for linking is over',
    differs: 'Number from the merchant: +62-82112345678. Kredivo account: 0815****4262.',
  },
}

describe.each(['id', 'en'] as const)('in %s', (language) => {
  const says = LANGUAGES[language]
  const logIn = () => budi.submit(BUDI)

  test.each([
    { phone: '12', pin: '663482', notice: says.phoneInvalid },
    { phone: BUDI.phone, pin: '66348', notice: says.pinInvalid },
    { phone: BUDI.phone, pin: '', notice: says.pinInvalid },
    { phone: '0819-9999-9999', pin: '663482', notice: says.unknown },
    { phone: '0812-0000-0004', pin: '663482', notice: says.blocked },
    { phone: '0812-0000-0003', pin: '663482', notice: says.pinLeft(2) },
  ])('logging in with $phone and PIN "$pin" → $notice', async ({ phone, pin, notice }) => {
    await begin(language)
    expect(await budi.submit({ phone, pin })).toMatchObject({ title: says.login, notice })
    expect(await budi.reload()).toMatchObject({ title: says.login, notice })
  })

  test('three wrong PINs lock the account for half an hour, on every link', async () => {
    await begin(language)
    const wrong = () => budi.submit({ ...BUDI, pin: '000000' })
    expect((await wrong()).notice).toBe(says.pinLeft(2))
    expect((await wrong()).notice).toBe(says.pinLeft(1))
    expect((await wrong()).notice).toBe(says.locked(30))
    await begin(language, { referenceNo: 'OTHER' })
    expect((await logIn()).notice).toBe(says.locked(30))
    await sandbox.clock({ advance: 'PT29M59S' })
    expect((await logIn()).notice).toBe(says.locked(1))
    await sandbox.clock({ advance: 'PT1S' })
    expect(await logIn()).toMatchObject({ title: says.otp, notice: undefined })
  })

  test('wrong OTPs are counted; the third one stops the session, and the browser goes back empty-handed', async () => {
    await begin(language)
    await logIn()
    expect((await budi.submit({ otp: '12' })).notice).toBe(says.otpInvalid)
    expect((await budi.submit({ otp: '9999' })).notice).toBe(says.failed)
    expect((await budi.submit({ otp: '1111' })).notice).toBe(says.otpLeft(2))
    expect((await budi.reload()).notice).toBe(says.otpLeft(2))
    expect((await budi.submit({ otp: '1234' })).notice).toBe(says.otpLeft(1))
    expect((await budi.submit({ otp: '0001' })).title).toBe(says.stopped)
    expect(budi.wayBack().fields.resultCd).toBe('9030')
    expect(await notifications()).toEqual([])
  })

  test('2222 stops the session at once, and the right OTP comes too late', async () => {
    const { answer } = await begin(language)
    await logIn()
    expect((await budi.submit({ otp: '2222' })).title).toBe(says.stopped)
    const late = await sandbox.http
      .post(`/kredivo/v2/otp?tk=${tkOf(answer.redirectUrlHttp)}`)
      .type('form')
      .send({ otp: '4567' })
    expect(late.get('Location')).toContain('/kredivo/v2/result?')
    expect(await tokens()).toEqual([])
  })

  test('an OTP expires after three minutes; a new one is good again', async () => {
    await begin(language)
    await logIn()
    expect((await budi.submit({ otp: '0000' })).notice).toBe(says.otpExpired)
    await sandbox.clock({ advance: 'PT3M' })
    expect((await budi.submit({ otp: '4567' })).notice).toBe(says.otpExpired)
    expect((await budi.submit({}, 'resend')).notice).toBe(says.otpSent)
    expect((await budi.submit({ otp: '4567' })).title).toBe(says.linked)
  })

  test('an OTP is sent again after half a minute, three times', async () => {
    await begin(language)
    await logIn()
    await sandbox.clock({ advance: 'PT10S' })
    expect((await budi.submit({}, 'resend')).notice).toBe(says.tooSoon(20))
    for (let time = 0; time < 3; time++) {
      await sandbox.clock({ advance: 'PT30S' })
      expect((await budi.submit({}, 'resend')).notice).toBe(says.otpSent)
    }
    await sandbox.clock({ advance: 'PT30S' })
    expect((await budi.submit({}, 'resend')).notice).toMatch(/3/)
  })

  test('a login that nobody uses ends after a quarter of an hour', async () => {
    await begin(language)
    await logIn()
    await sandbox.clock({ advance: 'PT15M' })
    expect(await budi.reload()).toMatchObject({ title: says.login, notice: says.ended })
    await logIn()
    await sandbox.clock({ advance: 'PT15M' })
    await budi.open(await currentOtpPage())
    expect(await logIn()).toMatchObject({ title: says.otp, notice: undefined })
  })

  const currentOtpPage = async () => {
    const [interaction] = Object.values((await sandbox.look('/state')).interactions) as {
      tk: string
    }[]
    return `/kredivo/v2/otp?tk=${interaction?.tk}&lang=${language}`
  }

  test('a link ends after a day: the page is gone, the way back is open', async () => {
    await begin(language)
    await sandbox.clock({ advance: 'PT24H' })
    expect(await budi.reload()).toMatchObject({ status: 410, title: says.over })
    expect(budi.wayBack().fields.resultCd).toBe('9030')
    expect((await logInWithoutForm()).status).toBe(410)
    expect(await notifications()).toEqual([])
  })

  const logInWithoutForm = async () => {
    const [interaction] = Object.values((await sandbox.look('/state')).interactions) as {
      tk: string
    }[]
    const path = `/kredivo/v2/connecting?tk=${interaction?.tk}&lang=${language}`
    const answer = await sandbox.http.post(path).type('form').send(BUDI)
    return budi.open(answer.get('Location') ?? '')
  }

  test('a link that nobody gave out is not valid', async () => {
    for (const page of ['connecting', 'otp', 'result']) {
      expect(await budi.open(`/kredivo/v2/${page}?tk=nope&lang=${language}`)).toMatchObject({
        status: 404,
        title: says.invalid,
      })
    }
    expect(await budi.open(`/kredivo/v2/connecting?lang=${language}`)).toMatchObject({
      status: 404,
    })
  })

  test('who cancels goes back empty-handed, and may begin again on the same link', async () => {
    const { answer } = await begin(language)
    expect((await budi.submit({}, 'cancel')).title).toBe(says.cancelled)
    expect(budi.wayBack().fields.resultCd).toBe('9030')
    await budi.open(`${answer.redirectUrlHttp}&lang=${language}`)
    await logIn()
    expect((await budi.submit({}, 'cancel')).title).toBe(says.cancelled)
    await budi.open(`${answer.redirectUrlHttp}&lang=${language}`)
    await logIn()
    expect((await budi.submit({ otp: '4567' })).title).toBe(says.linked)
    expect(await notifications()).toHaveLength(1)
  })

  test('another account than the merchant’s customer named is linked, and both numbers are shown', async () => {
    await begin(language, { billingPhone: '+62-82112345678' })
    const { html } = await logIn()
    expect(html).toContain(says.differs)
    expect((await budi.submit({ otp: '4567' })).title).toBe(says.linked)
  })

  test('the switch shows the same page in the other language, and stays', async () => {
    await begin(language)
    const other = LANGUAGES[language === 'id' ? 'en' : 'id']
    expect((await budi.switchLanguage()).title).toBe(other.login)
    expect((await logIn()).title).toBe(other.otp)
  })
})

describe('whatever the browser repeats, there is one userToken and one notification', () => {
  test('the OTP form sent twice at once', async () => {
    const { answer } = await begin()
    await budi.submit(BUDI)
    const path = `/kredivo/v2/otp?tk=${tkOf(answer.redirectUrlHttp)}`
    const send = () => sandbox.http.post(path).type('form').send({ otp: '4567' })
    const both = await Promise.all([send(), send()])
    expect(both.map((one) => one.status)).toEqual([303, 303])
    expect(await tokens()).toHaveLength(1)
    expect(await notifications()).toHaveLength(1)
  })

  test('reloading the end, going back, sending the forms again', async () => {
    const { answer } = await begin()
    await budi.submit(BUDI)
    await budi.submit({ otp: '4567' })
    expect((await budi.reload()).title).toBe('Akun berhasil dihubungkan')
    expect((await budi.back()).title).toBe('Akun berhasil dihubungkan')
    const tk = tkOf(answer.redirectUrlHttp)
    for (const [page, form] of [
      ['connecting', BUDI],
      ['otp', { otp: '4567' }],
      ['otp', { action: 'cancel' }],
    ] as const) {
      const answer = await sandbox.http.post(`/kredivo/v2/${page}?tk=${tk}`).type('form').send(form)
      expect(answer.get('Location')).toContain('/kredivo/v2/result?')
    }
    expect(await tokens()).toHaveLength(1)
    expect(await notifications()).toHaveLength(1)
  })

  test('going back from the OTP to log in with another account', async () => {
    await begin()
    await budi.submit(BUDI)
    expect((await budi.back()).title).toBe('Hubungkan akun Kredivo')
    await budi.submit({ phone: '081291891818', pin: '414141' })
    await budi.submit({ otp: '4567' })
    expect(await tokens()).toEqual([expect.objectContaining({ phone: '6281291891818' })])
  })
})

test('logging in again brings no new OTP tries', async () => {
  await begin()
  await budi.submit(BUDI)
  for (const left of [2, 1]) {
    expect((await budi.submit({ otp: '1111' })).notice).toBe(LANGUAGES.id.otpLeft(left))
    await budi.back()
    await budi.submit(BUDI)
  }
  expect((await budi.submit({ otp: '1111' })).title).toBe(LANGUAGES.id.stopped)
})

test('binding the same customer again makes a new token and ends the old one', async () => {
  for (const referenceNo of ['FIRST', 'SECOND']) {
    await begin('id', { referenceNo })
    await budi.submit(BUDI)
    await budi.submit({ otp: '4567' })
  }
  expect((await tokens()).map(({ status }) => status)).toEqual(['inactive', 'active'])
  expect(await notifications()).toHaveLength(2)
})

test('a shop that is down for two minutes still gets its notification', async () => {
  let down = true
  const flaky = await startReceiver((res) => void (down ? res.destroy() : res.end('OK')))
  const { answer } = await begin('id', { dbProcessUrl: flaky.url })
  await sandbox.control(`/interactions/${tkOf(answer.redirectUrlHttp)}/complete`, {
    outcome: 'linked',
  })
  await sandbox.clock({ advance: 'PT2M' })
  expect(flaky.received).toHaveLength(3)
  down = false
  await sandbox.clock({ advance: 'next' })
  const [delivery] = await sandbox.look('/notifications')
  expect(delivery).toMatchObject({ status: 'delivered', tXid: answer.tXid })
  expect(delivery.attempts.map((a: { at: string }) => a.at.slice(11, 19))).toEqual([
    '03:00:00',
    '03:01:00',
    '03:02:00',
    '03:03:00',
  ])
  await flaky.stop()
})
