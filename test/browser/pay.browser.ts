import { describe, expect, test } from '@jest/globals'
import type { Page } from 'playwright-core'
import { openWindow, picture, type Size, typist } from '../support/browser.ts'
import type { Fields } from '../support/fixtures.ts'
import { type Registered, signed, TIME } from '../support/payloan.ts'
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
    login: 'Bayar dengan Kredivo',
    review: 'Periksa pembayaran',
    days: 'Bayar dalam 30 hari',
    months: 'Bayar dalam 6 bulan',
    agree: 'Saya setuju dengan syarat dan ketentuan',
    pay: 'Konfirmasi & Bayar',
    approved: 'Transaksi berhasil',
    declined: 'Transaksi ditolak',
    underReview: 'Transaksi sedang ditinjau',
    cancelled: 'Pembayaran dibatalkan',
    over: 'Waktu pembayaran habis',
    stopped: 'Terlalu banyak percobaan. Transaksi dihentikan',
    terms: 'Setujui syarat dan ketentuan dulu',
    noLimit: 'Limit kamu tidak cukup untuk transaksi ini.',
    locked: 'Akun dikunci sementara. Coba lagi dalam 30 menit',
    expired: 'Kode OTP sudah kedaluwarsa. Minta kode baru',
    sessionOver: 'Sesi berakhir, silakan masuk lagi',
    links: 'Hubungkan akun Kredivo ke',
    approve: 'Setujui',
    later: 'Putuskan nanti',
    back: 'Kembali ke merchant',
    invalid: 'Tautan tidak berlaku',
    withdrawn: 'Pesanan dibatalkan',
  },
  en: {
    phone: 'Phone number',
    pin: 'PIN (6 digits)',
    logIn: 'Log in',
    otp: 'OTP (4 digits)',
    confirmOtp: 'Confirm OTP',
    resend: /Resend/,
    cancel: 'Cancel',
    login: 'Pay with Kredivo',
    review: 'Review your payment',
    days: 'Pay in 30 days',
    months: 'Pay in 6 months',
    agree: 'I agree to the terms',
    pay: 'Confirm & pay',
    approved: 'Payment successful',
    declined: 'Payment declined',
    underReview: 'Your payment is under review',
    cancelled: 'Payment cancelled',
    over: 'The payment time is over',
    stopped: 'Too many attempts. The transaction was stopped',
    terms: 'Please accept the terms first',
    noLimit: 'Your limit is not enough for this order.',
    locked: 'Account locked for now. Try again in 30 minutes',
    expired: 'The OTP has expired. Ask for a new one',
    sessionOver: 'Session ended, please log in again',
    links: 'Link your Kredivo account to',
    approve: 'Approve',
    later: 'Decide later',
    back: 'Back to merchant',
    invalid: 'This link is not valid',
    withdrawn: 'Order cancelled',
  },
}

type Language = keyof typeof WORDS

/** The customer in front of a window, in words. */
const customer = (page: Page, language: Language, prefix: string) => {
  const w = WORDS[language]
  let shots = 0
  const shoot = () => picture(page, `pay-${prefix}-${++shots}`)
  const { logIn, enterOtp, press } = typist(page, w)
  const sees = async (title: string) => {
    await page.getByRole('heading', { name: title, exact: true }).waitFor()
    const wide = await page.evaluate('document.documentElement.scrollWidth > innerWidth')
    expect(wide).toBe(false)
    await shoot()
  }
  const isBack = () => page.getByRole('heading', { name: 'Back at the shop' }).waitFor()
  return {
    press,
    sees,
    shoot,
    logIn,
    enterOtp,
    toReview: async (phone = '081291891818', pin = '414141') => {
      await logIn(phone, pin)
      await enterOtp()
      await page.getByRole('button', { name: w.pay }).waitFor()
    },
    pay: async (tenure?: string) => {
      if (tenure) await page.getByLabel(tenure).check()
      await page.getByLabel(w.agree).check()
      await press(w.pay)
    },
    isTold: async (notice: string) => {
      await page.locator('.notice', { hasText: notice }).waitFor()
      await shoot()
    },
    isBack,
    goesBack: async () => {
      await press(w.back)
      await isBack()
    },
  }
}

