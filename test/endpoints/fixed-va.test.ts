import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { BANKS } from '../../src/protocol/banks.ts'
import { type AccountMerchant, accountMerchant, numbersIn } from '../support/fixed-va.ts'
import { type Fields, fixture } from '../support/fixtures.ts'
import { signed, TIME } from '../support/payloan.ts'
import { type TestSandbox, testSandbox } from '../support/sandbox.ts'

let sandbox: TestSandbox
let merchant: AccountMerchant
beforeAll(async () => {
  sandbox = await testSandbox()
})
afterAll(() => sandbox.stop())
beforeEach(async () => {
  await sandbox.http.delete('/_sandbox/state').expect(200)
  merchant = accountMerchant(sandbox)
})

/** It is 10:00 on this day. */
const TODAY = '20260131'

const deposit = (vacctNo: string | undefined, amount: number) =>
  sandbox.client.virtualAccounts.deposit(vacctNo ?? '', amount)

const customers = () => sandbox.client.virtualAccounts.list()

describe('a registration', () => {
  test.each<{ id?: string; change: Fields; code: string }>([
    { change: {}, code: '0000' },
    { id: '1', change: {}, code: '0000' },
    { id: '123458', change: {}, code: '0000' },
    { id: '123456789', change: {}, code: '9223' },
    { id: '1234567x', change: {}, code: '9223' },
    { id: '', change: {}, code: '9231' },
    { change: { customerNm: '' }, code: '9235' },
    { change: { customerNm: 'N'.repeat(30) }, code: '0000' },
    { change: { customerNm: 'N'.repeat(31) }, code: '9235' },
    { change: { vacctValidDt: '', vacctValidTm: '' }, code: '0000' },
    { change: { iMid: 'NOBODY0000' }, code: '9011' },
  ])('of $id with $change → $code', async ({ id = '10021198', change, code }) => {
    expect((await merchant.register(id, change)).resultCd).toBe(code)
    expect(await customers()).toHaveLength(code === '0000' ? BANKS.size : 0)
  })

  test('gives a number of 16 digits at each bank, which ends in the customerId', async () => {
    const numbers = await merchant.registered('10021198')
    expect(Object.keys(numbers)).toEqual([...BANKS.keys()])
    expect(new Set(Object.values(numbers)).size).toBe(BANKS.size)
    for (const number of Object.values(numbers)) expect(number).toMatch(/^\d{8}10021198$/)
    expect(numbers).toMatchObject({
      BMRI: expect.stringMatching(/^7007/),
      BDIN: expect.stringMatching(/^7917/),
      CENA: expect.stringMatching(/^4477/),
    })
    expect((await merchant.registered('42')).CENA).toMatch(/^4477\d{4}00000042$/)
  })

  test('gives numbers at the banks of the merchant’s setting', async () => {
    await sandbox.settings({ fixedVaBanks: ['BMRI', 'CENA', 'BMRI'] })
    expect(Object.keys(await merchant.registered('1'))).toEqual(['BMRI', 'CENA'])
    await sandbox.settings({ fixedVaBanks: [] })
    expect(await merchant.registered('2')).toEqual({})
  })

  test('is done once for a customerId, by each merchant', async () => {
    const numbers = await merchant.registered('1')
    expect(await merchant.register('1')).toMatchObject({ resultCd: '9234', vacctInfoList: null })
    const others = await accountMerchant(sandbox, 'FIXOPEN001').registered('1')
    for (const bank of BANKS.keys()) expect(others[bank]).not.toBe(numbers[bank])
  })

  test('is refused where the numbers would be those of another customer', async () => {
    await merchant.registered('42')
    expect((await merchant.register('042')).resultCd).toBe('9233')
    await sandbox.settings({ fixedVaBanks: [] })
    expect((await merchant.register('042')).resultCd).toBe('0000')
    await sandbox.settings({ fixedVaBanks: ['CENA'] })
    expect((await merchant.update('042', '1')).resultCd).toBe('9233')
  })

  test('wants transfers to be activated', async () => {
    await sandbox.settings({ enabledPayMethods: ['01', '06'] })
    expect((await merchant.register('1')).resultCd).toBe('9108')
  })
})

test('the documented merchantToken is taken', async () => {
  const body = {
    ...fixture('requests/fixed-va.register.json'),
    merchantToken: 'c31fec3c0e66c9d8703f9f8221f7c450950d7d26822abe037ce33c12f462c785',
  }
  const path = '/nicepay/api/vacctCustomerRegist.do'
  const { body: answer } = await sandbox.http.post(path).type('form').send(body)
  expect(answer).toMatchObject({ resultCd: '0000', customerId: '10021198', customerNm: 'Jack' })
})

test('an inquiry answers what the registration did', async () => {
  const registration = await merchant.register('10021198')
  expect(await merchant.inquire('10021198')).toEqual(registration)
  expect((await merchant.inquire('10021199')).resultCd).toBe('9230')
  expect((await accountMerchant(sandbox, 'FIXOPEN001').inquire('10021198')).resultCd).toBe('9230')
})

