import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, test } from '@jest/globals'
import type { Page } from 'playwright-core'
import { openWindow, picture, SIZES, type Size } from '../support/browser.ts'
import { registerCheckout } from '../support/checkout.ts'
import { contrastFlaws } from '../support/contrast.ts'
import { bindingBody, type Fields } from '../support/fixtures.ts'
import type { Registered } from '../support/payloan.ts'
import { payoutMerchant } from '../support/payouts.ts'
import { testSandbox } from '../support/sandbox.ts'
import { bindingShop } from '../support/snap-bind.ts'
import { stage } from '../support/stage.ts'

const at = stage()

const refuse = (change: Fields = {}) =>
  at.sandbox.http
    .post('/nicepay/v2/userAccountBinding')
    .send(bindingBody({ mitraCd: 'AKLP', ...change }))

const isWide = (page: Page) => page.evaluate('document.documentElement.scrollWidth > innerWidth')

const openList = async (size: Size, path = '/') => {
  const { page, complaints } = await openWindow(at.browser, size)
  page.setDefaultTimeout(5000)
  await page.goto(`${at.sandbox.url}${path}`)
  await page.locator('#live', { hasText: 'Live.' }).waitFor()
  return { page, complaints, rows: page.locator('#exchanges tr') }
}

/** An order that is paid, one under review, one open, refused calls, a notification that nobody takes. */
const traffic = async (): Promise<Registered> => {
  const tokenizing = { tokenizeUser: '1', clientUserKey: 'siti@shop.example' }
  const paid = await at.shop.register(tokenizing)
  await at.shop.complete(paid, { outcome: 'approved' })
  await at.shop.complete(await at.shop.register(), { outcome: 'underReview' })
  const lost = await at.shop.register({ dbProcessUrl: 'http://127.0.0.1:9/notification' })
  await at.shop.complete(lost, { outcome: 'approved' })
  await at.shop.sendBrowser(
    await at.shop.register({ billingNm: 'Somebody with a very long name indeed' }),
  )
  await at.sandbox.bind({ merchantToken: 'f'.repeat(64) })
  await refuse()
  await at.shop.notified()
  return paid
}

/** Account links of every status but expired; answers the referenceNo of the one that waits. */
const linkTraffic = async (): Promise<string> => {
  const shop = await bindingShop(at.sandbox)
  const { complete, accountLinks } = at.sandbox.client
  const bind = async (partnerReferenceNo: string, outcome?: string) => {
    const { referenceNo = '', nextAction = '' } = await shop.bind({ partnerReferenceNo })
    if (outcome) await complete(nextAction.split('tk=')[1] ?? '', { outcome })
    return referenceNo
  }
  await bind('AUTHORIZED', 'linked')
  await bind('FAILED', 'cancelled')
  await accountLinks.unlink(await bind('UNLINKED', 'linked'))
  await bind('ACTIVE', 'linked')
  const [{ authCode }] = await at.sandbox.look('/account-links?partnerReferenceNo=ACTIVE')
  await shop.customerToken({ grantType: 'AUTHORIZATION_CODE', authCode }).expect(200)
  return bind('W'.repeat(64))
}

const CHOOSE_QRIS = { payMethod: '08', partner: 'QSHP' }

