import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { type Receiver, startReceiver } from '../../src/demo/receiver.ts'
import type { Fields } from '../support/fixtures.ts'
import { type PayloanShop, payloanShop } from '../support/payloan.ts'
import { type TestSandbox, testSandbox } from '../support/sandbox.ts'

let sandbox: TestSandbox
let receiver: Receiver
let shop: PayloanShop
beforeAll(async () => {
  sandbox = await testSandbox()
  receiver = await startReceiver()
})
afterAll(async () => {
  await sandbox.stop()
  await receiver.stop()
})
beforeEach(async () => {
  await sandbox.http.delete('/_sandbox/state').expect(200)
  shop = payloanShop(sandbox, receiver)
})

const SITI = '/kredivo/accounts/081291891818'
const patch = (path: string, body: Fields) => sandbox.http.patch(`/_sandbox${path}`).send(body)
const buy = async (amt: string, paymentType = '30_days') => {
  const order = await shop.register({ amt })
  const typed = { phone: '081291891818', pin: '414141', otp: '4567', paymentType }
  await shop.complete(order, typed)
  return order
}
const limits = async () =>
  (await sandbox.look(SITI)).limits.map(({ remaining }: { remaining: string }) => remaining)

test('every test shopper is there, with whole limits', async () => {
  const shoppers = await sandbox.look('/kredivo/accounts')
  expect(shoppers.map(({ label }: Fields) => label)).toEqual(
    Array.from({ length: 15 }, (_, n) => `A${String(n + 1).padStart(2, '0')}`),
  )
  expect(shoppers[1]).toMatchObject({
    phone: '081291891818',
    legalName: 'Siti Rahmawati',
    limits: [
      { paymentType: '12_months', remaining: '30000000.00', total: '30000000.00' },
      { paymentType: '30_days', remaining: '3500000.00', total: '3500000.00' },
      { paymentType: '3_months', remaining: '9800000.00', total: '9800000.00' },
      { paymentType: '6_months', remaining: '18600000.00', total: '18600000.00' },
    ],
    loans: [],
    userTokens: [],
  })
})

test('a loan is shown with its schedule', async () => {
  const order = await buy('3000000', '3_months')
  const { loans } = await sandbox.look(SITI)
  expect(loans).toEqual([
    {
      tXid: order.tXid,
      phone: '6281291891818',
      paymentType: '3_months',
      price: 3_000_000,
      principal: 3_000_000,
      months: 3,
      monthly: 1_000_000,
      openedAt: '2026-01-31T03:00:00.000Z',
      heldUntil: null,
      schedule: [
        { number: 1, dueAt: '2026-03-02T03:00:00.000Z', amount: 1_000_000 },
        { number: 2, dueAt: '2026-04-02T03:00:00.000Z', amount: 1_000_000 },
        { number: 3, dueAt: '2026-05-02T03:00:00.000Z', amount: 1_000_000 },
      ],
    },
  ])
})

describe('paying back', () => {
  const repay = (body: Fields) => sandbox.control(`${SITI}/repay`, body)

  test('a part takes from the oldest loan, the rest from the next', async () => {
    const [first, second] = [await buy('20000'), await buy('30000')]
    expect(await limits()).toContain('3450000.00')
    await repay({ amount: 25_000 }).expect(200)
    const { loans } = await sandbox.look(SITI)
    expect(loans.map(({ tXid, principal }: Fields) => [tXid, principal])).toEqual([
      [second.tXid, 25_000],
    ])
    expect(first.tXid < second.tXid).toBe(true)
    expect(await limits()).toContain('3475000.00')
  })

  test('of one loan, whole', async () => {
    const [, second] = [await buy('20000'), await buy('30000')]
    await repay({ tXid: second.tXid }).expect(200)
    expect(await limits()).toContain('3480000.00')
  })

  test('everything makes the limits whole again', async () => {
    await buy('20000')
    await buy('2000000', '6_months')
    await repay({}).expect(200)
    expect(await limits()).toEqual(['30000000.00', '3500000.00', '9800000.00', '18600000.00'])
  })

  test('a cancel after it gives back what is still owed, no more', async () => {
    const order = await buy('30000')
    await repay({ amount: 10_000 }).expect(200)
    await shop.cancel(order)
    expect(await limits()).toContain('3500000.00')
  })

  test.each([
    { body: { amount: 0 }, status: 400, error: /"amount" must be whole rupiah/ },
    { body: { amount: '5' }, status: 400, error: /"amount" must be whole rupiah/ },
    { body: { amount: 1.5 }, status: 400, error: /"amount" must be whole rupiah/ },
    { body: { tXid: 5 }, status: 400, error: /"tXid" must be a text/ },
    { body: { tXid: 'nope' }, status: 409, error: /nothing to pay back/ },
    { body: { all: true }, status: 400, error: /no field "all"/ },
  ])('not with $body', async ({ body, status, error }) => {
    await buy('20000')
    const answer = await repay(body)
    expect([answer.status, answer.body.error]).toEqual([status, expect.stringMatching(error)])
    expect(await limits()).toContain('3480000.00')
  })

  test('what is held for a review is not paid back', async () => {
    const order = await shop.register()
    await shop.complete(order, { outcome: 'underReview' })
    await sandbox.control('/kredivo/accounts/081200000008/repay').expect(409)
  })
})

