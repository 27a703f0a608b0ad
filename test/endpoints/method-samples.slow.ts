import { afterEach, describe, expect, test } from '@jest/globals'
import { formOf } from '../../src/demo/browser.ts'
import { type Receiver, startReceiver } from '../../src/demo/receiver.ts'
import { instantOfTXid } from '../../src/protocol/ids.ts'
import { PAYMENT_RESULT } from '../../src/protocol/payment-result.ts'
import { instantOfWib } from '../../src/protocol/time.ts'
import { countedIds } from '../support/clock.ts'
import { type Fields, fixture, KEY } from '../support/fixtures.ts'
import { cartOf, type PayloanShop, payloanShop, signed, TIME } from '../support/payloan.ts'
import { type TestSandbox, testSandbox } from '../support/sandbox.ts'

const samples = fixture('method-samples.json')

let sandbox: TestSandbox
let receiver: Receiver
let shop: PayloanShop

/** A sandbox in which the next order gets a published tXid, at the time inside it or another one that was published. */
const at = async (tXid: string, { transDt = '', transTm = '' } = {}): Promise<void> => {
  const now = instantOfWib(`${transDt}${transTm}`) ?? instantOfTXid(tXid) ?? 0
  sandbox = await testSandbox({
    env: { systemNow: () => now, ids: { ...countedIds(), tXid: () => tXid } },
  })
  receiver = await startReceiver()
  shop = payloanShop(sandbox, receiver, 'IONPAYTEST')
}
afterEach(async () => {
  await sandbox.stop()
  await receiver.stop()
})

/** What a call answers, as it stands in the body. */
const textOf = async (call: string, body: Fields): Promise<string> =>
  (await sandbox.http.post(`/nicepay/direct/v2/${call}`).send(body)).text

const post = async (call: string, body: Fields) => JSON.parse(await textOf(call, body))

/** The text of an answer as an older server gave it, with the keys behind that today's servers have as well. */
const withNulls = (published: Fields, answer: Fields): string =>
  JSON.stringify({
    ...published,
    ...Object.fromEntries(
      Object.keys(answer).flatMap((key) => (key in published ? [] : [[key, null]])),
    ),
  })

/** An answer as a program noted it that made every null an empty text. */
const withoutNulls = (answer: Fields): Fields =>
  Object.fromEntries(Object.entries(answer).map(([name, value]) => [name, value ?? '']))

/** A published request about other values, signed. */
const changed = (request: Fields, change: Fields): Fields =>
  signed({ ...request, ...change }, 'registration')

const inquiry = ({ tXid, iMid, referenceNo, amt }: Fields): Fields =>
  signed({ timeStamp: TIME, tXid, iMid, referenceNo, amt }, 'inquiry')

/** The payment step with a published form; answers what the browser is to bring to the merchant. */
const payWith = async (form: string) => {
  const answer = await sandbox.http
    .post('/nicepay/direct/v2/payment')
    .type('form')
    .send(form)
    .expect(200)
  return formOf(answer.text, sandbox.url).fields
}

