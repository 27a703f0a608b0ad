import { describe, expect, test } from '@jest/globals'
import jsQR from 'jsqr'
import type { Page } from 'playwright-core'
import { isGenuinePayment } from '../../src/demo/merchant.ts'
import { openWindow, picture, type Size, typist } from '../support/browser.ts'
import { type CheckoutOrder, registerCheckout } from '../support/checkout.ts'
import { contrastFlaws } from '../support/contrast.ts'
import { type Fields, KEY } from '../support/fixtures.ts'
import { stage } from '../support/stage.ts'

const at = stage()

const WORDS = {
  id: {
    select: 'Pilih metode pembayaran',
    paid: 'Pembayaran berhasil',
    failed: 'Pembayaran gagal',
    expired: 'Waktu transaksi habis',
    unknown: 'Transaksi tidak ditemukan',
    phone: 'Nomor HP',
    pin: 'PIN (6 angka)',
    logIn: 'Masuk',
    otp: 'Kode OTP (4 angka)',
    confirmOtp: 'Konfirmasi OTP',
    agree: 'Saya setuju dengan syarat dan ketentuan',
    pay: 'Konfirmasi & Bayar',
  },
  en: {
    select: 'Select payment method',
    paid: 'Payment successful',
    failed: 'Payment failed',
    expired: 'Transaction has expired',
    unknown: 'Transaction not found',
    phone: 'Phone number',
    pin: 'PIN (6 digits)',
    logIn: 'Log in',
    otp: 'OTP (4 digits)',
    confirmOtp: 'Confirm OTP',
    agree: 'I agree to the terms',
    pay: 'Confirm & pay',
  },
}

const CARDS = {
  secure: '5123 4500 0000 0008',
  declined: '4000 0000 0000 0010',
  plain: '4222 2222 2222 2222',
}

/** The customer in front of a window, in words. */
const customer = (page: Page, shots: string) => {
  let count = 0
  const press = (button: string) => page.locator(`button[value=${button}]`).click()
  /** Everything of the page can be read, and nothing stands beside it. */
  const looks = async (what = '') => {
    await picture(page, `checkout-${shots}-${++count}${what && `-${what}`}`)
    const wide = await page.evaluate('document.documentElement.scrollWidth > innerWidth')
    expect([wide, await page.evaluate(contrastFlaws)]).toEqual([false, []])
  }
  const sees = async (title: string) => {
    await page.getByRole('heading', { name: title, exact: true }).waitFor()
    await looks()
  }
  return {
    press,
    looks,
    sees,
    /** Chooses a method, and one of its partners, if it has any. */
    chooses: async (payMethod: string, partner?: string) => {
      await page.locator(`[data-method="${payMethod}"]`).click()
      await page.locator('main form').first().waitFor()
      await looks('partners')
      if (!partner) return
      await page.locator(`[name=partner][value=${partner}]`).check()
      await press('choose')
    },
    typesCard: async (cardNo: string) => {
      await page.locator('#card-number').fill(cardNo)
      await page.locator('#expirationdate').fill('01/39')
      await page.locator('#securitycode').fill('100')
      await page.locator('#submit_button_cc').click()
    },
    typesOtp: async (otp: string) => {
      await page.locator('#otp').fill(otp)
      await page.locator('main form button').first().click()
    },
    isBack: () => page.getByRole('heading', { name: 'Back at the shop' }).waitFor(),
    goesBack: async () => {
      await page.locator('form.back button, .mark ~ form button').first().click()
      await page.getByRole('heading', { name: 'Back at the shop' }).waitFor()
    },
  }
}

/** What the merchant knows in the end: what the browser brought, what was notified and verified, what an inquiry says. */
const known = async (order: CheckoutOrder) => {
  const notified = await at.shop.notified()
  for (const fields of notified) {
    expect(isGenuinePayment(fields, { iMid: order.iMid, merchantKey: KEY })).toBe(true)
    expect(fields).toMatchObject({ tXid: order.tXid, amt: order.amt, status: '0' })
  }
  const { payMethod, status } = await at.shop.inquire(order)
  const callbacks = at.shop.calledBack().map(({ method, fields }) => {
    const { tXid, amount, amt, merchantToken } = fields
    expect([method, tXid, amount, amt]).toEqual(['POST', order.tXid, order.amt, order.amt])
    expect(merchantToken).toBeUndefined()
    return fields.resultCd
  })
  return { callbacks, notified: notified.map((fields) => fields.payMethod), payMethod, status }
}

