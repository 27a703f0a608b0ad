import { describe, expect, test } from '@jest/globals'
import type { Page } from 'playwright-core'
import { startReceiver } from '../../src/demo/receiver.ts'
import { openWindow, picture, typist } from '../support/browser.ts'
import { stage } from '../support/stage.ts'

const at = stage()

const WORDS = {
  id: {
    phone: 'Nomor HP',
    pin: 'PIN (6 angka)',
    logIn: 'Masuk',
    otp: 'Kode OTP (4 angka)',
    confirmOtp: 'Konfirmasi OTP',
    resend: /Kirim ulang/,
    cancel: 'Batalkan',
    back: 'Kembali ke merchant',
    linked: 'Akun berhasil dihubungkan',
    pinLeft: (n: number) => `Nomor HP atau PIN salah. Sisa percobaan: ${n}`,
    locked: 'Akun dikunci sementara. Coba lagi dalam 30 menit',
    otpLeft: (n: number) => `Kode OTP salah. Sisa percobaan: ${n}`,
    expired: 'Kode OTP sudah kedaluwarsa. Minta kode baru',
    sent: 'Kode baru sudah dikirim (simulator: 4567)',
    stopped: 'Terlalu banyak percobaan. Transaksi dihentikan',
    over: 'Waktu penghubungan habis',
    invalid: 'Tautan tidak berlaku',
    simulator: 'Simulator – bukan Kredivo sungguhan. Jangan masukkan PIN asli.',
    login: 'Hubungkan akun Kredivo',
  },
  en: {
    phone: 'Phone number',
    pin: 'PIN (6 digits)',
    logIn: 'Log in',
    otp: 'OTP (4 digits)',
    confirmOtp: 'Confirm OTP',
    resend: /Resend/,
    cancel: 'Cancel',
    back: 'Back to merchant',
    linked: 'Account linked',
    pinLeft: (n: number) => `Wrong phone number or PIN. Attempts left: ${n}`,
    locked: 'Account locked for now. Try again in 30 minutes',
    otpLeft: (n: number) => `Wrong OTP. Attempts left: ${n}`,
    expired: 'The OTP has expired. Ask for a new one',
    sent: 'A new code was sent (simulator: 4567)',
    stopped: 'Too many attempts. The transaction was stopped',
    over: 'The time for linking is over',
    invalid: 'This link is not valid',
    simulator: 'Simulator – not the real Kredivo. Do not enter a real PIN.',
    login: 'Link your Kredivo account',
  },
}

type Language = keyof typeof WORDS

/** The shopper in front of a window, in words. */
const person = (page: Page, language: Language, prefix: string) => {
  const w = WORDS[language]
  let shots = 0
  return {
    ...typist(page, w),
    sees: async (title: string) => {
      await page.getByRole('heading', { name: title }).waitFor()
      expect(await page.locator('.simulator').textContent()).toBe(w.simulator)
      await picture(page, `${prefix}-${++shots}`)
    },
    isTold: async (notice: string) => {
      await page.locator('.notice', { hasText: notice }).waitFor()
      await picture(page, `${prefix}-${++shots}`)
    },
  }
}

const begin = async (change = {}) => {
  const answer = await at.sandbox.bind({
    billingPhone: '+62-81513114262',
    dbProcessUrl: `${at.receiver.url}/notification`,
    callBackUrl: `${at.receiver.url}/callback`,
    ...change,
  })
  return `${answer.redirectUrlHttp}`
}

const received = (path: string) => at.receiver.received.filter((call) => call.path === path)

