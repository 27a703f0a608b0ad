import { describe, expect, test } from '@jest/globals'
import type { Page } from 'playwright-core'
import { openWindow, picture } from '../support/browser.ts'
import { contrastFlaws } from '../support/contrast.ts'
import { stage } from '../support/stage.ts'

const at = stage()

const WORDS = {
  id: {
    link: 'Hubungkan AstraPay',
    back: 'Kembali ke merchant',
    toShop: /Kembali ke toko/,
    pay: 'Bayar',
    cancel: 'Batalkan semua',
    unlink: 'Lepas AstraPay',
    unlinked: /Toko sudah melupakan token AstraPay/,
    linked: 'terhubung',
    paid: 'dibayar',
    cancelled: 'dibatalkan',
    verified: '✓ X-SIGNATURE terverifikasi',
    returned: '✓ state cocok, authCode diterima',
  },
  en: {
    link: 'Link AstraPay',
    back: 'Back to merchant',
    toShop: /Back to the shop/,
    pay: 'Pay',
    cancel: 'Cancel all of it',
    unlink: 'Unlink AstraPay',
    unlinked: /The shop has forgotten the AstraPay token/,
    linked: 'linked',
    paid: 'paid',
    cancelled: 'cancelled',
    verified: '✓ X-SIGNATURE verified',
    returned: '✓ state agrees, authCode received',
  },
}

const looks = async (page: Page, name: string) => {
  await picture(page, name)
  const wider = 'document.documentElement.scrollWidth > innerWidth'
  expect([await page.evaluate(wider), await page.evaluate(contrastFlaws)]).toEqual([false, []])
}

describe.each([
  { language: 'id', size: 'phone', javaScriptEnabled: true, colorScheme: 'light' },
  { language: 'en', size: 'desktop', javaScriptEnabled: true, colorScheme: 'dark' },
  { language: 'id', size: 'phone', javaScriptEnabled: false, colorScheme: 'dark' },
] as const)(
  'in $language on a $size, scripts $javaScriptEnabled',
  ({ language, size, ...options }) => {
    const w = WORDS[language]
    const name = (shot: string) =>
      `shop-wallet-${size}-${language}-${options.javaScriptEnabled ? '' : 'noscript-'}${shot}`

    test('links a wallet by SNAP, pays without a page, cancels, unlinks', async () => {
      const { page, complaints } = await openWindow(at.browser, size, options)
      const press = (button: string) =>
        page.getByRole('button', { name: button, exact: true }).click()
      const finds = (state: string) =>
        page.locator('main .summary .state', { hasText: state }).waitFor()
      await page.goto(`${at.sandbox.url}/demo?lang=${language}`)
      expect(await page.locator('[name=way][value=wallet]').isDisabled()).toBe(true)
      await looks(page, name('1-front'))

      await press(w.link)
      await page.locator(`html[lang=${language}]`).waitFor()
      await page.locator('main form button').first().click()
      await page.locator('#otp').fill('123456')
      await page.keyboard.press('Enter')
      await page.locator('#pin').fill('123456')
      await page.keyboard.press('Enter')
      if (!options.javaScriptEnabled) await page.getByRole('link', { name: w.back }).click()
      await finds(w.linked)
      await page.locator('.callback .verdict', { hasText: w.returned }).waitFor()
      for (const summary of await page.locator('summary').all()) await summary.click()
      await looks(page, name('2-linked'))

      await page.getByRole('link', { name: w.toShop }).click()
      await page.locator('[name=way][value=wallet]').check()
      await press(w.pay)
      await finds(w.paid)
      await page.locator('.notification .verdict', { hasText: w.verified }).waitFor()
      for (const summary of await page.locator('summary').all()) await summary.click()
      await looks(page, name('3-paid'))
      await press(w.cancel)
      await finds(w.cancelled)

      await page.getByRole('link', { name: w.toShop }).click()
      await press(w.unlink)
      await page.getByText(w.unlinked).waitFor()
      await looks(page, name('4-unlinked'))
      expect(complaints).toEqual([])
    })
  },
)
