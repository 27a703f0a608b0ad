import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { type Receiver, startReceiver } from '../../src/demo/receiver.ts'
import { merchantToken } from '../../src/protocol/signature.ts'
import { type Fields, KEY } from '../support/fixtures.ts'
import { type PayloanShop, payloanShop, type Registered } from '../support/payloan.ts'
import { type TestSandbox, testSandbox } from '../support/sandbox.ts'

let sandbox: TestSandbox
let receiver: Receiver
let shop: PayloanShop
beforeAll(async () => {
  sandbox = await testSandbox()
})
afterAll(() => sandbox.stop())
beforeEach(async () => {
  await sandbox.http.delete('/_sandbox/state').expect(200)
  receiver = await startReceiver()
  shop = payloanShop(sandbox, receiver)
})
afterEach(() => receiver.stop())

const settings = (change: Fields) =>
  sandbox.http.patch('/_sandbox/merchants/PAYLOANTES').send(change).expect(200)

const paid = async (change: Fields = {}): Promise<Registered> => {
  const order = await shop.register({ amt: '30000', ...change })
  await shop.complete(order, { outcome: 'approved' })
  return order
}

const full = (amt: string) => ({ cancelType: '1', amt })
const part = (amt: string) => ({ cancelType: '2', amt })

/** What is left of Siti's 30-day limit. */
const owed = async (): Promise<number> => {
  const loans = Object.values((await sandbox.look('/state')).loans) as { principal: number }[]
  return loans.reduce((sum, { principal }) => sum + principal, 0)
}

describe('a paid order', () => {
  test('is cancelled whole: void on the day, the limit is back, the answer repeats the order’s time', async () => {
    const order = await paid()
    expect(await owed()).toBe(30_000)
    await sandbox.clock({ advance: 'PT13H59M' })
    const answer = await shop.cancel(order)
    expect(Object.entries(answer)).toEqual([
      ['tXid', order.tXid],
      ['referenceNo', 'ORDER-1'],
      ['transDt', '20260131'],
      ['transTm', '100000'],
      ['amt', '30000'],
      ['resultCd', '0000'],
      ['resultMsg', 'SUCCESS'],
    ])
    expect(await shop.inquire(order)).toMatchObject({
      resultCd: '0000',
      status: '1',
      resultMsg: 'void',
      cancelAmt: '30000',
    })
    expect(await owed()).toBe(0)
  })

  test('is a refund after settlement, from midnight in Jakarta on', async () => {
    const order = await paid()
    await sandbox.clock({ advance: 'PT14H' })
    expect(await shop.cancel(order)).toMatchObject({ resultCd: '0000' })
    expect(await shop.inquire(order)).toMatchObject({ status: '2', resultMsg: 'refund' })
  })

  test('is cancelled in parts, until nothing is left', async () => {
    const order = await paid()
    const steps = [
      { amt: '10000', status: '0', cancelAmt: '10000', left: 20_000 },
      { amt: '5000', status: '0', cancelAmt: '15000', left: 15_000 },
      { amt: '15000', status: '1', cancelAmt: '30000', left: 0 },
    ]
    for (const { amt, status, cancelAmt, left } of steps) {
      expect(await shop.cancel(order, part(amt))).toMatchObject({ resultCd: '0000', amt })
      expect(await shop.inquire(order)).toMatchObject({ status, cancelAmt, amt: '30000' })
      expect(await owed()).toBe(left)
    }
    expect(await shop.cancel(order, part('1'))).toMatchObject({ resultCd: '9314' })
  })

  test('is not notified, unless the merchant wants that', async () => {
    await shop.cancel(await paid())
    expect(await shop.notified()).toHaveLength(1)
    await settings({ cancelNotification: 'yes' })
    const order = await paid()
    await shop.cancel(order, part('10000'))
    const [, , reversal] = await shop.notified()
    expect(reversal).toMatchObject({
      tXid: order.tXid,
      status: '1',
      amt: '10000',
      merchantToken: merchantToken(['PAYLOANTES', order.tXid, '10000'], KEY),
    })
  })
})

