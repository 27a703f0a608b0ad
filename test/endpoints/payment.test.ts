import net from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { formOf } from '../../src/demo/browser.ts'
import { type Receiver, startReceiver } from '../../src/demo/receiver.ts'
import { PAYMENT_RESULT } from '../../src/protocol/payment-result.ts'
import type { Fields } from '../support/fixtures.ts'
import { type PayloanShop, payloanShop, type Registered, signed, TIME } from '../support/payloan.ts'
import { type TestSandbox, testSandbox } from '../support/sandbox.ts'

let sandbox: TestSandbox
let receiver: Receiver
let shop: PayloanShop
let order: Registered
beforeAll(async () => {
  sandbox = await testSandbox()
  receiver = await startReceiver()
})
afterAll(async () => {
  await sandbox.stop()
  await receiver.stop()
})
beforeEach(async () => {
  await sandbox.http.delete('/_sandbox/state').expect(200)
  shop = payloanShop(sandbox, receiver)
  order = await shop.register()
})

const PATH = '/nicepay/direct/v2/payment'
const CALLBACK = 'http://merchant.test/back'

/** What a browser sends for the order, perhaps changed, signed over what was registered. */
const sent = (change: Fields = {}): Record<string, string> => {
  const { merchantToken } = signed({ ...order, timeStamp: TIME }, 'payment')
  const { tXid } = order
  return { timeStamp: TIME, tXid, merchantToken, callBackUrl: CALLBACK, ...change } as Record<
    string,
    string
  >
}

const inQuery = (change: Fields = {}) => `${PATH}?${new URLSearchParams(sent(change))}`

/** The inputs of a result page, in order. */
const inputsOf = (html: string) =>
  [...html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)].map(
    ([, name, value]) => [name, value],
  )

const EMPTY = PAYMENT_RESULT.map((name) => [name, ''])
const refusedWith = (resultCd: string, resultMsg: string) => [
  ['resultCd', resultCd],
  ['resultMsg', resultMsg],
  ...EMPTY.slice(2),
]
const MISMATCH = refusedWith('8001', 'Order registration error.')

describe('the browser is sent to the lender, however it comes', () => {
  test.each([
    { name: 'a posted form', call: () => sandbox.http.post(PATH).type('form').send(sent()) },
    { name: 'posted JSON', call: () => sandbox.http.post(PATH).send(sent()) },
    { name: 'a POST with everything in its query', call: () => sandbox.http.post(inQuery()) },
    {
      name: 'a POST with a query and an empty form',
      call: () => sandbox.http.post(inQuery()).type('form'),
    },
    { name: 'GET', call: () => sandbox.http.get(inQuery()) },
    {
      name: 'GET with // in the path',
      call: () => sandbox.http.get(inQuery().replace('/direct', '//direct')),
    },
    {
      name: 'a form with fields that nobody asked for',
      call: () =>
        sandbox.http
          .post(PATH)
          .type('form')
          .send({ ...sent(), amt: '1', referenceNo: 'x', payMethod: '06', mitraCd: 'KDVI' }),
    },
    {
      name: 'the registration’s timeStamp and merchantToken',
      call: () =>
        sandbox.http.get(inQuery({ ...signed({ ...order, timeStamp: TIME }, 'payment') })),
    },
  ])('$name', async ({ call }) => {
    const answer = await call()
    expect(answer.status).toBe(302)
    expect(answer.get('Location')).toMatch(
      new RegExp(`^${sandbox.url}/kredivo/v2/signin\\?tk=word\\d+$`),
    )
    expect(answer.get('Content-Length')).toBe('0')
    expect(await shop.inquire(order)).toMatchObject({ status: '3', resultMsg: 'unpaid' })
  })

  test('with returnJsonFormat as JSON', async () => {
    const { body } = await sandbox.http.get(inQuery({ returnJsonFormat: '1' })).expect(200)
    expect(body).toEqual({
      resultCd: '0000',
      resultMsg: 'SUCCESS',
      tXid: order.tXid,
      redirectUrlHttp: expect.stringMatching(/\/kredivo\/v2\/signin\?tk=/),
      redirectUrlApp: null,
    })
  })
})

