import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { postTo } from '../../src/demo/shop/calls.ts'
import { customerOf, GOODS } from '../../src/demo/shop/catalogue.ts'
import { openDeals } from '../../src/demo/shop/deals.ts'
import { WAYS } from '../../src/demo/shop/ways/index.ts'
import { PAY_METHODS } from '../../src/domain/methods/index.ts'
import { T0, testEnv } from '../support/clock.ts'
import { KEY } from '../support/fixtures.ts'
import { type TestSandbox, testSandbox } from '../support/sandbox.ts'
import { type Page, type Shopper, shopper } from '../support/shopper.ts'

let sandbox: TestSandbox
beforeAll(async () => {
  sandbox = await testSandbox()
})
afterAll(() => sandbox.stop())

type Form = Record<string, string>

const SITI = { phone: '081291891818', pin: '414141' }
const A02 = { customer: 'A02' }

/** Presses one of the shop's buttons and follows where it leads. */
const press = async (who: Shopper, button: string, form: Form = {}): Promise<Page> => {
  const answer = await sandbox.http.post(`/demo/${button}`).type('form').send(form)
  return who.open(answer.get('Location') ?? '')
}

/** Goes back to the shop once everything has been sent; the order's page, and the path of its buttons. */
const back = async (who: Shopper): Promise<{ html: string; order: string }> => {
  await sandbox.control('/notifications/flush')
  const { html, path } = await who.submit({})
  return { html, order: path.replace('/demo/', '') }
}

const referenceOf = (order: string): string => order.replace('orders/', '')

const logIn = async (who: Shopper, { phone, pin } = SITI): Promise<void> => {
  await who.submit({ phone, pin })
  await who.submit({ otp: '4567' })
}

/** Pays at Kredivo, as Siti unless it is said, and comes back. */
const pay = async (who: Shopper, account = SITI) => {
  await logIn(who, account)
  await who.submit({ paymentType: '30_days', agree: 'yes' })
  return back(who)
}

const buy = (who: Shopper, form: Form = {}) =>
  press(who, 'buy', { ...A02, way: 'kredivo', ...form })

/** Siti buys something and has the shop remember her account. */
const remember = async (who: Shopper) => {
  await buy(who, { way: 'remember' })
  return pay(who)
}

/** The words on the badges of an order's page or of a list, in order. */
const states = (html: string): string[] =>
  [...html.matchAll(/<span class="state [a-z]+">(.*?)<\/span>/g)].map(([, word = '']) => word)

/** The steps of an order's page: what, and what the shop thinks of it. */
const steps = (html: string): string[] =>
  [...html.matchAll(/<h3>(.*?) <small>[\s\S]*?<p class="verdict">(.*?)<\/p>/g)].map(
    ([, title, verdict]) => `${title}: ${verdict?.replace(/<[^>]*>/g, '')}`,
  )

const page = async (path: string): Promise<string> =>
  (await sandbox.http.get(`/demo/${path}`).expect(200)).text

test('it links an account through the public API and shows what really arrived', async () => {
  const siti = shopper(sandbox)
  expect((await siti.open('/demo')).title).toBe('Toko demo')
  expect((await buy(siti, { way: 'link' })).title).toBe('Hubungkan akun Kredivo')
  await logIn(siti)
  const { html } = await back(siti)
  expect(states(html)).toEqual(['terhubung'])
  expect(steps(html)).toEqual([
    'Registrasi: ✓ diterima 0000 SUCCESS',
    'Ke Kredivo: • terkirim',
    'Notifikasi: ✓ merchantToken terverifikasi',
    'Callback: • tanpa merchantToken – tidak bisa diperiksa 0000 SUCCESS',
  ])
  expect(html).toContain(
    'content-type: application/json\nuser-agent: Jakarta Commons-HttpClient/3.1',
  )
  expect(await page('?customer=A02')).toContain('+62-812****1818')
  await press(siti, 'unlink', A02)
})

