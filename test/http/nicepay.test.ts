import net from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { headerText } from '../../src/http/headers.ts'
import { pathKey } from '../../src/http/nicepay-paths.ts'
import { bindingBody } from '../support/fixtures.ts'
import { type TestSandbox, testSandbox } from '../support/sandbox.ts'

let sandbox: TestSandbox
beforeAll(async () => {
  sandbox = await testSandbox()
})
afterAll(() => sandbox.stop())

const BINDING = '/nicepay/v2/userAccountBinding'
const NOT_A_CALL = {
  resultCd: '9001',
  resultMsg: 'Failed to register your order. Please check your HTTP Message.',
}

describe('a call that is none', () => {
  test.each([
    {
      name: 'an unknown path',
      call: () => sandbox.http.post('/nicepay/direct/v2/nothing').send({}),
      status: 404,
      reason: /no such path/,
    },
    {
      name: 'the bare prefix',
      call: () => sandbox.http.get('/nicepay'),
      status: 404,
      reason: /no such path/,
    },
    {
      name: 'an unknown path with a broken escape',
      call: () => sandbox.http.get('/nicepay/%ZZ'),
      status: 404,
      reason: /no such path/,
    },
    {
      name: 'GET',
      call: () => sandbox.http.get(BINDING),
      status: 405,
      reason: /must be called by POST, received GET/,
    },
    {
      name: 'PUT',
      call: () => sandbox.http.put(BINDING).send({}),
      status: 405,
      reason: /must be called by POST, received PUT/,
    },
    {
      name: 'OPTIONS',
      call: () => sandbox.http.options(BINDING),
      status: 405,
      reason: /must be called by POST, received OPTIONS/,
    },
    {
      name: 'a body over 64 KiB',
      call: () => sandbox.http.post(BINDING).send({ x: 'x'.repeat(70_000) }),
      status: 413,
      reason: /the body must not be larger than 65536 bytes, received \d+/,
    },
    {
      name: 'a body in an unknown encoding',
      call: () =>
        sandbox.http
          .post(BINDING)
          .set('Content-Encoding', 'x-own')
          .set('Content-Type', 'application/json')
          .send('{}'),
      status: 200,
      reason: /the body cannot be read/,
    },
    {
      name: 'a body that is not the gzip it says',
      call: () =>
        sandbox.http
          .post(BINDING)
          .set('Content-Encoding', 'gzip')
          .set('Content-Type', 'application/json')
          .send('{}'),
      status: 200,
      reason: /the body cannot be read/,
    },
    {
      name: 'deeply nested JSON',
      call: () =>
        sandbox.http
          .post(BINDING)
          .set('Content-Type', 'application/json')
          .send(`${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`),
      status: 200,
      reason: /iMid is missing/,
    },
  ])('$name', async ({ call, status, reason }) => {
    const before = await sandbox.look('/state')
    const answer = await call()
    expect(answer.status).toBe(status)
    expect(answer.get('Content-Type')).toBe('application/json;charset=UTF-8')
    expect(decodeURIComponent(answer.get('X-Sandbox-Reason') ?? '')).toEqual(
      expect.stringMatching(reason),
    )
    expect(Object.keys(answer.body).slice(0, 2)).toEqual(['resultCd', 'resultMsg'])
    if (status !== 200) expect(answer.body).toEqual(NOT_A_CALL)
    const { clock: _clock, ...after } = await sandbox.look('/state')
    expect(after).toEqual((({ clock: _c, ...rest }) => rest)(before))
  })

  test('HEAD has no body', async () => {
    const answer = await sandbox.http.head(BINDING).expect(405)
    expect(answer.text).toBeFalsy()
    expect(answer.get('Allow')).toBe('POST')
  })

  test('a body of 10 MB is answered, not cut off', async () => {
    const answer = await fetch(`${sandbox.url}${BINDING}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: 'x'.repeat(10_000_000),
    })
    expect([answer.status, await answer.json()]).toEqual([413, NOT_A_CALL])
  })
})

describe('a path is found', () => {
  test.each([
    BINDING,
    '/nicepay/v2/useraccountbinding',
    '/NICEPAY/V2/USERACCOUNTBINDING',
    '/nicepay/v2/user-account-binding',
    '/nicepay/v2/user_account_binding',
    '/nicepay//v2/userAccountBinding',
    '//nicepay/v2/userAccountBinding',
    '/nicepay/v2/userAccountBinding/',
    '/nicepay/v2/userAccountBinding?x=1',
  ])('%s', async (path) => {
    const answer = await sandbox.http.post(path).send(bindingBody())
    expect(answer.body.resultCd).toBe('0000')
  })

  test('by a key that forgets case and separators', () => {
    expect(pathKey('//nicepay//Direct/v2/User_Details/')).toBe('/nicepay/direct/v2/userdetails')
  })
})

/** Sends bytes and answers what comes back until the server closes. */
const raw = (text: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = net.connect(sandbox.port, '127.0.0.1', () => socket.write(text))
    let answer = ''
    socket.on('data', (chunk) => {
      answer += chunk
    })
    socket.on('end', () => resolve(answer))
    socket.on('error', reject)
  })

test('an HTTP/1.0 client with bytes behind its body gets an answer that is not chunked', async () => {
  const body = JSON.stringify(bindingBody())
  const answer = await raw(
    `POST ${BINDING} HTTP/1.0\r\nHost: dev.nicepay.co.id\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}\r\n\r\n`,
  )
  const [head = '', rest = ''] = answer.split('\r\n\r\n', 2)
  expect(head).toMatch(/^HTTP\/1\.1 200 OK/)
  expect(head).not.toMatch(/transfer-encoding/i)
  expect(JSON.parse(rest).resultCd).toBe('0000')
})

test('an address that is none is refused in JSON, as everything else is', async () => {
  const answer = await raw('GET http://[ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n')
  expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\nContent-Type: application\/json\r\n/)
  expect(answer).toMatch(/\r\n\r\n\{"error":"the address of this call is not one"\}$/)
})

test('links do not depend on the Host header', async () => {
  const answer = await sandbox.http
    .post(BINDING)
    .set('Host', 'dev.nicepay.co.id')
    .send(bindingBody())
  expect(answer.body.redirectUrlHttp).toMatch(
    new RegExp(`^${sandbox.url}/kredivo/v2/connecting\\?tk=`),
  )
})

test.each([
  { path: '/nicepay/direct/v2/registraton', says: 'did you mean /nicepay/direct/v2/registration?' },
  { path: '/nicepay/direct/registration', says: 'did you mean /nicepay/direct/v2/registration?' },
  { path: '/nicepay/api/direct/v2/inquiry', says: 'did you mean /nicepay/direct/v2/inquiry?' },
  {
    path: '/nicepay/api/onePass.do',
    says: 'it is one of API V1, which the sandbox does not speak',
  },
  { path: '/nicepay/api/orderRegist.do', says: 'it is one of API V1' },
  {
    path: '/nicepay/api/vacctCustomerRegister.do',
    says: 'did you mean /nicepay/api/vacctCustomerRegist.do?',
  },
  {
    path: '/nicepay/api/direct/v2/approvePayouts',
    says: 'did you mean /nicepay/api/direct/v2/approvePayout?',
  },
  { path: '/nicepay', says: 'the README lists those that there are' },
])('$path is not there: $says', async ({ path, says }) => {
  const answer = await sandbox.http.post(path).send({}).expect(404)
  expect(answer.body).toEqual(NOT_A_CALL)
  expect(decodeURIComponent(answer.get('X-Sandbox-Reason') ?? '')).toContain(
    `NICEPAY has no such path here, "${path}"`,
  )
  expect(decodeURIComponent(answer.get('X-Sandbox-Reason') ?? '')).toContain(says)
})

test('the reason stands in a header whatever was sent, and reads back', () => {
  expect(headerText('naïve 50% "😀"\r\nX: y')).toBe('na%C3%AFve 50%25 "%F0%9F%98%80"%0D%0AX: y')
  expect(decodeURIComponent(headerText('naïve 50% "😀"'))).toBe('naïve 50% "😀"')
  expect(headerText('half \ud800')).toBe('half %EF%BF%BD')
})

test('the reason ends in the mistake, here the key of another merchant', async () => {
  const other = { iMid: 'MYSHOP0001', merchantKey: 'another-merchants-key' }
  await sandbox.control('/merchants', other).expect(200)
  const answer = await sandbox.http.post(BINDING).send(bindingBody({}, other.merchantKey))
  expect(answer.body).toMatchObject({ resultCd: '9010' })
  expect(answer.get('X-Sandbox-Reason')).toMatch(/\. It was made with the key of MYSHOP0001: /)
})

test('the journal has the exchange with its reason, and no key', async () => {
  await sandbox.http.delete('/_sandbox/requests').expect(200)
  const answer = await sandbox.http.post(BINDING).send({ ...bindingBody(), merchantToken: 'x' })
  const id = answer.get('X-Sandbox-Request-Id')
  const exchange = await sandbox.look(`/requests/${id}`)
  expect(exchange).toMatchObject({
    id,
    namespace: 'default',
    method: 'POST',
    url: BINDING,
    status: 200,
    endpoint: 'binding.registration',
    iMid: 'IONPAYTEST',
    tXid: null,
    resultCd: '9010',
    response: { body: JSON.stringify(answer.body) },
  })
  expect(exchange.reason).toBe(
    'merchantToken must be the SHA-256 of iMid+referenceNo+billingPhone+merchantKey: ' +
      '"IONPAYTESTMerchantReferenceNumber001+62-82112345678" and the key 33F4…(88) of IONPAYTEST give 58d4912d…, received x ' +
      '(docs.nicepay.co.id, "Registration & Notification - Account Binding Payloan API")',
  )
  expect(JSON.parse(exchange.request.body).merchantToken).toBe('x')
  expect(JSON.stringify(await sandbox.look('/requests'))).not.toContain('33F49GnCMS1m')
})

test('the journal keeps neither the admin token nor cookies, of calls and of pages', async () => {
  const secret = { Authorization: 'Bearer open-sesame', Cookie: 'session=open-sesame' }
  const { redirectUrlHttp = '' } = await sandbox.bind({ referenceNo: 'SECRET' })
  await sandbox.http.get(redirectUrlHttp.replace(sandbox.url, '')).set(secret).expect(200)
  await sandbox.http.post(BINDING).set(secret).send({})
  const [call, page] = await sandbox.look('/requests?limit=2')
  for (const { request } of [call, page]) {
    expect(request.headers).toMatchObject({ authorization: '****', cookie: '****' })
  }
  expect(JSON.stringify([call, page])).not.toContain('open-sesame')
})

test('a key of another namespace, sent in the wrong field, is shown nowhere', async () => {
  await sandbox.control('/namespaces', { name: 'far' }).expect(200)
  const key = 'a-key-of/another+namespace=='
  await sandbox.control('/merchants?namespace=far', { iMid: 'FARAWAY001', merchantKey: key })
  const sent = JSON.stringify(bindingBody({ iMid: key, merchantToken: key })).replaceAll('/', '\\/')
  const { headers } = await sandbox.http.post(BINDING).type('json').send(sent)
  const [exchange] = await sandbox.look('/requests?limit=1')
  expect(decodeURIComponent(headers['x-sandbox-reason'] ?? '')).toContain('a-ke…(28)')
  expect(JSON.parse(exchange.request.body)).toMatchObject({
    iMid: 'a-ke…(28)',
    merchantToken: 'a-ke…(28)',
  })
  expect(exchange.iMid).not.toBe(key)
  expect(JSON.stringify([headers, exchange])).not.toContain('another+namespace')
})
