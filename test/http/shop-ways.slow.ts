import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { formOf } from '../../src/demo/browser.ts'
import { type TestSandbox, testSandbox } from '../support/sandbox.ts'

let sandbox: TestSandbox
beforeAll(async () => {
  sandbox = await testSandbox()
})
afterAll(() => sandbox.stop())

const page = async (path: string): Promise<string> => (await sandbox.http.get(path)).text

const stateOf = (html: string): string | undefined => /<span class="state (\w+)">/.exec(html)?.[1]

/** The verdicts of an order's page, by the kind of the step. */
const verdicts = (html: string): string[] =>
  [...html.matchAll(/<li class="step \w+ (\w+)">[\s\S]*?<p class="verdict">(.*?)<\/p>/g)].map(
    ([, kind, verdict]) => `${kind} ${verdict?.replace(/ <code>.*/, '')}`,
  )

/** Buys in the shop; the order's page, its path and the tXid. */
const buy = async (way: string) => {
  const { headers } = await sandbox.http.post('/demo/buy').type('form').send({ way })
  const [, referenceNo = ''] =
    /name="goods"[\s\S]*?<a href="\/demo\/orders\/([^?]+)/.exec(await page('/demo')) ?? []
  const path = `/demo/orders/${referenceNo}`
  const [{ tXid }] = await sandbox.look(`/transactions?iMid=IONPAYTEST&referenceNo=${referenceNo}`)
  return { path, tXid, location: headers.location ?? '' }
}

const pay = async (tXid: string, body = {}): Promise<void> => {
  await sandbox.control(`/transactions/${tXid}/pay`, body).expect(200)
  await sandbox.control('/notifications/flush').expect(200)
}

describe.each(['va', 'indomaret', 'alfamart', 'qris'])('by %s', (way) => {
  test('the order page has what to pay to, and says paid once the money is there', async () => {
    const { path, tXid, location } = await buy(way)
    expect(location).toBe(`${path}?lang=id`)
    const before = await page(path)
    const { details } = await sandbox.look(`/transactions/${tXid}`)
    const number = details.vacctNo ?? details.payNo
    expect(before.replaceAll(' ', '')).toContain(number ?? `${path}/qr.gif`)
    expect(before).toContain(`href="/orders/${tXid}"`)
    expect(stateOf(before)).toBe('unpaid')
    await pay(tXid)
    const after = await page(path)
    expect(stateOf(after)).toBe('paid')
    expect(verdicts(after)).toEqual([
      'registration ✓ diterima',
      'notification ✓ merchantToken terverifikasi',
      'inquiry ✓ cocok dengan pesanan',
    ])
    expect(after).not.toContain('till-title')
  })

  test('a waiting one can be cancelled', async () => {
    const { path } = await buy(way)
    await sandbox.http.post(`${path}/cancel`).type('form').send({}).expect(303)
    expect(stateOf(await page(path))).toBe('cancelled')
  })

  test('one whose time is over has failed', async () => {
    const { path, tXid } = await buy(way)
    await sandbox.http.post(`${path}/ask`).type('form').send({}).expect(303)
    expect(stateOf(await page(path))).toBe('unpaid')
    await sandbox.control(`/transactions/${tXid}/expire`).expect(200)
    await sandbox.http.post(`${path}/ask`).type('form').send({}).expect(303)
    expect(stateOf(await page(path))).toBe('failed')
  })
})

test.each([
  { amount: 25_144, matchCl: '3' },
  { amount: 25_146, matchCl: '2' },
])('$amount instead of the price is genuine and not enough to ship for', async ({ amount }) => {
  const { path, tXid } = await buy('va')
  await pay(tXid, { amount })
  const html = await page(path)
  expect(stateOf(html)).toBe('mispaid')
  expect(verdicts(html)).toContain('notification ✗ asli, tetapi JUMLAHNYA LAIN (matchCl)')
})

test('a transfer that its bank takes back is cancelled, not paid', async () => {
  const { path, tXid } = await buy('va')
  await pay(tXid)
  await sandbox.control(`/transactions/${tXid}/reverse`).expect(200)
  await sandbox.control('/notifications/flush')
  expect(stateOf(await page(path))).toBe('cancelled')
})

test('the till of an Alfamart that has asked is not paid yet', async () => {
  const { path, tXid } = await buy('alfamart')
  await sandbox.control(`/transactions/${tXid}/ready`).expect(200)
  await sandbox.http.post(`${path}/ask`).type('form').send({}).expect(303)
  const html = await page(path)
  expect(html).toContain('ready to commit (status 5)')
  expect(stateOf(html)).toBe('unpaid')
})