test('it sells and remembers, sells with one click, gives a part back and cancels', async () => {
  const siti = shopper(sandbox)
  const bought = await remember(siti)
  expect(states(bought.html)).toEqual(['dibayar'])
  expect(steps(bought.html)).toEqual([
    'Registrasi: ✓ diterima 0000 SUCCESS',
    'Langkah pembayaran: • terkirim',
    'Notifikasi: ✓ merchantToken terverifikasi',
    'Inquiry: ✓ cocok dengan pesanan 0000 paid (status 0)',
    'Callback: ✓ merchantToken terverifikasi 0000 SUCCESS',
    'Inquiry: ✓ cocok dengan pesanan 0000 paid (status 0)',
  ])

  expect((await buy(siti, { way: 'oneClick' })).path).toBe('/nicepay/direct/v2/payment')
  const { html, order } = await back(siti)
  expect(states(html)).toEqual(['dibayar'])

  const some = await press(siti, `${order}/cancel`, { part: '10.000' })
  expect(states(some.html)).toEqual(['batal sebagian'])
  expect(some.html).toContain('Masih terbayar: Rp15.145')
  const more = await press(siti, `${order}/cancel`, { part: '15146' })
  expect(more.html).toContain('amt must be at most 15145, what is left, received 15146')
  expect(states(more.html)).toEqual(['batal sebagian'])
  expect(states((await press(siti, `${order}/cancel`, { part: '15145' })).html)).toEqual([
    'dibatalkan',
  ])
  expect(states((await press(siti, `${bought.order}/cancel`)).html)).toEqual(['dibatalkan'])
  await press(siti, 'unlink', A02)
})

test('it speaks English too, and shows a customer who cancelled', async () => {
  const siti = shopper(sandbox)
  expect((await siti.open('/demo?lang=en')).title).toBe('Demo shop')
  await buy(siti, { way: 'link', lang: 'en' })
  expect((await siti.submit({}, 'cancel')).title).toBe('Linking cancelled')
  expect(states((await siti.submit({})).html)).toEqual(['failed'])
})

test('every way has its button, and every one of the goods its picture', async () => {
  const html = await page('')
  expect(html).toContain('formaction="/demo/link"')
  for (const { id, kind } of WAYS) {
    if (kind === 'order') expect(html).toContain(`name="way" value="${id}"`)
  }
  for (const { id, picture } of GOODS) {
    expect(html).toContain(`name="goods" value="${id}"`)
    await sandbox.http.get(`/assets/shop/${picture}`).expect(200)
  }
})

test('no page shows the key', async () => {
  const { html, order } = await remember(shopper(sandbox))
  expect(html).toContain(`‹${KEY.slice(0, 4)}…(${KEY.length})›`)
  for (const text of [html, await page('?customer=A02')]) {
    expect(text).not.toContain(KEY.slice(0, 12))
  }
  await press(shopper(sandbox), `${order}/cancel`)
})

test('under review: it says so, and changes when the notification arrives', async () => {
  const hendra = shopper(sandbox)
  await buy(hendra, { customer: 'A08', way: 'kredivo' })
  const { html, order } = await pay(hendra, { phone: '081200000008', pin: '663482' })
  expect(states(html)).toEqual(['ditinjau atau belum selesai'])
  expect(html).toContain('<noscript><meta http-equiv="refresh" content="2"></noscript>')
  const { body: before } = await sandbox.http.get(`/demo/${order}/news`)
  await sandbox.clock({ advance: 'PT1M' })
  await sandbox.control('/notifications/flush')
  const { body: after } = await sandbox.http.get(`/demo/${order}/news`)
  expect([before.waits, after.waits, before.version === after.version]).toEqual([
    true,
    false,
    false,
  ])
  const settled = await page(order)
  expect(states(settled)).toEqual(['dibayar'])
  expect(settled).not.toContain('http-equiv="refresh"')
})

test('under review without doubt, where NICEPAY’s callback says so', async () => {
  await sandbox.settings({ callbackInReview: 'success' })
  const hendra = shopper(sandbox)
  await buy(hendra, { customer: 'A08' })
  const { html } = await pay(hendra, { phone: '081200000008', pin: '663482' })
  expect(states(html)).toEqual(['ditinjau'])
  await sandbox.settings({ callbackInReview: 'unfinished' })
})

