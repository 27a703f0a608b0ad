import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { type Receiver, startReceiver } from '../../src/demo/receiver.ts'
import type { Fields } from '../support/fixtures.ts'
import {
  atPaymentStep,
  BY,
  cardData,
  GPN_CARD,
  PLAIN_CARD,
  SECURE_CARD,
} from '../support/methods.ts'
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

type Typed = Readonly<Record<string, string>>

const register = (change: Fields = {}) => shop.register({ ...BY.card, amt: '10000', ...change })

const pay = (order: Registered, typed: Typed) => atPaymentStep(sandbox, shop, order, typed)

/** The browser at the page of the card's bank. */
const toBank = async (order: Registered, typed: Typed = SECURE_CARD): Promise<Page> => {
  const { action, tk } = await pay(order, typed)
  return siti.open(`${action}?tk=${tk}`)
}

const statusOf = async (order: Registered) => {
  const { status, resultMsg } = await shop.inquire(order)
  return [status, resultMsg]
}

/** What the payment step answers at once: the code, or nothing where it leads to the bank. */
const codeOf = async (order: Registered, typed: Typed) => (await pay(order, typed)).fields.resultCd

describe('3-D Secure', () => {
  test('a page whose form sends itself leads to the bank, without the card; the OTP pays', async () => {
    const order = await register()
    const { answer, action, fields } = await pay(order, SECURE_CARD)
    expect([answer.status, action]).toEqual([200, `${sandbox.url}/bank/secure`])
    expect(answer.text).toContain('name="mpgsAuthFrm"')
    expect(Object.keys(fields)).toEqual(['tk'])
    const page = await siti.open(`${action}?tk=${fields.tk}`)
    expect(page).toMatchObject({ status: 200, path: '/bank/secure' })
    expect(page.html).toContain('51234500****0008')
    expect(await statusOf(order)).toEqual(['9', 'init'])

    expect(await siti.submit({ otp: '112233' })).toMatchObject({
      path: '/bank/result',
      title: 'Transaksi berhasil',
    })
    await siti.goBack()
    expect(shop.calledBack()).toMatchObject([
      { method: 'POST', fields: { resultCd: '0000', authNo: '000001', tXid: order.tXid } },
    ])
    expect(await statusOf(order)).toEqual(['0', 'paid'])
    expect(await shop.notified()).toHaveLength(1)
  })

  test('three wrong OTPs end it', async () => {
    const order = await register()
    await toBank(order)
    expect((await siti.submit({ otp: '000000' })).notice).toMatch(/2$/)
    expect((await siti.submit({ otp: '000000' })).notice).toMatch(/1$/)
    expect((await siti.submit({ otp: '000000' })).title).toBe('Transaksi ditolak')
    expect(siti.wayBack().fields).toMatchObject({
      resultCd: '9117',
      resultMsg: '3D Secure Failed. Please kindly check your card data and try again.',
    })
    expect(await statusOf(order)).toEqual(['8', 'failed'])
    expect(await shop.notified()).toEqual([])
    expect(await codeOf(order, SECURE_CARD)).toBe('9117')
  })

  test('the bank declines after the right OTP', async () => {
    const order = await register()
    await toBank(order, cardData('4000000000000002'))
    await siti.submit({ otp: '112233' })
    expect(siti.wayBack().fields.resultCd).toBe('9110')
    expect(await statusOf(order)).toEqual(['8', 'failed'])
  })

  test('its customer gives up, and may begin again with another card', async () => {
    const order = await register()
    await toBank(order)
    await siti.submit({}, 'cancel')
    expect(siti.wayBack().fields.resultCd).toBe('9030')
    expect(await statusOf(order)).toEqual(['9', 'init'])
    expect(await codeOf(order, PLAIN_CARD)).toBe('0000')
  })

  test('two tabs of one order pay it once', async () => {
    const order = await register()
    const tab = shopper(sandbox)
    const { action, tk } = await pay(order, SECURE_CARD)
    await tab.open(`${action}?tk=${tk}`)
    await toBank(order)
    const pages = await Promise.all([siti, tab].map((one) => one.submit({ otp: '112233' })))
    expect(pages.map(({ title }) => title)).toEqual(['Transaksi berhasil', 'Transaksi berhasil'])
    expect(await shop.notified()).toHaveLength(1)
  })
})