describe('a callBackUrl that is not percent-encoded is read as a servlet reads it', () => {
  test.each([
    {
      name: 'before the tXid, with a query of its own',
      query: (s: Record<string, string>) =>
        `timeStamp=${s.timeStamp}&merchantToken=${s.merchantToken}&callBackUrl=https://shop.test/result.jsp?order_id=X&tXid=${s.tXid}`,
      url: 'https://shop.test/result.jsp?order_id=X',
    },
    {
      name: 'at the end',
      query: (s: Record<string, string>) =>
        `timeStamp=${s.timeStamp}&merchantToken=${s.merchantToken}&tXid=${s.tXid}&callBackUrl=https://shop.test/result.jsp`,
      url: 'https://shop.test/result.jsp',
    },
    {
      name: 'with more than one parameter, of which the first stays',
      query: (s: Record<string, string>) =>
        `timeStamp=${s.timeStamp}&merchantToken=${s.merchantToken}&tXid=${s.tXid}&callBackUrl=https://shop.test/r?a=1&b=2`,
      url: 'https://shop.test/r?a=1',
    },
  ])('$name', async ({ query, url }) => {
    await sandbox.http.get(`${PATH}?${query(sent())}`).expect(302)
    expect((await sandbox.look(`/transactions/${order.tXid}`)).callBackUrl).toBe(url)
  })
})

describe('what does not match a registered order answers 8001 and nothing else', () => {
  test.each<{ name: string; change: Fields; reason: RegExp }>([
    {
      name: 'another tXid',
      change: { tXid: 'PAYLOANTES06202601311000009999' },
      reason: /no order has the tXid "PAYLOANTES06202601311000009999"/,
    },
    { name: 'a tXid of nobody', change: { tXid: 'x' }, reason: /no order has the tXid "x"/ },
    { name: 'no tXid', change: { tXid: '' }, reason: /tXid is missing: it was sent as ""/ },
    {
      name: 'a tXid that is too long',
      change: { tXid: '9'.repeat(31) },
      reason: /tXid must have at most 30 characters, received 31/,
    },
    {
      name: 'a wrong merchantToken',
      change: { merchantToken: '0'.repeat(64) },
      reason:
        /^merchantToken must be the SHA-256 of timeStamp\+iMid\+referenceNo\+amt\+merchantKey: "20260131100000PAYLOANTESORDER-125145" and the key 33F4…\(88\) of PAYLOANTES/,
    },
    { name: 'no merchantToken', change: { merchantToken: '' }, reason: /merchantToken is missing/ },
    {
      name: 'another timeStamp than was signed',
      change: { timeStamp: '20260131100001' },
      reason: /merchantToken must be/,
    },
    {
      name: 'a timeStamp that is none',
      change: { timeStamp: 'now' },
      reason: /timeStamp must be digits only/,
    },
  ])('$name', async ({ change, reason }) => {
    const answer = await sandbox.http.post(PATH).type('form').send(sent(change))
    expect(answer.status).toBe(200)
    expect(answer.get('Content-Type')).toBe('text/html;charset=UTF-8')
    expect(decodeURIComponent(answer.get('X-Sandbox-Reason') ?? '')).toMatch(reason)
    expect(inputsOf(answer.text)).toEqual(MISMATCH)
    expect(formOf(answer.text, sandbox.url).action).toBe(CALLBACK)
    expect(await shop.inquire(order)).toMatchObject({ status: '9' })
  })

  test('as JSON too', async () => {
    const { body } = await sandbox.http.get(inQuery({ tXid: 'x', returnJsonFormat: '1' }))
    expect(body).toEqual({
      resultCd: '8001',
      resultMsg: 'Order registration error.',
      tXid: null,
      redirectUrlHttp: null,
      redirectUrlApp: null,
    })
  })
})

describe('other refusals', () => {
  test.each<{ name: string; change: Fields; code: string; back: string }>([
    { name: 'no callBackUrl', change: { callBackUrl: '' }, code: '9019', back: '' },
    {
      name: 'a callBackUrl that is a script',
      change: { callBackUrl: 'javascript:alert(1)' },
      code: '8028',
      back: '',
    },
    {
      name: 'a callBackUrl without a host',
      change: { callBackUrl: '/back' },
      code: '8028',
      back: '',
    },
    {
      name: 'a callBackUrl with 256 characters',
      change: { callBackUrl: `${CALLBACK}?${'x'.repeat(255 - CALLBACK.length)}` },
      code: '8028',
      back: `${CALLBACK}?${'x'.repeat(255 - CALLBACK.length)}`,
    },
  ])('$name → $code', async ({ change, code, back }) => {
    const answer = await sandbox.http.get(inQuery(change)).expect(200)
    expect(inputsOf(answer.text)[0]).toEqual(['resultCd', code])
    expect(answer.text).toContain(`<form name="tranMgr" method="post" action="${back}">`)
    expect(answer.text.includes('<button')).toBe(back !== '')
    expect(await shop.inquire(order)).toMatchObject({ status: '9' })
  })

  test('JSON that is none', async () => {
    const answer = await sandbox.http
      .post(PATH)
      .set('Content-Type', 'application/json')
      .send('{"tXid":')
    expect([answer.status, inputsOf(answer.text)[0]]).toEqual([200, ['resultCd', '9001']])
  })

  test('another verb', async () => {
    const answer = await sandbox.http.put(PATH).send(sent())
    expect([answer.status, answer.get('Allow')]).toEqual([405, 'POST, GET'])
  })

  test.each(['tXid', 'callBackUrl', 'timeStamp', 'merchantToken', 'returnJsonFormat'])(
    'a list or an object as %s',
    async (name) => {
      for (const value of [['x'], { toString: 1 }, true]) {
        const answer = await sandbox.http.post(PATH).send(sent({ [name]: value }))
        expect(answer.status).toBe(200)
        expect(inputsOf(answer.text)[0]).not.toEqual(['resultCd', '1003'])
      }
      expect(await shop.inquire(order)).toMatchObject({ status: '9' })
    },
  )

  test('what was sent never becomes HTML', async () => {
    const hostile = '"><script>alert(1)</script>'
    const callBackUrl = `http://merchant.test/?${hostile}`
    const { text } = await sandbox.http.get(inQuery({ tXid: hostile, callBackUrl }))
    expect(text).not.toContain('<script>alert')
  })
})

