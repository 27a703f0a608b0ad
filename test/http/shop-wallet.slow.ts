import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { KEY } from '../support/fixtures.ts'
import { type TestSandbox, testSandbox } from '../support/sandbox.ts'
import { type Page, type Shopper, shopper } from '../support/shopper.ts'

let sandbox: TestSandbox
let siti: Shopper
beforeEach(async () => {
  sandbox = await testSandbox()
  siti = shopper(sandbox)
})
afterEach(() => sandbox.stop())

type Form = Record<string, string>

/** Presses one of the shop's buttons and follows where it leads. */
const press = async (button: string, form: Form = {}): Promise<Page> => {
  const sent = { customer: 'A02', ...form }
  const answer = await sandbox.http.post(`/demo/${button}`).type('form').send(sent)
  return siti.open(answer.get('Location') ?? '')
}

const page = async (path: string): Promise<string> =>
  (await sandbox.http.get(path).expect(200)).text

const stateOf = (html: string): string | undefined =>
  /<span class="state \w+">(.*?)<\/span>/.exec(html)?.[1]

/** The steps of an order's page: what, and what the shop thinks of it. */
const steps = (html: string): string[] =>
  [...html.matchAll(/<h3>(.*?) <small>[\s\S]*?<p class="verdict">(.*?)<\/p>/g)].map(
    ([, title, verdict]) => `${title}: ${verdict?.replace(/<[^>]*>/g, '')}`,
  )

/** Where the web view's button leads to. */
const wayBack = ({ html }: Page): URL =>
  new URL((/<a class="button" href="([^"]+)"/.exec(html)?.[1] ?? '').replaceAll('&amp;', '&'))

const toTheEnd = async (): Promise<URL> => {
  await press('link-wallet')
  await siti.submit({})
  await siti.submit({ otp: '123456' })
  return wayBack(await siti.submit({ pin: '123456' }))
}

const link = async (): Promise<Page> => siti.open((await toTheEnd()).href)

/** Pays with the linked wallet; the order's page, once all that is due was sent. */
const buy = async (form: Form = {}) => {
  const { path } = await press('buy', { way: 'wallet', ...form })
  await sandbox.control('/notifications/flush').expect(200)
  return { path, html: await page(path) }
}

