import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { type Receiver, startReceiver } from '../../src/demo/receiver.ts'
import { openWindow, picture, startBrowser } from '../support/browser.ts'
import { contrastFlaws } from '../support/contrast.ts'
import { type TestSandbox, testSandbox } from '../support/sandbox.ts'
import { type BindingShop, bindingShop } from '../support/snap-bind.ts'

let browser: Browser
let sandbox: TestSandbox
let merchant: Receiver
let shop: BindingShop
beforeAll(async () => {
  browser = await startBrowser()
})
afterAll(() => browser.close())
beforeEach(async () => {
  sandbox = await testSandbox()
  shop = await bindingShop(sandbox)
  merchant = await startReceiver((res) => {
    res.setHeader('Content-Type', 'text/html')
    res.end('<h1>Back at the shop</h1>')
  })
})
afterEach(async () => {
  for (const context of browser.contexts()) await context.close()
  await sandbox.stop()
  await merchant.stop()
})

const WORDS = {
  id: {
    simulator: 'Simulator – bukan AstraPay sungguhan. Jangan masukkan PIN asli.',
    consent: 'Hubungkan akun AstraPay',
    agree: 'Setuju dan lanjutkan',
    otp: 'Kode OTP (6 angka)',
    confirmOtp: 'Konfirmasi OTP',
    resend: /Kirim ulang/,
    sent: 'Kode baru sudah dikirim (simulator: 123456)',
    otpLeft: 'Kode OTP salah. Sisa percobaan: 2',
    pin: 'PIN (6 angka)',
    confirmPin: 'Hubungkan akun',
    pinLeft: 'PIN salah. Sisa percobaan: 2',
    linked: 'Akun berhasil dihubungkan',
    stopped: 'Terlalu banyak OTP salah',
    inactive: 'Akun ini tidak aktif',
    cancelled: 'Penghubungan dibatalkan',
    over: 'Waktu penghubungan habis',
    cancel: 'Batalkan',
    back: 'Kembali ke merchant',
    values: 'OTP dan PIN uji',
  },
  en: {
    simulator: 'Simulator – not the real AstraPay. Do not enter a real PIN.',
    consent: 'Link your AstraPay account',
    agree: 'Agree and continue',
    otp: 'OTP (6 digits)',
    confirmOtp: 'Confirm OTP',
    resend: /Resend/,
    sent: 'A new code was sent (simulator: 123456)',
    otpLeft: 'Wrong OTP. Attempts left: 2',
    pin: 'PIN (6 digits)',
    confirmPin: 'Link account',
    pinLeft: 'Wrong PIN. Attempts left: 2',
    linked: 'Account linked',
    stopped: 'Too many wrong OTPs',
    inactive: 'This account is not active',
    cancelled: 'Linking cancelled',
    over: 'The time for linking is over',
    cancel: 'Cancel',
    back: 'Back to merchant',
    values: 'Test OTPs and PINs',
  },
}

type Language = keyof typeof WORDS

/** The customer in front of a window, who looks at every page: no text is faint, none runs out of the window. */
const person = (page: Page, language: Language, prefix: string) => {
  const w = WORDS[language]
  let shots = 0
  const looks = async () => {
    expect(await page.evaluate(contrastFlaws)).toEqual([])
    const wider = 'document.documentElement.scrollWidth > document.documentElement.clientWidth'
    expect(await page.evaluate(wider)).toBe(false)
    await picture(page, `link-${prefix}-${++shots}`)
  }
  return {
    sees: async (title: string) => {
      await page.getByRole('heading', { name: title, level: 1 }).waitFor()
      expect(await page.locator('.simulator').textContent()).toBe(w.simulator)
      expect(await page.locator('html').getAttribute('lang')).toBe(language)
      await looks()
    },
    isTold: async (notice: string) => {
      await page.locator('.notice', { hasText: notice }).waitFor()
      await looks()
    },
    agree: () => page.getByRole('button', { name: w.agree }).click(),
    enterOtp: async (otp = '123456') => {
      await page.getByLabel(w.otp).fill(otp)
      await page.getByRole('button', { name: w.confirmOtp }).click()
    },
    enterPin: async (pin = '123456') => {
      await page.getByLabel(w.pin).fill(pin)
      await page.getByRole('button', { name: w.confirmPin }).click()
    },
    press: (name: string | RegExp) => page.getByRole('button', { name }).click(),
  }
}

/** The address of a new web view. */
const begin = async (callbackUrl = `${merchant.url}/callback`, change = {}) => {
  const additionalInfo = { mitraCd: 'ASTR', callbackUrl }
  const { nextAction } = await shop.bind({ additionalInfo, ...change })
  return `${nextAction}`
}

const returned = () => merchant.received.filter(({ path }) => path.startsWith('/callback'))