const paidBy = (payMethod: string) => ({
  callbacks: ['0000'],
  notified: [payMethod],
  payMethod,
  status: '0',
})

/** The text of a QR code as it is on the screen: the picture's own pixels, read in an empty window. */
const scanned = async (page: Page, selector: string): Promise<string | undefined> => {
  const png = await page.locator(selector).screenshot()
  const empty = await page.context().newPage()
  const read = `(async () => {
    const image = new Image()
    image.src = 'data:image/png;base64,${png.toString('base64')}'
    await image.decode()
    const { width, height } = image
    const canvas = Object.assign(document.createElement('canvas'), { width, height })
    const ink = canvas.getContext('2d')
    ink.drawImage(image, 0, 0)
    const { data } = ink.getImageData(0, 0, width, height)
    return { width, height, data: btoa([...data].map((byte) => String.fromCharCode(byte)).join('')) }
  })()`
  const { data, width, height } = (await empty.evaluate(read)) as {
    data: string
    width: number
    height: number
  }
  await empty.close()
  return jsQR.default(new Uint8ClampedArray(Buffer.from(data, 'base64')), width, height)?.data
}

const STORIES = [
  { language: 'id', size: 'phone', javaScriptEnabled: true },
  { language: 'en', size: 'desktop', javaScriptEnabled: true },
  { language: 'en', size: 'phone', javaScriptEnabled: false },
] as const

