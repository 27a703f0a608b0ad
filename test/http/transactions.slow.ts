import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { type Receiver, startReceiver } from '../../src/demo/receiver.ts'
import type { Fields } from '../support/fixtures.ts'
import { type PayloanShop, payloanShop, type Registered } from '../support/payloan.ts'
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

describe('what is stored of orders', () => {
  test('one of them, in words', async () => {
    const order = await shop.register()
    await shop.complete(order, { outcome: 'approved' })
    expect(await sandbox.look(`/transactions/${order.tXid}`)).toMatchObject({
      tXid: order.tXid,
      status: 'paid',
      amt: 25_145,
      registeredAt: '2026-01-31T03:00:00.000Z',
      expiresAt: '2026-02-01T03:00:00.000Z',
      paidAt: '2026-01-31T03:00:00.000Z',
      payer: { phone: '6281291891818', paymentType: '30_days' },
      cancelled: 0,
    })
  })

  test('many, newest first, narrowed', async () => {
    const [a, b, c] = [await shop.register(), await shop.register(), await shop.register()]
    const other = await payloanShop(sandbox, receiver, 'IONPAYTEST').register()
    await shop.sendBrowser(b)
    const ids = async (query: string) =>
      (await sandbox.look(`/transactions${query}`)).map(({ tXid }: Registered) => tXid)
    expect(await ids('')).toEqual([other.tXid, c.tXid, b.tXid, a.tXid])
    expect(await ids('?iMid=PAYLOANTES&limit=2')).toEqual([c.tXid, b.tXid])
    expect(await ids('?iMid=PAYLOANTES&referenceNo=ORDER-1')).toEqual([a.tXid])
    expect(await ids('?status=unpaid')).toEqual([b.tXid])
    expect(await ids('?status=paid')).toEqual([])
    await sandbox.clock({ advance: 'P1D' })
    expect(await ids('?status=failed')).toHaveLength(4)
  })

  test('nothing of one that there is not', async () => {
    await sandbox.http.get('/_sandbox/transactions/nope').expect(404, {
      error: 'there is no transaction "nope"',
    })
    await sandbox.control('/transactions/nope/approve').expect(404)
  })
})

describe('a shopper without a browser', () => {
  const complete = async (tk: string, body: Fields) =>
    (await sandbox.control(`/interactions/${tk}/complete`, body)).body

  test.each([
    { outcome: 'approved', state: 'approved', resultCd: '0000' },
    { outcome: 'declined', state: 'declined', resultCd: '9106' },
    { outcome: 'fraud', state: 'declined', resultCd: '9106' },
    { outcome: 'underReview', state: 'underReview', resultCd: '9030' },
    { outcome: 'stopped', state: 'stopped', resultCd: '9030' },
    { outcome: 'cancelled', state: 'cancelled', resultCd: '9030' },
  ])('ends a checkout $outcome', async ({ outcome, state, resultCd }) => {
    const answer = await shop.complete(await shop.register(), { outcome })
    expect(answer).toMatchObject({
      state,
      next: { method: 'post', url: shop.callBackUrl, fields: { resultCd } },
    })
  })

  test.each([
    { outcome: 'approved', state: 'approved' },
    { outcome: 'declined', state: 'declined' },
    { outcome: 'underReview', state: 'underReview' },
    { outcome: 'cancelled', state: 'cancelled' },
  ])('decides as another lender: $outcome', async ({ outcome, state }) => {
    const order = await shop.register({ mitraCd: 'IDNA' })
    expect(await shop.complete(order, { outcome })).toMatchObject({ state })
  })

  test('types what a person would, step by step', async () => {
    const tk = await shop.sendBrowser(await shop.register({ amt: '3000000' }))
    const steps: { types: Fields; state: string }[] = [
      { types: { phone: '081291891818', pin: '000000' }, state: 'login' },
      { types: { phone: '081291891818', pin: '414141' }, state: 'otp' },
      { types: { otp: '4567' }, state: 'review' },
      { types: { paymentType: '9_months' }, state: 'review' },
      { types: { paymentType: '6_months' }, state: 'approved' },
    ]
    for (const { types, state } of steps) expect((await complete(tk, types)).state).toBe(state)
  })

  test('all at once', async () => {
    const tk = await shop.sendBrowser(await shop.register())
    const typed = { phone: '081513114262', pin: '663482', otp: '4567', paymentType: '30_days' }
    expect(await complete(tk, typed)).toMatchObject({ state: 'approved' })
  })

  test('is told which outcomes there are', async () => {
    const tk = await shop.sendBrowser(await shop.register())
    expect(await complete(tk, { outcome: 'linked' })).toEqual({
      error: '"outcome" must be one of approved, declined, fraud, underReview, stopped, cancelled',
    })
  })

  test.each(['KDVI', 'AKLP'])(
    'cannot pay an order that was expired, wherever the clock stands (%s)',
    async (mitraCd) => {
      await sandbox.clock({ advance: 'PT1H' })
      const order = await shop.register({ mitraCd })
      const tk = await shop.sendBrowser(order)
      await sandbox.control(`/transactions/${order.tXid}/expire`).expect(200)
      await sandbox.http.delete('/_sandbox/clock').expect(200)
      expect(await complete(tk, { outcome: 'approved' })).toMatchObject({ state: 'expired' })
      expect(await shop.inquire(order)).toMatchObject({ status: '8' })
      expect(await sandbox.look('/notifications')).toEqual([])
    },
  )

  test('finds the link of an expired order over', async () => {
    const order = await shop.register()
    const tk = await shop.sendBrowser(order)
    await sandbox.control(`/transactions/${order.tXid}/expire`).expect(200)
    expect(await complete(tk, { outcome: 'approved' })).toMatchObject({
      state: 'expired',
      next: { fields: { resultCd: '9129' } },
    })
  })
})

test.each(['approve', 'deny'])('%s is for orders under review only', async (deed) => {
  const order = await shop.register()
  const answer = await sandbox.control(`/transactions/${order.tXid}/${deed}`)
  expect([answer.status, answer.body]).toEqual([
    409,
    { error: 'the order is init and not under review' },
  ])
})

test('the link of an order works under its own lender’s address only', async () => {
  const kredivo = await shop.sendBrowser(await shop.register())
  const plain = await shop.sendBrowser(await shop.register({ mitraCd: 'AKLP' }))
  const lead = async (path: string) => (await sandbox.http.get(path)).get('Location')
  expect(await lead(`/lender/checkout?tk=${kredivo}`)).toBe(
    `/kredivo/v2/signin?tk=${kredivo}&lang=id`,
  )
  expect(await lead(`/kredivo/v2/signin?tk=${plain}`)).toBe(`/lender/checkout?tk=${plain}&lang=id`)
  for (const [tk, page] of [
    [kredivo, 'lender/checkout'],
    [plain, 'kredivo/v2/settlement'],
  ]) {
    const forged = await sandbox.http
      .post(`/${page}?tk=${tk}`)
      .type('form')
      .send({ action: 'approve', paymentType: '30_days', agree: 'yes' })
    expect(forged.status).not.toBe(200)
  }
  expect(await sandbox.look('/transactions?status=paid')).toEqual([])
})
