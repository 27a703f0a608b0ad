import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { type Receiver, startReceiver } from '../../src/demo/receiver.ts'
import type { Fields } from '../support/fixtures.ts'
import { atPaymentStep, BY } from '../support/methods.ts'
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
  shop = payloanShop(sandbox, receiver, 'IONPAYTEST')
  siti = shopper(sandbox)
})
afterEach(async () => {
  await sandbox.stop()
  await receiver.stop()
})

const register = (by: keyof typeof BY, change: Fields = {}) =>
  shop.register({ ...BY[by], amt: '10000', ...change })

/** An order is registered, and the customer's browser at its wallet or bank. */
const begin = async (by: keyof typeof BY): Promise<{ order: Registered; page: Page }> => {
  const order = await register(by)
  return { order, page: await siti.open(shop.paymentUrl(order)) }
}

const statusOf = async (order: Registered) => {
  const { status, resultMsg } = await shop.inquire(order)
  return [status, resultMsg]
}

const RICH = { phone: '081227619520', pin: '159753' }

describe('a wallet that asks in its app', () => {
  test('waits for its customer, who agrees: the browser’s return, the notification', async () => {
    const { order, page } = await begin('ovo')
    expect(page).toMatchObject({ status: 200, path: '/partner/push' })
    expect(await statusOf(order)).toEqual(['4', 'processing'])
    expect(await siti.submit({}, 'approve')).toMatchObject({
      path: '/partner/result',
      title: 'Transaksi berhasil',
    })
    await siti.goBack()
    expect(shop.calledBack()).toMatchObject([
      { method: 'POST', fields: { resultCd: '0000', mitraCd: 'OVOE', tXid: order.tXid } },
    ])
    expect(await shop.notified()).toHaveLength(1)
  })

  test('waits for 54 seconds', async () => {
    const { order } = await begin('ovo')
    await sandbox.clock({ advance: 'PT54S' })
    expect((await siti.submit({}, 'approve')).title).toBe('Transaksi berhasil')
    expect(await statusOf(order)).toEqual(['0', 'paid'])
  })

  test('and no longer than 55, however often its page is opened', async () => {
    const { order } = await begin('ovo')
    await sandbox.clock({ advance: 'PT30S' })
    await siti.open(shop.paymentUrl(order))
    await sandbox.clock({ advance: 'PT25S' })
    expect(await siti.submit({}, 'approve')).toMatchObject({ status: 410 })
    expect(siti.wayBack().fields.resultCd).toBe('9129')
    expect(await statusOf(order)).toEqual(['5', 'expired'])
    expect(await shop.notified()).toEqual([])
  })

  test('its customer refuses', async () => {
    const { order } = await begin('ovo')
    expect((await siti.submit({}, 'reject')).title).toBe('Transaksi ditolak')
    expect(siti.wayBack().fields.resultCd).toBe('9752')
    expect(await statusOf(order)).toEqual(['8', 'failed'])
  })
})

