import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Receiver, startReceiver } from '../../src/demo/receiver.ts'
import { merchantToken } from '../../src/protocol/signature.ts'
import { bindingBody, type Fields, KEY } from '../support/fixtures.ts'
import { type PayloanShop, payloanShop, type Registered } from '../support/payloan.ts'
import { type TestSandbox, testSandbox } from '../support/sandbox.ts'

const HOSTILE = `"'><script>alert(1)</script>\n</title><img src=x onerror=alert(1)>`

let sandbox: TestSandbox
let receiver: Receiver
let shop: PayloanShop
let order: Registered
let tXid: string
beforeAll(async () => {
  sandbox = await testSandbox()
  receiver = await startReceiver()
  shop = payloanShop(sandbox, receiver)
  order = await shop.register({ goodsNm: HOSTILE.replace('\n', ' '), billingNm: '<b>Siti</b>' })
  tXid = order.tXid
  await shop.complete(order, { outcome: 'approved' })
  await shop.notified()
  await sandbox.bind({ merchantToken: HOSTILE })
})
afterAll(async () => {
  await sandbox.stop()
  await receiver.stop()
})

const post = (body: Fields) => sandbox.http.post('/nicepay/v2/userAccountBinding').send(body)
const newestId = async (): Promise<string> => (await sandbox.look('/requests?limit=1'))[0].id
const textOf = async (path: string): Promise<string> =>
  (await sandbox.http.get(path).expect(200).expect('Content-Type', /html/)).text