describe.each(Object.keys(SIZES) as Size[])('on a %s', (size) => {
  test.each(['light', 'dark'] as const)(
    'in %s every page can be read: no line too wide, no contrast too low',
    async (colorScheme) => {
      const { tXid } = await traffic()
      const payout = await payoutMerchant(at.sandbox).requested()
      const link = await linkTraffic()
      const qris = await registerCheckout(at, { payMethod: '08', mitraCd: 'QSHP' })
      await at.sandbox.control(`/transactions/${qris.tXid}/choose`, CHOOSE_QRIS).expect(200)
      const [{ id }] = await at.sandbox.look('/requests?refused=1&q=ffffffff')
      await at.sandbox.clock({ advance: 'PT30S' })
      const { page } = await openWindow(at.browser, size, { colorScheme })
      const pages = {
        exchanges: '/',
        exchange: `/exchanges/${id}`,
        orders: '/orders',
        order: `/orders/${tXid}`,
        payouts: '/payouts',
        payout: `/payouts/${payout}`,
        'account links': '/account-links',
        'account link': `/account-links/${link}`,
        qris: `/orders/${qris.tXid}`,
        notifications: '/notifications',
        shoppers: '/shoppers',
        clock: '/clock',
        merchants: '/merchants',
        merchant: '/merchants/IONPAYTEST',
        faults: '/faults',
        namespaces: '/namespaces',
        problem: '/orders/nope',
      }
      const flaws: Record<string, unknown> = {}
      for (const [name, path] of Object.entries(pages)) {
        await page.goto(`${at.sandbox.url}${path}`)
        await page.evaluate('for (const d of document.querySelectorAll("details")) d.open = true')
        await picture(page, `console-${name}-${size}-${colorScheme}`)
        if (await isWide(page)) flaws[`${name} too wide`] = true
        const low = (await page.evaluate(contrastFlaws)) as string[]
        if (low.length > 0) flaws[`${name} contrast`] = low
      }
      expect(flaws).toEqual({})
    },
  )

  test('what happens comes in without a reload; the filter holds for it too', async () => {
    const { page, complaints, rows } = await openList(size)
    await refuse({ referenceNo: 'FIRST' })
    await rows.filter({ hasText: 'userAccountBinding' }).waitFor()
    await at.sandbox.bind({ referenceNo: 'GOOD' })
    await rows.nth(1).waitFor()
    expect(await rows.nth(0).innerText()).toContain('0000')

    await page.getByLabel('Only refused').check()
    await page.waitForURL('**/?refused=1')
    await rows.nth(1).waitFor({ state: 'detached' })
    await at.sandbox.bind({ referenceNo: 'GOOD-2' })
    await refuse({ referenceNo: 'SECOND' })
    await rows.nth(1).waitFor()
    expect(await rows.count()).toBe(2)

    await page.getByRole('searchbox').fill('second')
    await page.waitForURL('**/?q=second&refused=1')
    await rows.nth(1).waitFor({ state: 'detached' })
    await page.reload()
    expect(await rows.count()).toBe(1)
    await page.locator('#live', { hasText: 'Live.' }).waitFor()
    await page.getByRole('link', { name: 'Reset' }).click()
    await rows.nth(3).waitFor()
    await page.locator('#live', { hasText: 'Live.' }).waitFor()
    await page.getByRole('button', { name: 'Clear' }).click()
    await page.getByText('Nothing yet.').waitFor()
    expect(complaints).toEqual([])
  })
})

test('paused it only counts; going on it shows what it missed', async () => {
  const { page, rows } = await openList('desktop')
  await page.keyboard.press('p')
  await refuse()
  await refuse()
  await page.getByText('Paused; 2 new.').waitFor()
  expect(await rows.count()).toBe(0)
  await page.keyboard.press('p')
  await rows.nth(1).waitFor()
})

test('the keyboard alone is enough', async () => {
  for (const referenceNo of ['KEY-1', 'KEY-2', 'KEY-3']) await refuse({ referenceNo })
  const { page, rows } = await openList('desktop')
  await page.keyboard.press('/')
  await page.keyboard.type('t')
  await page.keyboard.press('Escape')
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('k')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  const opened = page.getByRole('region', { name: 'The opened exchange' })
  const body = opened.getByRole('region', { name: 'Body of the request', exact: true })
  await body.filter({ hasText: 'KEY-2' }).waitFor()
  await page.keyboard.press('j')
  await body.filter({ hasText: 'KEY-1' }).waitFor()
  expect(await rows.nth(2).getAttribute('aria-current')).toBe('true')
  await page.keyboard.press('Escape')
  await opened.waitFor({ state: 'hidden' })
  await page.keyboard.press('?')
  await page.getByText('copy the opened exchange as curl').waitFor()
  await page.getByLabel('Single keys work').uncheck()
  await page.locator('body').press('r')
  expect(await page.getByLabel('Only refused').isChecked()).toBe(false)
})

test('on a phone an exchange opens on its own page', async () => {
  await refuse({ referenceNo: 'TAPPED' })
  const { page, rows } = await openList('phone')
  await rows.getByRole('link').first().click()
  await page.waitForURL('**/exchanges/x1')
  await page.getByText('payMethod must be 06 and mitraCd KDVI').first().waitFor()
})

test('copied as curl and run, a call comes in again as it was', async () => {
  await refuse({ referenceNo: `it's "$(id)"`, billingNm: 'Kopi 🛒 <b>' })
  const { page } = await openList('desktop')
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.locator('#exchanges').getByRole('link').first().click()
  await page.getByRole('button', { name: 'Copy as curl' }).click()
  await page.getByText('Copied.').waitFor()
  const command = String(await page.evaluate('navigator.clipboard.readText()'))
  await promisify(execFile)('bash', ['-c', command])
  const [again, first] = await at.sandbox.look('/requests')
  expect([again.method, again.url, again.request.body, again.reason]).toEqual([
    first.method,
    first.url,
    first.request.body,
    first.reason,
  ])
  await page.locator('#exchanges tr').nth(1).waitFor()
})