describe.each(STORIES)(
  'in $language on a $size, scripts $javaScriptEnabled',
  ({ language, size, javaScriptEnabled }) => {
    const w = WORDS[language]
    const begin = async (name: string, change: Fields = {}) => {
      const order = await registerCheckout(at, change)
      const { page, complaints } = await openWindow(at.browser, size as Size, { javaScriptEnabled })
      const siti = customer(page, `${size}-${language}${javaScriptEnabled ? '' : '-plain'}-${name}`)
      await page.goto(`${order.address}&lang=${language}`)
      return { order, page, complaints, siti }
    }

    test('Indomaret: a number, paid at the till', async () => {
      const { order, page, complaints, siti } = await begin('indomaret')
      await siti.sees(w.select)
      await siti.chooses('03', 'INDO')
      await siti.looks('number')
      expect(await page.locator('#number').getAttribute('data-number')).toBe(order.tXid.slice(-12))
      expect(await page.locator('button[value=ready]').count()).toBe(0)
      await siti.press('pay')
      await siti.sees(w.paid)
      await siti.goesBack()
      expect(await known(order)).toEqual(paidBy('03'))
      expect(complaints).toEqual([])
    })

    test('Alfamart: the till asks first, and then takes the money', async () => {
      const { order, page, siti } = await begin('alfamart')
      await siti.chooses('03', 'ALMA')
      await siti.press('ready')
      await page.locator('button[value=ready]').waitFor({ state: 'detached' })
      await siti.looks('ready')
      expect(await page.locator('button[value=change]').count()).toBe(0)
      expect((await at.shop.inquire(order)).status).toBe('5')
      await siti.press('pay')
      await siti.sees(w.paid)
      await siti.goesBack()
      expect(await known(order)).toEqual(paidBy('03'))
    })

    test('a transfer', async () => {
      const { order, page, siti } = await begin('va')
      await siti.chooses('02', 'BMRI')
      await siti.looks('number')
      const number = await page.locator('#number').getAttribute('data-number')
      expect(number).toMatch(new RegExp(`${order.tXid.slice(-10)}$`))
      await siti.press('pay')
      await siti.sees(w.paid)
      await siti.goesBack()
      expect(await known(order)).toEqual(paidBy('02'))
    })

    test('a card with the right OTP', async () => {
      const { order, complaints, siti } = await begin('card')
      await siti.chooses('01')
      await siti.typesCard(CARDS.secure)
      await siti.looks('otp')
      await siti.typesOtp('112233')
      await siti.goesBack()
      expect(await known(order)).toEqual(paidBy('01'))
      expect(complaints).toEqual([])
    })

    test('a card with three wrong OTPs', async () => {
      const { order, page, siti } = await begin('otp')
      await siti.chooses('01')
      await siti.typesCard(CARDS.secure)
      for (const otp of ['000000', '000000']) {
        await siti.typesOtp(otp)
        await page.locator('#notice').waitFor()
      }
      await siti.looks('wrong')
      await siti.typesOtp('000000')
      await siti.goesBack()
      expect(await known(order)).toEqual({
        callbacks: ['9117'],
        notified: [],
        payMethod: '01',
        status: '8',
      })
    })

    test('a card that its bank declines, and one that is none', async () => {
      const { order, page, siti } = await begin('declined')
      await siti.chooses('01')
      await siti.typesCard('4000 0000 0000 9999')
      await page.locator('[role=alert]').waitFor()
      await siti.looks('refused')
      await siti.typesCard(CARDS.declined)
      await siti.sees(w.failed)
      await siti.goesBack()
      expect(await known(order)).toEqual({
        callbacks: ['9110'],
        notified: [],
        payMethod: '01',
        status: '8',
      })
    })

    test('OVO asks in its app while the page waits', async () => {
      const { order, siti } = await begin('ovo')
      await siti.chooses('05', 'OVOE')
      await siti.looks('app')
      await siti.press('approve')
      await siti.goesBack()
      expect(await known(order)).toEqual(paidBy('05'))
    })

    test('DANA has a login', async () => {
      const { order, page, siti } = await begin('dana')
      await siti.chooses('05', 'DANA')
      await siti.looks('login')
      await page.locator('#phone').fill('081227619520')
      await page.locator('#pin').fill('159753')
      await page.locator('main form button').first().click()
      await siti.goesBack()
      expect(await known(order)).toEqual(paidBy('05'))
    })

    test('QRIS: the picture on the screen is the code of the order', async () => {
      const { order, page, siti } = await begin('qris')
      await siti.chooses('08')
      await siti.press('choose')
      await siti.looks('code')
      const { details } = await at.sandbox.look(`/transactions/${order.tXid}`)
      expect(await scanned(page, '.qr img')).toBe(details.qrContent)
      expect(await page.locator('button[value=change]').count()).toBe(0)
      await siti.press('pay')
      await siti.sees(w.paid)
      await siti.goesBack()
      expect(await known(order)).toEqual(paidBy('08'))
    })

    test('Kredivo', async () => {
      const { order, page, siti } = await begin('kredivo')
      await siti.chooses('06', 'KDVI')
      const { logIn, enterOtp } = typist(page, w)
      await logIn('081291891818', '414141')
      await enterOtp()
      await siti.looks('review')
      await page.getByLabel(w.agree).check()
      await page.getByRole('button', { name: w.pay }).click()
      await siti.goesBack()
      expect(await known(order)).toEqual(paidBy('06'))
    })

    test('another method after all; back unpaid; on again', async () => {
      const { order, page, siti } = await begin('change')
      await siti.chooses('02', 'CENA')
      await siti.press('change')
      await siti.sees(w.select)
      expect((await at.shop.inquire(order)).vacctNo).toBeNull()
      await siti.chooses('03', 'INDO')
      await siti.goesBack()
      expect(await known(order)).toMatchObject({ callbacks: ['0000'], notified: [], status: '3' })
      await page.goto(`${order.address}&lang=${language}`)
      await siti.press('pay')
      await siti.sees(w.paid)
      await siti.goesBack()
      expect(await known(order)).toMatchObject({ notified: ['03'], status: '0' })
    })

    test('unknown, expired and used addresses say so', async () => {
      const { order, page, siti } = await begin('over')
      await siti.chooses('02', 'BRIN')
      await siti.press('pay')
      await siti.sees(w.paid)
      await page.goto(`${order.address}&lang=${language}`)
      await siti.sees(w.paid)
      const unknown = order.address.replace(/....$/, '0000')
      await page.goto(`${unknown}&lang=${language}`)
      await siti.sees(w.unknown)
      const late = await registerCheckout(at)
      await at.sandbox.clock({ advance: 'P2D' })
      await page.goto(`${late.address}&lang=${language}`)
      await siti.sees(w.expired)
    })
  },
)

/** A customer's window at a fresh order. */
const open = async (size: Size = 'desktop', change: Fields = {}) => {
  const order = await registerCheckout(at, change)
  const { page, complaints } = await openWindow(at.browser, size)
  await page.goto(`${order.address}&lang=id`)
  return { order, page, complaints, siti: customer(page, `${size}-single`) }
}

test('a double click on Pay pays once', async () => {
  const { order, page, siti } = await open()
  await siti.chooses('03', 'INDO')
  await page.locator('button[value=pay]').dblclick()
  await siti.sees(WORDS.id.paid)
  await siti.goesBack()
  expect(await known(order)).toEqual(paidBy('03'))
})