describe.each([
  { language: 'id', size: 'phone' },
  { language: 'en', size: 'desktop' },
] as const)('in $language on a $size', ({ language, size }) => {
  const w = WORDS[language]
  const open = async (name: string, link: string, options = {}) => {
    const { page, complaints } = await openWindow(browser, size, options)
    await page.goto(`${link}&lang=${language}`)
    return { page, complaints, siti: person(page, language, `${size}-${name}`) }
  }

  test('a customer links her wallet and comes back to the shop by herself', async () => {
    const { page, complaints, siti } = await open('happy', await begin())
    await siti.sees(w.consent)
    await page.getByText(w.values).click()
    await siti.sees(w.consent)
    await siti.agree()
    await page.getByLabel(w.otp).waitFor()
    await siti.enterOtp('111111')
    await siti.isTold(w.otpLeft)
    await sandbox.clock({ advance: 'PT1M' })
    await siti.press(w.resend)
    await siti.isTold(w.sent)
    await siti.enterOtp()
    await page.getByLabel(w.pin).waitFor()
    await siti.enterPin('111111')
    await siti.isTold(w.pinLeft)
    await siti.enterPin()
    await siti.sees(w.linked)
    await page.getByRole('heading', { name: 'Back at the shop' }).waitFor()
    expect(returned().map(({ method, fields }) => [method, fields.responseCode])).toEqual([
      ['GET', '2000700'],
    ])
    expect(returned()[0]?.fields.authCode).toMatch(/^[0-9a-f]{26}$/)
    expect(complaints).toEqual([])
  })

  test('everything works without scripts', async () => {
    const { page, siti } = await open('noscript', await begin(), { javaScriptEnabled: false })
    await siti.agree()
    await siti.enterOtp()
    await siti.enterPin()
    await page.getByRole('heading', { name: w.linked }).waitFor()
    await page.getByRole('link', { name: w.back }).click()
    await page.getByRole('heading', { name: 'Back at the shop' }).waitFor()
    expect(returned()).toHaveLength(1)
  })

  test('what goes wrong is told, and the shop is told why', async () => {
    const stopped = await open('stopped', await begin(undefined, { partnerReferenceNo: 'B1' }))
    await stopped.siti.agree()
    await stopped.siti.enterOtp('222222')
    await stopped.siti.sees(w.stopped)
    const inactive = await open('inactive', await begin(undefined, { partnerReferenceNo: 'B2' }))
    await inactive.siti.agree()
    await inactive.siti.enterOtp()
    await inactive.siti.enterPin('333333')
    await inactive.siti.sees(w.inactive)
    const cancelled = await open('cancelled', await begin(undefined, { partnerReferenceNo: 'B3' }))
    await cancelled.siti.press(w.cancel)
    await cancelled.siti.sees(w.cancelled)
    for (const { page } of [stopped, inactive, cancelled]) {
      await page.getByRole('heading', { name: 'Back at the shop' }).waitFor()
    }
    expect(returned().map(({ fields }) => fields.responseCode)).toEqual([
      '4030711',
      '4030718',
      '4030705',
    ])
    expect(returned().map(({ fields }) => fields.authCode)).toEqual([
      undefined,
      undefined,
      undefined,
    ])
    const late = await begin(undefined, { partnerReferenceNo: 'B4' })
    await sandbox.clock({ advance: 'P1D' })
    const { siti } = await open('over', late)
    await siti.sees(w.over)
  })

  test('the keyboard alone is enough, and focus is seen', async () => {
    const { page } = await open('keys', await begin())
    for (const _ of ['the other language', 'the button']) await page.keyboard.press('Tab')
    await page.locator('button:focus', { hasText: w.agree }).waitFor()
    await page.keyboard.press('Enter')
    await page.locator('#otp:focus').waitFor()
    await page.keyboard.type('123456')
    await page.keyboard.press('Enter')
    await page.locator('#pin:focus').waitFor()
    await page.keyboard.press('Tab')
    const outline =
      'getComputedStyle(document.activeElement, null).outlineStyle + document.activeElement.tagName'
    expect(await page.evaluate(outline)).toBe('solidBUTTON')
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.type('123456')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: w.linked }).waitFor()
  })

  test('reloading, going back and pressing twice link once', async () => {
    const { page, siti } = await open('again', await begin())
    await siti.agree()
    await page.getByLabel(w.otp).waitFor()
    await page.reload()
    await page.goBack()
    await siti.agree()
    await page.getByLabel(w.otp).fill('123456')
    await page.getByRole('button', { name: w.confirmOtp }).dblclick()
    await page.getByLabel(w.pin).fill('123456')
    await page.getByRole('button', { name: w.confirmPin }).dblclick()
    await page.getByRole('heading', { name: w.linked }).waitFor()
    await page.goBack()
    await page.getByRole('heading', { name: w.linked }).waitFor()
    const links = await sandbox.client.accountLinks.list()
    expect(links.map(({ status }) => status)).toEqual(['authorized'])
  })
})

test('an app is called by its own scheme, by a link and by itself', async () => {
  const { page, complaints } = await openWindow(browser, 'phone')
  const asked: string[] = []
  const session = await page.context().newCDPSession(page)
  await session.send('Page.enable')
  session.on('Page.frameRequestedNavigation', ({ url }) => void asked.push(url))
  await page.goto(await begin('merchantapp://main_page', { state: 's1' }))
  const siti = person(page, 'id', 'phone-app')
  await siti.agree()
  await siti.enterOtp()
  await siti.enterPin()
  await siti.sees(WORDS.id.linked)
  const link = await page.getByRole('link', { name: WORDS.id.back }).getAttribute('href')
  expect(link).toMatch(/^merchantapp:\/\/main_page\?authCode=[0-9a-f]{26}&.*&state=s1$/)
  const until = Date.now() + 8000
  while (!asked.some((url) => url.startsWith('merchantapp:')) && Date.now() < until) {
    await page.waitForTimeout(100)
  }
  expect(asked.filter((url) => url.startsWith('merchantapp:'))).toEqual([link])
  expect(complaints.filter((one) => one.includes('Security'))).toEqual([])
})

test('the language switch stays on the page and is remembered on the next one', async () => {
  const { page } = await openWindow(browser, 'phone')
  await page.goto(await begin())
  await page.getByRole('link', { name: 'English' }).click()
  const siti = person(page, 'en', 'phone-switch')
  await siti.sees(WORDS.en.consent)
  await siti.agree()
  await page.getByRole('heading', { name: 'Enter the OTP' }).waitFor()
})
