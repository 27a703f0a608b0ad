import { describe, expect, test } from '@jest/globals'
import type { Page } from 'playwright-core'
import { openWindow, picture, type Size, typist } from '../support/browser.ts'
import { contrastFlaws } from '../support/contrast.ts'
import { stage } from '../support/stage.ts'

const at = stage()

const WORDS = {
  id: {
    phone: 'Nomor HP',
    pin: 'PIN (6 angka)',
    logIn: 'Masuk',
    otp: 'Kode OTP (4 angka)',
    confirmOtp: 'Konfirmasi OTP',
    loginTitle: 'Bayar dengan Kredivo',
    agree: 'Saya setuju dengan syarat dan ketentuan',
    pay: 'Konfirmasi & Bayar',
    back: 'Kembali ke merchant',
    title: 'Toko demo',
    shoppingAs: 'Berbelanja sebagai',
    change: 'Ganti pelanggan',
    buy: 'Bayar',
    again: 'Beli lagi',
    payNow: 'Bayar sekarang',
    resume: 'Lanjutkan di halaman NICEPAY',
    byInquiry: 'inquiry yang memastikan',
    oneClick: 'Kredivo sekali klik',
    link: 'Hubungkan akun Kredivo',
    unlink: 'Lepas tautan',
    unlinked: /Toko sudah melupakan userToken ini/,
    dead: /Tautan tidak aktif lagi/,
    forgot: /Toko melupakan token itu/,
    askedLogin: /pelanggan diminta login/,
    backToShop: /Kembali ke toko/,
    ask: 'Tanya lagi (inquiry)',
    cancelAll: 'Batalkan semua',
    cancelPart: 'Kembalikan sebagian',
    amount: 'Jumlah (rupiah)',
    verified: '✓ merchantToken terverifikasi',
    agrees: '✓ cocok dengan pesanan',
    left: 'Masih terbayar: Rp15.145',
    states: {
      unpaid: 'belum dibayar',
      paid: 'dibayar',
      partly: 'batal sebagian',
      cancelled: 'dibatalkan',
      linked: 'terhubung',
      review: 'ditinjau atau belum selesai',
      failed: 'gagal',
      refused: 'ditolak',
    },
  },
  en: {
    phone: 'Phone number',
    pin: 'PIN (6 digits)',
    logIn: 'Log in',
    otp: 'OTP (4 digits)',
    confirmOtp: 'Confirm OTP',
    loginTitle: 'Pay with Kredivo',
    agree: 'I agree to the terms',
    pay: 'Confirm & pay',
    back: 'Back to merchant',
    title: 'Demo shop',
    shoppingAs: 'Shopping as',
    change: 'Change customer',
    buy: 'Pay',
    again: 'Buy again',
    payNow: 'Pay now',
    resume: 'Continue on NICEPAY’s page',
    byInquiry: 'the inquiry confirms it',
    oneClick: 'Kredivo with one click',
    link: 'Link Kredivo account',
    unlink: 'Unlink',
    unlinked: /The shop has forgotten this userToken/,
    dead: /The link is not active any more/,
    forgot: /The shop has forgotten it/,
    askedLogin: /the customer was asked to log in/,
    backToShop: /Back to the shop/,
    ask: 'Ask again (inquiry)',
    cancelAll: 'Cancel all of it',
    cancelPart: 'Give a part back',
    amount: 'Amount (rupiah)',
    verified: '✓ merchantToken verified',
    agrees: '✓ agrees with the order',
    left: 'Still paid: Rp15,145',
    states: {
      unpaid: 'not paid yet',
      paid: 'paid',
      partly: 'partly cancelled',
      cancelled: 'cancelled',
      linked: 'linked',
      review: 'in review or unfinished',
      failed: 'failed',
      refused: 'refused',
    },
  },
}

type Language = keyof typeof WORDS

const SITI = { label: 'A02', phone: '081291891818', pin: '414141' }

