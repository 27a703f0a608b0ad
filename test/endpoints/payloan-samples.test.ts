import { afterEach, describe, expect, test } from '@jest/globals'
import { formOf } from '../../src/demo/browser.ts'
import { type Receiver, startReceiver } from '../../src/demo/receiver.ts'
import { payloan } from '../../src/domain/methods/payloan.ts'
import { instantOfTXid } from '../../src/protocol/ids.ts'
import { PAYMENT_RESULT_LINK } from '../../src/protocol/payment-result.ts'
import { countedIds } from '../support/clock.ts'
import { type Fields, fixture } from '../support/fixtures.ts'
import { type PayloanShop, payloanShop, signed } from '../support/payloan.ts'
import { type TestSandbox, testSandbox } from '../support/sandbox.ts'

const samples = fixture('payloan-samples.json')

let sandbox: TestSandbox
let receiver: Receiver
let shop: PayloanShop

/** A sandbox at the time inside a published tXid, which the next order gets. */
const at = async (tXid: string): Promise<void> => {
  const now = instantOfTXid(tXid) ?? 0
  sandbox = await testSandbox({
    env: { systemNow: () => now, ids: { ...countedIds(), tXid: () => tXid } },
  })
  receiver = await startReceiver()
  shop = payloanShop(sandbox, receiver)
}
afterEach(async () => {
  await sandbox.stop()
  await receiver.stop()
})

const post = async (call: string, body: Fields) =>
  (await sandbox.http.post(`/nicepay/direct/v2/${call}`).send(body)).text

describe('registrations', () => {
  const sample: Fields = fixture('requests/direct.registration.json')

  test('tokenising: the published request, token and answer', async () => {
    const { response } = samples.tokenize
    await at(response.tXid)
    const merchantToken = '596129570572f2ce4f6b459a09c8c1aaf36910ed6f3feb5a6da0a7086233714a'
    expect(await post('registration', { ...sample, merchantToken })).toBe(JSON.stringify(response))
  })

  test('seamless: the published request, token and answer', async () => {
    const { response } = samples.seamless
    await at(response.tXid)
    const body = {
      ...sample,
      timeStamp: '20210913090998',
      referenceNo: 'ord20210913090998',
      tokenizeUser: '2',
      clientUserKey: '',
      userToken: 'e0478456-6b50-460c-85e0-627a1e22d2e0',
      merchantToken: '14d2461cb1d5399c82343d0e3a8e12cdcc845625e966d0ed5fb8de6a02b3433d',
    }
    expect(await post('registration', body)).toBe(JSON.stringify(response))
  })

  test('the Java SDK’s, with numbers in its cart', async () => {
    await at('IONPAYTEST06202504151406510001')
    const answer = JSON.parse(await post('registration', samples.javaSdk.request))
    expect(answer).toMatchObject({ resultCd: '0000', amt: '10000', mitraCd: 'KDVI' })
  })

  describe('the older one for Akulaku', () => {
    const { request, cartData, sellers } = samples.slateAkulaku
    const sent = (change: Fields) => signed({ ...request, ...change }, 'registration')
    const whole = {
      amt: '6500000',
      cartData: JSON.stringify(cartData),
      sellers: JSON.stringify(sellers),
    }

    test('has placeholders for its merchantToken and cart, and no sellers', async () => {
      await at('PAYLOANTE506201703010000000001')
      expect(JSON.parse(await post('registration', request)).resultCd).toBe('9010')
      expect(JSON.parse(await post('registration', sent({}))).resultCd).toBe('8003')
      const { sellers: given } = whole
      expect(JSON.parse(await post('registration', sent({ sellers: given }))).resultCd).toBe('9022')
    })

    test('is accepted with the page’s own cart and sellers', async () => {
      await at('PAYLOANTE506201703010000000001')
      const answer = JSON.parse(await post('registration', sent(whole)))
      expect(answer).toMatchObject({ resultCd: '0000', mitraCd: 'AKLP', amt: '6500000' })
    })
  })
})

