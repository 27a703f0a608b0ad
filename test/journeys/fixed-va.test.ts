import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { type Receiver, startReceiver } from '../../src/demo/receiver.ts'
import { verify } from '../../src/demo/verify.ts'
import { merchantToken } from '../../src/protocol/signature.ts'
import { type AccountMerchant, accountMerchant } from '../support/fixed-va.ts'
import { KEY } from '../support/fixtures.ts'
import { signed, TIME } from '../support/payloan.ts'
import { type TestSandbox, testSandbox } from '../support/sandbox.ts'

let sandbox: TestSandbox
let receiver: Receiver
let merchant: AccountMerchant
beforeEach(async () => {
  sandbox = await testSandbox()
  receiver = await startReceiver()
  merchant = accountMerchant(sandbox)
  await sandbox.settings({ depositUrl: `${receiver.url}/deposit` })
})
afterEach(async () => {
  await sandbox.stop()
  await receiver.stop()
})

const deposit = (vacctNo: string | undefined, amount: number) =>
  sandbox.client.virtualAccounts.deposit(vacctNo ?? '', amount)

/** What the merchant was told by now. */
const told = async () => {
  await sandbox.client.notifications.flush()
  return receiver.received.map(({ fields }) => ({ ...fields }))
}

const inquire = async (tXid: string, amt: string) => {
  const asked = { timeStamp: TIME, tXid, iMid: 'IONPAYTEST', referenceNo: tXid, amt }
  const path = '/nicepay/direct/v2/inquiry'
  return (await sandbox.http.post(path).send(signed(asked, 'inquiry')).expect(200)).body
}

test('a customer tops up twice on a number of their own: transfer, notification, inquiry, list', async () => {
  const { BMRI } = await merchant.registered('10021198')
  await sandbox.clock({ advance: 'PT5M30S' })
  const { tXid } = await deposit(BMRI, 50_000)
  expect(tXid).toBe('IONPAYTEST02202601311005300001')
  const [news] = await told()
  expect(Object.entries(news ?? {})).toEqual(
    Object.entries({
      tXid,
      merchantToken: merchantToken(['IONPAYTEST', tXid, '50000'], KEY),
      referenceNo: tXid,
      payMethod: '02',
      amt: '50000',
      transDt: '20260131',
      transTm: '100530',
      currency: 'IDR',
      goodsNm: 'Deposit',
      billingNm: 'Jack',
      matchCl: '1',
      status: '0',
      bankCd: 'BMRI',
      vacctNo: BMRI,
      vacctValidDt: '',
      vacctValidTm: '',
      depositDt: '20260131',
      depositTm: '100530',
    }),
  )
  expect(verify(news ?? {}, KEY)).toMatchObject({ genuine: true })
  expect(await inquire(tXid, '50000')).toMatchObject({
    resultCd: '0000',
    status: '0',
    resultMsg: 'paid',
    bankCd: 'BMRI',
    vacctNo: BMRI,
    depositDt: '20260131',
    depositTm: '100530',
  })

  await sandbox.clock({ advance: 'P1D' })
  const second = await deposit(BMRI, 1)
  expect((await told()).map(({ amt }) => amt)).toEqual(['50000', '1'])
  const { depositInfo } = await merchant.deposits(BMRI ?? '', '20260131', '20260201')
  expect(depositInfo).toMatchObject([{ tXid }, { tXid: second.tXid, amt: '1', date: '20260201' }])
})

test('a transfer that its bank takes back is told as a reversal', async () => {
  const { CENA } = await merchant.registered('7')
  const { tXid } = await deposit(CENA, 50_000)
  await sandbox.control(`/transactions/${tXid}/reverse`).expect(200)
  expect((await told()).map(({ status }) => status)).toEqual(['0', '1'])
  expect((await inquire(tXid, '50000')).status).toBe('1')
})

test('a merchant without a depositUrl is told nothing, and asks', async () => {
  await sandbox.settings({ depositUrl: null })
  const { CENA = '' } = await merchant.registered('7')
  const { tXid } = await deposit(CENA, 50_000)
  await sandbox.control(`/transactions/${tXid}/reverse`).expect(200)
  expect(await told()).toEqual([])
  expect(await sandbox.client.notifications.list({ tXid })).toEqual([])
  const { depositInfo } = await merchant.deposits(CENA, '20260131', '20260131')
  expect(depositInfo).toMatchObject([{ tXid, status: '1' }])
})

test('customers and deposits are still there after an export and an import', async () => {
  const { CENA = '' } = await merchant.registered('7')
  await deposit(CENA, 50_000)
  const state = await sandbox.client.state.export()
  await sandbox.client.state.reset()
  expect((await merchant.inquire('7')).resultCd).toBe('9230')
  await sandbox.client.state.import(state)
  expect((await merchant.inquire('7')).customerNm).toBe('Jack')
  expect((await merchant.deposits(CENA, '20260131', '20260131')).depositInfo).toHaveLength(1)
  await deposit(CENA, 60_000)
  expect((await merchant.deposits(CENA, '20260131', '20260131')).depositInfo).toHaveLength(2)
})
