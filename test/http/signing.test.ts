import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { bindingBody, KEY } from '../support/fixtures.ts'
import { payloanShop, TIME } from '../support/payloan.ts'
import { type TestSandbox, testSandbox } from '../support/sandbox.ts'

let sandbox: TestSandbox
beforeAll(async () => {
  sandbox = await testSandbox()
})
afterAll(() => sandbox.stop())

const BODY = { ...bindingBody() }

describe('signing', () => {
  test('answers what is hashed, the key masked, and the token of the signed fields', async () => {
    const { iMid, referenceNo, billingPhone, merchantToken } = BODY
    const message = { referenceNo, billingPhone }
    expect(
      await sandbox.client.sign({ endpoint: 'binding.registration', iMid: String(iMid), message }),
    ).toEqual({
      signs: ['iMid', 'referenceNo', 'billingPhone', 'merchantKey'],
      stringToSign: `${iMid}${referenceNo}${billingPhone}33F4…(88)`,
      merchantToken,
    })
  })

  test.each([
    [{ endpoint: 'binding.registration', message: BODY, key: KEY }, /no field "key"/],
    [{ endpoint: 'nothing', message: BODY }, /"endpoint" must be one of binding.registration/],
    [{ endpoint: 'direct.inquiry', iMid: 'IONPAYTEST', message: {} }, /timeStamp is missing/],
    [{ endpoint: 'direct.inquiry', iMid: 'NOBODY0000', message: {} }, /no merchant "NOBODY0000"/],
    [{ endpoint: 'direct.inquiry', message: 'x' }, /"message" must be a JSON object/],
  ])('refuses %j', async (body, error) => {
    const answer = await sandbox.control('/sign', body)
    expect([answer.status < 500, answer.body]).toEqual([
      true,
      { error: expect.stringMatching(error) },
    ])
  })
})

describe('explaining', () => {
  test('a right token says so', async () => {
    const { merchantToken } = BODY as Record<string, string>
    expect(await sandbox.client.explain({ endpoint: 'binding.registration', body: BODY })).toEqual({
      endpoint: 'binding.registration',
      signs: ['iMid', 'referenceNo', 'billingPhone', 'merchantKey'],
      stringToSign: `${BODY.iMid}${BODY.referenceNo}${BODY.billingPhone}33F4…(88)`,
      expected: `${merchantToken?.slice(0, 8)}…`,
      received: `${merchantToken?.slice(0, 8)}…`,
      right: true,
      mistake: null,
    })
  })

  test('a call of the journal is explained as it was sent', async () => {
    const { merchantToken } = BODY as Record<string, string>
    await sandbox.http
      .post('/nicepay/v2/userAccountBinding')
      .send({ ...BODY, merchantToken: merchantToken?.toUpperCase() })
    const [exchange] = await sandbox.client.requests.list()
    expect(await sandbox.client.explain({ request: exchange?.id ?? '' })).toMatchObject({
      endpoint: 'binding.registration',
      right: false,
      mistake: expect.stringMatching(/capitals/),
    })
  })

  test('what was explained when it was refused is told again, as the journal has lost the key by now', async () => {
    await sandbox.http.post('/nicepay/v2/userAccountBinding').send({ ...BODY, merchantToken: KEY })
    const [exchange] = await sandbox.client.requests.list()
    expect(await sandbox.client.explain({ request: exchange?.id ?? '' })).toMatchObject({
      right: false,
      mistake: expect.stringMatching(/merchantKey itself/),
    })
  })

  test.each(['{', '[1]', '"x"'])(
    'a call without fields has nothing to explain: %s',
    async (body) => {
      await sandbox.http.post('/nicepay/direct/v2/inquiry').type('json').send(body)
      const [exchange] = await sandbox.client.requests.list()
      const answer = await sandbox.control('/explain', { request: exchange?.id })
      expect([answer.status, answer.body]).toEqual([
        409,
        { error: expect.stringMatching(/has no fields to explain/) },
      ])
    },
  )

  test('a query beside a body is no part of a call that is read from its body', async () => {
    const { body } = await sandbox.http
      .post('/nicepay/v2/userAccountBinding?billingPhone=1')
      .send(BODY)
    expect(body.resultCd).toBe('0000')
    const [exchange] = await sandbox.client.requests.list()
    expect(await sandbox.client.explain({ request: exchange?.id ?? '' })).toMatchObject({
      right: true,
    })
  })

  test('the payment step is explained by what was registered', async () => {
    const shop = payloanShop(sandbox, { url: 'http://127.0.0.1:9', received: [] } as never)
    const order = await shop.register()
    const path = shop.paymentUrl(order).replace(sandbox.url, '')
    await sandbox.http.get(path)
    const [right] = await sandbox.client.requests.list({ path: 'payment' })
    expect(await sandbox.client.explain({ request: right?.id ?? '' })).toMatchObject({
      endpoint: 'direct.payment',
      stringToSign: `${TIME}PAYLOANTES${order.referenceNo}${order.amt}33F4…(88)`,
      right: true,
    })
  })

  test.each([
    [{}, 400, /"endpoint" must be one of/],
    [{ request: 'x999' }, 404, /no exchange "x999"/],
    [{ endpoint: 'direct.inquiry', body: {} }, 404, /there is no merchant ""/],
    [{ endpoint: 'notification.payment', body: {} }, 400, /"endpoint" must be one of/],
  ])('is refused: %j', async (body, status, error) => {
    const answer = await sandbox.control('/explain', body)
    expect([answer.status, answer.body]).toEqual([status, { error: expect.stringMatching(error) }])
  })
})