test('a flood of exchanges leaves the page alive, with the newest on top and no more rows than before', async () => {
  const { page, rows } = await openList('desktop')
  for (let n = 0; n < 25; n++) await Promise.all(Array.from({ length: 20 }, () => refuse()))
  await page.locator('#exchanges tr[data-key^="x500 "]').waitFor()
  expect(await rows.count()).toBe(100)
})

test('when the sandbox comes back, what was missed is there', async () => {
  const { port } = at.sandbox
  const { page, rows } = await openList('desktop')
  await refuse({ referenceNo: 'BEFORE' })
  await rows.nth(0).waitFor()
  await at.sandbox.stop()
  await page.getByText('Connection lost').waitFor()
  at.sandbox = await testSandbox({ port })
  await at.sandbox.http.post('/nicepay/direct/v2/elsewhere').send({})
  await page.locator('#live', { hasText: 'Live.' }).waitFor()
  await rows.filter({ hasText: 'elsewhere' }).waitFor()
  expect(await rows.count()).toBe(1)
})

test('notifications: attempts opened up, sent again, all that is due delivered', async () => {
  const order = await at.shop.register()
  await at.shop.complete(order, { outcome: 'approved' })
  const { page, complaints } = await openWindow(at.browser, 'desktop')
  await page.goto(`${at.sandbox.url}/notifications`)
  await page.locator('#live', { hasText: 'Live.' }).waitFor()
  await page.locator('.delivery > summary').click()
  await page.getByText('Jakarta Commons-HttpClient').waitFor({ state: 'attached' })
  await page.getByRole('button', { name: 'Redeliver' }).click()
  await page.getByText('2 attempts').waitFor()
  expect(await page.locator('.attempts > li').count()).toBe(2)
  await page.getByRole('button', { name: 'Deliver what is due now' }).click()
  expect(at.receiver.received.filter(({ path }) => path === '/notification')).toHaveLength(2)
  expect(complaints).toEqual([])
})

test('an order page follows its order; the lender’s part is played by its buttons', async () => {
  const order = await at.shop.register()
  await at.shop.sendBrowser(order)
  const { page, complaints } = await openWindow(at.browser, 'desktop')
  await page.goto(`${at.sandbox.url}/orders/${order.tXid}`)
  await page.getByRole('button', { name: 'underReview' }).click()
  await page.getByRole('button', { name: 'Lender approves' }).click()
  await page.locator('.bar .pill.paid').waitFor()
  await page.locator('.delivery .status.delivered').waitFor()
  await at.shop.cancel(order)
  await page.locator('.pill.void').waitFor()
  expect(complaints).toEqual([])
})

test('shoppers: a token is unlinked', async () => {
  const tokenizing = { tokenizeUser: '1', clientUserKey: 'siti' }
  await at.shop.complete(await at.shop.register(tokenizing), { outcome: 'approved' })
  const { page } = await openWindow(at.browser, 'phone')
  await page.goto(`${at.sandbox.url}/shoppers`)
  await page.getByRole('button', { name: 'Unlink' }).click()
  await page.getByText('inactive').waitFor()
})

test('the clock is put forward, set, stopped and brought back', async () => {
  const { page, complaints } = await openWindow(at.browser, 'phone')
  await page.goto(`${at.sandbox.url}/clock`)
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
  await press('30 minutes')
  await page.getByText('1800000 ms').waitFor()
  await page.getByText('Clock moved: 2026-01-31 10:30:00').waitFor()
  await press('Freeze')
  await page.getByText('no, it stands still').waitFor()
  await page.getByLabel('To an ISO 8601 time').fill('2026-03-01T00:00:00+07:00')
  await press('Set')
  await page.getByText('2026-02-28T17:00:00.000Z').waitFor()
  await page.getByLabel('By an ISO 8601 duration').fill('a while')
  await page.getByRole('button', { name: 'Put forward' }).click()
  await page.getByText('Not done: "advance" must be').waitFor()
  await press('Back to the system’s time')
  await page.getByText('not at all').waitFor()
  // A call that is refused is told by the browser too.
  expect(complaints.filter((said) => !said.includes('400'))).toEqual([])
})