describe('a credit card', () => {
  const { card } = samples

  test('the recorded registration: request, token and answer, byte for byte', async () => {
    const { request, response } = card.recorded
    await at(response.tXid)
    expect(await textOf('registration', request)).toBe(JSON.stringify(response))
  })

  test('the recorded inquiries of one order, before and after its payment, byte for byte', async () => {
    const { request, init, paid } = card.recordedInquiry
    await at(request.tXid)
    const { referenceNo, amt } = request
    const { goodsNm, billingNm } = init
    const order = { referenceNo, amt, goodsNm, billingNm, recurrOpt: '2' }
    await post('registration', changed(card.recorded.request, order))
    expect(await textOf('inquiry', request)).toBe(JSON.stringify(init))
    const typed = { cardNo: '4543111111111111', cardExpYymm: '2312', cardCvv: '123' }
    const step = await sandbox.http.get(shop.paymentUrl(request, typed).replace(sandbox.url, ''))
    const { tk = '' } = formOf(step.text, sandbox.url).fields
    await sandbox.control(`/interactions/${tk}/complete`, { otp: '112233' }).expect(200)
    expect(await textOf('inquiry', request)).toBe(JSON.stringify(paid))
  })

  test('the recorded inquiry by another referenceNo', async () => {
    const request = card.recordedMismatch
    await at(request.tXid)
    const order = { referenceNo: 'NCPAY--3', amt: request.amt }
    await post('registration', changed(card.recorded.request, order))
    const { resultCd, resultMsg, ...others } = await post('inquiry', request)
    expect([resultCd, resultMsg]).toEqual(['8001', 'Order registration error.'])
    expect(new Set(Object.values(others))).toEqual(new Set([null]))
  })

  test('the older registration', async () => {
    const { request, response } = card.documented
    await at(response.tXid, response)
    const text = await textOf('registration', request)
    expect(text).toBe(withNulls(response, JSON.parse(text)))
  })

  test('the older payment, with the token of the registration, and what the browser brings back', async () => {
    await at(card.callback.tXid)
    await post('registration', card.documented.request)
    // The page's form has a card that is valid until 2006, and its answer one until 2012.
    const form = card.payment.replace('cardExpYymm=2006', 'cardExpYymm=2012')
    const { timeStamp, merchantToken, ...brought } = await payWith(form)
    expect(brought).toEqual({ ...card.callback, cardBrand: '' })
    expect(timeStamp).toBe('20180419120208')
    expect(merchantToken).toMatch(/^[0-9a-f]{64}$/)
  })

  test('the Java SDK’s inquiry of money that is reserved', async () => {
    const { tXid, referenceNo, amt, goodsNm, billingNm, ...published } = card.preauthed
    await at(tXid)
    const iMid = 'TESTMPGS05'
    await sandbox.client.merchants.change(iMid, { cardAuthorisation: 'preauth' })
    const order = { iMid, referenceNo, amt, goodsNm, billingNm }
    await post('registration', changed(card.documented.request, order))
    await sandbox.client.transactions.pay(tXid)
    const answer = await post('inquiry', inquiry({ ...order, tXid }))
    expect(answer).toMatchObject({ ...published, ...order, tXid, status: '0', ccTransType: '3' })
    expect(answer.preauthToken).toMatch(/./)
  })

  test('the older cancel, byte for byte', async () => {
    const { request, response } = card.cancel
    await at(response.tXid)
    const { iMid } = request
    // Nobody has published this merchant's key, so the token of the sample cannot be told.
    await sandbox.client.merchants.make({ iMid, name: 'Of the samples', merchantKey: KEY })
    const { referenceNo, description } = response
    const order = { iMid, referenceNo, description }
    await post('registration', changed(card.documented.request, order))
    await sandbox.client.transactions.pay(response.tXid)
    expect(await textOf('cancel', signed(request, 'cancel'))).toBe(JSON.stringify(response))
  })
})