/** A visitor of the shop in front of a window, in words. */
const visitor = (page: Page, language: Language) => {
  const w = WORDS[language]
  const { logIn, enterOtp } = typist(page, w)
  const press = (name: string | RegExp) =>
    page.getByRole('button', { name, exact: true }).first().click()
  /** The payment step begins in the sandbox's own language. */
  const atKredivo = async () => {
    await page.waitForURL(/\/kredivo\//)
    if (language === 'en' && (await page.locator('html').getAttribute('lang')) === 'id') {
      await page.getByRole('link', { name: 'English' }).click()
    }
    await page.locator(`html[lang=${language}]`).waitFor()
  }
  return {
    press,
    atKredivo,
    open: () => page.goto(`${at.sandbox.url}/demo?lang=${language}`),
    shopsAs: async (label: string) => {
      await page.getByLabel(w.shoppingAs).selectOption(label)
      await press(w.change)
      await page.locator('dd', { hasText: `${label}:` }).waitFor()
    },
    /** Chooses a way to pay, in the shop or on an order's page, and buys. */
    buys: async (way: string) => {
      const radio = page.locator(`input[name=way][value=${way}]`)
      if ((await radio.count()) > 0) {
        await radio.check()
        return press(w.buy)
      }
      await page.locator('#way').selectOption(way)
      await press(w.again)
    },
    links: async ({ phone, pin } = SITI) => {
      await press(w.link)
      await atKredivo()
      await logIn(phone, pin)
      await enterOtp()
      await press(w.back)
    },
    pays: async ({ phone, pin } = SITI) => {
      await atKredivo()
      await logIn(phone, pin)
      await enterOtp()
      await page.getByLabel(w.agree).check()
      await press(w.pay)
      await press(w.back)
    },
    goesToShop: async () => {
      await page.getByRole('link', { name: w.backToShop }).click()
      await page.getByRole('heading', { name: w.title }).waitFor()
    },
    /** Waits until the order page says how the deal stands. */
    finds: (state: keyof typeof w.states) =>
      page.locator('main .summary .state', { hasText: w.states[state] }).waitFor(),
  }
}

const isWide = (page: Page) =>
  page.evaluate('document.documentElement.scrollWidth > innerWidth') as Promise<boolean>

const STORIES = [
  { language: 'id', size: 'phone', javaScriptEnabled: true, colorScheme: 'light' },
  { language: 'en', size: 'desktop', javaScriptEnabled: true, colorScheme: 'dark' },
  { language: 'en', size: 'phone', javaScriptEnabled: false, colorScheme: 'dark' },
] as const

describe.each(STORIES)(
  'in $language on a $size, scripts $javaScriptEnabled',
  ({ language, size, ...options }) => {
    const w = WORDS[language]
    const name = (shot: string) =>
      `shop-${size}-${language}-${options.colorScheme}${options.javaScriptEnabled ? '' : '-noscript'}-${shot}`
    const enter = async () => {
      const { page, complaints } = await openWindow(at.browser, size as Size, options)
      const siti = visitor(page, language)
      await siti.open()
      return { page, complaints, siti }
    }

    test('buys and links, buys with one click, gives a part back, cancels', async () => {
      const { page, complaints, siti } = await enter()
      await picture(page, name('1-empty'))
      expect(await page.getByLabel(w.oneClick).isDisabled()).toBe(true)
      await siti.shopsAs('A02')
      await siti.buys('remember')
      await siti.pays()
      await siti.finds('paid')
      await page.locator('.notification .verdict', { hasText: w.verified }).waitFor()
      await page.locator('.inquiry .verdict', { hasText: w.agrees }).first().waitFor()
      await picture(page, name('2-order'))
      expect(await isWide(page)).toBe(false)

      await siti.goesToShop()
      await page.getByText('+62-812****1818').waitFor()
      await picture(page, name('3-linked'))
      expect(await isWide(page)).toBe(false)
      await siti.buys('oneClick')
      if (!options.javaScriptEnabled) await siti.press(/Kembali ke merchant/)
      await siti.finds('paid')
      await page.locator('.notification .verdict', { hasText: w.verified }).waitFor()

      await page.getByLabel(w.amount).fill('10.000')
      await siti.press(w.cancelPart)
      await siti.finds('partly')
      await page.getByText(w.left).waitFor()
      await page.getByLabel(w.amount).fill('99999')
      await siti.press(w.cancelPart)
      await page.locator('.cancel.bad', { hasText: '9319' }).waitFor()
      for (const summary of await page.locator('summary').all()) await summary.click()
      await picture(page, name('4-partly'))
      expect(await isWide(page)).toBe(false)

      await siti.goesToShop()
      await page.locator('.deals a').nth(1).click()
      await siti.press(w.cancelAll)
      await siti.finds('cancelled')
      expect(complaints).toEqual([])
    })

    test('links without buying; unlinks in the shop', async () => {
      const { page, complaints, siti } = await enter()
      await siti.shopsAs('A02')
      await siti.links()
      await siti.finds('linked')
      await page.locator('.notification .verdict', { hasText: w.verified }).waitFor()
      await siti.goesToShop()
      await siti.press(w.unlink)
      await page.getByText(w.unlinked).waitFor()
      expect(await page.getByLabel(w.oneClick).isDisabled()).toBe(true)
      expect(complaints).toEqual([])
    })

    test('unlinked in Kredivo’s app, then buys again: a login, or refused and forgotten', async () => {
      const { page, siti } = await enter()
      await siti.shopsAs('A02')
      await siti.links()
      await siti.finds('linked')
      await at.sandbox.control('/notifications/flush')
      const [token] = await at.sandbox.look('/user-tokens')
      await at.sandbox.control(`/user-tokens/${token.userToken}/deactivate`).expect(200)
      await siti.goesToShop()
      await page.getByText(w.dead).waitFor()
      await picture(page, name('5-dead-link'))
      await siti.buys('oneClick')
      await siti.pays()
      await siti.finds('paid')
      await page.getByText(w.askedLogin).waitFor()

      await at.sandbox.settings({ seamlessDeadToken: 'refuse' })
      await siti.buys('oneClick')
      await siti.finds('refused')
      await page.getByText(w.forgot).waitFor()
      await picture(page, name('6-refused'))
      expect(await page.locator('#way [value=oneClick]').isDisabled()).toBe(true)
    })

    test('a review: the page changes by itself when the notification is there', async () => {
      const { page, siti } = await enter()
      await siti.shopsAs('A08')
      await siti.buys('kredivo')
      await siti.pays({ label: 'A08', phone: '081200000008', pin: '663482' })
      await siti.finds('review')
      await picture(page, name('7-review'))
      await at.sandbox.clock({ advance: 'PT1M' })
      await at.sandbox.control('/notifications/flush')
      await siti.finds('paid')
      await page.locator('.notification .verdict', { hasText: w.verified }).waitFor()
    })
  },
)

describe.each(STORIES)(
  'the new ways, in $language on a $size, scripts $javaScriptEnabled',
  ({ language, size, ...options }) => {
    const w = WORDS[language]
    const shot = (name: string) =>
      `shop-${size}-${language}-${options.colorScheme}${options.javaScriptEnabled ? '' : '-noscript'}-${name}`
    /** A customer's window on the page of a fresh order. */
    const order = async (way: string) => {
      const { page, complaints } = await openWindow(at.browser, size as Size, options)
      const siti = visitor(page, language)
      await siti.open()
      await siti.buys(way)
      const looks = async (name: string) => {
        await picture(page, shot(`${way}-${name}`))
        const flaws = (await page.evaluate(contrastFlaws)) as string[]
        expect([await isWide(page), flaws]).toEqual([false, []])
      }
      return { page, complaints, siti, looks }
    }

    test.each(['va', 'alfamart', 'qris'])('%s: pays where the page says', async (way) => {
      const { page, complaints, siti, looks } = await order(way)
      await siti.finds('unpaid')
      await looks('waits')
      const there = await page.locator('.till-now a[href^="/orders/"]').getAttribute('href')
      await at.sandbox.control(`/transactions/${there?.replace('/orders/', '')}/pay`).expect(200)
      await at.sandbox.control('/notifications/flush')
      await siti.finds('paid')
      await page.locator('.notification .verdict', { hasText: w.verified }).waitFor()
      await looks('paid')
      expect(complaints).toEqual([])
    })

    test('card: the form, the bank’s OTP, back to the shop', async () => {
      const { page, complaints, siti, looks } = await order('card')
      await looks('form')
      await page.locator('[name=cardNo]').fill('5123 4500 0000 0008')
      await page.locator('[name=cardExpYymm]').fill('3901')
      await page.locator('[name=cardCvv]').fill('100')
      await siti.press(w.payNow)
      if (!options.javaScriptEnabled) await page.locator('form button').click()
      await page.locator('#otp').fill('112233')
      await page.keyboard.press('Enter')
      if (!options.javaScriptEnabled) await page.locator('form button').first().click()
      await siti.finds('paid')
      await page.locator('.callback .verdict', { hasText: w.verified }).waitFor()
      await looks('paid')
      expect(complaints).toEqual([])
    })

    test('OVO: asks on the phone while the browser waits', async () => {
      const { page, complaints, siti, looks } = await order('ovo')
      await looks('form')
      await siti.press(w.payNow)
      await page.locator('button[value=approve]').click()
      if (!options.javaScriptEnabled) await page.locator('form button').first().click()
      await siti.finds('paid')
      await page.locator('.notification .verdict', { hasText: w.verified }).waitFor()
      expect(complaints).toEqual([])
    })

    test('checkout: a number, back unpaid, on again, paid', async () => {
      const { page, complaints, siti, looks } = await order('checkout')
      await page.locator(`html[lang=${language}]`).waitFor()
      await page.locator('[data-method="03"]').click()
      await page.locator('[value=INDO]').check()
      await page.locator('button[value=choose]').click()
      await page.locator('form.back button').click()
      await siti.finds('unpaid')
      await page.locator('.callback .verdict', { hasText: w.byInquiry }).waitFor()
      await looks('back')
      await siti.press(w.resume)
      await page.locator('button[value=pay]').click()
      if (!options.javaScriptEnabled) await page.locator('form.back button').click()
      await siti.finds('paid')
      await page.locator('.notification .verdict', { hasText: w.verified }).waitFor()
      await looks('paid')
      expect(complaints).toEqual([])
    })
  },
)

test('the order page says when no limit covers the price', async () => {
  const { page } = await openWindow(at.browser, 'phone')
  const siti = visitor(page, 'id')
  await siti.open()
  await siti.shopsAs('A02')
  await page.getByLabel(/Motor listrik/).check()
  await siti.buys('kredivo')
  await typist(page, WORDS.id).logIn(SITI.phone, SITI.pin)
  await typist(page, WORDS.id).enterOtp()
  await siti.press(WORDS.id.back)
  await siti.finds('failed')
  await page.locator('.callback .verdict', { hasText: '9106' }).waitFor()
})

test('the keyboard alone is enough to choose, to buy and to cancel', async () => {
  const { page } = await openWindow(at.browser, 'desktop')
  const siti = visitor(page, 'id')
  await siti.open()
  /** Presses Tab until something has the focus that is called so. */
  const tabTo = async (name: string) => {
    for (let n = 0; n < 40; n++) {
      await page.keyboard.press('Tab')
      const focused = await page.evaluate('document.activeElement.textContent.trim()')
      if (focused === name) return
    }
    throw new Error(`Tab does not lead to "${name}"`)
  }
  await page.getByLabel(/Kopi Gayo/).focus()
  await page.keyboard.press('ArrowDown')
  expect(await page.getByLabel(/Ransel kanvas/).isChecked()).toBe(true)
  await page.locator('[name=way]:checked').focus()
  for (let n = 0; n < 7; n++) await page.keyboard.press('ArrowDown')
  expect(await page.locator('[name=way]:checked').getAttribute('value')).toBe('kredivo')
  await tabTo(WORDS.id.buy)
  await picture(page, 'shop-desktop-keyboard')
  await page.keyboard.press('Enter')
  await page.locator('#pin:focus').waitFor()
  await page.keyboard.type('663482')
  await page.keyboard.press('Enter')
  await page.locator('#otp:focus').waitFor()
  await page.keyboard.type('4567')
  await page.keyboard.press('Enter')
  await page.getByLabel(WORDS.id.agree).focus()
  await page.keyboard.press('Space')
  await page.keyboard.press('Enter')
  await siti.finds('paid')
  await picture(page, 'shop-desktop-id-light-order')
  await tabTo(WORDS.id.cancelAll)
  await page.keyboard.press('Enter')
  await siti.finds('cancelled')
})
