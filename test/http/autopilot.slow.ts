import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { AUTOPILOTS, type Autopilot } from '../../src/config.ts'
import { type Receiver, startReceiver } from '../../src/demo/receiver.ts'
import { payloanShop } from '../support/payloan.ts'
import { type TestSandbox, testSandbox } from '../support/sandbox.ts'
import { shopper } from '../support/shopper.ts'

let receiver: Receiver
let running: TestSandbox | undefined
beforeEach(async () => {
  receiver = await startReceiver()
})
afterEach(async () => {
  await running?.stop()
  await receiver.stop()
})

const start = async (autopilot: Autopilot) => {
  running = await testSandbox({ autopilot })
  return { sandbox: running, shop: payloanShop(running, receiver), siti: shopper(running) }
}

const OUTCOMES = {
  approved: { order: 'paid', binding: 'bound', title: 'Transaksi berhasil', notified: 1 },
  declined: { order: 'failed', binding: 'requested', title: 'Transaksi ditolak', notified: 0 },
  fraud: { order: 'failed', binding: 'requested', title: 'Transaksi ditolak', notified: 0 },
  underReview: {
    order: 'unpaid',
    binding: 'bound',
    title: 'Transaksi sedang ditinjau',
    notified: 0,
  },
  stopped: {
    order: 'unpaid',
    binding: 'requested',
    title: 'Terlalu banyak percobaan. Transaksi dihentikan',
    notified: 0,
  },
  cancelled: { order: 'unpaid', binding: 'requested', title: 'Pembayaran dibatalkan', notified: 0 },
} as const

describe.each(AUTOPILOTS.filter((one) => one !== 'off'))('--autopilot %s', (outcome) => {
  const { order: status, binding, title, notified } = OUTCOMES[outcome]

  test('brings an order to its outcome as soon as the browser is sent to the payment step', async () => {
    const { sandbox, shop, siti } = await start(outcome)
    const order = await shop.register({ tokenizeUser: '0' })
    const page = await siti.open(shop.paymentUrl(order))
    expect([page.path, page.title]).toEqual(['/kredivo/v2/result', title])
    expect((await sandbox.client.transactions.get(order.tXid)).status).toBe(status)
    expect(await shop.notified()).toHaveLength(notified)
    await siti.goBack()
    expect(shop.calledBack()).toHaveLength(1)
  })

  test('brings an order at another lender to the nearest outcome that it knows', async () => {
    const { sandbox, shop, siti } = await start(outcome)
    const order = await shop.register({ tokenizeUser: '0', mitraCd: 'AKLP' })
    await siti.open(shop.paymentUrl(order))
    expect((await sandbox.client.transactions.get(order.tXid)).status).toBe(
      outcome === 'fraud' ? 'failed' : status,
    )
  })

  test('brings a binding to its outcome as soon as the link is opened', async () => {
    const { sandbox, siti } = await start(outcome)
    const { tXid = '', redirectUrlHttp = '' } = await sandbox.bind({ dbProcessUrl: receiver.url })
    expect(await sandbox.client.wait({ tXid })).toMatchObject({ status: 'requested' })
    expect((await siti.open(redirectUrlHttp)).path).toBe('/kredivo/v2/result')
    expect(await sandbox.client.wait({ tXid })).toMatchObject({ status: binding })
  })
})

test('a merchant’s setting comes before what the program was started with', async () => {
  const { sandbox, shop, siti } = await start('declined')
  await sandbox.client.merchants.change('PAYLOANTES', { autopilot: 'approved' })
  await siti.open(shop.paymentUrl(await shop.register({ tokenizeUser: '0' })))
  await sandbox.client.merchants.change('PAYLOANTES', { autopilot: 'off' })
  const login = await siti.open(shop.paymentUrl(await shop.register({ tokenizeUser: '0' })))
  expect(login.path).toBe('/kredivo/v2/signin')
  const statuses = (await sandbox.client.transactions.list()).map(({ status }) => status)
  expect(statuses).toEqual(['unpaid', 'paid'])
})

test('a stand-in that has bought up to its limit pays back and goes on', async () => {
  const { sandbox, shop } = await start('approved')
  const amt = '1400000'
  for (let count = 0; count < 5; count++) {
    await shop.sendBrowser(await shop.register({ tokenizeUser: '0', amt }))
  }
  const statuses = (await sandbox.client.transactions.list()).map(({ status }) => status)
  expect(statuses).toEqual(Array(5).fill('paid'))
})