test('a double click on Process begins one payment; its card is charged once', async () => {
  const { order, page, siti } = await open()
  await siti.chooses('01')
  await page.locator('#card-number').fill(CARDS.plain)
  await page.locator('#expirationdate').fill('0139')
  await page.locator('#securitycode').fill('123')
  await page.locator('#submit_button_cc').dblclick()
  await siti.sees(WORDS.id.paid)
  await siti.goesBack()
  expect(await known(order)).toEqual(paidBy('01'))
})

test('two tabs: what was left in one for another method leads nowhere any more', async () => {
  const { order, page, siti } = await open()
  const tab = await page.context().newPage()
  const other = customer(tab, 'desktop-tab')
  await tab.goto(order.address)
  await siti.chooses('05', 'DANA')
  await page.locator('#pin').waitFor()
  await tab.reload()
  await other.looks('away')
  await other.press('change')
  await other.chooses('02', 'BNIN')
  await page.locator('#phone').fill('081227619520')
  await page.locator('#pin').fill('159753')
  await page.locator('main form button').first().click()
  await page.getByRole('heading', { name: 'Tautan tidak berlaku' }).waitFor()
  expect(await at.shop.inquire(order)).toMatchObject({ payMethod: '02', status: '3' })
  await other.press('pay')
  await other.sees(WORDS.id.paid)
  await other.goesBack()
  expect(await known(order)).toEqual(paidBy('02'))
})

test('two tabs at the same number: paid in one, the other goes on by itself', async () => {
  const { order, page, siti } = await open()
  await siti.chooses('02', 'BBBA')
  const tab = await page.context().newPage()
  await tab.goto(order.address)
  await customer(tab, 'desktop-tab').press('pay')
  await page.getByRole('heading', { name: WORDS.id.paid }).waitFor()
  await page.getByRole('heading', { name: 'Back at the shop' }).waitFor()
  await tab.getByRole('heading', { name: 'Back at the shop' }).waitFor()
  expect((await known(order)).notified).toEqual(['02'])
})

test('money that comes in meanwhile changes the page, and leads back by itself', async () => {
  const { order, siti } = await open('phone')
  await siti.chooses('08')
  await siti.press('choose')
  await at.sandbox.control(`/transactions/${order.tXid}/pay`).expect(200)
  await siti.isBack()
  expect(await known(order)).toEqual(paidBy('08'))
})

test('the keyboard alone is enough', async () => {
  const { order, page, siti } = await open()
  const tabTo = async (selector: string) => {
    for (let n = 0; n < 40; n++) {
      await page.keyboard.press('Tab')
      if (await page.evaluate(`document.activeElement.matches(${JSON.stringify(selector)})`)) return
    }
    throw new Error(`Tab does not lead to ${selector}`)
  }
  await tabTo('[data-method="03"]')
  await page.keyboard.press('Enter')
  await page.locator('[name=partner]').first().waitFor()
  await tabTo('[name=partner]')
  await page.keyboard.press('Space')
  await page.keyboard.press('ArrowDown')
  await tabTo('button[value=choose]')
  await siti.looks('focus')
  await page.keyboard.press('Enter')
  await page.locator('#number').waitFor()
  await tabTo('button[value=ready]')
  await page.keyboard.press('Enter')
  await page.locator('button[value=ready]').waitFor({ state: 'detached' })
  await tabTo('button[value=pay]')
  await page.keyboard.press('Enter')
  await siti.sees(WORDS.id.paid)
  await tabTo('form.back button')
  await page.keyboard.press('Enter')
  await siti.isBack()
  expect(await known(order)).toEqual(paidBy('03'))
})

test('the number is copied', async () => {
  const { page, siti } = await open('phone')
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await siti.chooses('02', 'CENA')
  await page.locator('.copy').click()
  await page.getByRole('button', { name: 'Tersalin' }).waitFor()
  const number = await page.locator('#number').getAttribute('data-number')
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe(number)
})

test('texts of the merchant and of the customer are texts', async () => {
  const hostile = '"><img src=x onerror=window.pwned=1>'
  const { page, siti } = await open('phone', {
    goodsNm: hostile,
    billingNm: hostile,
    cartData: JSON.stringify({
      count: '1',
      item: [{ goods_name: `${'x'.repeat(60)}${hostile}`, goods_amt: '25145' }],
    }),
  })
  await page.getByText(hostile).first().waitFor()
  await siti.looks('hostile')
  await siti.chooses('05')
  await page.locator('[value=OVOE]').check()
  await page.locator('#customer').fill('"><b>1</b>')
  await siti.press('choose')
  await page.locator('button[value=approve]').waitFor()
  await siti.looks('hostile-app')
  expect(await page.evaluate('window.pwned')).toBeUndefined()
})