test('under review, then denied, which nobody notifies: it asks again when somebody looks', async () => {
  let now = T0
  const moving = await testSandbox({ env: { ...testEnv(), systemNow: () => now } })
  const putri = shopper(moving)
  const { headers } = await moving.http
    .post('/demo/buy')
    .type('form')
    .send({ customer: 'A09', way: 'kredivo' })
  await putri.open(headers.location ?? '')
  await putri.submit({ phone: '081200000009', pin: '663482' })
  await putri.submit({ otp: '4567' })
  await putri.submit({ paymentType: '30_days', agree: 'yes' })
  expect(states((await putri.submit({})).html)).toEqual(['ditinjau atau belum selesai'])
  now += 61_000
  await moving.control('/notifications/flush')
  expect(states((await moving.http.get('/demo')).text)).toEqual(['gagal'])
  await moving.stop()
})

describe('a refused registration', () => {
  afterEach(() => sandbox.settings({ enabledPayMethods: PAY_METHODS }))

  test('is shown with the sandbox’s reason, and the browser stays in the shop', async () => {
    await sandbox.settings({ enabledPayMethods: ['02'] })
    const { path, html } = await buy(shopper(sandbox))
    expect(path).toMatch(/^\/demo\/orders\/SHOP-/)
    expect(states(html)).toEqual(['ditolak'])
    expect(steps(html)).toEqual([expect.stringMatching(/^Registrasi: ✗ ditolak 9108 /)])
    expect(html).toMatch(/X-Sandbox-Reason\):<\/b> .*enabledPayMethods/)
  })
})

describe('after the customer unlinked the account in Kredivo’s app', () => {
  afterEach(() => sandbox.settings({ seamlessDeadToken: 'login', deactivationUrl: null }))

  const unlinkInApp = async () => {
    const [token] = await sandbox.look('/user-tokens?clientUserKey=shop-customer-A02&status=active')
    await sandbox.control(`/user-tokens/${token.userToken}/deactivate`).expect(200)
    await sandbox.control('/notifications/flush')
  }

  test('one click falls back to a login', async () => {
    const siti = shopper(sandbox)
    await remember(siti)
    await unlinkInApp()
    const shop = await page('?customer=A02')
    expect(shop).toContain('9920 Error get user details: Invalid user_token')
    expect(shop).toContain('Tautan tidak aktif lagi')
    expect((await buy(siti, { way: 'oneClick' })).title).toBe('Bayar dengan Kredivo')
    const { html } = await pay(siti)
    expect(states(html)).toEqual(['dibayar'])
    expect(html).toContain('pelanggan diminta login')
    await press(siti, 'unlink', A02)
  })

  test('or is refused with 9920: the token is forgotten, the ordinary way offered', async () => {
    const siti = shopper(sandbox)
    await remember(siti)
    await sandbox.settings({ seamlessDeadToken: 'refuse' })
    await unlinkInApp()
    const { html } = await buy(siti, { way: 'oneClick' })
    expect(states(html)).toEqual(['ditolak'])
    expect(html).toContain('Toko melupakan token itu')
    expect(html).toMatch(/value="oneClick" disabled/)
    expect((await buy(siti, { way: 'oneClick' })).html).toContain(
      'belum terhubung; pilih cara lain',
    )
    await buy(siti)
    expect(states((await pay(siti)).html)).toEqual(['dibayar'])
  })

  test('a shop that is told so forgets the token by itself', async () => {
    await sandbox.settings({ deactivationUrl: `${sandbox.url}/demo/notification` })
    const { order } = await remember(shopper(sandbox))
    await unlinkInApp()
    expect(steps(await page(order)).at(-1)).toBe(
      'Tautan dilepas di aplikasi: ✓ merchantToken terverifikasi',
    )
    expect(await page('?customer=A02')).toContain('Belum terhubung')
  })
})

