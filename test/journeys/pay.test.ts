import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { type Receiver, startReceiver } from '../../src/demo/receiver.ts'
import { merchantToken } from '../../src/protocol/signature.ts'
import { type Fields, KEY } from '../support/fixtures.ts'
import { type PayloanShop, payloanShop, type Registered } from '../support/payloan.ts'
import { type TestSandbox, testSandbox } from '../support/sandbox.ts'
import { type Page, type Shopper, shopper } from '../support/shopper.ts'

let sandbox: TestSandbox
let receiver: Receiver
let shop: PayloanShop
let siti: Shopper
beforeEach(async () => {
  sandbox = await testSandbox()
  receiver = await startReceiver()
  shop = payloanShop(sandbox, receiver)
  siti = shopper(sandbox)
})
afterEach(async () => {
  await sandbox.stop()
  await receiver.stop()
})

const SITI = { phone: '081291891818', pin: '414141' }
const shopperNo = (number: string) => ({ phone: `0812000000${number}`, pin: '663482' })

/** An order is registered, and the customer's browser is at Kredivo's login. */
const begin = async (change: Fields = {}): Promise<{ order: Registered; page: Page }> => {
  const order = await shop.register(change)
  return { order, page: await siti.open(shop.paymentUrl(order)) }
}

const toReview = async (who: { phone: string; pin: string } = SITI): Promise<Page> => {
  await siti.submit(who)
  return siti.submit({ otp: '4567' })
}

const confirm = (paymentType = '30_days') => siti.submit({ paymentType, agree: 'yes' })

const statusOf = async (order: Registered) => {
  const { status, resultMsg, resultCd } = await shop.inquire(order)
  return [resultCd, status, resultMsg]
}

test('a customer pays in 30 days: login, OTP, review, the browser’s return, the notification, the inquiry', async () => {
  const order = await shop.register({ tokenizeUser: '0' })
  expect(await statusOf(order)).toEqual(['0000', '9', 'init'])

  expect(await siti.open(shop.paymentUrl(order))).toMatchObject({
    status: 200,
    path: '/kredivo/v2/signin',
    title: 'Bayar dengan Kredivo',
  })
  expect(await statusOf(order)).toEqual(['0000', '3', 'unpaid'])
  expect(await siti.submit(SITI)).toMatchObject({ path: '/kredivo/v2/otp' })
  const review = await siti.submit({ otp: '4567' })
  expect(review).toMatchObject({ path: '/kredivo/v2/settlement', title: 'Periksa pembayaran' })
  expect(review.html).toContain('Pasar Modern')
  await sandbox.clock({ advance: 'PT2M5S' })

  expect(await confirm()).toMatchObject({
    path: '/kredivo/v2/result',
    title: 'Transaksi berhasil',
  })
  await siti.goBack()
  const [callback] = shop.calledBack()
  expect(callback?.method).toBe('POST')
  expect(Object.entries(callback?.fields ?? {})).toEqual(
    Object.entries({
      resultCd: '0000',
      resultMsg: 'SUCCESS',
      tXid: 'PAYLOANTES06202601311000000001',
      referenceNo: 'ORDER-1',
      payMethod: '06',
      amt: '25145',
      transDt: '20260131',
      transTm: '100000',
      description: '',
      authNo: '',
      issuBankCd: '',
      acquBankCd: '',
      cardNo: '',
      receiptCode: '',
      mitraCd: 'KDVI',
      recurringToken: '',
      preauthToken: '',
      currency: 'IDR',
      goodsNm: 'Test Transaction Nicepay',
      billingNm: 'Customer Name',
      ccTransType: '',
      mRefNo: '',
      instmntType: '2',
      instmntMon: '1',
      cardExpYymm: '',
      issuBankNm: '',
      acquBankNm: '',
      timeStamp: '20260131100205',
      merchantToken: merchantToken(['20260131100205', 'PAYLOANTES', 'ORDER-1', '25145'], KEY),
    }),
  )
  expect(await shop.notified()).toEqual([
    {
      tXid: 'PAYLOANTES06202601311000000001',
      merchantToken: merchantToken(['PAYLOANTES', 'PAYLOANTES06202601311000000001', '25145'], KEY),
      referenceNo: 'ORDER-1',
      payMethod: '06',
      amt: '25145',
      goodsNm: 'Test Transaction Nicepay',
      matchCl: '',
      status: '0',
      mitraCd: 'KDVI',
      transTm: '100205',
      billingNm: 'Customer Name',
      transDt: '20260131',
      currency: 'IDR',
    },
  ])
  expect(await shop.inquire(order)).toMatchObject({
    status: '0',
    resultMsg: 'paid',
    transDt: '20260131',
    transTm: '100000',
    cancelAmt: null,
  })
})

