import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { type Receiver, startReceiver } from '../../src/demo/receiver.ts'
import { merchantToken } from '../../src/protocol/signature.ts'
import { type Fields, KEY } from '../support/fixtures.ts'
import { atPaymentStep, BY } from '../support/methods.ts'
import { type PayloanShop, payloanShop, type Registered } from '../support/payloan.ts'
import { type TestSandbox, testSandbox } from '../support/sandbox.ts'

let sandbox: TestSandbox
let receiver: Receiver
let shop: PayloanShop
beforeEach(async () => {
  sandbox = await testSandbox()
  receiver = await startReceiver()
  shop = payloanShop(sandbox, receiver, 'IONPAYTEST')
})
afterEach(async () => {
  await sandbox.stop()
  await receiver.stop()
})

const register = (by: keyof typeof BY, change: Fields = {}) =>
  shop.register({ ...BY[by], amt: '10000', ...change })

/** What happens outside of the merchant, and the HTTP status of the control call. */
const happens = async ({ tXid }: Registered, deed: string, body: Fields = {}) =>
  (await sandbox.control(`/transactions/${tXid}/${deed}`, body)).status

const statusOf = async (order: Registered) => {
  const { status, resultMsg } = await shop.inquire(order)
  return [status, resultMsg]
}

describe('what comes in', () => {
  test.each([
    { amount: 9_999, matchCl: '3' },
    { amount: 10_000, matchCl: '1' },
    { amount: 10_001, matchCl: '2' },
  ])('$amount of 10000: matchCl $matchCl, with the amount that came in', async (row) => {
    const order = await register('transfer')
    expect(await happens(order, 'pay', { amount: row.amount })).toBe(200)
    expect(await shop.notified()).toMatchObject([
      {
        amt: `${row.amount}`,
        matchCl: row.matchCl,
        merchantToken: merchantToken(['IONPAYTEST', order.tXid, `${row.amount}`], KEY),
      },
    ])
    expect(await shop.inquire(order)).toMatchObject({ status: '0', amt: '10000' })
  })

  test('comes in once', async () => {
    const order = await register('qris')
    expect(await happens(order, 'pay')).toBe(200)
    expect(await happens(order, 'pay')).toBe(409)
    expect(await shop.notified()).toHaveLength(1)
  })

  test.each([
    { by: 'card', body: { amount: 10_000 }, status: 409 },
    { by: 'transfer', body: { amount: 0 }, status: 400 },
    { by: 'transfer', body: { amount: '10000' }, status: 400 },
  ] as const)('by $by $body: $status, and nothing changes', async ({ by, body, status }) => {
    const order = await register(by)
    const before = await sandbox.look('/state')
    expect(await happens(order, 'pay', body)).toBe(status)
    expect(await sandbox.look('/state')).toEqual(before)
  })
})

describe('Alfamart', () => {
  test('asks first, and takes the money then', async () => {
    const order = await register('alfamart')
    expect(await statusOf(order)).toEqual(['3', 'unpaid'])
    expect(await happens(order, 'ready')).toBe(200)
    expect(await statusOf(order)).toEqual(['5', 'ready to commit'])
    expect(await shop.notified()).toEqual([])
    expect(await happens(order, 'ready')).toBe(409)
    expect(await happens(order, 'pay')).toBe(200)
    expect(await statusOf(order)).toEqual(['0', 'paid'])
    expect(await shop.notified()).toMatchObject([{ mitraCd: 'ALMA', status: '0' }])
  })

  test('asks, and its customer goes away: the order’s time is over all the same', async () => {
    const order = await register('alfamart')
    await happens(order, 'ready')
    await sandbox.clock({ advance: 'P7D' })
    expect(await statusOf(order)).toEqual(['4', 'expired'])
  })

  test.each(['indomaret', 'transfer', 'card'] as const)('%s does not', async (by) => {
    expect(await happens(await register(by), 'ready')).toBe(409)
  })
})

describe('a bank takes a transfer back', () => {
  test('and the merchant is told so', async () => {
    const order = await register('transfer')
    expect(await happens(order, 'reverse')).toBe(409)
    await happens(order, 'pay')
    await sandbox.clock({ advance: 'PT1H' })
    expect(await happens(order, 'reverse')).toBe(200)
    expect(await statusOf(order)).toEqual(['1', 'reversal'])
    expect(await shop.notified()).toMatchObject([
      { status: '0', transTm: '100000' },
      { status: '1', transTm: '110000', amt: '10000', depositTm: '100000' },
    ])
    expect(await happens(order, 'reverse')).toBe(409)
    expect(await happens(order, 'pay')).toBe(409)
  })

  test.each(['indomaret', 'qris'] as const)('but not what came in by %s', async (by) => {
    const order = await register(by)
    await happens(order, 'pay')
    expect(await happens(order, 'reverse')).toBe(409)
    expect(await statusOf(order)).toEqual(['0', by === 'qris' ? 'PAID' : 'paid'])
  })
})

