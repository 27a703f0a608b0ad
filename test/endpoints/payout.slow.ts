import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { Fields } from '../support/fixtures.ts'
import { type PayoutMerchant, payoutMerchant } from '../support/payouts.ts'
import { type TestSandbox, testSandbox } from '../support/sandbox.ts'

let sandbox: TestSandbox
let merchant: PayoutMerchant
beforeAll(async () => {
  sandbox = await testSandbox()
})
afterAll(() => sandbox.stop())
beforeEach(async () => {
  await sandbox.http.delete('/_sandbox/state').expect(200)
  merchant = payoutMerchant(sandbox)
})

/** Noon of the next day: it is 10:00 on 31 January 2026. */
const TOMORROW = { reservedDt: '20260201', reservedTm: '120000' }

const statusOf = async (tXid: string) => (await merchant.inquire(tXid)).status

describe('a request', () => {
  test.each<{ change: Fields; code: string }>([
    { change: {}, code: '0000' },
    { change: { bankCd: 'CENA' }, code: '0000' },
    { change: { bankCd: 'OYID' }, code: '0000' },
    { change: { bankCd: 'XXXX' }, code: '9237' },
    { change: { bankCd: '' }, code: '9237' },
    { change: { accountNo: '53-45' }, code: '8003' },
    { change: { accountNo: '1'.repeat(21) }, code: '8003' },
    { change: { benefNm: '' }, code: '8003' },
    { change: { benefNm: 'N'.repeat(41) }, code: '8003' },
    { change: { benefPhone: '+62-82111111111' }, code: '0000' },
    { change: { benefPhone: '01234567891012131415' }, code: '0000' },
    { change: { benefPhone: 'none' }, code: '8003' },
    { change: { benefType: '3' }, code: '0000' },
    { change: { benefType: '03' }, code: '0000' },
    { change: { benefType: '4' }, code: '8003' },
    { change: { benefType: '0' }, code: '8003' },
    { change: { benefStatus: '2' }, code: '0000' },
    { change: { benefStatus: '3' }, code: '8003' },
    { change: { payoutMethod: '0' }, code: '0000' },
    { change: { payoutMethod: '4' }, code: '0000' },
    { change: { payoutMethod: '5' }, code: '8003' },
    { change: { payoutMethod: '' }, code: '0000' },
    { change: { amt: 10_000 }, code: '0000' },
    { change: { amt: '0' }, code: '9115' },
    { change: { amt: '010' }, code: '9008' },
    { change: { amt: '10000.00' }, code: '9008' },
    { change: TOMORROW, code: '0000' },
    { change: { reservedDt: '20260131', reservedTm: '100001' }, code: '0000' },
    { change: { reservedDt: '20260131', reservedTm: '100000' }, code: '9031' },
    { change: { reservedDt: '20260230', reservedTm: '120000' }, code: '9031' },
    { change: { reservedDt: '20260201', reservedTm: '' }, code: '9031' },
    { change: { reservedDt: '', reservedTm: '120000' }, code: '9031' },
    { change: { reservedDt: '2026020', reservedTm: '112000' }, code: '9031' },
    { change: { timeStamp: '2026' }, code: '9031' },
    { change: { iMid: 'NOBODY0000' }, code: '9011' },
  ])('with $change → $code', async ({ change, code }) => {
    expect((await merchant.request(change)).resultCd).toBe(code)
    expect(await sandbox.look('/payouts')).toHaveLength(code === '0000' ? 1 : 0)
  })

  test('goes to any bank, if the merchant’s setting says so', async () => {
    await sandbox.settings({ payoutBanks: 'any' })
    expect((await merchant.request({ bankCd: 'MEGA' })).resultCd).toBe('0000')
  })

  test('has a referenceNo of its own, if the merchant’s setting says so', async () => {
    expect((await merchant.request({ referenceNo: 'A' })).resultCd).toBe('0000')
    expect((await merchant.request({ referenceNo: 'A' })).resultCd).toBe('0000')
    await sandbox.settings({ duplicateReferenceNo: 'refuse' })
    expect((await merchant.request({ referenceNo: 'A' })).resultCd).toBe('9009')
    expect((await merchant.request({ referenceNo: 'B' })).resultCd).toBe('0000')
  })

  test('takes nothing from the balance yet', async () => {
    const before = await merchant.balance()
    await merchant.requested()
    expect(await merchant.balance()).toBe(before)
  })
})

