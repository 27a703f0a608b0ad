import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type TestSandbox, testSandbox } from '../support/sandbox.ts'
import { shopper } from '../support/shopper.ts'

let sandbox: TestSandbox
beforeAll(async () => {
  sandbox = await testSandbox()
})
afterAll(() => sandbox.stop())

test('the demo shop binds an account through the public API and shows what really arrived', async () => {
  const siti = shopper(sandbox)
  expect((await siti.open('/demo')).title).toBe('Toko demo')
  expect((await siti.submit({ phone: '081291891818' })).title).toBe('Hubungkan akun Kredivo')
  await siti.submit({ phone: '081291891818', pin: '414141' })
  expect((await siti.submit({ otp: '4567' })).title).toBe('Akun berhasil dihubungkan')
  await sandbox.control('/notifications/flush')
  const { html, path } = await siti.submit({})
  expect(path).toBe('/demo')
  expect(html).toContain('✓ merchantToken terverifikasi')
  expect(html).toContain('&#34;resultCd&#34;: &#34;0000&#34;')
  expect(html).toContain('<span class="state linked">terhubung</span>')
})

test('it speaks English too, and shows a shopper who cancelled', async () => {
  const siti = shopper(sandbox)
  expect((await siti.open('/demo?lang=en')).title).toBe('Demo shop')
  await siti.submit({ phone: '081291891818' })
  expect((await siti.submit({}, 'cancel')).title).toBe('Linking cancelled')
  expect((await siti.submit({})).html).toContain('<span class="state failed">not linked</span>')
})

test.each([
  { merchantToken: 5 },
  { merchantToken: { length: 200_000_000 } },
  { merchantToken: ['x'] },
  { iMid: { toString: 1 } },
])('the notification %j is refused at once', async (body) => {
  await sandbox.http.post('/demo/notification').send(body).expect(403)
})

test.each([{ lang: { toString: 1 } }, { referenceNo: ['x'] }, {}])(
  'the callback %j does no harm',
  async (body) => {
    await sandbox.http.post('/demo/callback').send(body).expect(303)
  },
)

test('another site cannot press its button', async () => {
  const press = sandbox.http.post('/demo/bind').set('Origin', 'https://evil.example')
  await press.type('form').send({ phone: '081513114262' }).expect(403)
})

test('a forged notification is refused and shown as such', async () => {
  const forged = { merchantToken: 'x', referenceNo: 'SHOP-1' }
  const answer = await sandbox.http.post('/demo/notification').send(forged)
  expect([answer.status, answer.text]).toEqual([403, 'the merchantToken is wrong'])
})