const statusOf = async (order: Registered) => (await at.shop.inquire(order)).status

describe.each([
  { language: 'id', size: 'phone' },
  { language: 'en', size: 'desktop' },
] as const)('in $language on a $size', ({ language, size }) => {
  const w = WORDS[language]

  /** A customer's window at the login of a fresh order, in the language. */
  const begin = async (name: string, change: Fields = {}, options = {}) => {
    const order = await at.shop.register(change)
    const { page, complaints } = await openWindow(at.browser, size as Size, options)
    await page.goto(at.shop.paymentUrl(order))
    if (language === 'en') {
      await page.getByRole('link', { name: 'English' }).click()
      await page.getByRole('link', { name: 'Bahasa Indonesia' }).waitFor()
    }
    return { order, page, complaints, siti: customer(page, language, `${size}-${name}`) }
  }

  test('30 days, the account linked with it, then a payment without a page', async () => {
    const { order, page, complaints, siti } = await begin('thirty', {
      tokenizeUser: '1',
      clientUserKey: 'siti@shop.example',
    })
    await siti.sees(w.login)
    await siti.toReview()
    await siti.sees(w.review)
    await page.getByText(w.links).waitFor()
    await siti.press(w.pay)
    await siti.isTold(w.terms)
    await siti.pay(w.days)
    await siti.sees(w.approved)
    await siti.isBack()
    expect(at.shop.calledBack().map(({ method, fields }) => [method, fields.resultCd])).toEqual([
      ['POST', '0000'],
    ])
    expect(Object.keys(at.shop.calledBack()[0]?.fields ?? {})).toHaveLength(29)
    const [notification] = await at.shop.notified()
    expect(await statusOf(order)).toBe('0')

    const userToken = notification?.userToken
    const again = await at.shop.register({ tokenizeUser: '2', userToken, clientUserKey: '' })
    await page.goto(at.shop.paymentUrl(again))
    await siti.isBack()
    expect(at.shop.calledBack()[1]?.fields).toMatchObject({ resultCd: '0000', tXid: again.tXid })
    expect(Object.keys(at.shop.calledBack()[1]?.fields ?? {})).toHaveLength(29)
    expect(await statusOf(again)).toBe('0')
    expect(await at.shop.notified()).toHaveLength(2)
    expect(complaints).toEqual([])
  })

  test('six months', async () => {
    const { order, page, siti } = await begin('six', {
      amt: '2500000',
      instmntMon: '6',
      instmntType: '1',
    })
    await siti.toReview()
    expect(await page.getByLabel(w.months).isChecked()).toBe(true)
    await siti.sees(w.review)
    await siti.pay()
    await siti.sees(w.approved)
    await page.getByText(w.months).waitFor()
    expect(await statusOf(order)).toBe('0')
  })

  test.each([
    { name: 'declined', phone: '081200000006' },
    { name: 'fraud', phone: '081200000007' },
  ])('$name', async ({ name, phone }) => {
    const { order, page, siti } = await begin(name)
    await siti.toReview(phone, '663482')
    await siti.pay()
    await siti.sees(w.declined)
    expect(await page.locator('main').textContent()).not.toMatch(/fraud|penipuan/i)
    await siti.goesBack()
    expect(at.shop.calledBack()[0]?.fields.resultCd).toBe('9106')
    expect(await statusOf(order)).toBe('8')
  })

  test('under review, then settled by the clock', async () => {
    const { order, siti } = await begin('review')
    await siti.toReview('081200000008', '663482')
    await siti.pay()
    await siti.sees(w.underReview)
    await siti.goesBack()
    expect(await statusOf(order)).toBe('3')
    await at.sandbox.clock({ advance: 'PT1M' })
    expect(await statusOf(order)).toBe('0')
    expect(await at.shop.notified()).toHaveLength(1)
  })

  test('not enough limit', async () => {
    const { order, page, siti } = await begin('limit')
    await siti.logIn('081200000005', '663482')
    await siti.enterOtp()
    await siti.sees(w.declined)
    await page.getByText(w.noLimit).waitFor()
    expect(await statusOf(order)).toBe('8')
  })

  test('the customer cancels, at the login and at the review', async () => {
    const { order, page, siti } = await begin('cancel')
    await siti.press(w.cancel)
    await siti.sees(w.cancelled)
    await siti.goesBack()
    await page.goto(`${at.shop.paymentUrl(order)}`)
    const w2 = WORDS.id
    const again = customer(page, 'id', `${size}-again`)
    await again.toReview()
    await again.press(w2.cancel)
    await again.sees(w2.cancelled)
    expect(at.shop.calledBack()[0]?.fields.resultCd).toBe('9030')
    expect(await statusOf(order)).toBe('3')
  })

  test('three wrong PINs; an OTP that expires; a session that ends', async () => {
    const { page, siti } = await begin('trouble')
    for (let time = 0; time < 3; time++) await siti.logIn('081200000003', '123456')
    await siti.isTold(w.locked)
    await siti.logIn('081291891818', '414141')
    await page.getByLabel(w.otp).waitFor()
    await at.sandbox.clock({ advance: 'PT3M' })
    await siti.enterOtp()
    await siti.isTold(w.expired)
    await siti.press(w.resend)
    await page.locator('.notice.good').waitFor()
    await siti.enterOtp()
    await page.getByRole('button', { name: w.pay }).waitFor()
    await at.sandbox.clock({ advance: 'PT15M' })
    await siti.pay()
    await siti.isTold(w.sessionOver)
  })

  test('the order’s time is over while the customer reads', async () => {
    const { order, siti } = await begin('over', { payValidDt: '20260131', payValidTm: '101000' })
    await siti.toReview()
    await at.sandbox.clock({ advance: 'PT10M' })
    await siti.pay()
    await siti.sees(w.over)
    await siti.goesBack()
    expect(at.shop.calledBack()[0]?.fields.resultCd).toBe('9129')
    expect(await statusOf(order)).toBe('8')
  })

  test('dead ends: too many wrong OTPs, cancelled by the merchant, a link of nobody', async () => {
    const { order, page, siti } = await begin('dead-end')
    await siti.logIn('081291891818', '414141')
    await siti.enterOtp('2222')
    await siti.sees(w.stopped)
    await page.goto(`${at.sandbox.url}/kredivo/v2/signin?tk=nope&lang=${language}`)
    await siti.sees(w.invalid)
    const withdrawn = await begin('withdrawn')
    await withdrawn.siti.toReview()
    await at.shop.cancel(withdrawn.order)
    await withdrawn.siti.pay()
    await withdrawn.siti.sees(w.withdrawn)
    expect(await statusOf(order)).toBe('3')
    expect(await statusOf(withdrawn.order)).toBe('1')
  })

  test('paid in two tabs, and pressed twice in each: one charge', async () => {
    const { order, page, siti } = await begin('tabs')
    const other = await page.context().newPage()
    await other.goto(at.shop.paymentUrl(order))
    const tab = customer(other, 'id', `${size}-tab`)
    await tab.toReview()
    await siti.toReview()
    await page.getByLabel(w.agree).check()
    await other.getByLabel(WORDS.id.agree).check()
    await Promise.all([
      page.getByRole('button', { name: w.pay }).dblclick(),
      other.getByRole('button', { name: WORDS.id.pay }).dblclick(),
    ])
    await page.getByRole('heading', { name: w.approved }).waitFor()
    await other.getByRole('heading', { name: WORDS.id.approved }).waitFor()
    expect(await at.shop.notified()).toHaveLength(1)
    expect(Object.keys((await at.sandbox.look('/state')).loans)).toHaveLength(1)
  })

  test('everything works without scripts, the result page too', async () => {
    const { order, page, siti } = await begin('noscript', {}, { javaScriptEnabled: false })
    await siti.logIn('081291891818', '414141')
    await siti.enterOtp()
    await page.getByLabel(w.agree).check()
    await siti.press(w.pay)
    await page.getByRole('heading', { name: w.approved }).waitFor()
    await siti.goesBack()
    await page.goto(at.shop.paymentUrl(order))
    await siti.shoot()
    await siti.press(/Kembali ke merchant/)
    await siti.isBack()
    expect(at.shop.calledBack().map(({ fields }) => fields.resultCd)).toEqual(['0000', '0000'])
  })

  test('the plain page of another lender', async () => {
    const { order, siti } = await begin('plain', { mitraCd: 'AKLP' })
    await siti.shoot()
    await siti.press(w.later)
    await siti.sees(w.underReview)
    await siti.goesBack()
    expect(await statusOf(order)).toBe('3')
    await at.sandbox.control(`/transactions/${order.tXid}/approve`).expect(200)
    expect(await statusOf(order)).toBe('0')
  })
})