test('the status is paid already when the notification arrives', async () => {
  const seen: unknown[] = []
  const asking = await startReceiver((res) => {
    void shop.inquire(order).then(({ status }) => {
      seen.push(status)
      res.end()
    })
  })
  const order = await shop.register({ dbProcessUrl: asking.url })
  await siti.open(shop.paymentUrl(order))
  await toReview()
  await confirm()
  await sandbox.control('/notifications/flush')
  expect(seen).toEqual(['0'])
  await asking.stop()
})

describe('the review', () => {
  const tenures = (html: string) =>
    [...html.matchAll(/<label class="tenure([^"]*)">([\s\S]*?)<\/label>/g)].map(
      ([, closed = '', label = '']) => ({
        paymentType: /value="([^"]*)"/.exec(label)?.[1],
        chosen: label.includes(' checked'),
        open: closed === '' && !label.includes(' disabled'),
        words: [...label.matchAll(/<(?:strong|b|small)>([^<]*)</g)].map(([, word]) => word),
      }),
    )

  test('offers the tenures with their prices, and begins with the merchant’s', async () => {
    await begin({ amt: '2500000', instmntMon: '6', instmntType: '1' })
    const { html } = await toReview()
    expect(tenures(html)).toEqual([
      {
        paymentType: '30_days',
        chosen: false,
        open: true,
        words: [
          'Bayar dalam 30 hari',
          'Rp2.525.000 satu kali',
          'Total Rp2.525.000, termasuk biaya layanan Rp25.000. Jatuh tempo pertama 2 Maret 2026.',
          'Sisa limit Rp3.500.000',
        ],
      },
      {
        paymentType: '3_months',
        chosen: false,
        open: true,
        words: [
          'Bayar dalam 3 bulan',
          'Rp858.340 per bulan',
          'Total Rp2.575.020, termasuk biaya layanan Rp75.000. Jatuh tempo pertama 2 Maret 2026.',
          'Sisa limit Rp9.800.000',
        ],
      },
      {
        paymentType: '6_months',
        chosen: true,
        open: true,
        words: [
          'Bayar dalam 6 bulan',
          'Rp481.670 per bulan',
          'Total Rp2.890.020, tanpa biaya layanan. Jatuh tempo pertama 2 Maret 2026.',
          'Sisa limit Rp18.600.000',
        ],
      },
      {
        paymentType: '12_months',
        chosen: false,
        open: true,
        words: [
          'Bayar dalam 12 bulan',
          'Rp273.330 per bulan',
          'Total Rp3.279.960, tanpa biaya layanan. Jatuh tempo pertama 2 Maret 2026.',
          'Sisa limit Rp30.000.000',
        ],
      },
    ])
  })

  test('shows neither fee nor interest where the merchant pays for the credit', async () => {
    await begin({ amt: '3000000', instmntMon: '3', instmntType: '2' })
    const [, three] = tenures((await toReview()).html)
    expect(three?.words.slice(1, 3)).toEqual([
      'Rp1.000.000 per bulan',
      'Total Rp3.000.000, tanpa biaya layanan. Jatuh tempo pertama 2 Maret 2026.',
    ])
  })

  test('lists what was bought, discounts taken off', async () => {
    const item = [
      { goods_id: 'A', goods_name: 'Kopi', goods_amt: '12500', goods_quantity: '2' },
      { goods_id: 'discount', goods_name: 'Promo', goods_amt: '5000', goods_quantity: '1' },
    ]
    await begin({ amt: '20000', cartData: JSON.stringify({ count: '2', item }) })
    const { html } = await toReview()
    const items = /<ul class="items">([\s\S]*?)<\/ul>/.exec(html)?.[1]?.replace(/<[^>]*>|\s+/g, ' ')
    expect(items?.replace(/ +/g, ' ').trim()).toBe('2 × Kopi Rp25.000 Promo −Rp5.000')
  })

  test.each([
    {
      name: 'a small order has no instalments',
      settings: {},
      change: { amt: '1499999', instmntMon: '6' },
      open: ['30_days'],
      says: 'Minimal transaksi cicilan Rp1.500.000',
    },
    {
      name: 'unless the merchant wants them',
      settings: { leastForInstalments: 0 },
      change: { amt: '25145', instmntMon: '6' },
      open: ['30_days', '3_months', '6_months', '12_months'],
      says: 'Bayar dalam 6 bulan',
    },
    {
      name: 'a merchant may fix the tenure',
      settings: { tenureChoice: 'fixed' },
      change: { amt: '2000000', instmntMon: '3' },
      open: ['3_months'],
      says: 'Merchant tidak menawarkan tenor ini',
    },
    {
      name: 'a tenure whose limit is too small is closed',
      settings: {},
      change: { amt: '4000000', instmntMon: '1' },
      open: ['3_months', '6_months', '12_months'],
      says: 'Limit Bayar dalam 30 hari tidak cukup. Sisa limit Rp3.500.000',
    },
  ])('$name', async ({ settings, change, open, says }) => {
    await sandbox.http.patch('/_sandbox/merchants/PAYLOANTES').send(settings).expect(200)
    await begin(change)
    const { html } = await toReview()
    const rows = tenures(html)
    expect(rows.filter((row) => row.open).map(({ paymentType }) => paymentType)).toEqual(open)
    expect(rows.filter((row) => row.chosen)).toHaveLength(1)
    expect(html).toContain(says)
  })

  test.each([
    { sent: { agree: 'yes' }, notice: 'Pilih tenor dulu' },
    { sent: { paymentType: '9_months', agree: 'yes' }, notice: 'Pilih tenor dulu' },
    {
      sent: { paymentType: '6_months', agree: 'yes' },
      notice: 'Tenor ini tidak tersedia untuk transaksi ini',
    },
    { sent: { paymentType: '30_days' }, notice: 'Setujui syarat dan ketentuan dulu' },
  ])('asks again when $sent is confirmed', async ({ sent, notice }) => {
    const { order } = await begin()
    await toReview()
    expect(await siti.submit(sent as Record<string, string>)).toMatchObject({
      path: '/kredivo/v2/settlement',
      notice,
    })
    expect(await statusOf(order)).toEqual(['0000', '3', 'unpaid'])
    expect((await confirm()).title).toBe('Transaksi berhasil')
  })
})