describe('without 3-D Secure', () => {
  test.each([
    { name: 'approved', typed: PLAIN_CARD, code: '0000', stands: ['0', 'paid'] },
    {
      name: 'declined',
      typed: cardData('4000000000000010'),
      code: '9110',
      stands: ['8', 'failed'],
    },
    { name: 'unsafe', typed: cardData('4000000000000101'), code: '9117', stands: ['8', 'failed'] },
  ])('$name at once', async ({ typed, code, stands }) => {
    const order = await register()
    expect(await codeOf(order, typed)).toBe(code)
    expect(await statusOf(order)).toEqual(stands)
    expect(await shop.notified()).toHaveLength(code === '0000' ? 1 : 0)
  })
})

describe('what is refused leaves the order as it is', () => {
  test.each<{ name: string; typed: Typed; code: string }>([
    { name: 'no test card', typed: cardData('4999888877776666'), code: '9110' },
    { name: 'a debit card of another network', typed: GPN_CARD, code: '9110' },
    { name: 'no number', typed: { cardExpYymm: '3901', cardCvv: '100' }, code: '8027' },
    {
      name: 'a month that there is not',
      typed: { ...PLAIN_CARD, cardExpYymm: '3913' },
      code: '9160',
    },
    { name: 'letters for a code', typed: { ...PLAIN_CARD, cardCvv: 'abc' }, code: '8027' },
    { name: 'an unknown token', typed: { recurringToken: 'word99' }, code: '9161' },
    { name: 'encrypted data', typed: { ...PLAIN_CARD, isEncryptedCard: '1' }, code: '8027' },
  ])('$name: $code', async ({ typed, code }) => {
    const order = await register()
    const before = await sandbox.look('/state')
    expect(await codeOf(order, typed)).toBe(code)
    expect(await sandbox.look('/state')).toEqual(before)
    expect(await codeOf(order, PLAIN_CARD)).toBe('0000')
  })
})

test('a card that is no test card is kept nowhere, not even in the journal', async () => {
  const order = await register()
  await pay(order, cardData('4999888877776666'))
  const kept = JSON.stringify([
    await sandbox.look('/state'),
    await sandbox.client.requests.list({}),
  ])
  expect(kept).not.toContain('4999888877776666')
  expect(kept).toContain('499988****6666')
})