describe('every refusal leaves the order as it is', () => {
  const partly = async (cancelAmt: string) => {
    const order = await paid()
    await shop.cancel(order, part(cancelAmt))
    return order
  }
  const declined = async () => {
    const order = await shop.register({ amt: '30000' })
    await shop.complete(order, { outcome: 'declined' })
    return order
  }

  test.each<{
    name: string
    order: () => Promise<Registered>
    change: Fields
    set?: Fields
    after?: string
    code: string
    msg: string
  }>([
    {
      name: 'cancelType 3',
      order: paid,
      change: { cancelType: '3' },
      code: '9301',
      msg: 'Invalid Cancel Type.',
    },
    {
      name: 'no cancelType',
      order: paid,
      change: { cancelType: '' },
      code: '9301',
      msg: 'Invalid Cancel Type.',
    },
    {
      name: 'an amount with letters',
      order: paid,
      change: full('30000.00'),
      code: '9312',
      msg: 'No cancellation amount or cancellation amount includes the letter.',
    },
    {
      name: 'no amount',
      order: paid,
      change: full(''),
      code: '9312',
      msg: 'No cancellation amount or cancellation amount includes the letter.',
    },
    {
      name: 'an order that failed',
      order: declined,
      change: {},
      code: '9314',
      msg: 'Can not cancel your request transaction number.',
    },
    {
      name: 'an order whose time is over',
      order: () => shop.register({ amt: '30000' }),
      change: {},
      after: 'P1D',
      code: '9314',
      msg: 'Can not cancel your request transaction number.',
    },
    {
      name: 'an unpaid order, where the merchant wants that',
      order: () => shop.register({ amt: '30000' }),
      change: {},
      set: { cancelUnpaid: 'refuse' },
      code: '9314',
      msg: 'Can not cancel your request transaction number.',
    },
    {
      name: 'more than the order',
      order: paid,
      change: full('30001'),
      code: '9319',
      msg: 'The amount you entered is larger than the amount you want to cancel.',
    },
    {
      name: 'more than is left',
      order: () => partly('10000'),
      change: part('20001'),
      code: '9319',
      msg: 'The amount you entered is larger than the amount you want to cancel.',
    },
    {
      name: 'all of it after a part',
      order: () => partly('10000'),
      change: full('20000'),
      code: '9320',
      msg: 'Can not cancel the entire data already partially canceled.',
    },
    {
      name: 'nothing',
      order: paid,
      change: part('0'),
      code: '9321',
      msg: 'Please fill in the requested amount greater than zero.',
    },
    {
      name: 'a part before the purchase',
      order: () => shop.register({ amt: '30000' }),
      change: part('10000'),
      code: '9327',
      msg: 'It can not be partial cancelation before purchase.',
    },
    {
      name: 'a part, where the merchant may not',
      order: paid,
      change: part('10000'),
      set: { partialCancel: 'refuse' },
      code: '9332',
      msg: 'The merchant can not be partial cancellation.',
    },
    {
      name: 'after 90 days',
      order: paid,
      change: {},
      after: 'P90DT1S',
      code: '9334',
      msg: 'Cancellation period exceeds(limit 90 days).',
    },
    {
      name: 'a full cancel of less than the order',
      order: paid,
      change: full('10000'),
      code: '8061',
      msg: 'Full canceled error.',
    },
    {
      name: 'another tXid',
      order: paid,
      change: { tXid: 'PAYLOANTES06202601311000009999' },
      code: '8001',
      msg: 'Order registration error.',
    },
    {
      name: 'another method',
      order: paid,
      change: { payMethod: '02' },
      code: '8001',
      msg: 'Order registration error.',
    },
    {
      name: 'another referenceNo',
      order: paid,
      change: { referenceNo: 'other' },
      code: '8001',
      msg: 'Order registration error.',
    },
    {
      name: 'another merchant',
      order: paid,
      change: { iMid: 'IONPAYTEST' },
      code: '8001',
      msg: 'Order registration error.',
    },
  ])('$name → $code', async ({ order: make, change, set, after, code, msg }) => {
    if (set) await settings(set)
    const order = await make()
    if (after) await sandbox.clock({ advance: after })
    await sandbox.client.notifications.flush()
    const { clock: _before, ...state } = await sandbox.look('/state')
    const { resultCd, resultMsg, ...others } = await shop.cancel(order, change)
    expect([resultCd, resultMsg]).toEqual([code, msg])
    expect(new Set(Object.values(others))).toEqual(new Set([null]))
    const { clock: _after, ...then } = await sandbox.look('/state')
    expect(then).toEqual(state)
  })

  test('the registration’s token formula, as one client was recorded to use', async () => {
    const order = await paid()
    const { body } = await sandbox.http.post('/nicepay/direct/v2/cancel').send({
      timeStamp: '20220412122826',
      ...order,
      payMethod: '06',
      cancelType: '1',
      merchantToken: merchantToken(
        ['20220412122826', 'PAYLOANTES', order.referenceNo, order.amt],
        KEY,
      ),
    })
    expect([body.resultCd, body.resultMsg]).toEqual(['8001', 'Order registration error.'])
  })
})

describe('an order that nobody paid yet', () => {
  test('is void, and can be paid no more', async () => {
    const order = await shop.register()
    expect(await shop.cancel(order)).toMatchObject({ resultCd: '0000' })
    expect(await shop.inquire(order)).toMatchObject({ status: '1', resultMsg: 'void' })
    const { text } = await sandbox.http.get(shop.paymentUrl(order).replace(sandbox.url, ''))
    expect(text).toContain('name="resultCd" value="9116"')
    expect(await shop.cancel(order)).toMatchObject({ resultCd: '9314' })
  })

  test('is void under review too, and stays so', async () => {
    const order = await shop.register()
    await shop.complete(order, { outcome: 'underReview' })
    expect(await owed()).toBe(25_145)
    expect(await shop.cancel(order)).toMatchObject({ resultCd: '0000' })
    expect(await owed()).toBe(0)
    await sandbox.clock({ advance: 'PT2M' })
    expect(await shop.inquire(order)).toMatchObject({ status: '1' })
    expect(await shop.notified()).toEqual([])
  })
})

test.each([1, '1', '01'])('cancelType %j is a full cancel', async (cancelType) => {
  const order = await paid()
  expect(await shop.cancel(order, { cancelType })).toMatchObject({ resultCd: '0000' })
})

test('amt as a number', async () => {
  const order = await paid()
  expect(await shop.cancel(order, { amt: 30_000 })).toMatchObject({
    resultCd: '0000',
    amt: '30000',
  })
})