test('six months: the loan takes its price from that tenure, by its instalment from the others', async () => {
  await begin({ amt: '2500000', instmntMon: '6', instmntType: '1' })
  await toReview()
  expect((await confirm('6_months')).html).toContain('Bayar dalam 6 bulan')
  await sandbox.http.patch('/_sandbox/merchants/PAYLOANTES').send({ leastForInstalments: 0 })
  await begin({ amt: '10000' })
  const { html } = await toReview()
  expect([...html.matchAll(/Sisa limit (Rp[\d.]+)/g)].map(([, left]) => left)).toEqual([
    'Rp3.018.336',
    'Rp8.355.009',
    'Rp16.100.000',
    'Rp27.500.000',
  ])
})

describe('the order fails', () => {
  test.each([
    { name: 'declined', who: shopperNo('06'), why: '' },
    { name: 'declined as fraud, and the page does not say so', who: shopperNo('07'), why: '' },
  ])('$name', async ({ who }) => {
    const { order } = await begin()
    await toReview(who)
    const page = await confirm()
    expect(page).toMatchObject({ path: '/kredivo/v2/result', title: 'Transaksi ditolak' })
    expect(page.html).not.toMatch(/fraud|penipuan|curang/i)
    await siti.goBack()
    expect(shop.calledBack()[0]?.fields).toMatchObject({
      resultCd: '9106',
      resultMsg: 'Transaction failed.',
      tXid: order.tXid,
    })
    expect(await statusOf(order)).toEqual(['0000', '8', 'failed'])
    expect(await shop.notified()).toEqual([])
  })

  test.each([
    { name: 'no limit', who: shopperNo('05'), why: 'Limit kamu tidak cukup untuk transaksi ini.' },
    { name: 'an overdue bill', who: shopperNo('10'), why: 'Masih ada tagihan lewat jatuh tempo.' },
  ])('before the review: $name', async ({ who, why }) => {
    const { order } = await begin()
    const page = await toReview(who)
    expect(page).toMatchObject({ path: '/kredivo/v2/result', title: 'Transaksi ditolak' })
    expect(page.html).toContain(why)
    expect(await statusOf(order)).toEqual(['0000', '8', 'failed'])
  })

  test('the limit was used up in another tab meanwhile', async () => {
    const first = await begin({ amt: '2000000' })
    await toReview({ phone: '081513114262', pin: '663482' })
    const other = shopper(sandbox)
    const second = await shop.register({ amt: '2000000' })
    await other.open(shop.paymentUrl(second))
    await other.submit({ phone: '081513114262', pin: '663482' })
    await other.submit({ otp: '4567' })
    await other.submit({ paymentType: '30_days', agree: 'yes' })
    expect((await confirm()).html).toContain('Limit kamu tidak cukup')
    expect(await statusOf(first.order)).toEqual(['0000', '8', 'failed'])
    expect(await statusOf(second)).toEqual(['0000', '0', 'paid'])
  })
})