describe('somebody pays by itself', () => {
  test.each(['transfer', 'indomaret', 'alfamart', 'qris'] as const)('%s', async (by) => {
    await sandbox.settings({ autoPay: 43 })
    const order = await register(by)
    await sandbox.clock({ advance: 'PT42S' })
    expect(await shop.inquire(order)).toMatchObject({ status: '3' })
    await sandbox.clock({ advance: 'next' })
    expect(await shop.inquire(order)).toMatchObject({ status: '0' })
    expect(await shop.notified()).toMatchObject([{ transTm: '100043', matchCl: '1' }])
  })

  test.each(['cancelled', 'paid', 'expired'] as const)(
    'but not an order that is %s',
    async (is) => {
      await sandbox.settings({ autoPay: 43 })
      const order = await register('transfer')
      if (is === 'cancelled') await shop.cancel(order, { payMethod: '02' })
      else await happens(order, is === 'paid' ? 'pay' : 'expire')
      const before = [await statusOf(order), (await shop.notified()).length]
      await sandbox.clock({ advance: 'PT1M' })
      expect([await statusOf(order), (await shop.notified()).length]).toEqual(before)
    },
  )

  test.each(['card', 'dana'] as const)('nor one by %s', async (by) => {
    await sandbox.settings({ autoPay: 43 })
    const order = await register(by)
    await sandbox.clock({ advance: 'PT1M' })
    expect(await statusOf(order)).toEqual(['9', 'init'])
  })
})

describe('until when an order can be paid', () => {
  test.each([
    { by: 'transfer', asks: { vacctValidDt: '20260131', vacctValidTm: '103000' }, over: 'PT30M' },
    { by: 'transfer', asks: { vacctValidDt: '20260131' }, over: 'PT13H59M59S' },
    { by: 'transfer', asks: { vacctValidTm: '103000' }, over: 'P2D' },
    { by: 'indomaret', asks: { payValidDt: '20260201', payValidTm: '100000' }, over: 'P1D' },
    { by: 'qris', asks: { paymentExpDt: '20260131', paymentExpTm: '100001' }, over: 'PT1S' },
  ] as const)('$by $asks: $over', async ({ by, asks, over }) => {
    const order = await register(by, asks)
    await sandbox.clock({ advance: over })
    expect((await shop.inquire(order)).resultMsg).toBe('expired')
    const again = await sandbox.clock({ freeze: true })
    await sandbox.clock({ set: new Date(Date.parse(`${again.now}`) - 1000).toISOString() })
    expect((await shop.inquire(order)).resultMsg).toBe('unpaid')
  })
})

test.each(['transfer', 'indomaret', 'qris'] as const)(
  'there is no payment step for %s: an empty page, and nothing changes',
  async (by) => {
    const order = await register(by)
    const before = await sandbox.look('/state')
    const { answer, fields } = await atPaymentStep(sandbox, shop, order)
    expect([answer.status, new Set(Object.values(fields))]).toEqual([200, new Set([''])])
    expect(await sandbox.look('/state')).toEqual(before)
  },
)

/** The entries of an EMV text: two digits, two digits of length, a value. */
const entriesOf = (text: string): Record<string, string> => {
  const entries: Record<string, string> = {}
  for (let at = 0; at < text.length; ) {
    const length = Number(text.slice(at + 2, at + 4))
    entries[text.slice(at, at + 2)] = text.slice(at + 4, at + 4 + length)
    at += 4 + length
  }
  return entries
}

/** CRC-16/CCITT-FALSE, bit by bit as its definition has it: x^16 + x^12 + x^5 + 1, all ones at first. */
const checksum = (text: string): string => {
  let register = 0xffff
  for (const byte of Buffer.from(text)) {
    for (let bit = 7; bit >= 0; bit--) {
      const out = (register >> 15) ^ ((byte >> bit) & 1)
      register = ((register << 1) & 0xffff) ^ (out ? 0x1021 : 0)
    }
  }
  return register.toString(16).toUpperCase().padStart(4, '0')
}

describe('the text of a QR code', () => {
  const contentOf = async (change: Fields = {}): Promise<string> => {
    await register('qris', change)
    const [exchange] = await sandbox.client.requests.list({ path: 'registration' })
    return JSON.parse(exchange?.response.body ?? '{}').qrContent
  }

  test('is one that any wallet can read: entries, and the right checksum', async () => {
    expect(checksum('123456789')).toBe('29B1')
    const text = await contentOf()
    const { 26: nicepay = '', 51: qris = '', 62: more = '', ...entries } = entriesOf(text)
    expect(entries).toEqual({
      '00': '01',
      '01': '12',
      '52': '5999',
      '53': '360',
      '54': '10000',
      '58': 'ID',
      '59': 'NICEPAY SANDBOX',
      '60': 'JAKARTA',
      '61': '10110',
      '63': checksum(text.slice(0, -4)),
    })
    expect(entriesOf(nicepay)).toMatchObject({ '00': 'ID.CO.NICEPAY.WWW', '02': 'IONPAYTEST' })
    expect(entriesOf(qris)).toMatchObject({ '00': 'ID.CO.QRIS.WWW' })
    expect(entriesOf(more)).toEqual({ '01': '08202601311000000001', '07': 'NICEPAY' })
  })

  test.each([
    { shopId: 'S'.repeat(50), shown: 'S'.repeat(25) },
    { shopId: 'Café Ümlaut 🏪', shown: 'Caf? ?mlaut ?' },
  ])('takes the shopId $shopId', async ({ shopId, shown }) => {
    const text = await contentOf({ shopId })
    expect(entriesOf(entriesOf(text)['62'] ?? '')).toMatchObject({ '07': shown })
    expect(entriesOf(text)['63']).toBe(checksum(text.slice(0, -4)))
    expect(text.length).toBeLessThan(512)
  })
})