describe('a notification', () => {
  const deliveryOf = async (order: string) => {
    const [, tXid = ''] = /&#34;tXid&#34;: &#34;(\w+)&#34;/.exec(await page(order)) ?? []
    const [{ id }] = await sandbox.look(`/notifications?tXid=${tXid}`)
    return sandbox.look(`/notifications/${id}`)
  }
  const notify = (body: string) => sandbox.http.post('/demo/notification').type('form').send(body)

  test('that is forged is refused, shown as such, and changes nothing', async () => {
    const siti = shopper(sandbox)
    await buy(siti, { way: 'remember' })
    await siti.submit({}, 'cancel')
    const { order } = await back(siti)
    const body = `referenceNo=${referenceOf(order)}&amt=25145&status=0&userToken=stolen&merchantToken=x`
    const answer = await notify(body)
    expect([answer.status, answer.text]).toEqual([403, 'the signature is wrong'])
    const after = await page(order)
    expect(steps(after).at(-1)).toBe('Notifikasi: ✗ PALSU: merchantToken salah')
    expect(states(after)).toEqual(['ditinjau atau belum selesai'])
    expect(await page('?customer=A02')).toContain('Belum terhubung')
  })

  test('of another order under this one’s name is not taken for this one', async () => {
    const siti = shopper(sandbox)
    const first = await remember(siti)
    const { body } = await deliveryOf(first.order)
    await press(siti, 'unlink', A02)
    await buy(siti, { way: 'remember' })
    await siti.submit({}, 'cancel')
    const { order } = await back(siti)
    await notify(body.replace(referenceOf(first.order), referenceOf(order))).expect(200)
    expect(steps(await page(order)).find((step) => step.startsWith('Notifikasi'))).toBe(
      'Notifikasi: ✗ BUKAN pesanan ini: isinya tidak cocok',
    )
    expect(await page('?customer=A02')).toContain('Belum terhubung')
  })

  test('that comes again is counted, and brings no token back', async () => {
    const siti = shopper(sandbox)
    const { order } = await remember(siti)
    const { id } = await deliveryOf(order)
    await press(siti, 'unlink', A02)
    await sandbox.control(`/notifications/${id}/redeliver`)
    await sandbox.control('/notifications/flush')
    expect(steps(await page(order))).toContain(
      'Notifikasi: ✓ merchantToken terverifikasi (2 kali, terakhir 10:00:00)',
    )
    expect(await page('?customer=A02')).toContain('Belum terhubung')
  })

  test('of a link is verified by either reading of the page about it', async () => {
    await sandbox.settings({
      bindingNotificationToken: 'byUserToken',
      bindingNotificationType: 'form',
    })
    const siti = shopper(sandbox)
    await buy(siti, { way: 'link' })
    await logIn(siti)
    const { html } = await back(siti)
    expect(html).toContain('iMid + tXid + userToken + merchantKey')
    expect(steps(html)).toContain('Notifikasi: ✓ merchantToken terverifikasi')
    await press(siti, 'unlink', A02)
    await sandbox.settings({
      bindingNotificationToken: 'asRegistration',
      bindingNotificationType: 'json',
    })
  })

  test.each([
    { customer: 'A14', phone: '081200000014', sees: 'Notifikasi: … Belum datang.' },
    {
      customer: 'A15',
      phone: '081200000015',
      sees: 'Notifikasi: ✓ merchantToken terverifikasi (2 kali, terakhir 10:00:00)',
    },
  ])('of $customer: $sees', async ({ customer, phone, sees }) => {
    const who = shopper(sandbox)
    await buy(who, { customer })
    const { html } = await pay(who, { phone, pin: '663482' })
    expect(states(html)).toEqual(['dibayar'])
    expect(steps(html)).toContain(sees)
  })

  test.each([
    { merchantToken: 5 },
    { merchantToken: { length: 200_000_000 } },
    { merchantToken: ['x'] },
    { iMid: { toString: 1 } },
  ])('like %j is refused at once', async (body) => {
    await sandbox.http.post('/demo/notification').send(body).expect(403)
  })

  test('that is too large or broken is refused', async () => {
    await notify('x'.repeat(20_000)).expect(413)
    const json = sandbox.http.post('/demo/notification').type('application/json')
    await json.send('{"merchantToken":').expect(403)
  })
})