describe('the lender looks into it first', () => {
  const reviewed = async (who: { phone: string; pin: string }) => {
    const { order } = await begin()
    await toReview(who)
    expect(await confirm()).toMatchObject({ title: 'Transaksi sedang ditinjau' })
    await siti.goBack()
    expect(shop.calledBack()[0]?.fields.resultCd).toBe('9030')
    expect(await statusOf(order)).toEqual(['0000', '3', 'unpaid'])
    expect(await shop.notified()).toEqual([])
    return order
  }

  test('and settles after a minute of the clock', async () => {
    const order = await reviewed(shopperNo('08'))
    await sandbox.clock({ advance: 'PT59S' })
    expect(await statusOf(order)).toEqual(['0000', '3', 'unpaid'])
    await sandbox.clock({ advance: 'next' })
    expect(await statusOf(order)).toEqual(['0000', '0', 'paid'])
    expect(await shop.notified()).toMatchObject([{ tXid: order.tXid, transTm: '100100' }])
    expect((await siti.reload()).title).toBe('Transaksi berhasil')
  })

  test('and denies after a minute', async () => {
    const order = await reviewed(shopperNo('09'))
    await sandbox.clock({ advance: 'PT1M' })
    expect(await statusOf(order)).toEqual(['0000', '8', 'failed'])
    expect(await shop.notified()).toEqual([])
    expect((await siti.reload()).title).toBe('Transaksi ditolak')
  })

  test('for ever, until the order’s time is over', async () => {
    const order = await reviewed(shopperNo('13'))
    await sandbox.clock({ advance: 'PT23H59M' })
    expect(await statusOf(order)).toEqual(['0000', '3', 'unpaid'])
    await sandbox.clock({ advance: 'PT1M' })
    expect(await statusOf(order)).toEqual(['0000', '8', 'failed'])
    expect(await siti.reload()).toMatchObject({ status: 410, title: 'Waktu pembayaran habis' })
  })

  test.each([
    { deed: 'approve', ends: ['0000', '0', 'paid'] },
    { deed: 'deny', ends: ['0000', '8', 'failed'] },
    { deed: 'expire', ends: ['0000', '8', 'failed'] },
  ])('and the control API says: $deed', async ({ deed, ends }) => {
    const order = await reviewed(shopperNo('08'))
    await sandbox.control(`/transactions/${order.tXid}/${deed}`).expect(200)
    expect(await statusOf(order)).toEqual(ends)
    await sandbox.clock({ advance: 'PT5M' })
    expect(await statusOf(order)).toEqual(ends)
    await sandbox.control(`/transactions/${order.tXid}/${deed}`).expect(409)
  })

  test('and settles on the way, when the clock goes back to the system’s time', async () => {
    await sandbox.clock({ set: '2026-01-29T03:00:00Z' })
    const order = await reviewed(shopperNo('08'))
    await sandbox.http.delete('/_sandbox/clock').expect(200)
    expect(await statusOf(order)).toEqual(['0000', '0', 'paid'])
    expect(await shop.notified()).toMatchObject([{ tXid: order.tXid, transDt: '20260129' }])
  })

  test('meanwhile the merchant’s return may say success', async () => {
    await sandbox.http.patch('/_sandbox/merchants/PAYLOANTES').send({ callbackInReview: 'success' })
    await begin()
    await toReview(shopperNo('08'))
    await confirm()
    expect(siti.wayBack().fields.resultCd).toBe('0000')
  })
})