describe('a transfer', () => {
  const { virtualAccount } = samples

  test('the recorded order: registered, and paid by itself after 43 seconds', async () => {
    const { request, response } = virtualAccount.recorded
    const { paid } = virtualAccount.recordedInquiry
    await at(response.tXid)
    await sandbox.settings({ autoPay: 43 })
    expect(withoutNulls(await post('registration', request))).toEqual(response)
    await sandbox.clock({ advance: 'PT42S' })
    expect(await post('inquiry', inquiry(paid))).toMatchObject({ status: '3', depositDt: null })
    await sandbox.clock({ advance: 'PT1S' })
    expect(withoutNulls(await post('inquiry', inquiry(paid)))).toEqual(paid)
  })

  test('the recorded cancel of it, with the token of the registration', async () => {
    const { request, response } = virtualAccount.recorded
    await at(response.tXid)
    await post('registration', request)
    await sandbox.client.transactions.pay(response.tXid)
    const { resultCd, resultMsg, ...others } = await post('cancel', virtualAccount.recordedMismatch)
    expect([resultCd, resultMsg]).toEqual(['8001', 'Order registration error.'])
    expect(new Set(Object.values(others))).toEqual(new Set([null]))
  })

  test('the recorded payment step, which there is none: every input is empty', async () => {
    const { request, response } = virtualAccount.recorded
    await at(response.tXid)
    await post('registration', request)
    const { tXid } = response
    const { timeStamp, merchantToken } = request
    const callBackUrl = 'https://ptsv2.com/t/test-nicepay-v2'
    const form = new URLSearchParams({ timeStamp, tXid, merchantToken, callBackUrl })
    expect(await payWith(`${form}`)).toEqual(
      Object.fromEntries(PAYMENT_RESULT.map((name) => [name, ''])),
    )
  })

  test('the older registration, whose time is over, and whose number had no bank before it', async () => {
    const { request, response } = virtualAccount.documented
    await at(response.tXid)
    await sandbox.settings({ pastValidity: 'accept' })
    const text = await textOf('registration', request)
    const vacctNo = `4477900009${response.vacctNo}`
    expect(text).toBe(withNulls({ ...response, vacctNo }, JSON.parse(text)))
    const { iMid } = request
    expect(await post('inquiry', inquiry({ ...response, iMid }))).toMatchObject({
      status: '4',
      resultMsg: 'expired',
    })
  })

  test('the Java SDK’s registration, good for two days', async () => {
    const { twoDays } = virtualAccount
    await at(twoDays.tXid)
    const { referenceNo, amt, goodsNm, billingNm, bankCd } = twoDays
    const order = { referenceNo, amt, goodsNm, billingNm, bankCd }
    expect(
      await post('registration', changed(virtualAccount.recorded.request, order)),
    ).toMatchObject(twoDays)
  })

  test('the published notification, with its token', async () => {
    const { notification } = virtualAccount
    await at(notification.tXid)
    const { referenceNo, amt, goodsNm, billingNm, instmntType, transTm } = notification
    await shop.register({
      ...{ payMethod: '02', bankCd: 'BMRI', mitraCd: '', referenceNo, amt, goodsNm, billingNm },
      ...{ instmntType, instmntMon: '' },
    })
    await sandbox.clock({ set: '2022-12-14T14:25:27+07:00' })
    await sandbox.client.transactions.pay(notification.tXid)
    const [told = {}] = await shop.notified()
    expect(transTm).toBe('142527')
    expect(told).toEqual({
      ...notification,
      bankCd: 'BMRI',
      depositDt: '20221214',
      depositTm: '142527',
    })
  })
})

describe('a store', () => {
  const { store } = samples

  test('the older registration, whose time is over', async () => {
    const { request, response } = store.documented
    await at(response.tXid)
    await sandbox.settings({ pastValidity: 'accept' })
    const text = await textOf('registration', request)
    expect(text).toBe(withNulls(response, JSON.parse(text)))
  })

  test('the published notification, but for what it has of an account that is linked', async () => {
    const { clientUserKey, userToken, tokenizeUser, ...published } = store.notification
    await at(published.tXid)
    const { referenceNo, mitraCd, amt, goodsNm, billingNm, instmntType, instmntMon } = published
    const other = payloanShop(sandbox, receiver, 'TNICECV031')
    await other.register({
      ...{ payMethod: '03', mitraCd, referenceNo, amt, goodsNm, billingNm },
      ...{ instmntType, instmntMon },
    })
    await sandbox.clock({ set: '2022-12-14T15:02:29+07:00' })
    await sandbox.client.transactions.pay(published.tXid)
    const [told = {}] = await other.notified()
    expect(told).toEqual({
      ...published,
      // Its token is by a key that nobody has published.
      merchantToken: told.merchantToken,
      // The shared test server takes its numbers from a pool by now.
      payNo: '141459041632',
      payValidDt: '20221221',
      payValidTm: '145904',
      receiptCode: '',
      mRefNo: '',
      depositDt: '20221214',
      depositTm: '150229',
    })
  })
})

/** The way back of a sample, as its parameters in their order. */
const rowsOf = (url: string): [string, string][] => [...new URL(url).searchParams]

