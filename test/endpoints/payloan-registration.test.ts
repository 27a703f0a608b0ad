import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { merchantToken } from '../../src/protocol/signature.ts'
import { SIGNED } from '../../src/protocol/tokens.ts'
import { type Fields, fixture, KEY } from '../support/fixtures.ts'
import { type TestSandbox, testSandbox } from '../support/sandbox.ts'

let sandbox: TestSandbox
beforeAll(async () => {
  sandbox = await testSandbox()
})
afterAll(() => sandbox.stop())
beforeEach(async () => {
  await sandbox.http.delete('/_sandbox/state').expect(200)
})

const sample: Fields = fixture('requests/direct.registration.json')

const signed = (fields: Fields, names: readonly string[]): Fields => {
  const values = names.map((name) => String(fields[name] ?? ''))
  return { ...fields, merchantToken: merchantToken(values, KEY) }
}

const register = (change: Fields = {}) =>
  sandbox.http
    .post('/nicepay/direct/v2/registration')
    .send(signed({ ...sample, ...change }, SIGNED.registration))

const inquire = (fields: Fields) =>
  sandbox.http
    .post('/nicepay/direct/v2/inquiry')
    .send(signed({ timeStamp: '20221114114338', ...fields }, SIGNED.inquiry))

/** A purchase that links nothing. */
const PLAIN: Fields = { tokenizeUser: '0', clientUserKey: '' }

const cart = (...item: object[]) => JSON.stringify({ count: String(item.length), item })
const line = (goods_amt: unknown, goods_quantity: unknown = '1', goods_id = 'A') => ({
  goods_id,
  goods_amt,
  goods_quantity,
})

describe('the published requests are accepted with their published merchantTokens', () => {
  test('tokenising', async () => {
    const body = {
      ...sample,
      merchantToken: '596129570572f2ce4f6b459a09c8c1aaf36910ed6f3feb5a6da0a7086233714a',
    }
    const answer = await sandbox.http.post('/nicepay/direct/v2/registration').send(body)
    expect(answer.body).toMatchObject({
      resultCd: '0000',
      clientUserKey: 'gili.heriawan@nicepay.co.id',
    })
    expect(answer.body).not.toHaveProperty('userToken')
  })

  test('seamless', async () => {
    const answer = await register({
      timeStamp: '20210913090998',
      referenceNo: 'ord20210913090998',
      tokenizeUser: '2',
      clientUserKey: '',
      userToken: 'e0478456-6b50-460c-85e0-627a1e22d2e0',
    })
    expect(answer.body).toMatchObject({
      resultCd: '0000',
      requestURL: null,
      userToken: 'e0478456-6b50-460c-85e0-627a1e22d2e0',
    })
    expect(Object.keys(answer.body)).toHaveLength(26)
  })

  test('a plain purchase echoes neither key', async () => {
    const { body } = await register({ tokenizeUser: '0', clientUserKey: '' })
    expect(body.resultCd).toBe('0000')
    expect(Object.keys(body)).toHaveLength(25)
  })
})

