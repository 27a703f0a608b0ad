import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import supertest from 'supertest'
import { startSandbox } from '../../src/server.ts'
import { tkOf } from '../support/fixtures.ts'
import { type TestSandbox, testSandbox } from '../support/sandbox.ts'

let sandbox: TestSandbox
let tk: string
beforeAll(async () => {
  sandbox = await testSandbox()
  tk = tkOf((await sandbox.bind()).redirectUrlHttp)
})
afterAll(() => sandbox.stop())

describe('under a foreign host name', () => {
  test.each(['/', '/_sandbox/health', '/_sandbox/state', '/kredivo/v2/connecting?tk=x', '/demo'])(
    '%s is not there',
    async (path) => {
      const answer = await sandbox.http.get(path).set('Host', 'evil.example')
      expect(answer.status).toBe(421)
      expect(answer.body.error).toBe(
        'the sandbox is not reached under the name "evil.example"; --allow-host evil.example adds it, --base-url sets the name in links, --tls adds those of NICEPAY and Kredivo',
      )
    },
  )

  test.each([
    'localhost',
    'localhost:8106',
    '127.0.0.1:1',
    '[::1]:8106',
    'shop.localhost',
    'LOCALHOST',
  ])('%s is our own', async (host) => {
    await sandbox.http.get('/_sandbox/health').set('Host', host).expect(200)
  })

  test('the API itself answers under any name, as clients come through proxies', async () => {
    const answer = await sandbox.http
      .post('/nicepay/v2/userAccountBinding')
      .set('Host', 'dev.nicepay.co.id')
      .send({})
    expect(answer.body.resultCd).toBe('9011')
  })

  describe('a page that has pointed its own name here', () => {
    const PAGES: readonly Record<string, string>[] = [
      { Origin: 'http://evil.example' },
      { Origin: 'null' },
      { 'Sec-Fetch-Site': 'same-origin' },
      { 'Sec-Fetch-Mode': 'navigate' },
    ]
    const by = (method: 'get' | 'post', path: string, headers: Record<string, string>) =>
      sandbox.http[method](path).set({ Host: 'evil.example', ...headers })

    test.each(PAGES)('reaches no call of V2: %o', async (headers) => {
      const {
        status,
        body,
        headers: said,
      } = await by('post', '/nicepay/direct/v2/inquiry', headers)
      expect([status, body, said['x-sandbox-reason']]).toEqual([
        421,
        { resultCd: '9001', resultMsg: expect.any(String) },
        'a page calls the sandbox under the name "evil.example"; --allow-host evil.example lets it',
      ])
    })

    test.each(PAGES)('reaches no call of SNAP: %o', async (headers) => {
      const path = '/nicepay/api/v1.0/transfer-va/create-va'
      const { status, body } = await by('post', path, headers)
      expect([status, Object.keys(body)]).toEqual([421, ['responseCode', 'responseMessage']])
    })

    test.each([
      '/nicepay/redirect/v2/payment?tXid=x',
      '/IONPAY_CLIENT/paymentResult.jsp',
      '/assets/lender.css',
      '/kredivo/v2/signin?tk=x',
      '/nicepay/api/',
    ])('reaches no %s', async (path) => {
      expect((await by('get', path, { Origin: 'http://evil.example' })).status).toBe(421)
    })
  })

  test.each(['dev.nicepay.co.id', 'www.nicepay.co.id', 'sandbox.kredivo.com'])(
    'a page under %s is a customer’s, whose way there a client has hard-coded',
    async (host) => {
      const headers = { Host: host, Origin: `https://${host}`, 'Sec-Fetch-Site': 'same-origin' }
      await sandbox.http.get(`/kredivo/v2/connecting?tk=${tk}`).set(headers).expect(200)
      const answer = await sandbox.http.post('/nicepay/direct/v2/inquiry').set(headers).send({})
      expect(answer.status).toBe(200)
      await sandbox.http.get('/_sandbox/health').set(headers).expect(421)
    },
  )

  test('--allow-host adds names, for pages and programs', async () => {
    const other = await startSandbox({ allowHost: 'shop.test, Box.internal' })
    const http = supertest(`http://127.0.0.1:${other.port}`)
    for (const host of ['shop.test', 'box.internal:8106']) {
      await http.get('/_sandbox/health').set('Host', host).expect(200)
      const headers = { Host: host, Origin: `http://${host}` }
      await http.post('/nicepay/direct/v2/inquiry').set(headers).send({}).expect(200)
    }
    await other.stop()
    await expect(startSandbox({ allowHost: 'http://shop.test' })).rejects.toThrow(
      '--allow-host takes host names like shop.test, without scheme and port, not "http://shop.test"',
    )
  })

  test('--base-url adds a name', async () => {
    const other = await startSandbox({ baseUrl: 'http://sandbox.internal:8106' })
    await supertest(`http://127.0.0.1:${other.port}`)
      .get('/_sandbox/health')
      .set('Host', 'sandbox.internal:8106')
      .expect(200)
    expect(other.url).toBe('http://sandbox.internal:8106')
    await other.stop()
  })
})