test('a card: the form goes to NICEPAY, the shop’s server never sees the number', async () => {
  const { path } = await buy('card')
  const html = await page(path)
  const [form = ''] = /<form class="to-nicepay"[\s\S]*?<\/form>/.exec(html) ?? []
  const { action, fields } = formOf(form, sandbox.url)
  expect(action).toBe(`${sandbox.url}/nicepay/direct/v2/payment`)
  expect(Object.keys(fields)).toEqual(['timeStamp', 'tXid', 'merchantToken', 'callBackUrl'])
  expect(verdicts(html)).toEqual([
    'registration ✓ diterima',
    'payment • formulir siap, dikirim oleh browser',
    'awaited … Belum datang.',
  ])
  const typed = { cardNo: '4222 2222 2222 2222', cardExpYymm: '3901', cardCvv: '123' }
  const body = new URLSearchParams({ ...fields, ...typed })
  const result = await (await fetch(action, { method: 'POST', body })).text()
  await sandbox.control('/notifications/flush')
  const back = formOf(result, sandbox.url)
  await fetch(back.action, { method: 'POST', body: new URLSearchParams(back.fields) })
  const after = await page(path)
  expect(stateOf(after)).toBe('paid')
  expect(verdicts(after)).toContain('callback ✓ merchantToken terverifikasi')
  expect(after).not.toContain('4222222222222222')
  await sandbox.http.post(`${path}/cancel`).type('form').send({}).expect(303)
  expect(stateOf(await page(path))).toBe('cancelled')
})

describe('through checkout', () => {
  const begin = async () => {
    const order = await buy('checkout')
    expect(order.location).toBe(
      `${sandbox.url}/nicepay/redirect/v2/payment?tXid=${order.tXid}&lang=id`,
    )
    return { ...order, checkout: `/nicepay/redirect/v2/payment?tXid=${order.tXid}` }
  }
  const press = (checkout: string, form: Record<string, string>) =>
    sandbox.http.post(checkout).set('Origin', sandbox.url).type('form').send(form).expect(303)

  test('a number: the callback proves nothing, the inquiry says unpaid, the notification comes later', async () => {
    const { path, tXid, checkout } = await begin()
    expect(stateOf(await page(path))).toBe('waiting')
    await press(checkout, { action: 'choose', payMethod: '03', partner: 'ALMA' })
    const html = await page(checkout)
    const back = formOf(/<form class="back"[\s\S]*?<\/form>/.exec(html)?.[0] ?? '', sandbox.url)
    await fetch(back.action, { method: 'POST', body: new URLSearchParams(back.fields) })
    const waiting = await page(path)
    expect(stateOf(waiting)).toBe('unpaid')
    expect(verdicts(waiting)).toEqual([
      'registration ✓ diterima',
      'page • terkirim',
      'callback • tanpa merchantToken – inquiry yang memastikan',
      'inquiry ✓ cocok dengan pesanan',
      'awaited … Belum datang.',
    ])
    expect(waiting).toContain('Lanjutkan di halaman NICEPAY')
    await pay(tXid)
    expect(stateOf(await page(path))).toBe('paid')
  })

  test('a callback with another amount, under either name, is not taken for this order’s', async () => {
    const { path, tXid } = await begin()
    const referenceNo = path.replace('/demo/orders/', '')
    for (const wrong of [{ amount: '1' }, { amt: '1' }, { tXid: `${tXid.slice(0, -1)}X` }]) {
      const fields = { tXid, referenceNo, amount: '25145', amt: '25145', resultCd: '0000' }
      const callback = sandbox.http.post(`/demo/callback?order=${referenceNo}`).type('form')
      await callback.send({ ...fields, ...wrong }).expect(303)
      expect(
        verdicts(await page(path))
          .filter((one) => one.startsWith('callback'))
          .at(-1),
      ).toBe('callback ✗ BUKAN pesanan ini: isinya tidak cocok')
    }
    expect(stateOf(await page(path))).not.toBe('paid')
  })

  test('a forged success changes nothing: the inquiry decides', async () => {
    const { path, tXid } = await begin()
    const referenceNo = path.replace('/demo/orders/', '')
    const fields = { tXid, referenceNo, amount: '25145', resultCd: '0000', resultMsg: 'SUCCESS' }
    await sandbox.http.post(`/demo/callback?order=${referenceNo}`).type('form').send(fields)
    expect(stateOf(await page(path))).toBe('unsettled')
  })

  test('a cancel names the method that the customer chose', async () => {
    const { path, tXid, checkout } = await begin()
    await press(checkout, { action: 'choose', payMethod: '08', partner: 'QSHP' })
    await pay(tXid)
    await sandbox.http.post(`${path}/cancel`).type('form').send({}).expect(303)
    expect(stateOf(await page(path))).toBe('cancelled')
    expect(await page(path)).toContain('&#34;payMethod&#34;: &#34;08&#34;')
  })
})

test('there is a picture of QRIS orders only', async () => {
  const qris = await buy('qris')
  const picture = await sandbox.http.get(`${qris.path}/qr.gif`).expect(200)
  expect(picture.headers['content-type']).toBe('image/gif')
  const va = await buy('va')
  await sandbox.http.get(`${va.path}/qr.gif`).expect(404)
  await sandbox.http.get('/demo/orders/nope/qr.gif').expect(404)
})