test('a token that the merchant removed asks for a login', async () => {
  const { page } = await openWindow(at.browser, 'phone')
  const siti = customer(page, 'id', 'removed-token')
  const first = await at.shop.register({ tokenizeUser: '1', clientUserKey: 'siti' })
  await page.goto(at.shop.paymentUrl(first))
  await siti.toReview()
  await siti.pay()
  await siti.goesBack()
  const userToken = (await at.shop.notified())[0]?.userToken
  const removal = signed({ timeStamp: TIME, userToken, iMid: 'PAYLOANTES' }, 'removeToken')
  const { body } = await at.sandbox.http.post('/nicepay/direct/v2/remove-token').send(removal)
  expect(body).toMatchObject({ resultCd: '0000', tokenStatus: '0' })
  const order = await at.shop.register({ tokenizeUser: '2', userToken, clientUserKey: '' })
  await page.goto(at.shop.paymentUrl(order))
  await siti.sees(WORDS.id.login)
  await siti.toReview()
  await siti.pay()
  await siti.sees(WORDS.id.approved)
  expect(await statusOf(order)).toBe('0')
})

test('account A11 enters an OTP for a payment by token', async () => {
  const { page } = await openWindow(at.browser, 'phone')
  const lina = customer(page, 'id', 'token-otp')
  const order = await at.shop.register({ tokenizeUser: '1', clientUserKey: 'lina' })
  await page.goto(at.shop.paymentUrl(order))
  await lina.toReview('081200000011', '663482')
  await lina.pay()
  await lina.goesBack()
  const userToken = (await at.shop.notified())[0]?.userToken
  const again = await at.shop.register({ tokenizeUser: '2', userToken, clientUserKey: '' })
  await page.goto(at.shop.paymentUrl(again))
  await lina.enterOtp()
  await lina.sees(WORDS.id.approved)
  expect(await statusOf(again)).toBe('0')
})

