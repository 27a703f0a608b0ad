import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type TestSandbox, testSandbox } from '../support/sandbox.ts'
import { type Shopper, shopper } from '../support/shopper.ts'

let sandbox: TestSandbox
beforeAll(async () => {
  sandbox = await testSandbox()
})
afterAll(() => sandbox.stop())

const SITI = { phone: '081291891818', pin: '414141' }

/** Presses one of the shop's buttons and follows where it leads. */
const press = async (who: Shopper, button: string, form: Record<string, string>, lang = 'id') => {
  const answer = await sandbox.http.post(`/demo/${button}?lang=${lang}`).type('form').send(form)
  return who.open(answer.get('Location') ?? '')
}

/** Goes back to the shop once everything has been sent. */
const back = async (who: Shopper): Promise<string> => {
  await sandbox.control('/notifications/flush')
  return (await who.submit({})).html
}

test('the demo shop binds an account through the public API and shows what really arrived', async () => {
  const siti = shopper(sandbox)
  expect((await siti.open('/demo')).title).toBe('Toko demo')
  expect((await press(siti, 'bind', SITI)).title).toBe('Hubungkan akun Kredivo')
  await siti.submit(SITI)
  expect((await siti.submit({ otp: '4567' })).title).toBe('Akun berhasil dihubungkan')
  const html = await back(siti)
  expect(html).toContain('✓ merchantToken terverifikasi')
  expect(html).toContain('&#34;resultCd&#34;: &#34;0000&#34;')
  expect(html).toContain('<span class="state linked">terhubung</span>')
})

test('it sells and links, sells again with one click, and cancels', async () => {
  const siti = shopper(sandbox)
  const order = { phone: SITI.phone, goods: 'coffee' }
  expect((await press(siti, 'buy', { ...order, way: 'link' })).path).toBe('/kredivo/v2/signin')
  await siti.submit(SITI)
  await siti.submit({ otp: '4567' })
  await siti.submit({ paymentType: '30_days', agree: 'yes' })
  const bought = await back(siti)
  expect(bought).toContain('<span class="state paid">dibayar</span>')
  expect(bought).toContain('✓ merchantToken terverifikasi')

  const again = await press(siti, 'buy', { ...order, way: 'token' })
  expect(again.path).toBe('/nicepay/direct/v2/payment')
  const html = await back(siti)
  expect(html.match(/<span class="state paid">/g)).toHaveLength(2)
  const referenceNo = /name="referenceNo" value="([^"]+)"/.exec(html)?.[1] ?? ''
  const { html: after } = await press(siti, 'cancel', { referenceNo })
  expect(after).toContain('<span class="state cancelled">dibatalkan</span>')
  expect(after).toContain('&#34;resultMsg&#34;: &#34;void&#34;')
})

test('it speaks English too, and shows a shopper who cancelled', async () => {
  const siti = shopper(sandbox)
  expect((await siti.open('/demo?lang=en')).title).toBe('Demo shop')
  await press(siti, 'bind', SITI, 'en')
  expect((await siti.submit({}, 'cancel')).title).toBe('Linking cancelled')
  expect((await siti.submit({})).html).toContain('<span class="state failed">failed</span>')
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

test.each(['bind', 'buy', 'cancel'])('another site cannot press its button %s', async (button) => {
  const pressed = sandbox.http.post(`/demo/${button}`).set('Origin', 'https://evil.example')
  await pressed.type('form').send({ phone: '081513114262' }).expect(403)
})

test('a forged notification is refused and shown as such', async () => {
  const forged = { merchantToken: 'x', referenceNo: 'SHOP-1' }
  const answer = await sandbox.http.post('/demo/notification').send(forged)
  expect([answer.status, answer.text]).toEqual([403, 'the merchantToken is wrong'])
})
