import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import supertest from 'supertest'
import { type Receiver, startReceiver } from '../../src/demo/receiver.ts'
import { tXidOf } from '../../src/protocol/ids.ts'
import { type Sandbox, startSandbox } from '../../src/server.ts'
import { countedIds } from '../support/clock.ts'
import { type Fields, fixture } from '../support/fixtures.ts'
import { signed } from '../support/payloan.ts'

// The published walk through the checkout page (docs.nicepay.co.id, page "Convenience Store - API Checkout"), value by
// value: the clock stands at its times, and the order has its tXid.

const REGISTERED = Date.UTC(2022, 11, 23, 4, 6, 38)
const TXID = 'IONPAYTEST00202212231106386098'
const ORDER = {
  iMid: 'IONPAYTEST',
  tXid: TXID,
  referenceNo: 'ordNo20221223111252',
  amt: '10000',
}

let sandbox: Sandbox
let receiver: Receiver
let http: ReturnType<typeof supertest>

beforeEach(async () => {
  receiver = await startReceiver()
  const tXid = (iMid: string, method: string, at: number) => tXidOf(iMid, method, at, 6098)
  sandbox = await startSandbox({
    env: { systemNow: () => REGISTERED, ids: { ...countedIds(), tXid } },
    baseUrl: 'https://dev.nicepay.co.id',
  })
  http = supertest(`http://127.0.0.1:${sandbox.port}`)
})

afterEach(async () => {
  await sandbox.stop()
  await receiver.stop()
})

const register = async (change: Fields = {}) => {
  const asked: Fields = {
    ...fixture('requests/checkout.registration.json'),
    dbProcessUrl: `${receiver.url}/dbProcessUrl`,
    callBackUrl: `${receiver.url}/callbackUrl`,
    ...change,
  }
  const body = signed(asked, 'registration')
  return (await http.post('/nicepay/redirect/v2/registration').send(body).expect(200)).body
}

const PAGE = `/nicepay/redirect/v2/payment?tXid=${TXID}`

/** What the page says: its heading, the number, the form that leads back to the merchant. */
const look = async (path = PAGE) => {
  const { text, headers } = await http.get(path).expect(200)
  const back = text.match(/<form class="back" method="post" action="([^"]*)"[\s\S]*?<\/form>/)
  const inputs = [...(back?.[0] ?? '').matchAll(/name="([^"]*)" value="([^"]*)"/g)]
  return {
    heading: text.match(/<h1>(.*)<\/h1>/)?.[1],
    number: text.match(/data-number="(\d+)"/)?.[1],
    back: back && {
      url: back[1],
      form: new URLSearchParams(
        inputs.map(([, name = '', value = '']) => [name, value]),
      ).toString(),
    },
    reason: headers['x-sandbox-reason'],
  }
}

const press = (form: Record<string, string>, path = PAGE) =>
  http.post(path).type('form').send(form).expect(303)

const inquire = async (timeStamp = '20221223120000') => {
  const body = signed({ ...ORDER, timeStamp }, 'inquiry')
  return (await http.post('/nicepay/direct/v2/inquiry').send(body)).body
}

const notified = async () => {
  await http.post('/_sandbox/notifications/flush').send({}).expect(200)
  return receiver.received.filter(({ path }) => path === '/dbProcessUrl')
}

const setting = (change: Fields) =>
  http.patch('/_sandbox/merchants/IONPAYTEST').send(change).expect(200)

/** An inquiry's answer with nothing known of it but this. */
const standing = (known: Fields): Fields => ({
  ...Object.fromEntries(Object.keys(fixture('replies/direct.inquiry.json')).map((n) => [n, null])),
  tXid: TXID,
  iMid: 'IONPAYTEST',
  currency: 'IDR',
  amt: '10000',
  referenceNo: 'ordNo20221223111252',
  goodsNm: 'Test Transaction Nicepay',
  billingNm: 'John Doe',
  reqDt: '20221223',
  reqTm: '110638',
  resultCd: '0000',
  ...known,
})