/** How a payout comes to a status. */
const WAYS: Readonly<Record<string, (tXid: string) => Promise<unknown>>> = {
  requested: async () => {},
  approved: (tXid) => merchant.approve(tXid),
  rejected: (tXid) => merchant.reject(tXid),
  cancelled: async (tXid) => {
    await merchant.approve(tXid)
    await merchant.cancel(tXid)
  },
  timeout: async (tXid) => {
    await merchant.approve(tXid)
    await sandbox.clock({ advance: 'P2D' })
    await sandbox.client.payouts.timeout(tXid)
  },
  failed: async (tXid) => {
    await merchant.approve(tXid)
    await sandbox.clock({ advance: 'P2D' })
    await sandbox.client.payouts.fail(tXid)
  },
}

describe('what may follow on what; every payout here is reserved for tomorrow', () => {
  test.each([
    { from: 'requested', approve: '0000', reject: '0000', cancel: '9314', status: '3', taken: 0 },
    {
      from: 'approved',
      approve: '9126',
      reject: '9126',
      cancel: '0000',
      status: '0',
      taken: 10000,
    },
    { from: 'rejected', approve: '9502', reject: '9502', cancel: '9314', status: '5', taken: 0 },
    { from: 'cancelled', approve: '9502', reject: '9502', cancel: '9314', status: '4', taken: 0 },
    { from: 'timeout', approve: '9502', reject: '9502', cancel: '9314', status: '8', taken: 10000 },
    { from: 'failed', approve: '9502', reject: '9502', cancel: '9314', status: '9', taken: 0 },
  ])('$from', async ({ from, status, taken, ...codes }) => {
    const before = await merchant.balance()
    const made = async () => {
      await sandbox.http.delete('/_sandbox/state').expect(200)
      await sandbox.http.delete('/_sandbox/clock').expect(200)
      const tXid = await merchant.requested(TOMORROW)
      await WAYS[from]?.(tXid)
      return tXid
    }
    const tXid = await made()
    expect([await statusOf(tXid), before - (await merchant.balance())]).toEqual([status, taken])
    for (const call of ['approve', 'reject', 'cancel'] as const) {
      const stored = await sandbox.look(`/payouts/${await made()}`)
      const { resultCd } = await merchant[call](stored.tXid)
      expect([call, resultCd]).toEqual([call, codes[call]])
      if (resultCd !== '0000') {
        expect(await sandbox.look(`/payouts/${stored.tXid}`)).toEqual(stored)
      }
    }
  })
})

describe('the bank gets a payout', () => {
  test('with its approval, when it is not reserved: it cannot be cancelled any more', async () => {
    const tXid = await merchant.requested()
    await merchant.approve(tXid)
    expect(await merchant.cancel(tXid)).toMatchObject({ resultCd: '9314', tXid: null })
    expect(await merchant.inquire(tXid)).toMatchObject({ transDt: '20260131', transTm: '100000' })
  })

  test('at the reserved time', async () => {
    const tXid = await merchant.requested(TOMORROW)
    await merchant.approve(tXid)
    expect(await merchant.inquire(tXid)).toMatchObject({ status: '0', transDt: null })
    await sandbox.clock({ advance: 'PT26H' })
    expect(await merchant.inquire(tXid)).toMatchObject({ transDt: '20260201', transTm: '120000' })
    expect((await merchant.cancel(tXid)).resultCd).toBe('9314')
  })

  test('at once when it is approved after the reserved time', async () => {
    const tXid = await merchant.requested(TOMORROW)
    await sandbox.clock({ advance: 'P3D' })
    await merchant.approve(tXid)
    expect(await merchant.inquire(tXid)).toMatchObject({ transDt: '20260203', transTm: '100000' })
  })

  test('some time after the approval, with the setting payoutDelayMs: until then it can be cancelled', async () => {
    await sandbox.settings({ payoutDelayMs: 60_000 })
    const [early, late] = [await merchant.requested(), await merchant.requested()]
    await merchant.approve(early)
    await merchant.approve(late)
    await sandbox.clock({ advance: 'PT59S' })
    expect((await merchant.cancel(early)).resultCd).toBe('0000')
    await sandbox.clock({ advance: 'PT1S' })
    expect((await merchant.cancel(late)).resultCd).toBe('9314')
  })
})

describe('the balance', () => {
  test('is enough to the last rupiah, and not beyond', async () => {
    await sandbox.settings({ payoutBalance: 15_000 })
    const [first, second] = [await merchant.requested(), await merchant.requested()]
    expect((await merchant.approve(first)).resultCd).toBe('0000')
    expect(await merchant.approve(second)).toMatchObject({ resultCd: '9123', tXid: null })
    expect([await statusOf(second), await merchant.balance()]).toEqual(['3', 5000])
    await sandbox.settings({ payoutBalance: 10_000 })
    expect((await merchant.approve(second)).resultCd).toBe('0000')
    expect(await merchant.balance()).toBe(0)
  })

  test('is each merchant’s own', async () => {
    await merchant.approve(await merchant.requested())
    expect(await payoutMerchant(sandbox, 'TNICEPO071').balance()).toBe(8_549_359_050)
    expect(await merchant.balance()).toBe(8_549_349_050)
  })
})