describe('the result page', () => {
  test('has the 30 inputs in their order, once an order is paid', async () => {
    await shop.complete(order, { outcome: 'approved' })
    const { text } = await sandbox.http.get(inQuery()).expect(200)
    expect(inputsOf(text).map(([name]) => name)).toEqual([...PAYMENT_RESULT])
    expect(Object.fromEntries(inputsOf(text))).toMatchObject({
      resultCd: '0000',
      resultMsg: 'SUCCESS',
      tXid: order.tXid,
      amt: '25145',
      mitraCd: 'KDVI',
    })
    expect(text).toContain(`<input type="hidden" id="callbackUrl" value="${CALLBACK}">`)
  })

  test('keeps scripts of others out, and works without any', async () => {
    const answer = await sandbox.http.get(inQuery({ tXid: 'x' }))
    expect(answer.get('Content-Security-Policy')).toMatch(/script-src 'self'/)
    expect(answer.get('Content-Security-Policy')).not.toMatch(/unsafe|form-action/)
    expect(answer.text).toContain('<button type="submit">')
    expect(answer.text).not.toMatch(/<script>|onload=/)
  })

  test.each([
    {
      name: 'declined',
      outcome: 'declined',
      code: '9106',
      reason: 'the order is failed (declined)',
    },
    {
      name: 'under review',
      outcome: 'underReview',
      code: '9030',
      reason: 'the order is unpaid (under review)',
    },
  ])('of an order that is $name', async ({ outcome, code, reason }) => {
    await shop.complete(order, { outcome })
    const answer = await sandbox.http.get(inQuery()).expect(200)
    expect(inputsOf(answer.text)[0]).toEqual(['resultCd', code])
    expect(answer.get('X-Sandbox-Reason')).toBe(reason)
  })

  test('of an expired order and of a cancelled one', async () => {
    await sandbox.clock({ advance: 'P1D' })
    expect(inputsOf((await sandbox.http.get(inQuery())).text)[0]).toEqual(['resultCd', '9129'])
    order = await shop.register()
    await shop.cancel(order)
    expect(inputsOf((await sandbox.http.get(inQuery())).text)[0]).toEqual(['resultCd', '9116'])
  })
})

test('an order has five links at most; the oldest ends', async () => {
  const links: string[] = []
  for (let time = 0; time < 7; time++) {
    links.push((await sandbox.http.get(inQuery()).expect(302)).get('Location') ?? '')
  }
  const opened = links.map((link) => sandbox.http.get(link.replace(sandbox.url, '')))
  expect((await Promise.all(opened)).map(({ status }) => status)).toEqual([
    404, 404, 200, 200, 200, 200, 200,
  ])
})

test('an HTTP/1.0 client gets the page unchunked, with its length', async () => {
  const answer = await new Promise<string>((resolve) => {
    const socket = net.connect(sandbox.port, '127.0.0.1', () =>
      socket.end(`GET ${inQuery({ tXid: 'x' })} HTTP/1.0\r\nConnection: close\r\n\r\n`),
    )
    let text = ''
    socket.on('data', (chunk) => {
      text += chunk.toString()
    })
    socket.on('close', () => resolve(text))
  })
  const [head = '', body = ''] = answer.split('\r\n\r\n')
  expect(head).not.toMatch(/transfer-encoding/i)
  expect(Number(/content-length: (\d+)/i.exec(head)?.[1])).toBe(Buffer.byteLength(body))
})