test('paying at an Alfamart, from the registration to the refused cancel', async () => {
  await setting({ checkoutAmount: 'amount' })
  const asked = signed(fixture('requests/checkout.registration.json'), 'registration')
  expect(asked.merchantToken).toBe(
    '6b0b53c81fbe073f70c20d36d2a386925b1dcaabc50981ff769820f1fb77bbe1',
  )
  expect(await register()).toEqual({
    resultCd: '0000',
    resultMsg: 'SUCCESS',
    tXid: TXID,
    referenceNo: 'ordNo20221223111252',
    payMethod: '00',
    amt: '10000',
    transDt: '20221223',
    transTm: '110638',
    description: 'Test Transaction Nicepay',
    bankCd: null,
    vacctNo: null,
    mitraCd: null,
    payNo: null,
    currency: null,
    goodsNm: null,
    billingNm: null,
    vacctValidDt: null,
    vacctValidTm: null,
    payValidDt: null,
    payValidTm: null,
    paymentURL: 'https://dev.nicepay.co.id/nicepay/redirect/v2/payment',
  })
  expect(await inquire()).toEqual(standing({ payMethod: '00', status: '9', resultMsg: 'init' }))

  expect((await look()).heading).toBe('Pilih metode pembayaran')
  expect((await look(`${PAGE}&method=03`)).heading).toBe('Pilih Minimarket')
  const chosen = await press({ action: 'choose', payMethod: '03', partner: 'ALMA' })
  expect(chosen.get('Location')).toBe(PAGE)

  const page = await look()
  expect(page).toMatchObject({ heading: 'Bayar di Alfamart', number: '9041231106386098' })
  expect(page.back).toEqual({
    url: `${receiver.url}/callbackUrl`,
    form: `tXid=${TXID}&referenceNo=ordNo20221223111252&amount=10000&transDt=20221223&transTm=110638&payNo=9041231106386098&mitraCd=ALMA&resultCd=0000&resultMsg=SUCCESS`,
  })
  const number = {
    payMethod: '03',
    mitraCd: 'ALMA',
    payNo: '9041231106386098',
    payValidDt: '20221224',
    payValidTm: '110638',
  }
  expect(await inquire()).toEqual(
    standing({
      ...number,
      status: '3',
      resultMsg: 'unpaid',
      transDt: '20221223',
      transTm: '110638',
    }),
  )
  expect(await notified()).toEqual([])

  await http.put('/_sandbox/clock').send({ set: '2022-12-23T11:30:12+07:00' }).expect(200)
  await press({ action: 'pay' })
  const [notification, ...others] = await notified()
  expect(others).toEqual([])
  expect(notification).toMatchObject({
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'user-agent': 'Jakarta Commons-HttpClient/3.1',
    },
    text: `tXid=${TXID}&merchantToken=4fd1c1c7edc490d49b2ede880e3073bf9b306c1ce199b2f53bb5419c94003080&referenceNo=ordNo20221223111252&payMethod=03&amt=10000&transDt=20221223&transTm=113012&currency=IDR&goodsNm=Test+Transaction+Nicepay&billingNm=John+Doe&matchCl=1&status=0&mitraCd=ALMA&payNo=9041231106386098&payValidDt=20221224&payValidTm=110638&receiptCode=&mRefNo=&depositDt=20221223&depositTm=113012`,
  })
  const asksAgain = signed({ ...ORDER, timeStamp: '20221223120000' }, 'inquiry')
  expect(asksAgain.merchantToken).toBe(
    'c23482856b0381bbf823971fe03e12708580826dcdc223cef897f62ab05b0287',
  )
  expect(await inquire()).toEqual(
    standing({
      ...number,
      status: '0',
      resultMsg: 'paid',
      transDt: '20221223',
      transTm: '113012',
      depositDt: '20221223',
      depositTm: '113012',
    }),
  )

  const cancel = { timeStamp: '20221223120100', payMethod: '03', cancelType: '1', ...ORDER }
  const cancelled = await http.post('/nicepay/direct/v2/cancel').send(signed(cancel, 'cancel'))
  expect(cancelled.body).toMatchObject({ resultCd: '9314', tXid: null })
  expect((await inquire()).status).toBe('0')
  expect(await look()).toMatchObject({ heading: 'Pembayaran berhasil' })
})