test('settings are changed, each as what it is', async () => {
  const { page } = await openWindow(at.browser, 'desktop')
  await page.goto(`${at.sandbox.url}/merchants/PAYLOANTES`)
  await page.getByLabel('callbackMethod').selectOption('get')
  await page.getByLabel('enabledPayMethods').fill('06, 02')
  await page.getByLabel('leastForInstalments').fill('1000')
  await page.getByLabel('notificationRetries').fill('1000, 5000')
  await page.getByLabel('deactivationUrl').fill('http://127.0.0.1:8107/unlinked')
  await Promise.all([
    page.waitForEvent('load'),
    page.getByRole('button', { name: 'Save settings' }).click(),
  ])
  expect(await page.getByText('changed', { exact: true }).count()).toBe(5)
  expect(await at.sandbox.look('/merchants/PAYLOANTES')).toMatchObject({
    callbackMethod: 'get',
    enabledPayMethods: ['06', '02'],
    leastForInstalments: 1000,
    notificationRetries: [1000, 5000],
    deactivationUrl: 'http://127.0.0.1:8107/unlinked',
  })
  await page.getByLabel('notificationTimeoutMs').fill('soon')
  await page.getByRole('button', { name: 'Save settings' }).click()
  await page.getByText('Not done: "notificationTimeoutMs" must be').waitFor()
})

test('a new merchant’s key is told once', async () => {
  const { page } = await openWindow(at.browser, 'desktop')
  await page.goto(`${at.sandbox.url}/merchants`)
  await page.getByLabel('Name').fill('My shop')
  await page.getByRole('button', { name: 'Make a merchant' }).click()
  await page.getByText(/^My shop, SB\w{8}\. Its key, shown this once: \w+$/).waitFor()
})

test('without scripts everything can be read, filtered and copied; no button is dead', async () => {
  await refuse({ referenceNo: 'PLAIN' })
  await at.sandbox.bind({ referenceNo: 'GOOD' })
  const { page } = await openWindow(at.browser, 'phone', { javaScriptEnabled: false })
  await page.goto(at.sandbox.url)
  await page.getByRole('searchbox').fill('plain')
  await page.getByRole('button', { name: 'Filter' }).click()
  await page.waitForURL('**/?q=plain**')
  const links = page.locator('#exchanges').getByRole('link')
  expect(await links.count()).toBe(1)
  await links.click()
  expect(await page.locator('#curl').innerText()).toMatch(/^curl -si -X POST /)
  const buttons = page.getByRole('button')
  expect(await buttons.filter({ visible: true }).allInnerTexts()).toEqual([])
})

test('faults are set step by step, listed, happen, and are removed', async () => {
  const { page, complaints } = await openWindow(at.browser, 'desktop')
  await page.goto(`${at.sandbox.url}/faults`)
  await page.getByRole('button', { name: 'Fail twice, then work' }).click()
  await page.getByRole('button', { name: 'Another step' }).click()
  await page.getByLabel('Drop the connection').nth(1).selectOption('before')
  await page.getByLabel('iMid, or').fill('PAYLOANTES')
  await page.getByRole('button', { name: 'Set this fault' }).click()
  const listed =
    'direct.registration, PAYLOANTES: 2 × answer HTTP 500; then 1 × drop the connection before anything happens'
  await page.getByText(listed).waitFor()
  await expect(at.shop.register()).rejects.toThrow()
  await page.reload()
  await page.getByText(listed.replace('2 ×', '1 ×')).waitFor()
  await page.getByRole('button', { name: 'Remove all' }).click()
  await page.getByText(listed.replace('2 ×', '1 ×')).waitFor({ state: 'detached' })
  expect(await at.shop.register()).toMatchObject({ iMid: 'PAYLOANTES' })
  expect(complaints).toEqual([])
})

test('a notification that is held is released', async () => {
  await at.sandbox.client.faults.make({ endpoint: 'notification', steps: [{ hold: true }] })
  await at.shop.complete(await at.shop.register(), { outcome: 'approved' })
  await at.sandbox.client.notifications.flush()
  const { page } = await openWindow(at.browser, 'phone')
  await page.goto(`${at.sandbox.url}/notifications`)
  await page.locator('#live', { hasText: 'Live.' }).waitFor()
  await page.locator('.delivery > summary').click()
  await page.getByRole('button', { name: 'Release' }).click()
  await page.locator('.delivery > summary .pill', { hasText: 'delivered' }).waitFor()
  expect(at.receiver.received.filter(({ path }) => path === '/notification')).toHaveLength(1)
})

