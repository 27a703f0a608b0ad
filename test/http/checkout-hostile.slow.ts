import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type CheckoutOrder, registerCheckout } from '../support/checkout.ts'
import type { Fields } from '../support/fixtures.ts'
import { type TestSandbox, testSandbox } from '../support/sandbox.ts'

let sandbox: TestSandbox
beforeAll(async () => {
  sandbox = await testSandbox()
})
afterAll(() => sandbox.stop())

type Form = Record<string, string>

const register = (change: Fields = {}) =>
  registerCheckout({ sandbox, receiver: { url: 'http://127.0.0.1:9' } }, change)

const pathOf = ({ address }: CheckoutOrder): string => address.replace(sandbox.url, '')

const send = (order: CheckoutOrder, form: Form, headers: Form = {}) =>
  sandbox.http.post(pathOf(order)).set(headers).type('form').send(form)

const stored = async ({ tXid }: CheckoutOrder) => {
  const { status, payMethod, mitraCd } = await sandbox.look(`/transactions/${tXid}`)
  return [status, payMethod, mitraCd]
}

const STORE = { action: 'choose', payMethod: '03', partner: 'INDO' }
const UNTOUCHED = ['init', '00', null]

describe('a forged form changes nothing', () => {
  test.each<[string, Form]>([
    ['pay before a choice', { action: 'pay' }],
    ['ready before a choice', { action: 'ready' }],
    ['a partner of another method', { ...STORE, partner: 'CENA' }],
    ['a partner that the page does not show', { ...STORE, partner: 'DNDN' }],
    ['no partner', { ...STORE, partner: '' }],
    ['a partner of a method without any', { ...STORE, payMethod: '01' }],
    ['the code for every method', { action: 'choose', payMethod: '00' }],
    [
      'a name of every object',
      { action: 'choose', payMethod: 'constructor', partner: '__proto__' },
    ],
    ['a button that there is not', { ...STORE, action: '__proto__' }],
    ['a card without its data', { action: 'choose', payMethod: '01' }],
  ])('%s', async (_name, form) => {
    const order = await register()
    await send(order, form)
    expect(await stored(order)).toEqual(UNTOUCHED)
  })

  test.each<[string, Form]>([
    ['another site', { Origin: 'https://evil.example' }],
    ['a page without an origin', { Origin: 'null' }],
    ['a browser that says cross-site', { 'Sec-Fetch-Site': 'cross-site' }],
  ])('from %s', async (_name, headers) => {
    const order = await register()
    const { text } = await send(order, STORE, headers).expect(200)
    expect(text).toContain('Formulir tidak berlaku')
    expect(await stored(order)).toEqual(UNTOUCHED)
  })

  test('as JSON, with a field twice, with a broken escape, too long, with too many fields', async () => {
    const order = await register()
    await sandbox.http.post(pathOf(order)).send(STORE).expect(200)
    const raw = (body: string) =>
      sandbox.http.post(pathOf(order)).type('application/x-www-form-urlencoded').send(body)
    await raw('action=choose&action=pay&payMethod=03&partner=INDO').expect(200)
    await raw('action=choose&payMethod=%E0%A4%A&partner=%00').expect(303)
    await raw(`action=choose&payMethod=05&partner=OVOE&customer=${'x'.repeat(9000)}`).expect(413)
    await raw('a=1&'.repeat(60)).expect(413)
    expect(await stored(order)).toEqual(UNTOUCHED)
  })

  test.each([
    [{ payMethod: '03' }, { ...STORE, payMethod: '02', partner: 'CENA' }],
    [
      { payMethod: '05', mitraCd: 'DANA' },
      { ...STORE, payMethod: '05', partner: 'OVOE' },
    ],
  ])('for what the merchant has chosen itself: %j', async (registered, form) => {
    const order = await register(registered)
    await send(order, form)
    expect(await stored(order)).toEqual(['init', registered.payMethod, null])
  })

  test('for the store that the merchant has chosen', async () => {
    const order = await register({ payMethod: '03', mitraCd: 'ALMA' })
    expect(await stored(order)).toEqual(['unpaid', '03', 'ALMA'])
    await send(order, STORE)
    expect(await stored(order)).toEqual(['unpaid', '03', 'ALMA'])
  })
})

describe('a form sent again', () => {
  test('pays once, and a paid order takes no other method', async () => {
    const order = await register()
    await send(order, STORE)
    for (const form of [
      { action: 'pay' },
      { action: 'pay' },
      { ...STORE, partner: 'ALMA' },
      { action: 'change' },
      { action: 'ready' },
    ]) {
      await send(order, form).expect(303)
    }
    expect(await stored(order)).toEqual(['paid', '03', 'INDO'])
    expect(await sandbox.look(`/notifications?tXid=${order.tXid}`)).toHaveLength(1)
  })

  test('does not take a QR code back, nor a number that a till has asked for', async () => {
    const qris = await register()
    await send(qris, { action: 'choose', payMethod: '08', partner: 'QSHP' })
    const { details } = await sandbox.look(`/transactions/${qris.tXid}`)
    for (const form of [{ action: 'change' }, STORE]) await send(qris, form)
    expect((await sandbox.look(`/transactions/${qris.tXid}`)).details).toEqual(details)
    const alfamart = await register()
    await send(alfamart, { ...STORE, partner: 'ALMA' })
    await send(alfamart, { action: 'ready' })
    for (const form of [{ action: 'change' }, STORE]) await send(alfamart, form)
    expect(await stored(alfamart)).toEqual(['ready', '03', 'ALMA'])
  })

  test('pays nothing once the merchant has cancelled, or the time is over', async () => {
    const order = await register()
    await send(order, STORE)
    await sandbox.control(`/transactions/${order.tXid}/expire`).expect(200)
    await send(order, { action: 'pay' })
    expect(await stored(order)).toEqual(['expired', '03', 'INDO'])
  })
})

test.each(['01/39', '1/39', '0139', '01 / 2039', '01-39', '012039'])(
  'a card’s expiry typed as %s is understood',
  async (expiry) => {
    const order = await register()
    const card = { cardNo: '4222 2222 2222 2222', cardCvv: '123', expiry }
    await send(order, { action: 'choose', payMethod: '01', ...card }).expect(303)
    const { status, details } = await sandbox.look(`/transactions/${order.tXid}`)
    expect([status, details.cardExpYymm]).toEqual(['paid', '3901'])
  },
)

test.each(['13/39', '00/39', '1', '', '01/3', '<b>', '39/01'])(
  'a card’s expiry typed as "%s" is told to be wrong',
  async (expiry) => {
    const order = await register()
    const card = { cardNo: '4222222222222222', cardCvv: '123', expiry }
    const { text } = await send(order, { action: 'choose', payMethod: '01', ...card }).expect(200)
    expect(text).toContain('role="alert"')
    expect(await stored(order)).toEqual(UNTOUCHED)
  },
)

test.each([
  '&tXid=x',
  '&method=__proto__',
  '&method=01&method=02',
  '&lang[]=en',
  '&__proto__[x]=1',
  '&method=%3Cscript%3E',
  '&optDisplayCB=1&optDisplayBL=%22%3E%3Cscript%3E',
])('the address with %s is a page of ours', async (query) => {
  const { text } = await sandbox.http.get(pathOf(await register()) + query).expect(200)
  expect(text).not.toContain('<script>')
  expect(text).toMatch(/<h1>/)
})