describe('a token for further payments', () => {
  test('comes with recurrOpt 1, and pays a second order at once', async () => {
    const first = await register({ recurrOpt: '1' })
    await pay(first, PLAIN_CARD)
    const [told] = await shop.notified()
    const { recurringToken = '' } = told ?? {}
    expect(recurringToken).toMatch(/./)
    expect(await shop.inquire(first)).toMatchObject({ status: '0', recurringToken })

    const second = await register()
    expect((await pay(second, { recurringToken })).fields).toMatchObject({
      ...{ resultCd: '0000', tXid: second.tXid, recurringToken, ccTransType: '2' },
      ...{ cardNo: '422222******2222', cardExpYymm: '2012' },
    })
    expect(await shop.inquire(second)).toMatchObject({ status: '0', ccTransType: '2' })
    expect(await shop.notified()).toMatchObject([{ ccTransType: '1' }, { ccTransType: '2' }])
  })

  test('comes with recurrOpt 0 as well, whose payment is cancelled by itself', async () => {
    const first = await register({ recurrOpt: '0' })
    const { recurringToken = '' } = (await pay(first, PLAIN_CARD)).fields
    expect(await shop.inquire(first)).toMatchObject({ status: '1', cancelAmt: '10000' })
    const second = await register({ amt: '77000' })
    expect(await codeOf(second, { recurringToken })).toBe('0000')
    expect(await statusOf(second)).toEqual(['0', 'paid'])
  })

  test('comes not with recurrOpt 2', async () => {
    const order = await register()
    expect((await pay(order, PLAIN_CARD)).fields.recurringToken).toBe('')
    expect(await shop.inquire(order)).toMatchObject({ recurringToken: null })
  })

  test('is its merchant’s own, and of its own kind of card', async () => {
    const first = await register({ recurrOpt: '1' })
    const { recurringToken = '' } = (await pay(first, PLAIN_CARD)).fields
    const other = payloanShop(sandbox, receiver, 'TESTMPGS04')
    const order = await other.register({ ...BY.card, amt: '10000' })
    const step = await atPaymentStep(sandbox, other, order, { recurringToken })
    expect(step.fields.resultCd).toBe('9161')
    const debit = await shop.register({ ...BY.gpn, amt: '10000' })
    expect(await codeOf(debit, { recurringToken })).toBe('9161')
  })
})

describe('money that is reserved first', () => {
  beforeEach(() => sandbox.settings({ cardAuthorisation: 'preauth' }))

  const reserve = async () => {
    const order = await register()
    const { preauthToken = '' } = (await pay(order, PLAIN_CARD)).fields
    return { order, preauthToken }
  }

  test('is told apart in an inquiry, and taken by another order', async () => {
    const { order, preauthToken } = await reserve()
    expect(await shop.inquire(order)).toMatchObject({
      ...{ status: '0', resultMsg: 'preauthed', ccTransType: '3', preauthToken },
    })
    const taking = await register({ amt: '8000' })
    expect((await pay(taking, { preauthToken })).fields).toMatchObject({
      ...{ resultCd: '0000', amt: '8000', ccTransType: '4', preauthToken },
    })
    expect(await shop.inquire(taking)).toMatchObject({ status: '0', resultMsg: 'paid' })
    expect(await codeOf(await register(), { preauthToken })).toBe('9161')
  })

  test('is never taken for more', async () => {
    const { preauthToken } = await reserve()
    const taking = await register({ amt: '10001' })
    expect(await codeOf(taking, { preauthToken })).toBe('9145')
    expect(await statusOf(taking)).toEqual(['9', 'init'])
  })

  test('is never taken for more than was not given back', async () => {
    const { order, preauthToken } = await reserve()
    const part = { payMethod: '01', cancelType: '2', amt: '4000' }
    expect(await shop.cancel(order, part)).toMatchObject({ resultCd: '0000' })
    expect(await codeOf(await register({ amt: '6001' }), { preauthToken })).toBe('9145')
    expect(await codeOf(await register({ amt: '6000' }), { preauthToken })).toBe('0000')
  })

  test('cannot be taken once it was given back', async () => {
    const { order, preauthToken } = await reserve()
    expect(await shop.cancel(order, { payMethod: '01' })).toMatchObject({ resultCd: '0000' })
    expect(await codeOf(await register(), { preauthToken })).toBe('9161')
  })
})

test('a part is given back after another, until nothing is left', async () => {
  const order = await register()
  await pay(order, PLAIN_CARD)
  const part = (amt: string) => shop.cancel(order, { payMethod: '01', cancelType: '2', amt })
  expect(await part('4000')).toMatchObject({ resultCd: '0000', amt: '4000' })
  expect(await shop.inquire(order)).toMatchObject({ status: '0', cancelAmt: '4000' })
  expect(await part('6001')).toMatchObject({ resultCd: '9319' })
  expect(await part('6000')).toMatchObject({ resultCd: '0000', amt: '6000' })
  expect(await shop.inquire(order)).toMatchObject({ status: '1', cancelAmt: '10000' })
})
