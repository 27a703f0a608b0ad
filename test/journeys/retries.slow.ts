import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type Receiver, startReceiver } from '../../src/demo/receiver.ts'
import { isoOf } from '../../src/protocol/time.ts'
import { HOUR, MINUTE, T0 } from '../support/clock.ts'
import { type PayloanShop, payloanShop, type Registered } from '../support/payloan.ts'
import { type TestSandbox, testSandbox } from '../support/sandbox.ts'

/** When each attempt is made, after the payment: three days, in steps that grow. */
const SCHEDULE = [
  0,
  MINUTE,
  10 * MINUTE,
  HOUR,
  6 * HOUR,
  12 * HOUR,
  24 * HOUR,
  48 * HOUR,
  72 * HOUR,
]
const DELAYS = SCHEDULE.slice(1).map((at, index) => at - (SCHEDULE[index] ?? 0))

let sandbox: TestSandbox
let receiver: Receiver
let shop: PayloanShop
let unpaid: Registered
/** What happened, in the order in which it did. */
const story: string[] = []

beforeAll(async () => {
  sandbox = await testSandbox()
  // The merchant's server is down, but asks each time how the other order stands.
  receiver = await startReceiver(async (res) => {
    const { now } = await sandbox.client.clock.get()
    const { resultMsg } = await shop.inquire(unpaid)
    story.push(`${now} attempt, the other order is ${resultMsg}`)
    res.statusCode = 503
    res.end()
  })
  shop = payloanShop(sandbox, receiver)
})
afterAll(async () => {
  await sandbox.stop()
  await receiver.stop()
})

test('three days of retries, with an order and a review that run out in between, are played in order by one call', async () => {
  await sandbox.client.merchants.change('PAYLOANTES', { notificationRetries: DELAYS })
  unpaid = await shop.register({ tokenizeUser: '0' })
  const paid = await shop.register({ tokenizeUser: '0' })
  await shop.complete(paid, { outcome: 'approved' })
  const reviewed = await shop.register({ tokenizeUser: '0' })
  await shop.complete(reviewed, {
    phone: '081200000013',
    pin: '663482',
    otp: '4567',
    paymentType: '30_days',
  })
  await sandbox.client.notifications.flush()

  expect((await sandbox.client.clock.advance('P3D')).now).toBe(isoOf(T0 + 72 * HOUR))

  expect(story).toEqual(
    SCHEDULE.map(
      (at) => `${isoOf(T0 + at)} attempt, the other order is ${at < 24 * HOUR ? 'init' : 'failed'}`,
    ),
  )
  const [delivery] = await sandbox.client.notifications.list()
  expect([delivery?.tXid, delivery?.status]).toEqual([paid.tXid, 'failed'])
  expect(delivery?.attempts.map(({ at, httpStatus }) => [at, httpStatus])).toEqual(
    SCHEDULE.map((at) => [isoOf(T0 + at), 503]),
  )
  expect((await sandbox.client.transactions.get(reviewed.tXid)).status).toBe('failed')
  expect((await sandbox.client.clock.get()).nextDue).toBeNull()
})