test('a cash-out is fetched with a token, for a day after its approval', async () => {
  const tXid = await merchant.requested({ payoutMethod: '4' })
  const { cashoutToken, validDate, validTm } = await merchant.approve(tXid)
  expect([cashoutToken, validDate, validTm]).toEqual([tXid.slice(-10), '20260201', '100000'])
  const other = await merchant.approve(await merchant.requested())
  expect(Object.keys(other)).not.toContain('cashoutToken')
})

describe('a payout that is not the one', () => {
  test.each<{ name: string; change: Fields }>([
    { name: 'another tXid', change: { tXid: 'IONPAYTEST07202601311000009999' } },
    { name: 'another merchant', change: { iMid: 'TNICEPO071' } },
    { name: 'another account', change: { accountNo: '1' } },
  ])('$name → 8001', async ({ change }) => {
    const tXid = await merchant.requested()
    expect((await merchant.inquire(tXid, change)).resultCd).toBe('8001')
    if ('accountNo' in change) return
    expect((await merchant.approve(tXid, change)).resultCd).toBe('8001')
    expect((await merchant.reject(tXid, change)).resultCd).toBe('8001')
    expect((await merchant.cancel(tXid, change)).resultCd).toBe('8001')
    expect(await statusOf(tXid)).toBe('3')
  })
})

describe('what the bank makes of a payout', () => {
  const payouts = () => sandbox.client.payouts

  test('nothing is heard of it, then it arrives, then it comes back', async () => {
    const before = await merchant.balance()
    const tXid = await merchant.requested()
    await merchant.approve(tXid)
    expect((await payouts().timeout(tXid)).status).toBe('timeout')
    expect((await payouts().arrive(tXid)).status).toBe('approved')
    expect(await merchant.balance()).toBe(before - 10_000)
    expect((await payouts().fail(tXid)).status).toBe('failed')
    expect(await merchant.balance()).toBe(before)
  })

  test.each(['timeout', 'fail', 'arrive'] as const)('%s is nothing before', async (news) => {
    const tXid = await merchant.requested(TOMORROW)
    await expect(payouts()[news](tXid)).rejects.toThrow('the payout is requested')
    await merchant.approve(tXid)
    await expect(payouts()[news](tXid)).rejects.toThrow(
      'the payout is approved and goes to the bank at 2026-02-01T05:00:00.000Z',
    )
    await expect(payouts()[news]('nope')).rejects.toThrow('there is no payout "nope"')
  })
})

test('what is stored of payouts, in words, newest first', async () => {
  const first = await merchant.requested({ ...TOMORROW, payoutMethod: '4' })
  const second = await merchant.requested({ payoutMethod: '', description: '', msId: 'SELLER0001' })
  const other = await payoutMerchant(sandbox, 'TNICEPO071').requested()
  await merchant.approve(first)
  expect(await sandbox.client.payouts.get(first)).toEqual({
    tXid: first,
    iMid: 'IONPAYTEST',
    referenceNo: 'PAYOUT-1',
    status: 'approved',
    amt: 10_000,
    bankCd: 'BDIN',
    accountNo: '5345000060',
    benefNm: 'PT IONPAY NETWORKS',
    benefPhone: '082111111111',
    benefStatus: '1',
    benefType: '1',
    payoutMethod: '4',
    msId: null,
    description: 'This is Test',
    registeredAt: '2026-01-31T03:00:00.000Z',
    reservedAt: '2026-02-01T05:00:00.000Z',
    approvedAt: '2026-01-31T03:00:00.000Z',
    transferAt: '2026-02-01T05:00:00.000Z',
    cashoutToken: first.slice(-10),
    cashoutValidUntil: '2026-02-01T03:00:00.000Z',
  })
  const ids = async (of: Parameters<typeof sandbox.client.payouts.list>[0]) =>
    (await sandbox.client.payouts.list(of)).map(({ tXid }) => tXid)
  expect(await ids({})).toEqual([other, second, first])
  expect(await ids({ iMid: 'IONPAYTEST' })).toEqual([second, first])
  expect(await ids({ status: 'approved' })).toEqual([first])
  expect(await ids({ limit: 1 })).toEqual([other])
  expect(await sandbox.client.payouts.get(second)).toMatchObject({
    payoutMethod: null,
    description: null,
    msId: 'SELLER0001',
    reservedAt: null,
    transferAt: null,
  })
  await expect(sandbox.client.payouts.get('nope')).rejects.toThrow('there is no payout "nope"')
})
