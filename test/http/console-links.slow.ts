import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { LINK_VALUES } from '../../src/store/seed.ts'
import { type TestSandbox, testSandbox } from '../support/sandbox.ts'
import { type BindingShop, bindingShop, NICEPAY_REQUEST } from '../support/snap-bind.ts'

let sandbox: TestSandbox
let shop: BindingShop
beforeEach(async () => {
  sandbox = await testSandbox()
  shop = await bindingShop(sandbox)
})
afterEach(() => sandbox.stop())

const { additionalData } = NICEPAY_REQUEST
const PHONE = additionalData.phoneNo

const textOf = async (path: string): Promise<string> =>
  (await sandbox.http.get(path).expect(200)).text

/** The referenceNos that a page lists. */
const listed = async (query = ''): Promise<string[]> =>
  [
    ...(await textOf(`/account-links${query}`)).matchAll(/data-row href="\/account-links\/(\w+)/g),
  ].map(([, referenceNo = '']) => referenceNo)

const bind = async (partnerReferenceNo: string, outcome?: string, change = {}) => {
  const { referenceNo = '', nextAction = '' } = await shop.bind({ partnerReferenceNo, ...change })
  const tk = nextAction.split('tk=')[1] ?? ''
  if (outcome) await sandbox.client.complete(tk, { outcome })
  return referenceNo
}

test('account links are listed newest first, and found by number, phone, wallet and status', async () => {
  const first = await bind('BIND-1', 'linked')
  const second = await bind('BIND-2', 'otpWrong')
  const other = { additionalData: { ...additionalData, phoneNo: '089912345678' } }
  const third = await bind('BIND-3', undefined, other)
  expect(await listed()).toEqual([third, second, first])
  expect(await listed('?q=bind-2')).toEqual([second])
  expect(await listed(`?q=${third}`)).toEqual([third])
  expect(await listed('?q=0899')).toEqual([third])
  expect(await listed('?q=astr')).toHaveLength(3)
  expect(await listed('?status=authorized')).toEqual([first])
  expect(await listed('?status=requested&q=BIND-1')).toEqual([])
  expect(await listed('?limit=1')).toEqual([third])
  await sandbox.clock({ advance: 'P2D' })
  expect(await listed('?status=expired')).toEqual([third])
  const page = await textOf('/account-links')
  expect(page).toContain('the customer gave up after a wrong OTP')
  expect(page).toContain('the authCode was not used in time')
  expect(page).toContain('3 shown of 3 stored')
})

test('a page shows no more than a hundred of them', async () => {
  for (let n = 0; n < 101; n++) await bind(`BIND-${n}`)
  expect(await listed()).toHaveLength(100)
})

test('phones are masked, tokens stay out, texts of merchants are texts', async () => {
  const hostile = `"><img src=x onerror=alert(1)>`
  const referenceNo = await bind('BIND-1', 'linked', {
    additionalData: { ...additionalData, userId: hostile },
    additionalInfo: { mitraCd: 'ASTR', callbackUrl: 'merchantapp://main_page' },
  })
  const [{ authCode }] = await sandbox.look('/account-links')
  const grant = { grantType: 'AUTHORIZATION_CODE', authCode }
  const { accessToken, refreshToken } = (await shop.customerToken(grant).expect(200)).body
  for (const path of ['/account-links', `/account-links/${referenceNo}`]) {
    const page = await textOf(path)
    expect(page).toContain('0812****7890')
    for (const secret of [PHONE, accessToken, refreshToken, '<img']) {
      expect(page).not.toContain(secret)
    }
  }
  const page = await textOf(`/account-links/${referenceNo}`)
  for (const part of [
    'merchantapp://main_page',
    'accessTokenUntil',
    '/linking/consent?tk',
    'registration-account-binding',
    `data-call="/account-links/${referenceNo}/unlink"`,
  ])
    expect(page.replaceAll('&#61;', '=')).toContain(part)
  expect(page).not.toContain('href="merchantapp')
  // An exchange leads to what its tXid names, whatever that is.
  expect(await textOf(`/orders/${referenceNo}`)).toContain('Account link BIND-1')
})

test('what cannot be unlinked has no button for it', async () => {
  const linked = await bind('BIND-1', 'linked')
  await bind('BIND-2')
  const buttons = async () => [...(await textOf('/account-links')).matchAll(/data-call="([^"]+)"/g)]
  expect((await buttons()).map(([, call]) => call)).toEqual([`/account-links/${linked}/unlink`])
  await sandbox.control(`/account-links/${linked}/unlink`).expect(200)
  expect(await buttons()).toEqual([])
})

test('the test OTPs and PINs are there before anything is linked', async () => {
  const page = await textOf('/account-links')
  expect(page).toContain('None yet. A link appears when')
  for (const { otp, behaviour } of LINK_VALUES.otps) {
    expect(page).toContain(`<code>${otp}</code></td><td class="effect">${behaviour.en}</td>`)
  }
  for (const { pin, behaviour } of LINK_VALUES.pins) {
    expect(page).toContain(`<code>${pin}</code></td><td class="effect">${behaviour.en}</td>`)
  }
})

test('links of a namespace are shown there only', async () => {
  await bind('BIND-1')
  const { name } = await sandbox.client.namespaces.make()
  expect(await listed(`?namespace=${name}`)).toEqual([])
})

test('the key of notifications is on the page of merchants, its private half nowhere', async () => {
  const { notification } = await sandbox.look('/keys')
  const page = await textOf('/merchants')
  const [, pem] = /<pre id="notification-key"[^>]*>([^<]+)<\/pre>/.exec(page) ?? []
  expect(pem?.replaceAll('&#61;', '=')).toBe(notification.publicKey.trim())
  expect(page).toContain('href="/_sandbox/keys"')
  expect(page).not.toContain('PRIVATE KEY')
})