describe('a control call that changes something', () => {
  const put = () => sandbox.http.put('/_sandbox/clock')
  test.each([
    {
      name: 'from another site’s page',
      call: () => put().set('Origin', 'https://evil.example').send({ freeze: false }),
      status: 403,
    },
    {
      name: 'from a page of unknown origin',
      call: () => put().set('Origin', 'null').send({ freeze: false }),
      status: 403,
    },
    {
      name: 'from another port of this machine',
      call: () => put().set('Origin', 'http://127.0.0.1:1').send({ freeze: false }),
      status: 403,
    },
    {
      name: 'fetched across sites',
      call: () => put().set('Sec-Fetch-Site', 'cross-site').send({ freeze: false }),
      status: 403,
    },
    {
      name: 'as a form could send it',
      call: () => sandbox.http.post('/_sandbox/notifications/flush').type('form').send({}),
      status: 415,
    },
    {
      name: 'as text',
      call: () => put().set('Content-Type', 'text/plain').send('{"freeze":false}'),
      status: 415,
    },
    {
      name: 'DELETE from another site',
      call: () => sandbox.http.delete('/_sandbox/state').set('Origin', 'https://evil.example'),
      status: 403,
    },
    {
      name: 'from our own page',
      call: () => put().set('Origin', sandbox.url).send({ freeze: false }),
      status: 200,
    },
    {
      name: 'without a body, as curl -X POST sends it',
      call: () =>
        sandbox.http.post('/_sandbox/notifications/flush').set('Content-Type', 'application/json'),
      status: 200,
    },
    { name: 'from a program', call: () => put().send({ freeze: false }), status: 200 },
  ])('$name → $status', async ({ call, status }) => {
    const answer = await call()
    expect(answer.status).toBe(status)
    expect(answer.get('Access-Control-Allow-Origin')).toBeUndefined()
  })
})

describe('a form of the pages', () => {
  const send = (fields: object, headers: Record<string, string> = {}) =>
    sandbox.http
      .post(`/kredivo/v2/connecting?tk=${tk}&lang=en`)
      .set(headers)
      .type('form')
      .send(fields)

  test.each([
    {
      name: 'from a browser without its token',
      fields: {},
      headers: { Origin: 'https://evil.example' },
    },
    {
      name: 'from a browser that tells no origin',
      fields: {},
      headers: { 'Sec-Fetch-Site': 'cross-site' },
    },
    { name: 'with a button that it has not got', fields: { action: '__proto__' }, headers: {} },
    { name: 'with a button of every object', fields: { action: 'constructor' }, headers: {} },
    { name: 'with another token', fields: { formToken: 'x' }, headers: {} },
    {
      name: 'with two tokens',
      fields: { formToken: ['x', 'y'] },
      headers: { Origin: 'https://evil.example' },
    },
  ])('$name is refused and nothing counts', async ({ fields, headers }) => {
    const before = await sandbox.look('/state')
    const answer = await send({ phone: '081513114262', pin: '000000', ...fields }, headers)
    expect(answer.status).toBe(403)
    expect(answer.text).toContain('This form is not valid')
    expect(answer.text).toContain(`href="/kredivo/v2/connecting?tk=${tk}&amp;lang=id"`)
    expect(await sandbox.look('/state')).toEqual(before)
  })

  test('that is no form is refused, not taken for an empty one', async () => {
    const path = `/kredivo/v2/connecting?tk=${tk}`
    expect((await sandbox.http.post(path).send({ phone: '081513114262' })).status).toBe(403)
    expect((await sandbox.http.post(path)).status).toBe(403)
  })

  test('that is too large or not UTF-8 is refused without a page of ours breaking', async () => {
    expect((await send({ phone: 'x'.repeat(20_000) })).status).toBe(413)
    const odd = await sandbox.http
      .post(`/kredivo/v2/connecting?tk=${tk}`)
      .set('Content-Type', 'application/x-www-form-urlencoded')
      .send('phone=%E0%A4%A&pin=%00%00')
    expect(odd.status).toBe(303)
  })
})