test('a token is explained, a right one too', async () => {
  await at.sandbox.bind()
  const { page } = await openWindow(at.browser, 'desktop')
  await page.goto(`${at.sandbox.url}/exchanges/x1`)
  await page.getByRole('button', { name: 'Show what the merchantToken signs' }).click()
  await page.getByText('It is right').waitFor()
  await page.getByText('iMid + referenceNo + billingPhone + merchantKey').waitFor()
})

test('a namespace is made, told with its merchant’s key, looked at and dropped', async () => {
  const { page, complaints } = await openWindow(at.browser, 'desktop')
  await page.goto(`${at.sandbox.url}/namespaces`)
  await page.getByRole('button', { name: 'Make a namespace' }).click()
  await page.getByText(/Namespace \S+, merchant SB\w{8}\. Its key, shown this once: \S+/).waitFor()
  const [, made] = await at.sandbox.client.namespaces.list()
  await page.goto(`${at.sandbox.url}/merchants?namespace=${made?.name}`)
  await page.getByRole('link', { name: made?.merchants[0] ?? '' }).waitFor()
  await page.goto(`${at.sandbox.url}/namespaces`)
  await page.getByRole('button', { name: 'Drop' }).click()
  await page
    .getByText(made?.name ?? '')
    .first()
    .waitFor({ state: 'detached' })
  expect(await at.sandbox.client.namespaces.list()).toHaveLength(1)
  expect(complaints).toEqual([])
})

test('where a control call is not there the page says so', async () => {
  await refuse()
  const { page } = await openWindow(at.browser, 'desktop')
  for (const call of ['faults', 'explain']) {
    const error = { error: `there is no call /${call}` }
    await page.route(`**/_sandbox/${call}*`, (route) => route.fulfill({ status: 404, json: error }))
  }
  await page.goto(`${at.sandbox.url}/faults`)
  await page.getByText('it has no call /_sandbox/faults.').waitFor()
  await page.goto(`${at.sandbox.url}/exchanges/x1`)
  await page.getByRole('button', { name: 'Show what the merchantToken signs' }).click()
  await page.getByText('The sandbox cannot explain this one: there is no call /explain.').waitFor()
})

/** The console's page of something, live. */
const openPage = async (path: string) => {
  const { page, complaints } = await openWindow(at.browser, 'desktop')
  await page.goto(`${at.sandbox.url}${path}`)
  await page.locator('#live', { hasText: 'Live.' }).waitFor()
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
  const stands = (status: string) => page.locator('.bar .pill', { hasText: status }).waitFor()
  return { page, complaints, press, stands }
}

test('an order of the checkout page: the way to it, the till, then a part of the money', async () => {
  const order = await registerCheckout(at)
  const { page, complaints, press, stands } = await openPage(`/orders/${order.tXid}`)
  await stands('init')
  expect(await page.getByRole('link', { name: order.address }).count()).toBe(1)
  const chosen = { payMethod: '03', partner: 'ALMA' }
  await at.sandbox.control(`/transactions/${order.tXid}/choose`, chosen).expect(200)
  await stands('unpaid')
  await page.getByText('03 Convenience store, Alfamart (checkout)').waitFor()
  await page.getByText(`number 9041${order.tXid.slice(-12)}`).waitFor()
  await press('The till asks')
  await stands('ready')
  await press('A part of it comes in')
  await stands('paid')
  await at.sandbox.control('/notifications/flush')
  const [told] = at.receiver.received.filter(({ path }) => path === '/notification')
  expect(told?.fields).toMatchObject({ amt: '25144', matchCl: '3', payMethod: '03' })
  expect(await page.getByRole('link', { name: order.address }).count()).toBe(0)
  expect(complaints).toEqual([])
})

test('a transfer is paid, and taken back by its bank', async () => {
  const order = await registerCheckout(at, { payMethod: '02', bankCd: 'CENA' })
  const { press, stands } = await openPage(`/orders/${order.tXid}`)
  await press('Money comes in')
  await stands('paid')
  await press('The bank takes it back')
  await stands('refund')
})

test('orders are found by their number and by how they stand', async () => {
  const order = await registerCheckout(at, { payMethod: '03', mitraCd: 'ALMA' })
  await registerCheckout(at)
  const number = `9041${order.tXid.slice(-12)}`
  const { page } = await openPage(`/orders?q=${number}`)
  expect(await page.locator('#orders tbody tr').allInnerTexts()).toEqual([
    expect.stringContaining('03 Convenience store, Alfamart checkout'),
  ])
  await page.getByRole('searchbox').fill('')
  await page.getByLabel('Status').selectOption('init')
  await page.getByRole('button', { name: 'Filter' }).click()
  await page.getByText('00 Every method').waitFor()
  expect(await page.locator('#orders tbody tr').count()).toBe(1)
})