describe('changing a shopper', () => {
  test('blocked, the login says so; unblocked, it works', async () => {
    await patch(SITI, { blocked: true }).expect(200)
    const typed = { phone: '081291891818', pin: '414141' }
    const answer = await shop.complete(await shop.register(), typed)
    expect(answer).toMatchObject({ state: 'login', notice: { kind: 'blocked' } })
    await patch(SITI, { blocked: false }).expect(200)
    expect(await shop.complete(await shop.register(), typed)).toMatchObject({ state: 'otp' })
  })

  test('reset forgets loans and locks', async () => {
    await buy('20000')
    for (let time = 0; time < 3; time++) {
      await shop.complete(await shop.register(), { phone: '081291891818', pin: '000000' })
    }
    expect((await sandbox.look(SITI)).lockedUntil).toBe('2026-01-31T03:30:00.000Z')
    await sandbox.control(`${SITI}/reset`).expect(200)
    expect(await sandbox.look(SITI)).toMatchObject({ lockedUntil: null, loans: [], wrongPins: 0 })
  })

  test('other limits hold at once', async () => {
    await patch(SITI, { limits: { '30_days': 10_000 } }).expect(200)
    const typed = { phone: '081291891818', pin: '414141', otp: '4567' }
    expect(await shop.complete(await shop.register(), typed)).toMatchObject({ state: 'declined' })
  })

  test.each([
    {
      body: { pin: '12345' },
      error: '"pin" must be six digits, or null for an account that no PIN opens',
    },
    { body: { blocked: 'yes' }, error: '"blocked" must be true or false' },
    { body: { phone: '081' }, error: expect.stringMatching(/no field "phone"; known here: label/) },
    { body: { wrongPins: 0 }, error: expect.stringMatching(/no field "wrongPins"/) },
    { body: { limits: {} }, error: expect.stringMatching(/"limits" must be an object/) },
    { body: { limits: { '9_months': 1 } }, error: expect.stringMatching(/"limits" must be/) },
    { body: { limits: null }, error: expect.stringMatching(/"limits" must be/) },
    {
      body: { verdict: 'maybe' },
      error: expect.stringMatching(/"verdict" must be one of approve/),
    },
    { body: { pushes: 3 }, error: '"pushes" must be one of 0, 1, 2' },
    { body: { unlinksAfter: -1 }, error: expect.stringMatching(/"unlinksAfter" must be/) },
    { body: { legalName: '' }, error: expect.stringMatching(/"legalName" must be a text/) },
  ])('not to $body', async ({ body, error }) => {
    const before = await sandbox.look(SITI)
    const answer = await patch(SITI, body)
    expect([answer.status, answer.body.error]).toEqual([400, error])
    expect(await sandbox.look(SITI)).toEqual(before)
  })
})

describe('a shopper of one’s own', () => {
  test('is made, logs in and buys', async () => {
    const made = await sandbox.control('/kredivo/accounts', {
      phone: '+62-811-1111-1111',
      pin: '111111',
      legalName: 'Wulan Dari',
      verdict: 'denyLater',
    })
    expect(made.body).toMatchObject({ phone: '081111111111', accountType: 'premium', label: 'own' })
    const typed = { phone: '081111111111', pin: '111111', otp: '4567', paymentType: '30_days' }
    const answer = await shop.complete(await shop.register(), typed)
    expect(answer).toMatchObject({ state: 'underReview' })
  })

  test.each([
    { body: {}, status: 400, error: /"phone" is missing/ },
    { body: { phone: '12' }, status: 400, error: /"phone" must be/ },
    {
      body: { phone: '081291891818' },
      status: 409,
      error: /there is a shopper "081291891818" already/,
    },
    { body: { phone: '081111111111', colour: 1 }, status: 400, error: /no field "colour"/ },
  ])('not from $body', async ({ body, status, error }) => {
    const answer = await sandbox.control('/kredivo/accounts', body)
    expect([answer.status, answer.body.error]).toEqual([status, expect.stringMatching(error)])
  })
})

test('nobody is found under a number of nobody', async () => {
  await sandbox.http.get('/_sandbox/kredivo/accounts/0899999999').expect(404)
  await sandbox.control('/kredivo/accounts/nope/reset').expect(404)
  await sandbox.control('/user-tokens/nope/deactivate').expect(404)
})

test('the shoppers’ page shows limits, loans and tokens, and holds no HTML of others', async () => {
  const hostile = '<script>alert(1)</script>'
  const order = await shop.register({ tokenizeUser: '1', clientUserKey: hostile })
  await shop.complete(order, { outcome: 'approved' })
  await patch(SITI, { legalName: hostile }).expect(200)
  const { text } = await sandbox.http.get('/shoppers').expect(200)
  expect(text).toContain(order.tXid)
  expect(text).toContain('Rp3,474,855')
  expect(text).not.toContain(hostile)
})