test('pages forbid scripts of others, frames, caching and sniffing', async () => {
  const { headers } = await sandbox.http.get(`/kredivo/v2/connecting?tk=${tk}`).expect(200)
  expect(headers).toMatchObject({
    'content-security-policy':
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'strict-origin-when-cross-origin',
    'cache-control': 'no-store',
  })
  expect(headers['x-powered-by']).toBeUndefined()
})

test('what merchants and shoppers type is text on every page', async () => {
  const hostile = `"'><script>alert(1)</script>`
  const { redirectUrlHttp } = await sandbox.bind({
    referenceNo: hostile,
    billingNm: hostile,
    clientUserKey: hostile,
  })
  const path = (redirectUrlHttp ?? '').replace(sandbox.url, '')
  await sandbox.http.post(path).type('form').send({ phone: hostile, pin: hostile })
  const login = await sandbox.http.get(path)
  expect(login.text).toContain('&lt;script&gt;')
  await sandbox.control(`/interactions/${tkOf(redirectUrlHttp)}/complete`, { outcome: 'cancelled' })
  const result = await sandbox.http.get(path.replace('connecting', 'result'))
  expect(result.text).toContain('&lt;script&gt;')
  const console = await sandbox.http.get('/')
  for (const { text } of [login, result, console]) expect(text).not.toContain('<script>alert')
})

describe('with an admin token', () => {
  let guarded: TestSandbox
  beforeAll(async () => {
    guarded = await testSandbox({ adminToken: 'open-sesame' })
  })
  afterAll(() => guarded.stop())

  test.each([
    { name: 'none', headers: {}, status: 401 },
    { name: 'a wrong one', headers: { Authorization: 'Bearer closed' }, status: 401 },
    { name: 'a bearer token', headers: { Authorization: 'Bearer open-sesame' }, status: 200 },
    {
      name: 'the password of Basic',
      headers: { Authorization: `Basic ${btoa('me:open-sesame')}` },
      status: 200,
    },
  ])('console and control API answer $status to $name', async ({ headers, status }) => {
    for (const path of ['/', '/_sandbox/health']) {
      const answer = await guarded.http.get(path).set(headers)
      expect(answer.status).toBe(status)
    }
  })

  test('the API and the pages stay open', async () => {
    expect((await guarded.bind()).resultCd).toBe('0000')
  })
})

test.each([
  { options: { adminToken: '' }, flaw: /must have 8 to 200 characters/ },
  { options: { host: '0.0.0.0', adminToken: '' }, flaw: /must have 8 to 200 characters/ },
  {
    options: { db: 'state' },
    flaw: '--db must be :memory: or a file that ends in .json, not "state"',
  },
  {
    options: { host: '0.0.0.0' },
    flaw: 'listening on 0.0.0.0 opens console and control API to the network; give an --admin-token',
  },
  { options: { host: '192.168.1.5' }, flaw: /give an --admin-token/ },
])('$options does not start', async ({ options, flaw }) => {
  await expect(startSandbox(options)).rejects.toThrow(flaw)
})