test('a browser that only looks ahead, or asks for headers, opens nothing', async () => {
  const { sandbox } = await start('approved')
  const { tXid = '', redirectUrlHttp = '' } = await sandbox.bind({ dbProcessUrl: receiver.url })
  const path = redirectUrlHttp.replace(sandbox.url, '')
  await sandbox.http.head(path)
  await sandbox.http.get(path).set('Sec-Purpose', 'prefetch')
  expect(await sandbox.client.wait({ tXid })).toMatchObject({ status: 'requested' })
})

test('a link on which a shopper has begun is left to that shopper', async () => {
  const { sandbox, shop, siti } = await start('off')
  const order = await shop.register({ tokenizeUser: '0' })
  await siti.open(shop.paymentUrl(order))
  await siti.submit({ phone: '081291891818', pin: '414141' })
  await sandbox.client.merchants.change('PAYLOANTES', { autopilot: 'declined' })
  expect((await siti.reload()).path).toBe('/kredivo/v2/otp')
})

describe('an order is paid without its merchant', () => {
  test('before anybody was sent to pay it, and while a shopper is at it', async () => {
    const { sandbox, shop } = await start('off')
    const first = await shop.register({ tokenizeUser: '0' })
    expect(await sandbox.client.transactions.pay(first.tXid)).toMatchObject({ status: 'paid' })
    const second = await shop.register({ tokenizeUser: '0' })
    const tk = await shop.sendBrowser(second)
    await sandbox.client.complete(tk, { phone: '081513114262', pin: '663482' })
    expect(await sandbox.client.transactions.pay(second.tXid)).toMatchObject({ status: 'paid' })
    expect(await shop.notified()).toHaveLength(2)
    await expect(sandbox.client.transactions.pay(second.tXid)).rejects.toThrow(
      'the order is paid already',
    )
  })

  const SITI = '081291891818'
  test.each([
    { name: 'blocked', change: { blocked: true } },
    { name: 'whose PIN is another one', change: { pin: '111111' } },
    { name: 'whom the lender declines', change: { verdict: 'deny' as const } },
  ])('whatever was changed of a shopper: one $name', async ({ change }) => {
    const { sandbox, shop } = await start('off')
    await sandbox.client.shoppers.change(SITI, change)
    const order = await shop.register({ tokenizeUser: '0' })
    expect(await sandbox.client.transactions.pay(order.tXid)).toMatchObject({ status: 'paid' })
  })

  test('or it is refused, and nothing is changed: an amount beyond every limit', async () => {
    const { sandbox, shop } = await start('off')
    const order = await shop.register({ tokenizeUser: '0', amt: '90000000' })
    const before = await sandbox.client.state.export()
    await expect(sandbox.client.transactions.pay(order.tXid)).rejects.toThrow(
      'the order cannot be paid, and nothing was changed: limit',
    )
    expect(await sandbox.client.state.export()).toEqual(before)
  })

  test('by its userToken, if it has one that asks for an OTP; so does the autopilot', async () => {
    const { sandbox, shop } = await start('off')
    const owner = '081200000011'
    const linking = await shop.register({ tokenizeUser: '1', clientUserKey: 'k11' })
    const typed = { phone: owner, pin: '663482', otp: '4567', paymentType: '30_days' }
    await shop.complete(linking, typed)
    const [token] = await sandbox.client.userTokens.list()
    const seamless = { tokenizeUser: '2', userToken: token?.userToken ?? '', clientUserKey: '' }
    const first = await shop.register(seamless)
    await shop.complete(first, { outcome: 'approved' })
    await sandbox.client.merchants.change('PAYLOANTES', { autopilot: 'approved' })
    await shop.sendBrowser(await shop.register(seamless))
    expect((await sandbox.client.shoppers.get(owner)).loans).toHaveLength(3)
    expect((await sandbox.client.shoppers.get(SITI)).loans).toEqual([])
  })

  test('but not while the lender reviews it', async () => {
    const { sandbox, shop } = await start('underReview')
    const order = await shop.register({ tokenizeUser: '0' })
    await shop.sendBrowser(order)
    await expect(sandbox.client.transactions.pay(order.tXid)).rejects.toThrow(
      'the order is under review; approve or deny it',
    )
  })
})