describe('a wallet that its customer logs in to', () => {
  test('pays after the right PIN', async () => {
    const { order, page } = await begin('dana')
    expect(page).toMatchObject({ status: 200, path: '/partner/wallet' })
    expect(await statusOf(order)).toEqual(['3', 'unpaid'])
    const again = await siti.submit({ ...RICH, pin: '000000' })
    expect(again).toMatchObject({ path: '/partner/wallet', notice: expect.stringMatching(/./) })
    expect((await siti.submit(RICH)).title).toBe('Transaksi berhasil')
    await siti.goBack()
    expect(shop.calledBack()).toMatchObject([{ method: 'POST', fields: { resultCd: '0000' } }])
    expect(await shop.notified()).toHaveLength(1)
  })

  test.each([
    { name: 'too little money', phone: '081200000051' },
    { name: 'its wallet declines', phone: '081200000005' },
  ])('$name: 9752', async ({ phone }) => {
    const { order } = await begin('dana')
    expect((await siti.submit({ ...RICH, phone })).title).toBe('Transaksi ditolak')
    expect(siti.wayBack().fields.resultCd).toBe('9752')
    expect(await statusOf(order)).toEqual(['8', 'failed'])
    expect(await shop.notified()).toEqual([])
  })

  test('its customer gives up, and may begin again', async () => {
    const { order } = await begin('dana')
    await siti.submit({}, 'cancel')
    expect(siti.wayBack().fields.resultCd).toBe('9030')
    await siti.open(shop.paymentUrl(order))
    expect((await siti.submit(RICH)).title).toBe('Transaksi berhasil')
  })

  test.each([
    { by: 'linkAja', life: 'PT5M' },
    { by: 'dana', life: 'P1D' },
  ] as const)('$by waits for $life', async ({ by, life }) => {
    const { order } = await begin(by)
    await sandbox.clock({ advance: life })
    expect((await siti.submit(RICH)).status).toBe(410)
    expect(await statusOf(order)).toEqual(['5', 'expired'])
  })

  test('a program gets the way to it as JSON', async () => {
    const order = await register('dana')
    const { answer } = await atPaymentStep(sandbox, shop, order, { returnJsonFormat: '1' })
    expect(answer.body).toEqual({
      resultCd: '0000',
      resultMsg: 'SUCCESS',
      tXid: order.tXid,
      redirectUrlHttp: expect.stringContaining(`${sandbox.url}/partner/wallet?tk=`),
      redirectUrlApp: null,
    })
  })
})

describe('a wallet’s cart', () => {
  test.each([
    { name: 'none', cartData: '', code: '9022' },
    { name: 'no JSON', cartData: '{', code: '9022' },
    {
      name: 'another sum',
      cartData: '{"item":[{"goods_name":"Kopi","goods_amt":"5000","goods_quantity":"1"}]}',
      code: '9023',
    },
  ])('$name: $code', async ({ cartData, code }) => {
    await expect(register('linkAja', { cartData })).rejects.toThrow(`"resultCd":"${code}"`)
  })

  test('amount times quantity is what counts', async () => {
    const cartData = '{"item":[{"goods_name":"Kopi","goods_amt":"5000","goods_quantity":"2"}]}'
    expect(await register('linkAja', { cartData })).toMatchObject({ amt: '10000' })
  })
})

describe('a part of what was paid', () => {
  const PART = { cancelType: '2', amt: '4000' }

  test.each([
    { by: 'dana', code: '0000' },
    { by: 'linkAja', code: '0000' },
    { by: 'ovo', code: '9332' },
    { by: 'mandiri', code: '9332' },
    { by: 'qris', code: '9332' },
  ] as const)('by $by: $code', async ({ by, code }) => {
    const order = await register(by)
    await sandbox.client.transactions.pay(order.tXid)
    const { payMethod } = BY[by]
    expect((await shop.cancel(order, { payMethod, ...PART })).resultCd).toBe(code)
    expect((await shop.inquire(order)).cancelAmt).toBe(code === '0000' ? '4000' : null)
  })
})

test.each([
  { by: 'dana', after: 'PT23H59M59S', code: '0000', stands: ['1', 'void'] },
  { by: 'dana', after: 'P30D', code: '0000', stands: ['2', 'refund'] },
  { by: 'dana', after: 'P30DT1S', code: '9314', stands: ['0', 'paid'] },
  { by: 'linkAja', after: 'P30D', code: '0000', stands: ['1', 'void'] },
  { by: 'linkAja', after: 'P30DT1S', code: '9314', stands: ['0', 'paid'] },
  { by: 'ovo', after: 'PT13H59M59S', code: '0000', stands: ['1', 'void'] },
  { by: 'ovo', after: 'PT14H', code: '9314', stands: ['0', 'paid'] },
  { by: 'qris', after: 'P90D', code: '0000', stands: ['2', 'refund'] },
  { by: 'qris', after: 'P90DT1S', code: '9334', stands: ['0', 'PAID'] },
] as const)('a cancel by $by $after after the payment: $code', async (row) => {
  const order = await register(row.by)
  await sandbox.client.transactions.pay(order.tXid)
  await sandbox.clock({ advance: row.after })
  const { payMethod } = BY[row.by]
  expect((await shop.cancel(order, { payMethod })).resultCd).toBe(row.code)
  expect(await statusOf(order)).toEqual(row.stands)
})