describe('nobody pays', () => {
  test('a customer cancels, and may begin again from the shop', async () => {
    const { order } = await begin()
    expect((await siti.submit({}, 'cancel')).title).toBe('Pembayaran dibatalkan')
    await siti.goBack()
    expect(shop.calledBack()[0]?.fields.resultCd).toBe('9030')
    expect(await statusOf(order)).toEqual(['0000', '3', 'unpaid'])
    await siti.open(shop.paymentUrl(order))
    await toReview()
    expect((await siti.submit({}, 'cancel')).title).toBe('Pembayaran dibatalkan')
    await siti.open(shop.paymentUrl(order))
    await toReview()
    expect((await confirm()).title).toBe('Transaksi berhasil')
  })

  test('three wrong PINs lock the account; another account may pay', async () => {
    const { order } = await begin()
    for (const left of [2, 1]) {
      const { notice } = await siti.submit({ ...SITI, pin: '000000' })
      expect(notice).toBe(`Nomor HP atau PIN salah. Sisa percobaan: ${left}`)
    }
    expect((await siti.submit({ ...SITI, pin: '000000' })).notice).toMatch(/dikunci .* 30 menit/)
    expect((await siti.submit(SITI)).notice).toMatch(/dikunci/)
    expect(await statusOf(order)).toEqual(['0000', '3', 'unpaid'])
    await toReview({ phone: '081513114262', pin: '663482' })
    expect((await confirm()).title).toBe('Transaksi berhasil')
  })

  test('the OTP expires, and too many wrong ones stop the link but not the order', async () => {
    const { order } = await begin()
    await siti.submit(SITI)
    await sandbox.clock({ advance: 'PT3M' })
    expect((await siti.submit({ otp: '4567' })).notice).toMatch(/kedaluwarsa/)
    await siti.submit({}, 'resend')
    expect((await siti.submit({ otp: '2222' })).title).toMatch(/Terlalu banyak percobaan/)
    expect(siti.wayBack().fields.resultCd).toBe('9030')
    expect(await statusOf(order)).toEqual(['0000', '3', 'unpaid'])
    expect((await siti.open(shop.paymentUrl(order))).path).toBe('/kredivo/v2/signin')
  })

  test('the session ends at the review', async () => {
    const { order } = await begin()
    await toReview()
    await sandbox.clock({ advance: 'PT15M' })
    expect(await confirm()).toMatchObject({
      path: '/kredivo/v2/signin',
      notice: 'Sesi berakhir, silakan masuk lagi',
    })
    expect(await statusOf(order)).toEqual(['0000', '3', 'unpaid'])
  })

  test('the order’s time is over while the customer reads', async () => {
    const { order } = await begin({ payValidDt: '20260131', payValidTm: '101000' })
    await toReview()
    await sandbox.clock({ advance: 'PT10M' })
    expect(await confirm()).toMatchObject({ status: 410, title: 'Waktu pembayaran habis' })
    expect(siti.wayBack().fields).toMatchObject({
      resultCd: '9129',
      resultMsg: 'Transaction failed: Expired transaction. Please make new transaction.',
    })
    expect(await statusOf(order)).toEqual(['0000', '8', 'failed'])
    expect(await shop.notified()).toEqual([])
  })
})

