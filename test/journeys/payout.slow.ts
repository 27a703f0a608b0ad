import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { type Receiver, startReceiver } from '../../src/demo/receiver.ts'
import { verify } from '../../src/demo/verify.ts'
import { merchantToken } from '../../src/protocol/signature.ts'
import { KEY } from '../support/fixtures.ts'
import { type PayoutMerchant, payoutMerchant } from '../support/payouts.ts'
import { type TestSandbox, testSandbox } from '../support/sandbox.ts'

let sandbox: TestSandbox
let receiver: Receiver
let merchant: PayoutMerchant
beforeEach(async () => {
  sandbox = await testSandbox()
  receiver = await startReceiver()
  merchant = payoutMerchant(sandbox)
  await sandbox.settings({ payoutUrl: `${receiver.url}/payout` })
})
afterEach(async () => {
  await sandbox.stop()
  await receiver.stop()
})

/** What the merchant was told by now. */
const told = async () => {
  await sandbox.client.notifications.flush()
  return receiver.received.map(({ fields }) => ({ ...fields }))
}

test('a merchant sends money: request, approval, the bank’s word, inquiry, balance', async () => {
  expect(await merchant.balance()).toBe(8_549_359_050)
  const tXid = await merchant.requested({ bankCd: 'CENA' })
  expect(tXid).toBe('IONPAYTEST07202601311000000001')
  expect(await told()).toEqual([])

  await sandbox.clock({ advance: 'PT10M14S' })
  expect(await merchant.approve(tXid)).toEqual({
    resultCd: '0000',
    resultMsg: 'SUCCESS',
    tXid,
    iMid: 'IONPAYTEST',
    referenceNo: 'PAYOUT-1',
    amt: '10000',
    transDt: null,
    transTm: null,
    accountNo: '5345000060',
    benefNm: 'PT IONPAY NETWORKS',
    bankCd: 'CENA',
  })
  const [news] = await told()
  expect(Object.entries(news ?? {})).toEqual(
    Object.entries({
      acquBankCd: 'FAST',
      merchantToken: merchantToken(['IONPAYTEST', tXid, '10000'], KEY),
      referenceNo: 'PAYOUT-1',
      transTm: '101014',
      payMethod: '07',
      accountNo: '5345000060',
      tXid,
      amt: '10000',
      transDt: '20260131',
      issuBankCd: 'CENA',
      status: '0',
      iMid: 'IONPAYTEST',
    }),
  )
  expect(verify(news ?? {}, KEY)).toMatchObject({ genuine: true })
  expect(await merchant.inquire(tXid)).toMatchObject({
    status: '0',
    reqDt: '20260131',
    reqTm: '100000',
    transDt: '20260131',
    transTm: '101014',
  })
  expect(await merchant.balance()).toBe(8_549_349_050)
})

test('a reserved payout is told when its time has come, and not when it was cancelled before', async () => {
  const reserved = { reservedDt: '20260201', reservedTm: '120000' }
  const [goes, stays] = [await merchant.requested(reserved), await merchant.requested(reserved)]
  await merchant.approve(goes)
  await merchant.approve(stays)
  expect(await told()).toEqual([])
  await merchant.cancel(stays)
  await sandbox.clock({ advance: 'next' })
  expect((await sandbox.client.clock.get()).now).toBe('2026-02-01T05:00:00.000Z')
  expect(await told()).toMatchObject([
    { tXid: goes, status: '0', transDt: '20260201', transTm: '120000' },
  ])
  expect(await sandbox.client.notifications.list({ tXid: stays })).toEqual([])
})

test('a payout that fails at the bank is told once more, and the money is back', async () => {
  const tXid = await merchant.requested()
  await merchant.approve(tXid)
  await sandbox.client.payouts.timeout(tXid)
  expect((await merchant.inquire(tXid)).status).toBe('8')
  await sandbox.client.payouts.fail(tXid)
  expect((await merchant.inquire(tXid)).status).toBe('9')
  expect((await told()).map(({ status }) => status)).toEqual(['0', '9'])
  expect(await merchant.balance()).toBe(8_549_359_050)
})

test('payouts and the balance are still there after an export and an import', async () => {
  const tXid = await merchant.requested()
  await merchant.approve(tXid)
  const state = await sandbox.client.state.export()
  await sandbox.client.state.reset()
  expect((await merchant.inquire(tXid)).resultCd).toBe('8001')
  await sandbox.client.state.import(state)
  expect((await merchant.inquire(tXid)).status).toBe('0')
  expect(await merchant.balance()).toBe(8_549_349_050)
})
