import { beforeEach, describe, expect, test } from '@jest/globals'
import { activeLink, authorizedLink, unlinked } from '../../src/domain/account-link.ts'
import { type Order, registered } from '../../src/domain/transaction.ts'
import { chargeBound } from '../../src/endpoints/snap/bound-account.ts'
import { SnapError } from '../../src/protocol/snap/results.ts'
import { SEED_MERCHANTS, seed } from '../../src/store/seed.ts'
import { openStore, type Store } from '../../src/store/store.ts'
import { countedIds, T0 } from '../support/clock.ts'
import { accountLink } from '../support/records.ts'

const TOKEN = 'a'.repeat(54)
const ORDER: Order = {
  iMid: 'IONPAYTEST',
  referenceNo: 'ORD1',
  payMethod: '05',
  product: 'snap',
  mitraCd: 'ASTR',
  currency: 'IDR',
  amt: 10_000,
  goodsNm: 'Kopi',
  description: null,
  billingNm: '',
  billingPhone: '',
  instmntType: null,
  instmntMon: null,
  items: [],
  dbProcessUrl: 'http://shop.test/notify',
  tokenize: 'none',
  clientUserKey: null,
  userToken: null,
  details: {},
}
const TXID = 'IONPAYTEST05202601311000000009'
const DAY = 86_400_000

let store: Store
beforeEach(async () => {
  store = await openStore()
  await store.renew('default', seed)
})

const link = (phone = '081234567890') => {
  const waiting = { ...accountLink('IONPAYTEST05202601311000000001'), phone }
  const tokens = { accessToken: TOKEN, refreshToken: 'b'.repeat(40) }
  return activeLink(authorizedLink(waiting, 'code', T0), tokens, T0)
}

const put = (one = link()) =>
  store.transact('default', (tx) => tx.accountLinks.put(one.referenceNo, one))

const charge = (token: string, order: Order = ORDER, now = T0) =>
  store.transact('default', (tx) => {
    const merchant = tx.merchants.get(order.iMid) ?? SEED_MERCHANTS[0]
    if (!merchant) throw new Error('no merchant')
    const waiting = registered(order, TXID, now, now + DAY)
    return chargeBound(waiting, token, { tx, merchant, now, ids: countedIds() })
  })

test.each([
  ['as the header has it', `Bearer ${TOKEN}`],
  ['in small letters', `bearer  ${TOKEN}`],
  ['bare', TOKEN],
])('a live customer token pays at once, and the merchant is told: %s', async (_, token) => {
  await put()
  expect(await charge(token)).toMatchObject({ tXid: TXID, status: 'paid', paidAt: T0 })
  const tables = store.world('default')?.tables
  expect(tables?.transactions.get(TXID)?.status).toBe('paid')
  const [told] = tables?.deliveries.values() ?? []
  expect(told).toMatchObject({ url: ORDER.dbProcessUrl, signedFor: 'IONPAYTEST' })
  expect(JSON.parse(told?.body ?? '')).toMatchObject({
    originalReferenceNo: TXID,
    originalPartnerReferenceNo: 'ORD1',
    latestTransactionStatus: '00',
  })
})

test('an order without a wallet is paid from the one that is bound', async () => {
  await put()
  expect(await charge(TOKEN, { ...ORDER, mitraCd: null })).toMatchObject({ mitraCd: 'ASTR' })
})

describe('is refused, and nothing is stored', () => {
  test.each([
    [
      'no token',
      link(),
      '',
      ORDER,
      T0,
      'INVALID_CUSTOMER_TOKEN',
      /^Authorization-Customer must be/,
    ],
    [
      'nobody’s token',
      link(),
      'x',
      ORDER,
      T0,
      'INVALID_CUSTOMER_TOKEN',
      /^Authorization-Customer must be/,
    ],
    [
      'an unlinked account',
      unlinked(link()),
      TOKEN,
      ORDER,
      T0,
      'INVALID_CUSTOMER_TOKEN',
      /unlinked/,
    ],
    [
      'a token of 15 days',
      link(),
      TOKEN,
      ORDER,
      T0 + 15 * DAY,
      'INVALID_CUSTOMER_TOKEN',
      /expired/,
    ],
    [
      'another merchant’s',
      link(),
      TOKEN,
      { ...ORDER, iMid: 'PAYLOANTES' },
      T0,
      'INVALID_CUSTOMER_TOKEN',
      /must be the token of an account that is bound to PAYLOANTES/,
    ],
    [
      'another wallet',
      link(),
      TOKEN,
      { ...ORDER, mitraCd: 'ALLO' },
      T0,
      'INVALID_CUSTOMER_TOKEN',
      /account at ASTR/,
    ],
    [
      'a bank, which cannot be bound',
      { ...link(), mitraCd: null },
      TOKEN,
      { ...ORDER, payMethod: '04', mitraCd: 'BCAC' },
      T0,
      'INVALID_CUSTOMER_TOKEN',
      /^only accounts at ASTR and ALLO can be bound/,
    ],
    [
      'more than its limit',
      link(),
      TOKEN,
      { ...ORDER, amt: 1_000_001 },
      T0,
      'EXCEEDS_AMOUNT',
      /^a bound account pays at most 1000000 at once, amount.value is 1000001/,
    ],
    [
      'too little money',
      link('081200000051'),
      TOKEN,
      ORDER,
      T0,
      'INSUFFICIENT_FUNDS',
      /too little/,
    ],
    ['a wallet that declines', link('6281200000005'), TOKEN, ORDER, T0, 'DO_NOT_HONOR', /not pay/],
  ] as const)('%s', async (_, bound, token, order, now, result, reason) => {
    await put(bound)
    const refused = await charge(token, order, now).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(SnapError)
    expect(refused).toMatchObject({ result, reason: expect.stringMatching(reason) })
    const tables = store.world('default')?.tables
    expect([tables?.transactions.size, tables?.deliveries.size]).toEqual([0, 0])
  })
})