describe('one order is charged once', () => {
  const twoTabs = async () => {
    const { order } = await begin()
    const tab = shopper(sandbox)
    await tab.open(shop.paymentUrl(order))
    await tab.submit(SITI)
    await tab.submit({ otp: '4567' })
    await toReview()
    return { order, tab }
  }
  const loans = async () => Object.values((await sandbox.look('/state')).loans)

  test('in two tabs, one after the other', async () => {
    const { tab } = await twoTabs()
    expect((await confirm()).title).toBe('Transaksi berhasil')
    const other = await tab.submit({ paymentType: '30_days', agree: 'yes' })
    expect(other.title).toBe('Transaksi berhasil')
    expect(await shop.notified()).toHaveLength(1)
    expect(await loans()).toHaveLength(1)
  })

  test('in two tabs at once', async () => {
    const { tab } = await twoTabs()
    await Promise.all([confirm(), tab.submit({ paymentType: '30_days', agree: 'yes' })])
    expect(await shop.notified()).toHaveLength(1)
    expect(await loans()).toHaveLength(1)
  })

  test('when everything is opened and sent again afterwards', async () => {
    const { order } = await begin()
    await toReview()
    await confirm()
    expect((await siti.back()).title).toBe('Transaksi berhasil')
    const again = await siti.open(shop.paymentUrl(order))
    expect(again.path).toBe('/nicepay/direct/v2/payment')
    expect(siti.wayBack().fields.resultCd).toBe('0000')
    expect(await shop.notified()).toHaveLength(1)
  })
})

describe('a customer whose account is linked with the purchase', () => {
  const tokenize = async () => {
    await begin({ tokenizeUser: '1', clientUserKey: 'siti@shop.example' })
    expect((await toReview()).html).toContain('Hubungkan akun Kredivo ke')
    await confirm()
    const [notification] = await shop.notified()
    return notification?.userToken ?? ''
  }
  const seamless = (userToken: string, change: Fields = {}) =>
    shop.register({ tokenizeUser: '2', userToken, clientUserKey: '', ...change })

  test('gets a userToken by notification, and pays the next time without a page', async () => {
    const userToken = await tokenize()
    expect(Object.entries((await shop.notified())[0] ?? {}).slice(9)).toEqual([
      ['transTm', '100000'],
      ['clientUserKey', 'siti@shop.example'],
      ['billingNm', 'Customer Name'],
      ['transDt', '20260131'],
      ['currency', 'IDR'],
      ['tokenizeUser', '1'],
      ['userToken', 'e0478456-6b50-460c-85e0-000000000001'],
    ])
    const order = await seamless(userToken)
    expect((await siti.open(shop.paymentUrl(order))).path).toBe('/nicepay/direct/v2/payment')
    expect(siti.wayBack()).toMatchObject({
      action: shop.callBackUrl,
      fields: { resultCd: '0000', tXid: order.tXid },
    })
    expect(await statusOf(order)).toEqual(['0000', '0', 'paid'])
    expect((await shop.notified())[1]).toMatchObject({
      tXid: order.tXid,
      tokenizeUser: '2',
      userToken,
      clientUserKey: 'siti@shop.example',
    })
    await siti.open(shop.paymentUrl(order))
    expect(await shop.notified()).toHaveLength(2)
  })

  test('is asked to log in when the token is dead', async () => {
    const userToken = await tokenize()
    await tokenize()
    const order = await seamless(userToken)
    expect((await siti.open(shop.paymentUrl(order))).path).toBe('/kredivo/v2/signin')
    await toReview()
    expect((await confirm()).title).toBe('Transaksi berhasil')
    const told = (await shop.notified()).at(-1) ?? {}
    expect(told.tXid).toBe(order.tXid)
    expect(Object.keys(told)).not.toContain('userToken')
  })

  test('or the registration is refused, where the merchant wants that', async () => {
    await sandbox.http.patch('/_sandbox/merchants/PAYLOANTES').send({ seamlessDeadToken: 'refuse' })
    const alive = await tokenize()
    await expect(seamless('e0478456-6b50-460c-85e0-627a1e22d2e0')).rejects.toThrow(
      /"resultCd":"9920","resultMsg":"Error get user details: Invalid user_token"/,
    )
    expect(await seamless(alive)).toMatchObject({ amt: '25145' })
  })

  test('cannot be charged by another merchant', async () => {
    const userToken = await tokenize()
    const other = payloanShop(sandbox, receiver, 'IONPAYTEST')
    const order = await other.register({ tokenizeUser: '2', userToken, clientUserKey: '' })
    expect((await siti.open(other.paymentUrl(order))).path).toBe('/kredivo/v2/signin')
  })

  test.each([
    { name: 'beyond the limit', change: { amt: '3500001' }, status: '8' },
    { name: 'in instalments below the minimum', change: { instmntMon: '6' }, status: '8' },
    { name: 'in six months', change: { amt: '3000000', instmntMon: '6' }, status: '0' },
  ])('$name', async ({ change, status }) => {
    const order = await seamless(await tokenize(), change)
    await siti.open(shop.paymentUrl(order))
    expect(await shop.inquire(order)).toMatchObject({ status })
    expect(siti.wayBack().fields.resultCd).toBe(status === '0' ? '0000' : '9106')
  })

  const bindAs = async (who: { phone: string; pin: string }) => {
    await begin({ tokenizeUser: '1', clientUserKey: 'other' })
    await toReview(who)
    await confirm()
    return (await shop.notified()).at(-1)?.userToken ?? ''
  }

  test('enters an OTP all the same with account A11, and nothing else', async () => {
    const order = await seamless(await bindAs(shopperNo('11')))
    expect(await siti.open(shop.paymentUrl(order))).toMatchObject({ path: '/kredivo/v2/otp' })
    expect((await siti.submit({ otp: '4567' })).title).toBe('Transaksi berhasil')
    expect(await statusOf(order)).toEqual(['0000', '0', 'paid'])
    expect(await shop.notified()).toHaveLength(2)
  })

  test('logs in when the token is ended before that OTP', async () => {
    const userToken = await bindAs(shopperNo('11'))
    const order = await seamless(userToken)
    await siti.open(shop.paymentUrl(order))
    await sandbox.control(`/user-tokens/${userToken}/deactivate`).expect(200)
    expect(await siti.submit({ otp: '4567' })).toMatchObject({
      path: '/kredivo/v2/signin',
      notice: 'Sesi berakhir, silakan masuk lagi',
    })
    expect(await statusOf(order)).toEqual(['0000', '3', 'unpaid'])
    await toReview(shopperNo('11'))
    expect((await confirm()).title).toBe('Transaksi berhasil')
    expect(Object.keys((await shop.notified()).at(-1) ?? {})).not.toContain('userToken')
  })

  test('logs in when that OTP’s time is over', async () => {
    const order = await seamless(await bindAs(shopperNo('11')))
    await siti.open(shop.paymentUrl(order))
    await sandbox.clock({ advance: 'PT15M' })
    expect((await siti.submit({ otp: '4567' })).path).toBe('/kredivo/v2/signin')
    await siti.submit(shopperNo('11'))
    expect((await siti.submit({ otp: '4567' })).path).toBe('/kredivo/v2/settlement')
  })
})