describe('a direct debit', () => {
  const TYPED = { clickPayNo: '1234567890123456', dataField3: '123', clickPayToken: '123456' }

  const codeOf = async (order: Registered, typed: Readonly<Record<string, string>>) =>
    (await atPaymentStep(sandbox, shop, order, typed)).fields.resultCd

  test('is done at once by what the customer’s device shows', async () => {
    const order = await register('mandiri', { mRefNo: 'REF-1' })
    expect(await codeOf(order, TYPED)).toBe('0000')
    expect(await shop.inquire(order)).toMatchObject({ status: '0', mRefNo: 'REF-1' })
    expect(await shop.notified()).toMatchObject([{ mitraCd: 'MDRC', mRefNo: 'REF-1' }])
  })

  test('the device shows what the bank refuses', async () => {
    const order = await register('mandiri')
    expect(await codeOf(order, { ...TYPED, clickPayToken: '000000' })).toBe('9806')
    expect(await statusOf(order)).toEqual(['3', 'unpaid'])
    expect(await shop.notified()).toEqual([])
  })

  test.each([
    { clickPayNo: '1234567890123456' },
    { clickPayToken: '123456' },
    { ...TYPED, clickPayNo: '1234' },
    { ...TYPED, clickPayToken: '12345a' },
    { ...TYPED, clickPayToken: '1234567' },
  ])('%s: 9802, and nothing changes', async (typed) => {
    const order = await register('mandiri')
    const before = await sandbox.look('/state')
    expect(await codeOf(order, typed)).toBe('9802')
    expect(await sandbox.look('/state')).toEqual(before)
  })

  test('without the device, at the bank’s page', async () => {
    const { order, page } = await begin('mandiri')
    expect(page.path).toBe('/partner/wallet')
    expect(await statusOf(order)).toEqual(['3', 'unpaid'])
    expect((await siti.submit(RICH)).title).toBe('Transaksi berhasil')
  })

  test('at Jenius, in the app, by a cashtag', async () => {
    const order = await register('jenius')
    await siti.open(shop.paymentUrl(order, { cashtag: '$jeniuspay001' }))
    expect(await statusOf(order)).toEqual(['3', 'unpaid'])
    expect((await siti.submit({}, 'approve')).title).toBe('Transaksi berhasil')
    expect(await shop.notified()).toMatchObject([{ mitraCd: 'JENC' }])
  })
})

describe('a page knows which links are its own', () => {
  test.each([
    { by: 'dana', page: '/kredivo/v2/signin', form: RICH },
    { by: 'dana', page: '/partner/push', form: { action: 'approve' } },
    { by: 'dana', page: '/bank/secure', form: { otp: '112233' } },
    { by: 'dana', page: '/lender/checkout', form: { action: 'approve' } },
    { by: 'ovo', page: '/partner/wallet', form: RICH },
    { by: 'ovo', page: '/kredivo/v2/settlement', form: { agree: 'yes', paymentType: '30_days' } },
  ] as const)('by $by, a form for $page pays nothing', async ({ by, page, form }) => {
    const order = await register(by)
    const { tk } = await atPaymentStep(sandbox, shop, order)
    const before = await statusOf(order)
    const { interactions } = await sandbox.look('/state')
    const { formToken } = interactions[tk]
    const answer = await sandbox.http
      .post(`${page}?tk=${tk}`)
      .set('Origin', sandbox.url)
      .type('form')
      .send({ ...form, formToken })
    expect(answer.status).toBeLessThan(500)
    expect(await statusOf(order)).toEqual(before)
  })
})