describe('what the documentation asks of a payloan order', () => {
  test.each<{ name: string; change: Fields; code: string; reason: RegExp }>([
    {
      name: 'a method that there is not',
      change: { payMethod: '10' },
      code: '9108',
      reason: /payMethod must be one of 01, 02, 03, 04, 05, 06, 08, 09, received "10"/,
    },
    {
      name: 'amt with decimals',
      change: { amt: '10000.00' },
      code: '9008',
      reason: /amt must be digits only/,
    },
    {
      name: 'a negative amt',
      change: { amt: '-1' },
      code: '9008',
      reason: /amt must be digits only/,
    },
    {
      name: 'amt 0',
      change: { amt: '0' },
      code: '9115',
      reason: /amt must be more than 0, received 0/,
    },
    {
      name: 'another lender',
      change: { mitraCd: 'OVOE' },
      code: '9108',
      reason: /mitraCd must be one of KDVI, AKLP, IDNA/,
    },
    {
      name: 'instmntType 3',
      change: { instmntType: '3' },
      code: '9118',
      reason: /must be 1 or 2, received "3"/,
    },
    {
      name: 'instmntMon 2',
      change: { instmntMon: '2' },
      code: '9029',
      reason: /must be one of 1, 3, 6, 12 with mitraCd KDVI, received "2"/,
    },
    {
      name: '18 months at Kredivo',
      change: { instmntMon: '18' },
      code: '9029',
      reason: /with mitraCd KDVI, received "18"/,
    },
    {
      name: 'tokenizeUser 3',
      change: { tokenizeUser: '3' },
      code: '8003',
      reason: /must be 0, 1 or 2, received "3"/,
    },
    {
      name: 'tokenising at Akulaku',
      change: { mitraCd: 'AKLP' },
      code: '8003',
      reason: /tokenizeUser must be 0 with mitraCd AKLP, only KDVI has tokens, received 1/,
    },
    {
      name: 'tokenising without a customer',
      change: { clientUserKey: '' },
      code: '8003',
      reason: /clientUserKey is missing/,
    },
    {
      name: 'seamless without a token',
      change: { tokenizeUser: '2' },
      code: '8003',
      reason: /userToken is missing/,
    },
    {
      name: 'an expiry that is over',
      change: { payValidDt: '20260131', payValidTm: '095959' },
      code: '8003',
      reason: /must be later than now, 20260131100000, received 20260131 095959/,
    },
    {
      name: 'an expiry that there is not',
      change: { payValidDt: '20260231', payValidTm: '120000' },
      code: '8003',
      reason: /must be an existing time, received 20260231 120000/,
    },
    {
      name: 'a cart that is no JSON',
      change: { cartData: '{' },
      code: '9022',
      reason: /cartData is not JSON/,
    },
    {
      name: 'a cart without items',
      change: { cartData: '{}' },
      code: '9022',
      reason: /must be an object with a list "item"/,
    },
    {
      name: 'an empty cart',
      change: { cartData: cart() },
      code: '9022',
      reason: /cartData must have at least one item/,
    },
    {
      name: 'an item that is none',
      change: { cartData: '{"item":["x"]}' },
      code: '9022',
      reason: /item 1 must be an object, received "x"/,
    },
    {
      name: 'a price with decimals',
      change: { cartData: cart(line('25145.00')) },
      code: '9022',
      reason: /item 1: goods_amt must be a whole number, received "25145.00"/,
    },
    {
      name: 'an id that is no text',
      change: { cartData: '{"item":[{"goods_id":{"toString":1},"goods_amt":"25145"}]}' },
      code: '9022',
      reason: /item 1: goods_id must be a text, received {"toString":1}/,
    },
    {
      name: 'no instmntMon',
      change: { instmntMon: '' },
      code: '8003',
      reason: /instmntMon is missing/,
    },
    {
      name: 'no piece',
      change: { cartData: cart(line('25145', '0')) },
      code: '9022',
      reason: /item 1: goods_quantity must be a whole number from 1 on, received "0"/,
    },
    {
      name: 'another total',
      change: { cartData: cart(line('25000')) },
      code: '9023',
      reason: /must add up to amt: .* give 25000, amt is 25145/,
    },
    {
      name: 'sellers that are no JSON',
      change: { sellers: 'shop' },
      code: '8003',
      reason: /sellers is not JSON/,
    },
    {
      name: 'no seller',
      change: { sellers: '[]' },
      code: '8003',
      reason: /sellers must be a list/,
    },
  ])('$name → $code', async ({ change, code, reason }) => {
    const answer = await register(change).expect(200)
    expect(answer.body.resultCd).toBe(code)
    expect(decodeURIComponent(answer.get('X-Sandbox-Reason') ?? '')).toMatch(reason)
    expect((await sandbox.look('/state')).transactions).toEqual({})
  })

  test.each<{ name: string; change: Fields }>([
    { name: 'the price as a number', change: { cartData: cart(line(25145, 1)) } },
    {
      name: 'several pieces',
      change: { amt: '6500000', cartData: cart(line('6000000'), line('250000', '2')) },
    },
    {
      name: 'line totals',
      change: { amt: '30000', cartData: cart(line('10000', '2'), line('20000', '4')) },
    },
    {
      name: 'a discount',
      change: { amt: '9000', cartData: cart(line('10000'), line('1000', '1', 'discount')) },
    },
    {
      name: 'a negative discount',
      change: { amt: '9000', cartData: cart(line('10000'), line('-1000', '1', 'disount-coupon')) },
    },
    {
      name: 'sellers as an object',
      change: { sellers: '{"count":"1","item":[{"sellersId":"S"}]}' },
    },
    { name: 'no userIP', change: { userIP: undefined } },
    { name: 'a callBackUrl', change: { callBackUrl: 'http://localhost:8000/back' } },
    { name: '24 months at Indodana', change: { ...PLAIN, mitraCd: 'IDNA', instmntMon: '24' } },
    { name: 'Akulaku', change: { ...PLAIN, mitraCd: 'AKLP' } },
  ])('$name is accepted', async ({ change }) => {
    expect((await register(change)).body.resultCd).toBe('0000')
  })
})