describe('an update', () => {
  test('1: a number at each bank that is new; those that are there stay', async () => {
    await sandbox.settings({ fixedVaBanks: ['BMRI'] })
    const { BMRI } = await merchant.registered('7')
    await sandbox.settings({ fixedVaBanks: ['CENA', 'BMRI'] })
    expect(numbersIn(await merchant.inquire('7'))).toEqual({ BMRI })
    const answer = await merchant.update('7', '1')
    expect(numbersIn(answer)).toEqual({ BMRI, CENA: expect.stringMatching(/^4477/) })
    await sandbox.settings({ fixedVaBanks: ['BNIN'] })
    expect(Object.keys(numbersIn(await merchant.update('7', '1')))).toEqual([
      'BMRI',
      'CENA',
      'BNIN',
    ])
    expect((await merchant.update('7', '1')).resultCd).toBe('0000')
  })

  test('2: another name', async () => {
    await merchant.registered('7')
    const answer = await merchant.update('7', '2', { customerNm: 'Jane' })
    expect(answer).toMatchObject({ resultCd: '0000', customerId: '7', customerNm: 'Jane' })
    expect(await merchant.inquire('7')).toEqual(answer)
  })

  test('3: no numbers any more; the same customerId may come back', async () => {
    const numbers = await merchant.registered('7')
    expect(await merchant.update('7', '3')).toMatchObject({ customerNm: 'Jack', vacctInfoList: [] })
    expect((await merchant.inquire('7')).resultCd).toBe('9230')
    await expect(deposit(numbers.CENA, 1)).rejects.toThrow('no customer has the virtual account')
    expect(await merchant.registered('7')).toEqual(numbers)
  })

  test.each<{ id?: string; type: string; change: Fields; code: string }>([
    { type: '2', change: {}, code: '9235' },
    { type: '2', change: { customerNm: 'N'.repeat(31) }, code: '9235' },
    { type: '0', change: {}, code: '9229' },
    { type: '4', change: {}, code: '9229' },
    { type: '', change: {}, code: '9229' },
    { type: '11', change: {}, code: '9229' },
    { id: '8', type: '1', change: {}, code: '9230' },
    { id: '8', type: '3', change: {}, code: '9230' },
  ])('of $id, $type with $change → $code', async ({ id = '7', type, change, code }) => {
    await merchant.registered('7')
    const before = await customers()
    expect((await merchant.update(id, type, change)).resultCd).toBe(code)
    expect(await customers()).toEqual(before)
  })
})

describe('what came in', () => {
  test('is listed by number and by customer, oldest first, with how it stands now', async () => {
    const { CENA = '', BMRI = '' } = await merchant.registered('7')
    const first = await deposit(CENA, 10_000)
    await sandbox.clock({ advance: 'PT1H' })
    const second = await deposit(BMRI, 20_000)
    await sandbox.clock({ advance: 'PT1H' })
    const third = await deposit(CENA, 30_000)
    await sandbox.control(`/transactions/${first.tXid}/reverse`).expect(200)
    const row = (order: { tXid: string }, amt: string, time: string, status = '0') => ({
      amt,
      date: TODAY,
      time,
      tXid: order.tXid,
      status,
    })
    expect(await merchant.deposits(CENA, TODAY, TODAY)).toEqual({
      resultCd: '0000',
      resultMsg: 'SUCCESS',
      vacctNo: CENA,
      depositInfo: [
        { bankCd: 'CENA', referenceNo: first.tXid, ...row(first, '10000', '100000', '1') },
        { bankCd: 'CENA', referenceNo: third.tXid, ...row(third, '30000', '120000') },
      ],
    })
    expect(await merchant.customerDeposits('7', TODAY, TODAY)).toEqual({
      resultCd: '0000',
      resultMsg: 'SUCCESS',
      customerId: '7',
      depositCustomerIdInfo: [
        { bankCd: 'CENA', vacctNo: CENA, ...row(first, '10000', '100000', '1') },
        { bankCd: 'BMRI', vacctNo: BMRI, ...row(second, '20000', '110000') },
        { bankCd: 'CENA', vacctNo: CENA, ...row(third, '30000', '120000') },
      ],
    })
  })

  test('is listed from the first day to the last, both in Jakarta', async () => {
    const { CENA = '' } = await merchant.registered('7')
    const days = async (from: string, to: string) =>
      (await merchant.deposits(CENA, from, to)).depositInfo.map(({ date }: Fields) => date)
    await sandbox.clock({ set: '2026-01-31T23:59:59+07:00' })
    await deposit(CENA, 1)
    await sandbox.clock({ set: '2026-02-01T00:00:00+07:00' })
    await deposit(CENA, 2)
    expect(await days('20260131', '20260131')).toEqual(['20260131'])
    expect(await days('20260201', '20260228')).toEqual(['20260201'])
    expect(await days('20260101', '20261231')).toEqual(['20260131', '20260201'])
    expect(await days('20260202', '20260202')).toEqual([])
    expect(await days('20260131', '')).toEqual(['20260131', '20260201'])
  })

  test.each([
    { from: '20260201', to: '20260131', code: '9236' },
    { from: '20260132', to: '20260201', code: '9236' },
    { from: '20260101', to: '20260229', code: '9236' },
    { from: '2026013', to: '20260131', code: '9236' },
    { from: '', to: '20260131', code: '9236' },
    { from: '20260201', to: '', code: '9236' },
    { from: '20250131', to: '20260131', code: '0000' },
    { from: '20250130', to: '20260131', code: '9236' },
  ])('from $from to $to → $code', async ({ from, to, code }) => {
    const { CENA = '' } = await merchant.registered('7')
    expect((await merchant.deposits(CENA, from, to)).resultCd).toBe(code)
    expect((await merchant.customerDeposits('7', from, to)).resultCd).toBe(code)
  })

  test('on a number of nobody’s is not there, nor for another merchant', async () => {
    const { CENA = '' } = await merchant.registered('7')
    await deposit(CENA, 10_000)
    const other = accountMerchant(sandbox, 'FIXOPEN001')
    expect((await merchant.deposits('4477000000000007', TODAY, TODAY)).resultCd).toBe('9228')
    expect((await other.deposits(CENA, TODAY, TODAY)).resultCd).toBe('9228')
    expect((await other.customerDeposits('7', TODAY, TODAY)).resultCd).toBe('9230')
    await merchant.update('7', '3')
    expect((await merchant.deposits(CENA, TODAY, TODAY)).depositInfo).toHaveLength(1)
    expect((await merchant.deposits(CENA, '20260101', '20260101')).resultCd).toBe('9228')
  })
})