describe.each([
  { language: 'id', size: 'phone' },
  { language: 'en', size: 'desktop' },
] as const)('in $language on a $size', ({ language, size }) => {
  const w = WORDS[language]
  const open = async (name: string, link: string, options = {}) => {
    const { page, complaints } = await openWindow(at.browser, size, options)
    await page.goto(`${link}&lang=${language}`)
    return { page, complaints, budi: person(page, language, `${size}-${name}`) }
  }

  test('a person links an account and comes back to the shop by herself', async () => {
    const { page, complaints, budi } = await open('happy', await begin())
    await budi.sees(w.login)
    await budi.logIn('0815-1311-4262', '663482')
    await budi.enterOtp('4567')
    await budi.sees(w.linked)
    await page.getByRole('heading', { name: 'Back at the shop' }).waitFor()
    expect(received('/callback').map(({ method, fields }) => [method, fields.resultCd])).toEqual([
      ['POST', '0000'],
    ])
    await at.sandbox.control('/notifications/flush')
    expect(received('/notification')).toHaveLength(1)
    expect(complaints).toEqual([])
  })

  test('wrong PINs lock, wrong OTPs stop', async () => {
    const { page, budi } = await open('wrong', await begin())
    await budi.logIn('081200000003', '123456')
    await budi.isTold(w.pinLeft(2))
    await budi.logIn('081200000003', '123456')
    await budi.isTold(w.pinLeft(1))
    await budi.logIn('081200000003', '123456')
    await budi.isTold(w.locked)
    await budi.logIn('081513114262', '663482')
    await budi.enterOtp('1111')
    await budi.isTold(w.otpLeft(2))
    await budi.enterOtp('1111')
    await budi.isTold(w.otpLeft(1))
    await budi.enterOtp('1111')
    await budi.sees(w.stopped)
    await page.getByRole('button', { name: w.back }).click()
    await page.getByRole('heading', { name: 'Back at the shop' }).waitFor()
    expect(received('/callback')[0]?.fields.resultCd).toBe('9030')
    expect(received('/notification')).toHaveLength(0)
  })

  test('an OTP expires, and another one is asked for', async () => {
    const { budi } = await open('expired', await begin())
    await budi.logIn('081513114262', '663482')
    await at.sandbox.clock({ advance: 'PT3M' })
    await budi.enterOtp('4567')
    await budi.isTold(w.expired)
    await budi.press(w.resend)
    await budi.isTold(w.sent)
    await budi.enterOtp('4567')
    await budi.sees(w.linked)
  })

  test('reloading, going back and pressing twice make one token and one notification', async () => {
    const { page, budi } = await open('again', await begin())
    await budi.logIn('081513114262', '663482')
    await page.getByLabel(w.otp).waitFor()
    await page.reload()
    await page.goBack()
    await budi.sees(w.login)
    await page.goForward()
    await page.getByLabel(w.otp).fill('4567')
    await page.getByRole('button', { name: w.confirmOtp }).dblclick()
    await page.getByRole('heading', { name: w.linked }).waitFor()
    await page.goBack()
    await page.getByRole('heading', { name: w.linked }).waitFor()
    await at.sandbox.control('/notifications/flush')
    expect(received('/notification')).toHaveLength(1)
    expect(Object.keys((await at.sandbox.look('/state')).userTokens)).toHaveLength(1)
  })

  test('dead ends', async () => {
    const unknown = await open('unknown', `${at.sandbox.url}/kredivo/v2/connecting?tk=nope`)
    await unknown.budi.sees(w.invalid)
    const link = await begin()
    await at.sandbox.clock({ advance: 'P1D' })
    const late = await open('over', link)
    await late.budi.sees(w.over)
  })

  test('everything works without scripts', async () => {
    const { page, budi } = await open('noscript', await begin(), { javaScriptEnabled: false })
    await budi.logIn('081513114262', '663482')
    await budi.enterOtp('4567')
    await budi.sees(w.linked)
    await page.getByRole('button', { name: w.back }).click()
    await page.getByRole('heading', { name: 'Back at the shop' }).waitFor()
    expect(received('/callback')).toHaveLength(1)
  })

  test('the way back by a link', async () => {
    await at.sandbox.settings({ callbackMethod: 'get' })
    const { page, budi } = await open('get', await begin())
    await budi.press(w.cancel)
    await page.getByRole('heading', { name: 'Back at the shop' }).waitFor()
    const [call] = received('/callback')
    expect([call?.method, call?.fields.resultCd]).toEqual(['GET', '9030'])
  })
})

test('a shop may send the browser on to another address of its own', async () => {
  const elsewhere = await startReceiver((res) => void res.end('<h1>Another address</h1>'))
  const moving = await startReceiver(
    (res) => void res.writeHead(303, { Location: elsewhere.url }).end(),
  )
  const { page } = await openWindow(at.browser, 'desktop')
  await page.goto(await begin({ callBackUrl: `${moving.url}/callback` }))
  await person(page, 'id', 'moving').press(WORDS.id.cancel)
  await page.getByRole('heading', { name: 'Another address' }).waitFor()
  await moving.stop()
  await elsewhere.stop()
})

test('the keyboard alone is enough', async () => {
  const { page } = await openWindow(at.browser, 'desktop')
  await page.goto(await begin())
  await page.locator('#pin:focus').waitFor()
  await page.keyboard.type('663482')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Masukkan kode OTP' }).waitFor()
  await page.locator('#otp:focus').waitFor()
  await page.keyboard.type('4567')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: WORDS.id.linked }).waitFor()
})

test('the language switch stays on the page and is remembered on the next one', async () => {
  const { page } = await openWindow(at.browser, 'phone')
  await page.goto(await begin())
  await page.getByRole('link', { name: 'English' }).click()
  await page.getByRole('heading', { name: WORDS.en.login }).waitFor()
  expect(await page.locator('html').getAttribute('lang')).toBe('en')
  await person(page, 'en', 'switch').logIn('081513114262', '663482')
  await page.getByRole('heading', { name: 'Enter the OTP' }).waitFor()
})

test('what a merchant sends never runs as a script', async () => {
  const hostile = `"'><img src=x onerror=alert(1)><script>alert(1)</script>`
  const { page } = await openWindow(at.browser, 'desktop')
  const dialogs: string[] = []
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message())
    void dialog.dismiss()
  })
  const short = hostile.slice(0, 40)
  const link = await begin({ referenceNo: short, clientUserKey: hostile, billingNm: hostile })
  await page.goto(link)
  await person(page, 'id', 'hostile').logIn(hostile.slice(0, 20), '663482')
  await at.sandbox.http.post(`/nicepay/${encodeURIComponent(hostile)}`).send({})
  await page.goto(`${at.sandbox.url}/`)
  await page.getByText('Live.').waitFor()
  await at.sandbox.http.post('/nicepay/v2/userAccountBinding').send({ iMid: hostile.slice(0, 10) })
  await page.getByText('no merchant has the iMid').waitFor()
  expect(dialogs).toEqual([])
})

test('the demo shop: from its button to a verified notification', async () => {
  const { page, complaints } = await openWindow(at.browser, 'phone')
  await page.goto(`${at.sandbox.url}/demo`)
  await page.getByRole('button', { name: 'Hubungkan akun Kredivo' }).click()
  const budi = person(page, 'id', 'shop')
  await budi.logIn('081513114262', '663482')
  await budi.enterOtp('4567')
  await page.getByRole('heading', { name: 'Tautan akun SHOP-' }).waitFor()
  await page.locator('.notification', { hasText: '✓ merchantToken terverifikasi' }).waitFor()
  expect(complaints).toEqual([])
})