describe('click pay', () => {
  const { clickPay } = samples

  test('the older registration', async () => {
    const { request, response } = clickPay.documented
    await at(response.tXid, response)
    const text = await textOf('registration', request)
    expect(text).toBe(withNulls(response, JSON.parse(text)))
  })

  // The page's tXid has two characters too many.
  const tXid = 'IONPAYTEST04201803020917502088'

  test('the published payment step: what the customer’s device shows pays at once', async () => {
    await at(tXid)
    const { request } = clickPay.documented
    await post('registration', request)
    const {
      clickPayNo = '',
      dataField3 = '',
      clickPayToken = '',
    } = Object.fromEntries(new URLSearchParams(clickPay.payment))
    const typed = { clickPayNo, dataField3, clickPayToken }
    const step = shop.paymentUrl({ ...request, tXid }, typed).replace(sandbox.url, '')
    const page = await sandbox.http.get(step).expect(200)
    expect(formOf(page.text, sandbox.url).fields).toMatchObject({ resultCd: '0000', tXid })
  })

  test('the return by a link has the published parameters in the published order', async () => {
    const published = Object.fromEntries(rowsOf(clickPay.callback))
    await at(tXid, published)
    await sandbox.settings({ callbackMethod: 'get' })
    const { referenceNo, amt, goodsNm, billingNm, description, mitraCd, mRefNo } = published
    const order = await shop.register({
      ...{ payMethod: '04', referenceNo, amt, goodsNm, billingNm, description, mitraCd, mRefNo },
    })
    const { next } = await shop.complete(order, { outcome: 'approved' })
    const own = ['tXid', 'receiptCode']
    expect(
      rowsOf(next.url).map(([name, value]) => [name, own.includes(name) ? published[name] : value]),
    ).toEqual(rowsOf(clickPay.callback))
  })
})

describe('a wallet', () => {
  const { wallet } = samples

  test('the older registration, with its token', async () => {
    const { response } = wallet
    await at(response.tXid, response)
    const { referenceNo, amt, description } = response
    const request = {
      ...samples.clickPay.documented.request,
      ...{ payMethod: '05', mitraCd: 'OVOE', timeStamp: '20190813141070' },
      ...{ referenceNo, amt, description, cartData: cartOf(amt) },
      merchantToken: 'f13aca1c9793987581c9afe0bad6c09d2cb70c7840e269a78911a8b96d15eea5',
    }
    const text = await textOf('registration', request)
    expect(text).toBe(withNulls(response, JSON.parse(text)))
  })

  test('the return by a link has the published parameters in the published order', async () => {
    const published = Object.fromEntries(rowsOf(wallet.callback))
    await at(published.tXid ?? '', published)
    await sandbox.settings({ callbackMethod: 'get' })
    const { referenceNo, amt, goodsNm, billingNm, description, mitraCd } = published
    const order = await shop.register({
      ...{ payMethod: '05', referenceNo, amt, goodsNm, billingNm, description, mitraCd },
    })
    const { next } = await shop.complete(order, { outcome: 'approved' })
    expect(next.method).toBe('get')
    expect(rowsOf(next.url)).toEqual(rowsOf(wallet.callback))
  })

  test('the older inquiry of an order that nobody has paid', async () => {
    const { request, response } = wallet.inquiry
    await at(response.tXid)
    const { iMid, referenceNo, amt, goodsNm, billingNm, instmntType } = response
    await sandbox.client.merchants.make({ iMid, name: 'Of the samples', merchantKey: KEY })
    const other = payloanShop(sandbox, receiver, iMid)
    await other.register({
      ...{ payMethod: '05', mitraCd: 'OVOE', referenceNo, amt, goodsNm, billingNm },
      ...{ instmntType, instmntMon: '' },
    })
    const text = await textOf('inquiry', signed(request, 'inquiry'))
    // The sample does not say which wallet it is.
    expect(text).toBe(withNulls({ ...response, mitraCd: 'OVOE' }, JSON.parse(text)))
  })
})

test('the Kotlin SDK’s registration of a QR code', async () => {
  const { request } = samples.qris
  await at('TNICEQR08108202504151406510001')
  const answer = await post('registration', signed(request, 'registration'))
  const { goodsNm, billingNm, referenceNo, amt, mitraCd } = request
  const { tXid, qrContent, qrUrl, ...others } = answer
  expect(others).toEqual({
    ...{ resultCd: '0000', resultMsg: 'SUCCESS', payMethod: '08', currency: 'IDR' },
    ...{ goodsNm, billingNm, referenceNo, amt, mitraCd },
    ...{ transDt: '20250415', transTm: '140651', paymentExpDt: '20250415', paymentExpTm: '141151' },
    ...{ description: null, bankCd: null, vacctNo: null, payNo: null, requestURL: null },
    ...{ vacctValidDt: null, vacctValidTm: null, payValidDt: null, payValidTm: null },
  })
  expect(qrContent).toMatch(/^000201010212.*6304[0-9A-F]{4}$/)
  expect(qrUrl).toBe(`${sandbox.url}/qris/${tXid}.gif`)
})