describe('a direct registration with a merFixAcctId', () => {
  const ordered = async (merFixAcctId: string, bankCd = 'CENA'): Promise<Fields> => {
    const sample = fixture('requests/direct.registration.02.json')
    const asked = { ...sample, timeStamp: TIME, merFixAcctId, bankCd }
    const path = '/nicepay/direct/v2/registration'
    return (await sandbox.http.post(path).send(signed(asked, 'registration')).expect(200)).body
  }

  test('has the customer’s number at its bank, and what is paid is listed there', async () => {
    await sandbox.settings({ fixedVaBanks: ['CENA'] })
    const { CENA = '' } = await merchant.registered('7')
    const { tXid, vacctNo } = await ordered('7')
    expect(vacctNo).toBe(CENA)
    await sandbox.client.transactions.pay(String(tXid))
    const { depositInfo } = await merchant.deposits(CENA, TODAY, TODAY)
    expect(depositInfo).toMatchObject([{ tXid, referenceNo: 'ORD12345', amt: '10000' }])
    const another = await ordered('7', 'BMRI')
    expect(another.vacctNo).toBe(`7001400009${String(another.tXid).slice(-10)}`)
  })

  test('has a number of its own where that is nobody', async () => {
    await accountMerchant(sandbox, 'FIXOPEN001').registered('7')
    for (const id of ['', '7', 'x']) {
      const { tXid, vacctNo } = await ordered(id)
      expect(vacctNo).toBe(`4477900009${String(tXid).slice(-10)}`)
    }
    const { tXid, vacctNo } = await ordered('')
    await sandbox.client.transactions.pay(String(tXid))
    const { depositInfo } = await merchant.deposits(String(vacctNo), TODAY, TODAY)
    expect(depositInfo).toMatchObject([{ tXid, bankCd: 'CENA' }])
  })
})

test('the control API lists numbers, the newest customer first, and takes transfers', async () => {
  await sandbox.settings({ fixedVaBanks: ['CENA', 'BMRI'] })
  const { CENA, BMRI } = await merchant.registered('7', { customerNm: 'Ani' })
  await sandbox.clock({ advance: 'PT1M' })
  await merchant.registered('8')
  expect((await customers()).map(({ customerId }) => customerId)).toEqual(['8', '8', '7', '7'])
  const list = sandbox.client.virtualAccounts.list
  const shown = {
    iMid: 'IONPAYTEST',
    customerId: '7',
    customerNm: 'Ani',
    registeredAt: '2026-01-31T03:00:00.000Z',
  }
  expect(await list({ customerId: '7' })).toEqual([
    { ...shown, bankCd: 'CENA', vacctNo: CENA },
    { ...shown, bankCd: 'BMRI', vacctNo: BMRI },
  ])
  expect(await list({ iMid: 'FIXOPEN001' })).toEqual([])
  expect(await list({ limit: 3 })).toHaveLength(3)
  await expect(deposit(CENA, 0)).rejects.toThrow('"amount" must be a whole number from 1 to')
  await expect(deposit('1', 1)).rejects.toThrow('no customer has the virtual account "1"')
  const path = `/_sandbox/virtual-accounts/${CENA}/deposit`
  const { body } = await sandbox.http.post(path).send({}).expect(400)
  expect(body.error).toBe('"amount" is missing')
})