test('the keyboard alone is enough to pay', async () => {
  const { page } = await openWindow(at.browser, 'desktop')
  await page.goto(at.shop.paymentUrl(await at.shop.register({ billingPhone: '081291891818' })))
  await page.locator('#pin:focus').waitFor()
  await page.keyboard.type('414141')
  await page.keyboard.press('Enter')
  await page.locator('#otp:focus').waitFor()
  await page.keyboard.type('4567')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: WORDS.id.review }).waitFor()
  await page.getByLabel(WORDS.id.days).focus()
  // Past the schedule, which stays folded.
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Space')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: WORDS.id.approved }).waitFor()
})

test('what a merchant sends never runs as a script on the pages of an order', async () => {
  const hostile = `"'><img src=x onerror=alert(1)><script>alert(1)</script>`
  const { page } = await openWindow(at.browser, 'desktop')
  const dialogs: string[] = []
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message())
    void dialog.dismiss()
  })
  const item = { goods_id: 'x', goods_name: hostile, goods_amt: '25145', goods_quantity: '1' }
  const order = await at.shop.register({
    goodsNm: hostile,
    billingNm: hostile,
    description: hostile,
    referenceNo: hostile.slice(0, 40),
    cartData: JSON.stringify({ count: '1', item: [item] }),
  })
  await page.goto(at.shop.paymentUrl(order, { callBackUrl: `${at.shop.callBackUrl}?${hostile}` }))
  const siti = customer(page, 'id', 'hostile')
  await siti.toReview()
  await siti.shoot()
  await siti.pay()
  await siti.goesBack()
  expect(at.shop.calledBack()[0]?.fields).toMatchObject({ goodsNm: hostile, billingNm: hostile })
  expect(dialogs).toEqual([])
})