/** The ids of the exchanges that a page lists. */
const listed = async (path: string): Promise<string[]> =>
  [...(await textOf(path)).matchAll(/data-key="(x\d+) /g)].map(([, id = '']) => id)

const PATHS = [
  '/',
  '/exchanges/x1',
  '/orders',
  '/payouts',
  '/account-links',
  '/notifications',
  '/shoppers',
  '/clock',
  '/merchants',
  '/merchants/PAYLOANTES',
  '/faults',
  '/namespaces',
]

describe('every page', () => {
  test.each(PATHS)(
    '%s is there, shows nothing as markup and runs only our scripts',
    async (path) => {
      const answer = await sandbox.http.get(path).expect(200)
      expect(answer.headers['content-security-policy']).toMatch(
        /default-src 'none'; script-src 'self'/,
      )
      expect(answer.text).not.toMatch(/<script>|<img|<b>Siti|onerror=alert\(1\)>|style="/)
      expect(answer.text).toMatch(/<h1[\s>]/)
    },
  )

  test.each([
    '/',
    '/orders',
    '/account-links',
    '/notifications',
    '/exchanges/x1',
    '/merchants/IONPAYTEST',
  ])('%s takes whatever stands behind its question mark', async (path) => {
    const odd = encodeURIComponent(HOSTILE)
    const answer = await sandbox.http.get(`${path}?q=${odd}&tXid[]=1&status=${odd}&standing=${odd}`)
    expect([answer.status, answer.text.includes('<script>alert')]).toEqual([200, false])
  })

  test('of an order has its fields, its links, what was sent and what may happen', async () => {
    const page = await textOf(`/orders/${tXid}`)
    for (const part of [
      order.referenceNo,
      'pill paid',
      '06 Pay later',
      '/kredivo/v2/signin?tk&#61;',
      'HTTP 200',
    ])
      expect(page.replaceAll('=', '&#61;')).toContain(part.replaceAll('=', '&#61;'))
    expect(page).not.toContain('/expire"')
    const open = await shop.register()
    expect(await textOf(`/orders/${open.tXid}`)).toContain(
      `data-call="/transactions/${open.tXid}/expire"`,
    )
  })

  test.each([
    { path: '/exchanges/x999', says: 'There is no exchange &#34;x999&#34; any more' },
    { path: '/orders/nope', says: 'There is no order &#34;nope&#34; in default.' },
    { path: '/payouts/nope', says: 'There is no payout &#34;nope&#34; in default.' },
    {
      path: '/account-links/nope',
      says: 'There is no account link &#34;nope&#34; in default.',
    },
    { path: '/merchants/nope', says: 'There is no merchant &#34;nope&#34; in default.' },
    { path: '/?namespace=nope', says: 'there is no namespace &#34;nope&#34;' },
    { path: '/orders/%3Cscript%3E', says: 'There is no order &#34;&lt;script&gt;&#34;' },
  ])('says so when there is nothing: $path', async ({ path, says }) => {
    const { status, text } = await sandbox.http.get(path)
    expect([status, text]).toEqual([404, expect.stringContaining(says)])
  })

  test.each([
    { path: '/?limit=0', error: '&#34;limit&#34; must be a whole number from 1 to 99999' },
  ])('says what is wrong with $path', async ({ path, error }) => {
    const { status, text } = await sandbox.http.get(path)
    expect([status, text]).toEqual([400, expect.stringContaining(error)])
  })

  test('asks for the admin token', async () => {
    const guarded = await testSandbox({ adminToken: 'open-sesame' })
    const statuses = await Promise.all(
      PATHS.map(async (path) => (await guarded.http.get(path)).status),
    )
    expect(new Set(statuses)).toEqual(new Set([401]))
    const allowed = await guarded.http.get('/orders').set('Authorization', 'Bearer open-sesame')
    expect(allowed.status).toBe(200)
    await guarded.stop()
  })
})

describe('the list of exchanges', () => {
  test('is narrowed by its address', async () => {
    await post(bindingBody({ referenceNo: 'Kopi-Gayo', mitraCd: 'AKLP' }))
    const refused = await newestId()
    await shop.inquire(order)
    const inquiry = await newestId()
    const all = await listed('/')
    expect(all.slice(0, 2)).toEqual([inquiry, refused])
    expect(await listed('/?q=kopi-gAYO')).toEqual([refused])
    expect(await listed(`/?q=${order.tXid}&path=inquiry`)).toEqual([inquiry])
    expect(await listed('/?tXid=&iMid=IONPAYTEST&refused=1')).toContain(refused)
    expect(await listed('/?refused=1')).not.toContain(inquiry)
    expect(await listed('/?q=nothing-has-this')).toEqual([])
    expect(await listed('/?namespace=default')).toContain(inquiry)
    expect((await listed('/?limit=1')).length).toBe(1)
  })

  test('is bounded', async () => {
    for (let n = 0; n < 101; n++) await post({})
    expect((await listed('/')).length).toBe(100)
  })

  test('comes first on the stream, narrowed as asked, and only that goes on', async () => {
    const stopping = new AbortController()
    const url = `${sandbox.url}/_sandbox/events?list=5&q=wanted&events=exchange`
    const stream = await fetch(url, { signal: stopping.signal })
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader()
    await post({ iMid: 'other' })
    await post({ iMid: 'wanted' })
    let text = ''
    while (!text.includes('event: exchange\n')) text += (await reader?.read())?.value ?? ''
    const events = text.split('\n\n').filter((event) => event.startsWith('event: '))
    expect(events[0]).toBe('event: exchanges\ndata: []')
    expect(JSON.parse(events[1]?.split('data: ')[1] ?? '')).toMatchObject({ iMid: 'wanted' })
    stopping.abort()
  })
})

test('a refused token is taken apart', async () => {
  const fields = {
    iMid: 'IONPAYTEST',
    referenceNo: 'say "hi" and the key',
    billingPhone: '+62-81513114262',
  }
  const token = merchantToken([fields.iMid, fields.billingPhone, fields.referenceNo], KEY)
  await post(bindingBody({ ...fields, merchantToken: token }))
  const { explained, id } = (await sandbox.look('/requests?limit=1'))[0]
  const mistake = expect.stringMatching(/^It was made with referenceNo and billingPhone swapped: /)
  expect(explained).toEqual({
    signs: ['iMid', 'referenceNo', 'billingPhone', 'merchantKey'],
    stringToSign: 'IONPAYTESTsay "hi" and the key+62-8151311426233F4…(88)',
    expected: expect.stringMatching(/^[0-9a-f]{8}…$/),
    received: `${token.slice(0, 8)}…`,
    right: false,
    mistake,
  })
  expect(await textOf(`/exchanges/${id}`)).toMatch(
    /<strong>It was made with referenceNo and billingPhone swapped: /,
  )
  expect(await textOf('/')).toContain(
    'merchantToken is wrong. It was made with referenceNo and billingPhone swapped',
  )
})

test('the curl command of an exchange makes the same call again', async () => {
  const hostile = `{"iMid":"IONPAYTEST","referenceNo":"it's $(id) \`id\` \\u0007 é 🛒","x":"\n\t${HOSTILE.replace(/["\n]/g, '')}"}`
  const calls = [
    { path: '/nicepay/v2/userAccountBinding', type: 'application/json', body: hostile },
    {
      path: '/nicepay/direct/v2/payment?a=[1]&b={c}%27',
      type: 'application/x-www-form-urlencoded',
      body: 'tXid=%00&x=@y',
    },
    { path: '/nicepay//direct/../odd', type: 'text/plain', body: '\x00\xff\x01' },
  ]
  for (const { path, type, body } of calls) {
    await sandbox.http
      .post(path)
      .set({ 'Content-Type': type, 'X-Own': "it's" })
      .serialize((text) => text)
      .send(body)
  }
  const before = (await sandbox.look('/requests?limit=3')).reverse()
  const commands = await Promise.all(
    before.map(async ({ id }: { id: string }) => {
      const [, shown = ''] =
        /<pre id="curl"[^>]*>(.*?)<\/pre>/s.exec(await textOf(`/exchanges/${id}`)) ?? []
      return shown.replace(/&(#?\w+);/g, (_, name) => ENTITIES[name] ?? '?')
    }),
  )
  await promisify(execFile)('bash', ['-euc', commands.join('\n')])
  const after = (await sandbox.look('/requests?limit=3')).reverse()
  const essence = ({ method, url, status, resultCd, reason, request }: (typeof before)[0]) => ({
    ...{ method, url, status, resultCd, reason, body: request.body },
    type: request.headers['content-type'],
    own: request.headers['x-own'],
  })
  expect(after.map(essence)).toEqual(before.map(essence))
  expect(before.map(({ url }: { url: string }) => url)).toEqual(calls.map(({ path }) => path))
})

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  '#34': '"',
  '#39': "'",
}

test('what the journal masks stays masked in the command, and the page says so', async () => {
  const { redirectUrlHttp = '' } = await sandbox.bind({ referenceNo: 'MASK' })
  const path = redirectUrlHttp.replace(sandbox.url, '')
  await sandbox.http.post(path).type('form').send({ phone: '081513114262', pin: '663482' })
  const page = await textOf(`/exchanges/${await newestId()}`)
  expect(page).toContain('pin=****')
  expect(page).not.toContain('663482')
  expect(page).toMatch(/Masked here, fill in before it is run: (formToken, )?pin/)
})
