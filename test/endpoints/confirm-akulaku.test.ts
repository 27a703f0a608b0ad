import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { type Receiver, startReceiver } from '../../src/demo/receiver.ts'
import type { Fields } from '../support/fixtures.ts'
import { type PayloanShop, payloanShop, type Registered, signed } from '../support/payloan.ts'
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

const order = async (mitraCd: string, outcome?: string): Promise<Registered> => {
  const registered = await shop.register({ mitraCd })
  if (outcome) await shop.complete(registered, { outcome })
  return registered
}

const confirm = ({ tXid, iMid }: Registered, path = '/nicepay/direct/v2/confirmAkulaku') =>
  sandbox.http
    .post(path)
    .type('form')
    .send(signed({ timeStamp: '20260131100000', tXid, iMid }, 'confirmAkulaku'))

const DONE = { resultCd: '0000', resultMsg: 'SUCCESS', ResponseData: null }

test.each(['/nicepay/direct/v2/confirmAkulaku', '/nicepay/api/direct/v2/confirmAkulaku'])(
  'a paid order is confirmed at %s, and may be confirmed again',
  async (path) => {
    const paid = await order('AKLP', 'approved')
    expect((await confirm(paid, path)).body).toEqual(DONE)
    await sandbox.clock({ advance: 'PT1H' })
    expect((await confirm(paid, path)).body).toEqual(DONE)
    const { deliveredAt } = await sandbox.look(`/transactions/${paid.tXid}`)
    expect(deliveredAt).toBe('2026-01-31T03:00:00.000Z')
  },
)

describe('nothing else is', () => {
  test.each<{ name: string; make: () => Promise<Registered>; change?: Fields; code: string }>([
    { name: 'an unpaid order', make: () => order('AKLP'), code: '9502' },
    { name: 'a rejected order', make: () => order('AKLP', 'declined'), code: '9502' },
    { name: 'an order at Kredivo', make: () => order('KDVI', 'approved'), code: '9502' },
    {
      name: 'an order of another merchant',
      make: async () => ({ ...(await order('AKLP', 'approved')), iMid: 'IONPAYTEST' }),
      code: '8001',
    },
    {
      name: 'an order that there is not',
      make: async () => ({ ...(await order('AKLP')), tXid: 'PAYLOANTES06202601311000009999' }),
      code: '8001',
    },
  ])('$name → $code', async ({ make, code }) => {
    const { body } = await confirm(await make())
    expect([body.resultCd, body.ResponseData]).toEqual([code, null])
  })
})
