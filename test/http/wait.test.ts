import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { ControlRefusal } from '../../src/client/types.ts'
import { type Receiver, startReceiver } from '../../src/demo/receiver.ts'
import { tkOf } from '../support/fixtures.ts'
import { type PayloanShop, payloanShop } from '../support/payloan.ts'
import { type TestSandbox, testSandbox } from '../support/sandbox.ts'

let sandbox: TestSandbox
let receiver: Receiver
let shop: PayloanShop
let receiverSays = 200
beforeEach(async () => {
  receiverSays = 200
  sandbox = await testSandbox()
  receiver = await startReceiver((res) => {
    res.statusCode = receiverSays
    res.end()
  })
  shop = payloanShop(sandbox, receiver)
})
afterEach(async () => {
  await sandbox.stop()
  await receiver.stop()
})

describe('waiting for an order', () => {
  test('ends as soon as it is paid and the merchant has acknowledged', async () => {
    const order = await shop.register({ tokenizeUser: '0' })
    const { tXid } = order
    const paid = sandbox.client.wait({ tXid, status: 'paid', notified: true })
    await shop.complete(order, { outcome: 'approved' })
    expect(await paid).toMatchObject({
      tXid,
      status: 'paid',
      notifications: [{ tXid, status: 'delivered', attempts: [{ httpStatus: 200 }] }],
    })
  })

  test('ends when the order’s time is over, though nothing changes then', async () => {
    const order = await shop.register()
    const failed = sandbox.client.wait({ tXid: order.tXid, status: 'failed' })
    await sandbox.clock({ advance: 'P1D' })
    expect(await failed).toMatchObject({ status: 'failed', notifications: [] })
  })

  test('of which nothing is known yet, ends when it is registered', async () => {
    const coming = sandbox.client.wait({ tXid: 'PAYLOANTES06202601311000000001' })
    await shop.register()
    expect(await coming).toMatchObject({ status: 'init' })
  })

  test('works for bindings too', async () => {
    const { tXid = '', redirectUrlHttp } = await sandbox.bind({ dbProcessUrl: receiver.url })
    const bound = sandbox.client.wait({ tXid, status: 'bound', notified: true })
    await sandbox.client.complete(redirectUrlHttp ?? '', { outcome: 'linked' })
    expect(await bound).toMatchObject({ status: 'bound', boundAt: '2026-01-31T03:00:00.000Z' })
  })

  /** What is missing when the time is over. */
  const missing = async (tXid: string, status = 'paid'): Promise<string> => {
    const waited = sandbox.client.wait({ tXid, status, notified: true, timeoutMs: 0 })
    const error = await waited.catch((thrown: unknown) => thrown)
    if (!(error instanceof ControlRefusal)) throw new Error('it was all there')
    expect(error.status).toBe(408)
    return error.message.replace(tXid, 'it')
  }

  test('says what is missing when the time is over', async () => {
    const order = await shop.register({ tokenizeUser: '0' })
    const { tXid } = order
    expect(await missing('nothing')).toBe('it after 0 ms: there is no such order or binding yet')
    expect(await missing(tXid)).toBe(
      'it after 0 ms: it is "init", not "paid": nobody has opened the payment step yet',
    )
    const tk = await shop.sendBrowser(order)
    expect(await missing(tXid)).toContain('nobody has logged in at the lender yet')
    await sandbox.client.complete(tk, { phone: '081200000008', pin: '663482' })
    expect(await missing(tXid)).toContain('the shopper stands at the OTP')
    await sandbox.client.complete(tk, { otp: '4567' })
    expect(await missing(tXid)).toContain('the shopper stands at the confirmation')
    await sandbox.client.complete(tk, { paymentType: '30_days' })
    expect(await missing(tXid)).toContain('the lender is reviewing it')
    receiverSays = 500
    await sandbox.client.transactions.approve(tXid)
    await sandbox.client.notifications.flush()
    expect(await missing(tXid)).toMatch(
      /^it after 0 ms: its notification was not acknowledged: word\d+ to http.*\/notification is pending after 1 attempts, the last one: HTTP 500, due at 2026-01-31T03:01:00.000Z$/,
    )
    const { tXid: refused } = await shop.register()
    await sandbox.client.transactions.expire(refused)
    expect(await missing(refused, 'failed')).toBe(
      'it after 0 ms: it is "failed", and no notification was made',
    )
  })

  test.each([
    ['', '"tXid" is missing'],
    ['?tXid=x&notified=yes', '"notified" must be true or false'],
    ['?tXid=x&timeoutMs=soon', '"timeoutMs" must be a whole number from 0 to 120000'],
    [
      '?txid=x',
      'there is no parameter "txid"; known here: namespace, tXid, status, notified, timeoutMs',
    ],
  ])('is refused: /wait%s', async (query, error) => {
    const answer = await sandbox.http.get(`/_sandbox/wait${query}`)
    expect([answer.status, answer.body]).toEqual([400, { error }])
  })

  test('ends when the sandbox stops', async () => {
    const late = sandbox.client
      .wait({ tXid: 'x', timeoutMs: 60_000 })
      .catch((e: Error) => e.message)
    await sandbox.look('/health')
    await sandbox.stop()
    expect(await late).toMatch(/no such order/)
  })
})

describe('the OTP inbox', () => {
  test('has what waits to be typed, and waits for it', async () => {
    const { redirectUrlHttp } = await sandbox.bind()
    const tk = tkOf(redirectUrlHttp)
    const coming = sandbox.client.otps({ phone: '0815-1311-4262', timeoutMs: 5000 })
    await sandbox.client.complete(tk, { phone: '081513114262', pin: '663482' })
    const [otp, ...others] = await coming
    expect([otp, others]).toEqual([
      {
        phone: '081513114262',
        otp: '4567',
        sentAt: '2026-01-31T03:00:00.000Z',
        expiresAt: '2026-01-31T03:03:00.000Z',
        tk,
        tXid: expect.stringMatching(/^IONPAYTEST06/),
        iMid: 'IONPAYTEST',
      },
      [],
    ])
    expect(await sandbox.client.otps({ phone: '081291891818' })).toEqual([])
    expect(await sandbox.client.otps()).toEqual([otp])
    await sandbox.client.complete(tk, { otp: otp?.otp ?? '' })
    expect(await sandbox.client.otps()).toEqual([])
  })

  test('has nothing that no page would take any more', async () => {
    const { redirectUrlHttp, tXid } = await sandbox.bind()
    const tk = tkOf(redirectUrlHttp)
    const logIn = { phone: '081513114262', pin: '663482' }
    await sandbox.client.complete(tk, logIn)
    expect(await sandbox.client.otps({ tXid: tXid ?? '' })).toHaveLength(1)
    expect(await sandbox.client.otps({ tXid: 'another' })).toEqual([])
    await sandbox.clock({ advance: 'PT4M' })
    expect(await sandbox.client.otps()).toEqual([])
    await sandbox.client.complete(tk, logIn)
    expect(await sandbox.client.otps()).toHaveLength(1)
    await sandbox.clock({ advance: 'P2D' })
    expect(await sandbox.client.otps()).toEqual([])
  })

  test('asks for a telephone number', async () => {
    await expect(sandbox.client.otps({ phone: 'Siti' })).rejects.toThrow(
      '"phone" must be an Indonesian mobile number',
    )
  })
})