describe('the payment step', () => {
  test('takes the published form, callBackUrl unencoded', async () => {
    await at('PAYLOANTES06202010221238593706')
    await shop.register({
      timeStamp: '20200910170911',
      referenceNo: 'ord20200910170911',
      amt: '208000',
    })
    const answer = await sandbox.http
      .post('/nicepay/direct/v2/payment')
      .type('form')
      .send(samples.payment.form)
    expect([answer.status, answer.get('Location')]).toEqual([
      302,
      expect.stringContaining('/kredivo/v2/signin?tk='),
    ])
    const order = await sandbox.look('/transactions/PAYLOANTES06202010221238593706')
    expect(order.callBackUrl).toBe('http://merchant.com/callbackUrl')
  })

  test('takes the Java SDK’s address, whose callBackUrl has a query of its own', async () => {
    const url = new URL(samples.payment.url)
    await at(url.searchParams.get('tXid') ?? '')
    await shop.register({
      iMid: 'TNICEEW051',
      timeStamp: '20250415140651',
      referenceNo: 'regEWJava20250415140651',
      amt: '100',
    })
    const answer = await sandbox.http.get(`${url.pathname}${url.search}`)
    expect(answer.status).toBe(302)
    const order = await sandbox.look(`/transactions/${url.searchParams.get('tXid')}`)
    expect(order.callBackUrl).toBe(
      'https://dev.nicepay.co.id/IONPAY_CLIENT/paymentResult.jsp?order_id=TNICEEW05105202504151406524860',
    )
  })

  test('answers a mismatch with the recorded inputs', async () => {
    await at('PAYLOANTES06202601311000000001')
    const form = `tXid=nope&timeStamp=1&merchantToken=x&callBackUrl=http://merchant.com/callbackUrl`
    const { text } = await sandbox.http.post('/nicepay/direct/v2/payment').type('form').send(form)
    expect(Object.entries(formOf(text, sandbox.url).fields)).toEqual(
      Object.entries(samples.mismatch),
    )
  })
})

test('the published inquiry of an unpaid order, byte for byte', async () => {
  const { request, response } = samples.inquiry
  await at(request.tXid)
  await shop.register({
    referenceNo: request.referenceNo,
    amt: request.amt,
    goodsNm: response.goodsNm,
    billingNm: response.billingNm,
  })
  expect(await post('inquiry', request)).toBe(JSON.stringify(response))
})

test('the published cancel, byte for byte', async () => {
  const { request, response } = samples.cancel
  await at(request.tXid)
  await shop.register({ referenceNo: response.referenceNo, amt: response.amt })
  expect(await post('cancel', request)).toBe(JSON.stringify(response))
})

describe('what comes after a payment', () => {
  /** The order of a published sample, registered anew and paid by a shopper without a window. */
  const pay = async (published: URLSearchParams, change: Fields = {}) => {
    const order = await shop.register({
      referenceNo: published.get('referenceNo'),
      amt: published.get('amt'),
      goodsNm: published.get('goodsNm'),
      billingNm: published.get('billingNm'),
      ...change,
    })
    return shop.complete(order, { outcome: 'approved' })
  }

  test('the notification has the published fields in the published order', async () => {
    const published = new URLSearchParams(samples.notification.form)
    await at(published.get('tXid') ?? '')
    await pay(published, { tokenizeUser: '1', clientUserKey: published.get('clientUserKey') })
    const [notification] = await shop.notified()
    const own = ['userToken', 'transTm']
    const rows = (fields: Iterable<[string, string]>) =>
      [...fields].map(([name, value]) => [name, own.includes(name) ? '…' : value])
    // The page's transTm is not the time of its tXid; ours is the time of the payment.
    expect(rows(Object.entries(notification ?? {}))).toEqual(rows(published))
  })

  test('the return by a link has the published parameters in the published order', async () => {
    const published = new URLSearchParams(samples.callback.form)
    await at(published.get('tXid') ?? '')
    await sandbox.http.patch('/_sandbox/merchants/PAYLOANTES').send({ callbackMethod: 'get' })
    const { next } = await pay(published)
    expect(next.method).toBe('get')
    expect(next.url).toBe(`${shop.callBackUrl}?${samples.callback.form}&instmntMon=1&instmntType=2`)
    const older = [...new URL(samples.callback.names).searchParams.keys()]
    expect(older).toEqual([...PAYMENT_RESULT_LINK, ...payloan.link].slice(0, older.length))
  })
})