describe('another lender’s plain page', () => {
  const beginAt = (mitraCd: string) => begin({ mitraCd })

  test.each([
    { mitraCd: 'AKLP', name: 'Akulaku' },
    { mitraCd: 'IDNA', name: 'Indodana' },
  ])('of $name approves', async ({ mitraCd, name }) => {
    const { order, page } = await beginAt(mitraCd)
    expect(page).toMatchObject({ path: '/lender/checkout', title: `Bayar dengan ${name}` })
    expect(page.html).toContain(`bukan ${name} sungguhan`)
    expect(await siti.submit({}, 'approve')).toMatchObject({
      path: '/lender/result',
      title: 'Transaksi berhasil',
    })
    expect(await statusOf(order)).toEqual(['0000', '0', 'paid'])
    expect(await shop.notified()).toMatchObject([{ mitraCd, status: '0' }])
  })

  test.each([
    { button: 'reject', title: 'Transaksi ditolak', code: '9106', status: '8' },
    { button: 'later', title: 'Transaksi sedang ditinjau', code: '9030', status: '3' },
    { button: 'cancel', title: 'Pembayaran dibatalkan', code: '9030', status: '3' },
  ])('$button: $title', async ({ button, title, code, status }) => {
    const { order } = await beginAt('IDNA')
    expect((await siti.submit({}, button)).title).toBe(title)
    expect(siti.wayBack().fields.resultCd).toBe(code)
    expect(await shop.inquire(order)).toMatchObject({ status })
    expect(await shop.notified()).toEqual([])
  })

  test('decided later, by the control API', async () => {
    const { order } = await beginAt('AKLP')
    await siti.submit({}, 'later')
    await sandbox.control(`/transactions/${order.tXid}/approve`).expect(200)
    expect(await shop.notified()).toHaveLength(1)
  })
})