describe('what the browser brings back', () => {
  test('has the amount under both of its names unless the merchant wants one', async () => {
    await register()
    await press({ action: 'choose', payMethod: '03', partner: 'INDO' })
    expect((await look()).back?.form).toBe(
      `tXid=${TXID}&referenceNo=ordNo20221223111252&amount=10000&amt=10000&transDt=20221223&transTm=110638&payNo=231106386098&mitraCd=INDO&resultCd=0000&resultMsg=SUCCESS`,
    )
  })

  test('goes by a query where the merchant wants that, behind what callBackUrl has already', async () => {
    await setting({ callbackMethod: 'get', checkoutAmount: 'amount' })
    await register({ callBackUrl: 'https://shop.test/back?order=1' })
    await press({ action: 'choose', payMethod: '02', partner: 'CENA' })
    const { text } = await http.get(PAGE)
    expect(text.match(/class="back"><a href="([^"]*)"/)?.[1]?.replaceAll('&amp;', '&')).toBe(
      `https://shop.test/back?order=1&resultCd=0000&resultMsg=SUCCESS&bankVacctNo=44779000091106386098&tXid=${TXID}&referenceNo=ordNo20221223111252&transDt=20221223&transTm=110638&amount=10000&bankCd=CENA&description=Test+Transaction+Nicepay`,
    )
  })
})

describe('what is chosen already', () => {
  test('one method leads to its partners, and there is no way to another', async () => {
    await setting({ duplicateReferenceNo: 'accept' })
    const { tXid } = await register({ payMethod: '03' })
    expect(tXid).toBe('IONPAYTEST03202212231106386098')
    const page = PAGE.replace(TXID, tXid)
    expect((await look(page)).heading).toBe('Pilih Minimarket')
    await press({ action: 'choose', payMethod: '02', partner: 'CENA' }, page)
    expect((await look(page)).heading).toBe('Pilih Minimarket')
  })

  test('a method with its partner has its number at once', async () => {
    const { tXid } = await register({ payMethod: '02', bankCd: 'BMRI' })
    const page = await look(PAGE.replace(TXID, tXid))
    expect(page).toMatchObject({
      heading: 'Transfer ke virtual account Mandiri',
      number: '70014000091106386098',
    })
  })

  test('a partner alone is the only one once its method is chosen', async () => {
    await register({ mitraCd: 'ALMA' })
    const { text } = await http.get(`${PAGE}&method=03`)
    expect(
      [...text.matchAll(/name="partner" value="(\w+)" required( checked)?/g)].map(
        ([, code, checked]) => [code, checked],
      ),
    ).toEqual([['ALMA', ' checked']])
    await press({ action: 'choose', payMethod: '03' })
    expect((await look()).heading).toBe('Bayar di Alfamart')
  })

  test('only the methods that the merchant has are there', async () => {
    await setting({ enabledPayMethods: ['02', '08'] })
    await register()
    const { text } = await http.get(PAGE)
    expect([...text.matchAll(/data-method="(\d\d)"/g)].map(([, code]) => code)).toEqual([
      '02',
      '08',
    ])
    await press({ action: 'choose', payMethod: '03', partner: 'ALMA' })
    expect((await look()).heading).toBe('Pilih metode pembayaran')
  })
})

describe('changing one’s mind', () => {
  test('the number is gone, and another method begins anew', async () => {
    await register()
    await press({ action: 'choose', payMethod: '03', partner: 'ALMA' })
    await press({ action: 'change' })
    expect(await inquire()).toEqual(standing({ payMethod: '00', status: '9', resultMsg: 'init' }))
    await press({ action: 'choose', payMethod: '02', partner: 'BMRI' })
    expect(await inquire()).toMatchObject({
      payMethod: '02',
      payNo: null,
      mitraCd: null,
      bankCd: 'BMRI',
      vacctNo: '70014000091106386098',
      vacctValidDt: '20221224',
      status: '3',
    })
  })

  test('a link to the former wallet leads nowhere', async () => {
    await register()
    const led = await press({ action: 'choose', payMethod: '05', partner: 'OVOE' })
    expect(led.get('Location')).toMatch(/^\/partner\/push\?tk=/)
    await press({ action: 'change' })
    await http.get(led.get('Location') ?? '').expect(404)
  })

  test('a QR code that is shown stays', async () => {
    await register()
    await press({ action: 'choose', payMethod: '08', partner: 'QSHP' })
    await press({ action: 'change' })
    expect((await look()).heading).toBe('Pindai untuk membayar')
    await http.put('/_sandbox/clock').send({ advance: 'PT5M' }).expect(200)
    expect((await look()).heading).toBe('Waktu transaksi habis')
    expect(await inquire()).toMatchObject({ status: '5', resultMsg: 'expired' })
  })
})