test('it links a wallet, is paid from it without a page, gives back, unlinks', async () => {
  expect(await page('/demo?customer=A02')).toMatch(/value="wallet"[^>]* disabled/)
  const linked = await link()
  expect(linked.path).toMatch(/^\/demo\/orders\/SHOP-/)
  expect(stateOf(linked.html)).toBe('terhubung')
  expect(steps(linked.html)).toEqual([
    'Token B2B: ✓ diterima 2007300 Successful',
    'Registrasi: ✓ diterima 2000700 Successful',
    'Ke web view dompet: • terkirim',
    'Callback: ✓ state cocok, authCode diterima 2000700',
    'Token B2B2C: ✓ diterima 2007400 Successful',
  ])
  expect(linked.html).toContain('X-SIGNATURE = HMAC-SHA512 (clientSecret) dari')

  const { path, html } = await buy()
  expect(stateOf(html)).toBe('dibayar')
  // The notification comes by itself, before or after the answer.
  expect(new Set(steps(html).map((one) => one.replace(/ \(\d kali.*/, '')))).toEqual(
    new Set([
      'Token B2B: ✓ diterima 2007300 Successful',
      'Registrasi: ✓ diterima 2005400 Successful',
      'Notifikasi: ✓ X-SIGNATURE terverifikasi',
      'Inquiry: ✓ cocok dengan pesanan 2005500 Successful (status 00)',
    ]),
  )
  expect(html).toContain('Authorization-Customer: Bearer ')
  expect(html).not.toContain('name="part"')
  for (const text of [html, linked.html]) expect(text).not.toContain(KEY.slice(0, 12))

  const back = await press(`${path.replace('/demo/', '')}/cancel`)
  expect(stateOf(back.html)).toBe('dibatalkan')
  expect((await press('unlink-wallet')).html).toContain('Toko sudah melupakan token AstraPay')
  const after = await page(linked.path)
  expect(stateOf(after)).toBe('dilepas')
  expect(steps(after).at(-1)).toBe('Unbinding: ✓ diterima 2000900 Successful')
  expect((await press('buy', { way: 'wallet' })).html).toContain('belum terhubung')
})

test('a token that is dead by now is forgotten', async () => {
  await link()
  const [{ referenceNo = '' } = {}] = await sandbox.client.accountLinks.list()
  await sandbox.client.accountLinks.unlink(referenceNo)
  const { html } = await buy({ lang: 'en' })
  expect(html).toContain('4015402')
  expect(await page('/demo?customer=A02')).toMatch(/value="wallet"[^>]* disabled/)
})

test('an access token whose time is over is asked for again', async () => {
  await link()
  const { path } = await buy()
  await sandbox.clock({ advance: 'PT1H' })
  const { html } = await press(`${path.replace('/demo/', '')}/ask`)
  expect(steps(html).slice(-3)).toEqual([
    expect.stringContaining('Inquiry: ✗ ditolak 401'),
    expect.stringContaining('Token B2B: ✓'),
    expect.stringContaining('Inquiry: ✓'),
  ])
  expect(stateOf(html)).toBe('dibayar')
})

test('a customer who cancels has linked nothing', async () => {
  await press('link-wallet')
  const { html } = await siti.open(wayBack(await siti.submit({}, 'cancel')).href)
  expect(stateOf(html)).toBe('gagal')
  expect(steps(html).at(-1)).toContain('Callback: • tanpa authCode – tidak terhubung 4030705')
})

test.each(['state', 'referenceNo'])('a return with another %s links nothing', async (name) => {
  const url = await toTheEnd()
  url.searchParams.set(name, 'other')
  const { html } = await siti.open(url.href)
  expect(steps(html).at(-1)).toContain('Callback: ✗ BUKAN')
  expect(stateOf(html)).toBe('menunggu')
  expect((await sandbox.client.accountLinks.list())[0]?.status).toBe('authorized')
})

test('it asks by itself, without waiting for a notification', async () => {
  await link()
  expect(stateOf((await press('buy', { way: 'wallet' })).html)).toBe('dibayar')
})

test('a return that comes twice changes its code once', async () => {
  const url = await toTheEnd()
  await siti.open(url.href)
  const { html } = await siti.open(url.href)
  expect(steps(html).filter((one) => one.startsWith('Token B2B2C'))).toHaveLength(1)
  expect(stateOf(html)).toBe('terhubung')
})

test('a notification that NICEPAY has not signed, and one with another body, change nothing', async () => {
  await link()
  const { path } = await buy()
  const referenceNo = path.replace('/demo/orders/', '')
  const body = { originalPartnerReferenceNo: referenceNo, originalReferenceNo: 'other' }
  const forged = await sandbox.http
    .post('/demo/notification')
    .set({ 'X-SIGNATURE': 'AAAA', 'X-TIMESTAMP': '2026-01-31T10:00:00+07:00' })
    .send(body)
  expect([forged.status, forged.text]).toEqual([403, 'the signature is wrong'])
  expect(steps(await page(path)).at(-1)).toBe('Notifikasi: ✗ PALSU: X-SIGNATURE salah')
  const [, timestamp = '', signature = ''] =
    /x-timestamp: (\S+)\nx-client-key: \S+\nx-signature: (\S+)/.exec(
      (await page(path)).replaceAll('&#43;', '+'),
    ) ?? []
  await sandbox.http
    .post('/demo/notification')
    .set({ 'X-SIGNATURE': signature, 'X-TIMESTAMP': timestamp })
    .send(body)
    .expect(200)
  expect(steps(await page(path))).toContain('Notifikasi: ✗ BUKAN milik ini: isinya tidak cocok')
})