test('a payout: listed, lost at the bank, arrived after all, gone wrong', async () => {
  const merchant = payoutMerchant(at.sandbox)
  const tXid = await merchant.requested()
  const { page, complaints, press, stands } = await openPage('/payouts')
  await page.getByRole('link', { name: tXid }).click()
  await page.locator('#live', { hasText: 'Live.' }).waitFor()
  await stands('requested')
  await merchant.approve(tXid)
  await stands('approved')
  await press('Nothing is heard from the bank')
  await stands('timeout')
  await press('It has arrived after all')
  await stands('approved')
  await press('It goes wrong at the bank')
  await stands('failed')
  await page.goto(`${at.sandbox.url}/orders/${tXid}`)
  await page.getByRole('heading', { name: 'Payout PAYOUT-1' }).waitFor()
  expect(complaints).toEqual([])
})

test('an account link: walked through, linked, listed, unlinked', async () => {
  const referenceNo = await linkTraffic()
  const { page, complaints, press, stands } = await openPage(`/account-links/${referenceNo}`)
  await stands('requested')
  await page.getByText('Test OTPs and PINs of the web view').waitFor()
  await press('linked')
  await stands('authorized')
  await page.getByText('Test OTPs and PINs').waitFor({ state: 'detached' })
  await press('Unlink, as the customer does in the wallet’s app')
  await stands('unlinked')

  await page.goto(`${at.sandbox.url}/account-links`)
  const rows = page.locator('#account-links tbody tr')
  expect(await rows.getByRole('button').count()).toBe(2)
  await page.getByLabel('Status').selectOption('active')
  await page.getByRole('button', { name: 'Filter' }).click()
  await page.waitForURL('**status=active**')
  await rows.nth(1).waitFor({ state: 'detached' })
  await rows.getByRole('button', { name: 'Unlink' }).click()
  await page.getByText('Nothing fits this filter.').waitFor()
  expect(complaints).toEqual([])
})

test('the list of account links hears of a new one', async () => {
  const { page } = await openPage('/account-links')
  await page.getByText('None yet.').waitFor()
  const { referenceNo = '' } = await (await bindingShop(at.sandbox)).bind()
  await page.getByRole('link', { name: referenceNo }).waitFor()
})

test('settings of a number, or of none, are saved as such', async () => {
  const { page } = await openWindow(at.browser, 'desktop')
  await page.goto(`${at.sandbox.url}/merchants/IONPAYTEST`)
  const save = async (name: string, text: string) => {
    await page.locator(`#s-${name}`).fill(text)
    await page.getByRole('button', { name: 'Save settings' }).click()
  }
  await save('autoPay', '30')
  await page.locator('label', { hasText: /^autoPay\s+changed$/ }).waitFor()
  await save('payoutBalance', '')
  await page.getByText(/Not done: "payoutBalance" must be/).waitFor()
  await page.reload()
  await save('autoPay', 'soon')
  await page.getByText(/Not done: "autoPay" must be/).waitFor()
  await page.reload()
  for (const [name, choice] of [
    ['checkoutAmount', 'amt'],
    ['pastValidity', 'accept'],
    ['cardAuthorisation', 'preauth'],
    ['payoutBanks', 'any'],
  ] as const) {
    await page.getByLabel(name).selectOption(choice)
  }
  await page.getByLabel('payoutUrl').fill('http://127.0.0.1:9/payout')
  await page.getByLabel('payoutDelayMs').fill('60000')
  await save('payoutBalance', '500000')
  await page.locator('label', { hasText: /^payoutBalance\s+changed$/ }).waitFor()
  expect(await at.sandbox.look('/merchants/IONPAYTEST')).toMatchObject({
    autoPay: 30,
    checkoutAmount: 'amt',
    pastValidity: 'accept',
    cardAuthorisation: 'preauth',
    payoutBanks: 'any',
    payoutUrl: 'http://127.0.0.1:9/payout',
    payoutDelayMs: 60_000,
    payoutBalance: 500_000,
  })
  await save('autoPay', '')
  await page.locator('label', { hasText: /^autoPay$/ }).waitFor()
  expect((await at.sandbox.look('/merchants/IONPAYTEST')).autoPay).toBeNull()
})