describe('what cannot be', () => {
  test.each([
    ['an order that nobody knows', PAGE.replace('6098', '6099')],
    ['no order at all', '/nicepay/redirect/v2/payment'],
    ['several', `${PAGE}&tXid=x`],
  ])('%s is told so, with HTTP 200', async (_name, path) => {
    await register()
    expect(await look(path)).toMatchObject({
      heading: 'Transaksi tidak ditemukan',
      reason: expect.stringContaining('no order of the checkout page has the tXid'),
    })
  })

  test('an order of the direct API has no checkout page', async () => {
    const body = signed(
      { ...fixture('requests/direct.registration.02.json'), vacctValidDt: '', vacctValidTm: '' },
      'registration',
    )
    const { tXid } = (await http.post('/nicepay/direct/v2/registration').send(body)).body
    expect((await look(PAGE.replace(TXID, tXid))).heading).toBe('Transaksi tidak ditemukan')
  })

  test('an order whose time is over can be neither chosen for nor paid', async () => {
    await register()
    await press({ action: 'choose', payMethod: '03', partner: 'ALMA' })
    await http.put('/_sandbox/clock').send({ advance: 'P1D' }).expect(200)
    await press({ action: 'pay' })
    await press({ action: 'change' })
    expect((await look()).heading).toBe('Waktu transaksi habis')
    expect(await inquire()).toMatchObject({ status: '4', resultMsg: 'expired' })
    expect(await notified()).toEqual([])
  })

  test('a paid order is paid once', async () => {
    await register()
    await press({ action: 'choose', payMethod: '03', partner: 'ALMA' })
    await press({ action: 'pay' })
    await press({ action: 'pay' })
    await press({ action: 'choose', payMethod: '02', partner: 'CENA' })
    expect(await notified()).toHaveLength(1)
    expect((await inquire()).payMethod).toBe('03')
  })

  test.each<[string, Fields]>([
    ['a partner of another method', { action: 'choose', payMethod: '03', partner: 'CENA' }],
    ['a partner of every object', { action: 'choose', payMethod: '03', partner: '__proto__' }],
    ['no partner', { action: 'choose', payMethod: '02' }],
    ['payout', { action: 'choose', payMethod: '07' }],
    ['nothing', { action: 'choose' }],
    ['money before a number', { action: 'pay' }],
    ['the till before a number', { action: 'ready' }],
  ])('%s changes nothing', async (_name, form) => {
    await register()
    await press(form as Record<string, string>)
    expect(await inquire()).toEqual(standing({ payMethod: '00', status: '9', resultMsg: 'init' }))
  })

  test.each<[string, Record<string, string>, Record<string, string>]>([
    ['from another site', { action: 'pay' }, { Origin: 'https://elsewhere.test' }],
    ['with an unknown button', { action: 'burn' }, {}],
    ['with the button of every object', { action: 'constructor' }, {}],
  ])('a form %s is refused', async (_name, form, headers) => {
    await register()
    await press({ action: 'choose', payMethod: '03', partner: 'ALMA' })
    const answer = await http.post(PAGE).type('form').set(headers).send(form).expect(200)
    expect(answer.text).toContain('Formulir tidak berlaku')
    expect(answer.get('X-Sandbox-Reason')).toMatch(/does not come from the checkout page/)
    expect((await inquire()).status).toBe('3')
  })

  test('a card that is no test card is told so, kept nowhere, and can be tried again', async () => {
    await register()
    const card = { action: 'choose', payMethod: '01', expiry: '01/39', cardCvv: '100' }
    const answer = await http
      .post(PAGE)
      .type('form')
      .send({ ...card, cardNo: '4012888888881881' })
      .expect(200)
    expect(answer.text).toContain('Kartu ditolak')
    expect(answer.get('X-Sandbox-Reason')).toMatch(/^cardNo must be a test card: 5123450000000008/)
    expect(JSON.stringify((await http.get('/_sandbox/state')).body)).not.toContain('4012888')
    expect(JSON.stringify((await http.get('/_sandbox/requests')).body)).not.toContain('4012888')
    const again = await press({ ...card, cardNo: '5123450000000008' })
    expect(again.get('Location')).toMatch(/^\/bank\/secure\?tk=/)
  })
})