test('hostile texts are shown as texts', async () => {
  const hostile = '"><script>window.pwned=1</script>'
  const siti = shopper(sandbox)
  await buy(siti)
  await siti.submit({}, 'cancel')
  const { order: path } = await back(siti)
  const order = referenceOf(path)
  const fields = { referenceNo: order, [hostile]: hostile, resultCd: hostile, resultMsg: hostile }
  await sandbox.http.post('/demo/notification').type('form').send(fields).expect(403)
  const callback = sandbox.http.post(
    `/demo/callback?order=${order}&lang=${encodeURIComponent(hostile)}`,
  )
  const { headers } = await callback.type('form').send(fields).expect(303)
  expect(headers.location).toBe(`/demo/orders/${order}?lang=id`)
  const texts = [await page(path), await page(`?notice=${encodeURIComponent(hostile)}`)]
  for (const text of texts) expect(text).not.toContain('<script>window')
  expect(texts[0]).toContain('&lt;script&gt;window.pwned=1')
})

test.each([{ lang: { toString: 1 } }, { order: ['x'] }, { referenceNo: ['x'] }, {}])(
  'the callback %j does no harm',
  async (body) => {
    const { headers } = await sandbox.http.post('/demo/callback').send(body).expect(303)
    expect(headers.location).toBe('/demo?lang=id&notice=gone')
  },
)

test.each(['buy', 'link', 'unlink', 'orders/x/ask', 'orders/x/resume', 'orders/x/cancel'])(
  'another site cannot press its button %s',
  async (button) => {
    const pressed = sandbox.http.post(`/demo/${button}`).set('Origin', 'https://evil.example')
    await pressed.type('form').send({ customer: 'A02' }).expect(403)
  },
)

test('an order that it does not remember leads back to the shop', async () => {
  const who = shopper(sandbox)
  expect((await who.open('/demo/orders/nope')).html).toContain('tidak diingat toko')
  expect((await press(who, 'orders/nope/cancel')).html).toContain('tidak diingat toko')
  await sandbox.http.get('/demo/orders/nope/news').expect(404)
})

test('it remembers its latest deals, and of what anybody can make up only some', () => {
  const deals = openDeals(() => T0)
  for (let n = 0; n < 100; n++) {
    deals.open({
      referenceNo: `SHOP-${n}`,
      way: WAYS[0],
      customer: customerOf('A01'),
      goods: GOODS[0],
    })
  }
  expect([deals.list().length, deals.get('SHOP-69'), deals.get('SHOP-70')?.referenceNo]).toEqual([
    30,
    undefined,
    'SHOP-70',
  ])
  const answer = { status: 200, text: '', fields: {}, body: {}, reason: null }
  deals.add('SHOP-99', { kind: 'registration', line: '', fields: {}, answer })
  for (let n = 0; n < 100; n++) {
    deals.add('SHOP-99', { kind: 'notification', line: '', fields: {}, raw: `${n}` })
    deals.add('SHOP-99', { kind: 'cancel', line: '', fields: {}, answer })
  }
  const kinds = deals.get('SHOP-99')?.steps.map(({ kind }) => kind) ?? []
  expect([kinds.length, kinds[0]]).toEqual([40, 'registration'])
})

test('a NICEPAY that does not answer is said to be out of reach', async () => {
  const answer = await postTo('http://127.0.0.1:1')('/nicepay', {})
  expect(answer).toMatchObject({ status: null, fields: {} })
  expect(answer.reason).toMatch(/^http:\/\/127.0.0.1:1\/nicepay cannot be reached/)
})

test('under a base URL that leads elsewhere from this machine, only the browser is sent there', async () => {
  const elsewhere = await testSandbox({ baseUrl: 'https://dev.nicepay.co.id' })
  const localUrl = `http://127.0.0.1:${elsewhere.port}`
  const form = new URLSearchParams({ ...A02, way: 'link' })
  const answer = await fetch(`${localUrl}/demo/buy`, {
    method: 'POST',
    body: form,
    redirect: 'manual',
  })
  expect(answer.headers.get('location')).toMatch(/^https:\/\/dev\.nicepay\.co\.id\/kredivo\//)
  const [registered] = await elsewhere.client.requests.list({ path: 'userAccountBinding' })
  expect(JSON.stringify(registered)).toContain(`${localUrl}/demo/notification`)
  await elsewhere.stop()
})
