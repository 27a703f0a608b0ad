import { expect, test } from '@jest/globals'
import type { Page } from 'playwright-core'
import { openWindow } from '../support/browser.ts'
import { stage } from '../support/stage.ts'

const at = stage()

/** Texts that would run as a script, or be filled in as a template, on a page that does not escape them. */
const PAYLOADS = [
  '<script>window.pwned=1</script>',
  '"><img src=x onerror="window.pwned=1">',
  `'><svg/onload=window.pwned=1>`,
  '</script><script>window.pwned=1</script>',
  '</title></style></textarea><svg onload=window.pwned=1>',
  '" autofocus onfocus="window.pwned=1',
  '<%= globalThis.pwned = 1 %>',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the text that is meant
  '${window.pwned=1}',
  'javascript:window.pwned=1',
  '<a href="javascript:window.pwned=1">x</a>',
]

/** Opens an address, lets its scripts run, and tells whether anything of others' ran with them. */
const isClean = async (page: Page, address: string): Promise<boolean> => {
  await page.goto(address.startsWith('/') ? `${at.sandbox.url}${address}` : address)
  await page.waitForLoadState('load')
  const foreign = 'main img:not([src^="/assets/"]), main svg, main a[href^=javascript]'
  return page.evaluate(`window.pwned === undefined && !document.querySelector('${foreign}')`)
}

test.each(PAYLOADS)('%s is a text on every page', async (payload) => {
  const { page } = await openWindow(at.browser, 'desktop')
  let dialogs = 0
  page.on('dialog', (dialog) => {
    dialogs++
    void dialog.dismiss()
  })
  const short = payload.slice(0, 40)
  await at.sandbox.http.patch('/_sandbox/merchants/PAYLOANTES').send({ name: payload }).expect(200)
  await at.sandbox.http
    .patch('/_sandbox/kredivo/accounts/081291891818')
    .send({ legalName: payload, label: payload.slice(0, 20) })
    .expect(200)
  const item = { goods_id: payload, goods_name: payload, goods_amt: '25145', goods_quantity: '1' }
  const wish = {
    goodsNm: payload,
    description: payload,
    billingNm: payload,
    referenceNo: short,
    clientUserKey: payload,
    tokenizeUser: '1',
    cartData: JSON.stringify({ count: '1', item: [item] }),
  }
  const visited: [string, boolean][] = []
  const visit = async (address: string) => {
    visited.push([address.split('?')[0] ?? '', await isClean(page, address)])
  }

  const order = await at.shop.register(wish)
  const tk = await at.shop.sendBrowser(order)
  const typed = { phone: payload.slice(0, 20), pin: '414141' }
  await at.sandbox.control(`/interactions/${tk}/complete`, typed).expect(200)
  await visit(`/kredivo/v2/signin?tk=${tk}&lang=${encodeURIComponent(payload)}`)
  const siti = { phone: '081291891818', pin: '414141' }
  await at.sandbox.control(`/interactions/${tk}/complete`, siti).expect(200)
  await visit(`/kredivo/v2/otp?tk=${tk}`)
  await at.sandbox.control(`/interactions/${tk}/complete`, { otp: '4567' }).expect(200)
  await visit(`/kredivo/v2/settlement?tk=${tk}`)
  await at.sandbox.control(`/interactions/${tk}/complete`, { paymentType: '30_days' }).expect(200)
  await visit(`/kredivo/v2/result?tk=${tk}`)
  const plain = { ...wish, tokenizeUser: '0', referenceNo: `2${short.slice(1)}`, mitraCd: 'AKLP' }
  await visit(`/lender/checkout?tk=${await at.shop.sendBrowser(await at.shop.register(plain))}`)
  await visit(
    `/nicepay/direct/v2/payment?tXid=${encodeURIComponent(payload)}&callBackUrl=javascript:window.pwned=1`,
  )
  await visit(`/kredivo/v2/signin?tk=${encodeURIComponent(payload)}`)
  await at.sandbox.http.post(`/nicepay/${encodeURIComponent(payload)}`).send({ iMid: payload })
  const [{ id: refused }] = await at.sandbox.look('/requests?limit=1')
  for (const place of ['/', '/shoppers', '/orders', '/notifications', '/merchants'])
    await visit(place)
  await visit(`/orders/${order.tXid}`)
  await visit(`/exchanges/${refused}`)
  await visit('/merchants/PAYLOANTES')
  await visit(`/?q=${encodeURIComponent(payload)}&open=1`)
  await visit(`/demo?lang=${encodeURIComponent(payload)}&notice=${encodeURIComponent(payload)}`)
  const bought = await at.sandbox.http.post('/demo/buy').type('form').send({ way: 'kredivo' })
  const back = new URL(`${bought.headers.location}`).searchParams.get('callBackUrl') ?? ''
  const referenceNo = new URL(back).searchParams.get('order') ?? ''
  const forged = { referenceNo, resultMsg: payload, [payload]: payload, userToken: payload }
  await at.sandbox.http.post('/demo/notification').type('form').send(forged).expect(403)
  await at.sandbox.http.post(back.replace(at.sandbox.url, '')).type('form').send(forged).expect(303)
  await visit(`/demo/orders/${referenceNo}?lang=${encodeURIComponent(payload)}`)

  expect(visited.filter(([, clean]) => !clean)).toEqual([])
  expect([visited.length, dialogs]).toEqual([18, 0])
})