test('an amount as a number is the same as its text, in the token and in the answer', async () => {
  const { body } = await register({ amt: 25145 })
  expect(body).toMatchObject({ resultCd: '0000', amt: '25145' })
})

test.each<{ amt: unknown; code: string; answered: string | null }>([
  { amt: '10000', code: '0000', answered: '10000' },
  { amt: 10_000, code: '0000', answered: '10000' },
  { amt: '10000.00', code: '9008', answered: null },
  { amt: 10_000.5, code: '9008', answered: null },
  { amt: '10.000', code: '9008', answered: null },
  { amt: '010000', code: '9008', answered: null },
])('an amount of $amt answers $code', async ({ amt, code, answered }) => {
  const { body } = await register({ amt, cartData: cart(line('10000')) })
  expect([body.resultCd, body.amt]).toEqual([code, answered])
})

test('userIP is asked for where the merchant wants that', async () => {
  await sandbox.http
    .patch('/_sandbox/merchants/PAYLOANTES')
    .send({ requireUserIP: 'yes' })
    .expect(200)
  expect((await register({ userIP: undefined })).body.resultCd).toBe('9024')
})

test('a referenceNo is refused the second time', async () => {
  await register()
  expect((await register()).body.resultCd).toBe('9009')
})

describe('an inquiry', () => {
  const asked = async (change: Fields = {}): Promise<Fields> => {
    const { tXid, referenceNo, amt } = (await register(change)).body
    return { tXid, iMid: 'PAYLOANTES', referenceNo, amt }
  }

  test.each<{ name: string; change: Fields; reason: RegExp }>([
    {
      name: 'another tXid',
      change: { tXid: 'PAYLOANTES06202601311000009999' },
      reason: /no order has the tXid/,
    },
    {
      name: 'another referenceNo',
      change: { referenceNo: 'other' },
      reason: /referenceNo must be that of the order \w+, "ord20210913090977", received "other"/,
    },
    {
      name: 'another amt',
      change: { amt: '10000' },
      reason: /amt must be that of the order \w+, "25145", received "10000"/,
    },
    {
      name: 'another merchant',
      change: { iMid: 'IONPAYTEST' },
      reason: /iMid must be that of the order \w+, "PAYLOANTES", received "IONPAYTEST"/,
    },
  ])('with $name answers 8001 and nothing else', async ({ change, reason }) => {
    const answer = await inquire({ ...(await asked()), ...change })
    const { resultCd, resultMsg, ...others } = answer.body
    expect([resultCd, resultMsg]).toEqual(['8001', 'Order registration error.'])
    expect(new Set(Object.values(others))).toEqual(new Set([null]))
    expect(decodeURIComponent(answer.get('X-Sandbox-Reason') ?? '')).toMatch(reason)
  })

  test.each([
    { name: 'a day', change: {}, last: '2026-02-01T02:59:59Z', over: '2026-02-01T03:00:00Z' },
    {
      name: 'until its payValidDt and payValidTm',
      change: { payValidDt: '20260131', payValidTm: '110000' },
      last: '2026-01-31T03:59:59Z',
      over: '2026-01-31T04:00:00Z',
    },
    {
      name: 'to the end of its payValidDt',
      change: { payValidDt: '20260131' },
      last: '2026-01-31T16:59:58Z',
      over: '2026-01-31T16:59:59Z',
    },
  ])('shows an order waiting for $name, then failed', async ({ change, last, over }) => {
    const order = await asked(change)
    await sandbox.clock({ set: last })
    expect((await inquire(order)).body).toMatchObject({
      status: '9',
      resultCd: '0000',
      resultMsg: 'init',
    })
    await sandbox.clock({ set: over })
    expect((await inquire(order)).body).toMatchObject({
      status: '8',
      resultCd: '0000',
      resultMsg: 'failed',
    })
  })
})
