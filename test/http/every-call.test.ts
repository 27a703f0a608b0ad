import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Receiver, startReceiver } from '../../src/demo/receiver.ts'
import { ENDPOINTS } from '../../src/endpoints/index.ts'
import { SNAP_ENDPOINTS } from '../../src/endpoints/snap/index.ts'
import { CONTROL_CALLS } from '../support/control-calls.ts'
import { accountMerchant } from '../support/fixed-va.ts'
import { type Fields, fixture, KEY, tkOf } from '../support/fixtures.ts'
import { BY } from '../support/methods.ts'
import { payloanShop, signed } from '../support/payloan.ts'
import { payoutMerchant } from '../support/payouts.ts'
import { type TestSandbox, testSandbox } from '../support/sandbox.ts'
import { bindingShop } from '../support/snap-bind.ts'

let sandbox: TestSandbox
let receiver: Receiver
beforeAll(async () => {
  sandbox = await testSandbox()
  receiver = await startReceiver()
})
afterAll(async () => {
  await sandbox.stop()
  await receiver.stop()
})

// biome-ignore lint/suspicious/noExplicitAny: an answer's JSON, which each row knows the shape of
type Json = any

/** Puts ids into a path of the registry. */
const filled = (path: string, ids: readonly string[]): string => {
  const left = [...ids]
  return path.replace(/:\w+/g, () => encodeURIComponent(left.shift() ?? ''))
}

describe('every call of the control API does what it says', () => {
  const called = new Set<string>()
  /** Makes a call as it stands in the registry, with ids for what its path leaves open; answers the body. */
  const call = async (
    name: string,
    { ids = [], query = '', body }: { ids?: readonly string[]; query?: string; body?: Fields } = {},
  ): Promise<Json> => {
    const [method = '', path = ''] = name.split(' ')
    called.add(name)
    const verb = method.toLowerCase() as 'get' | 'post'
    const sent = sandbox.http[verb](`/_sandbox${filled(path, ids)}${query}`)
    const answer = await (method === 'GET' ? sent : sent.send(body ?? {}))
    expect([name, answer.status, answer.body.error]).toEqual([name, 200, undefined])
    return answer.body
  }
  const order = async (by: Fields): Promise<string> => {
    const { tXid } = await payloanShop(sandbox, receiver, 'IONPAYTEST').register({
      referenceNo: `EVERY-${by.payMethod}-${called.size}`,
      ...by,
    })
    return tXid
  }
  const status = async (tXid: string): Promise<string> =>
    (await call('GET /transactions/:tXid', { ids: [tXid] })).status

  test('the server, its state, namespaces and clock', async () => {
    expect(await call('GET /health')).toMatchObject({ status: 'ok' })
    expect(await call('POST /namespaces', { body: { name: 'tour' } })).toMatchObject({
      name: 'tour',
    })
    expect((await call('GET /namespaces')).map(({ name }: Json) => name)).toEqual([
      'default',
      'tour',
    ])
    expect(await call('DELETE /namespaces/:name', { ids: ['tour'] })).toEqual({ dropped: 'tour' })
    const exported = await call('GET /state')
    const { checksum } = exported
    expect(await call('PUT /state', { body: exported })).toEqual({ imported: 'default', checksum })
    expect(await call('DELETE /state')).toEqual({ reset: 'default' })
    const advanced = await call('PUT /clock', { body: { advance: 'PT1H' } })
    expect(advanced.offsetMs).toBe(3_600_000)
    expect((await call('GET /clock')).now).toBe(advanced.now)
    expect((await call('DELETE /clock')).offsetMs).toBe(0)
  })

  test('merchants and Kredivo accounts', async () => {
    const made = await call('POST /merchants', { body: { iMid: 'TOURTEST01', merchantKey: KEY } })
    expect(made).toMatchObject({ iMid: 'TOURTEST01' })
    expect((await call('GET /merchants')).map(({ iMid }: Json) => iMid)).toContain('TOURTEST01')
    const change = { ids: ['TOURTEST01'], body: { callbackMethod: 'get' } }
    expect(await call('PATCH /merchants/:iMid', change)).toMatchObject({ callbackMethod: 'get' })
    expect(await call('GET /merchants/:iMid', { ids: ['TOURTEST01'] })).toMatchObject({
      iMid: 'TOURTEST01',
    })
    const phone = '081377770009'
    const account = { phone, label: 'Tour' }
    expect(await call('POST /kredivo/accounts', { body: account })).toMatchObject({ phone })
    const blocked = { ids: [phone], body: { blocked: true } }
    expect(await call('PATCH /kredivo/accounts/:phone', blocked)).toMatchObject({ blocked: true })
    expect(await call('GET /kredivo/accounts/:phone', { ids: [phone] })).toMatchObject({
      label: 'Tour',
      blocked: true,
    })
    expect((await call('GET /kredivo/accounts')).map((one: Json) => one.phone)).toContain(phone)
    expect(await call('POST /kredivo/accounts/:phone/reset', { ids: [phone] })).toMatchObject({
      phone,
    })
  })

  test('an account that is linked, its OTPs, its userToken, what it owes', async () => {
    const { redirectUrlHttp } = await sandbox.bind({ dbProcessUrl: `${receiver.url}/bound` })
    const tk = tkOf(redirectUrlHttp)
    expect(await call('GET /kredivo/otps')).toEqual([])
    const linked = { ids: [tk], body: { outcome: 'linked' } }
    expect((await call('POST /interactions/:tk/complete', linked)).next.method).toBe('post')
    const [token] = await call('GET /user-tokens')
    expect(token).toMatchObject({ iMid: 'IONPAYTEST', status: 'active' })
    const shop = payloanShop(sandbox, receiver)
    const bought = await shop.register({ referenceNo: 'EVERY-LOAN' })
    await shop.complete(bought, { outcome: 'approved' })
    const paid = await call('GET /wait', { query: `?tXid=${bought.tXid}&status=paid` })
    expect(paid).toMatchObject({ tXid: bought.tXid, status: 'paid' })
    const [debtor] = (await call('GET /kredivo/accounts')).filter((one: Json) =>
      one.loans.some(({ tXid }: Json) => tXid === bought.tXid),
    )
    const repaid = { ids: [debtor.phone], body: { tXid: bought.tXid } }
    expect((await call('POST /kredivo/accounts/:phone/repay', repaid)).loans).toEqual([])
    expect(
      await call('POST /user-tokens/:userToken/deactivate', { ids: [token.userToken] }),
    ).toMatchObject({ userToken: token.userToken, status: 'inactive' })
  })

  test('what happens to an order outside of its merchant', async () => {
    const paid = await order(BY.transfer)
    await call('POST /transactions/:tXid/pay', { ids: [paid] })
    expect(await status(paid)).toBe('paid')
    await call('POST /transactions/:tXid/reverse', { ids: [paid] })
    expect(await status(paid)).toBe('refund')
    const ready = await order(BY.alfamart)
    await call('POST /transactions/:tXid/ready', { ids: [ready] })
    const late = await order(BY.indomaret)
    await call('POST /transactions/:tXid/expire', { ids: [late] })
    expect(await status(late)).toBe('expired')
    const shop = payloanShop(sandbox, receiver)
    for (const [name, stands] of [
      ['POST /transactions/:tXid/approve', 'paid'],
      ['POST /transactions/:tXid/deny', 'failed'],
    ] as const) {
      const reviewed = await shop.register({ referenceNo: `EVERY-${stands}` })
      await shop.complete(reviewed, { outcome: 'underReview' })
      await call(name, { ids: [reviewed.tXid] })
      expect(await status(reviewed.tXid)).toBe(stands)
    }
    const checkout = await sandbox.http
      .post('/nicepay/redirect/v2/registration')
      .send(signed(fixture('requests/checkout.registration.json'), 'registration'))
    const choice = { ids: [checkout.body.tXid], body: { payMethod: '02', partner: 'CENA' } }
    expect(await call('POST /transactions/:tXid/choose', choice)).toMatchObject({
      payMethod: '02',
    })
    expect((await call('GET /transactions')).length).toBeGreaterThan(4)
  })

  test('notifications, their faults, exchanges', async () => {
    const script = { endpoint: 'notification', steps: [{ hold: true }] }
    const planned = await call('POST /faults', { body: script })
    expect((await call('GET /faults')).map(({ id }: Json) => id)).toEqual([planned.id])
    const held = await order(BY.transfer)
    await call('POST /transactions/:tXid/pay', { ids: [held] })
    await call('POST /notifications/flush')
    const [delivery] = await call('GET /notifications', { query: '?status=held' })
    expect(delivery).toMatchObject({ tXid: held })
    await call('POST /notifications/:id/release', { ids: [delivery.id] })
    await call('POST /notifications/flush')
    await call('POST /notifications/:id/redeliver', { ids: [delivery.id] })
    await call('POST /notifications/flush')
    expect((await call('GET /notifications/:id', { ids: [delivery.id] })).attempts).toHaveLength(2)
    const other = await call('POST /faults', { body: script })
    expect(await call('DELETE /faults/:id', { ids: [other.id] })).toEqual({ cleared: true })
    await call('DELETE /faults')
    expect(await call('GET /faults')).toEqual([])
    const [exchange] = await call('GET /requests')
    expect(await call('GET /requests/:id', { ids: [exchange.id] })).toMatchObject({
      id: exchange.id,
    })
    await call('DELETE /requests')
    expect(await call('GET /requests')).toEqual([])
  })

  test('payouts, fixed virtual accounts, account links', async () => {
    const merchant = payoutMerchant(sandbox)
    const payouts: string[] = []
    for (const news of ['timeout', 'fail', 'arrive']) {
      // What nothing was heard of arrives after all.
      const tXid = news === 'arrive' ? (payouts[0] ?? '') : await merchant.requested()
      if (news !== 'arrive') await merchant.approve(tXid)
      await call(`POST /payouts/:tXid/${news}`, { ids: [tXid] })
      payouts.push(tXid)
    }
    const [arrived = '', failed = ''] = payouts
    expect((await call('GET /payouts/:tXid', { ids: [failed] })).status).toBe('failed')
    expect((await call('GET /payouts/:tXid', { ids: [arrived] })).status).toBe('approved')
    expect(await call('GET /payouts')).toHaveLength(2)
    const [number = ''] = Object.values(await accountMerchant(sandbox).registered('12345678'))
    const deposited = { ids: [number], body: { amount: 50_000 } }
    expect(await call('POST /virtual-accounts/:vacctNo/deposit', deposited)).toMatchObject({
      amt: 50_000,
    })
    expect(await call('GET /virtual-accounts')).not.toEqual([])
    const bound = await (await bindingShop(sandbox)).bind()
    const { referenceNo = '', nextAction = '' } = bound
    expect(await call('GET /account-links')).toMatchObject([{ referenceNo }])
    await sandbox.client.complete(nextAction, { outcome: 'linked' })
    await call('POST /account-links/:referenceNo/unlink', { ids: [referenceNo] })
  })

  test('signatures and keys', async () => {
    const message = { timeStamp: '20260131100000', referenceNo: 'x', amt: '1' }
    const made = await call('POST /sign', {
      body: { endpoint: 'direct.registration', iMid: 'IONPAYTEST', message },
    })
    expect(made.merchantToken).toMatch(/^[0-9a-f]{64}$/)
    const explained = await call('POST /explain', {
      body: {
        endpoint: 'direct.registration',
        body: { iMid: 'IONPAYTEST', ...message, merchantToken: 'x' },
      },
    })
    expect(explained.right).toBe(false)
    expect(Object.keys(await call('GET /keys'))).toEqual(['merchant', 'notification'])
  })

  test('and there are no others', () => {
    const known = CONTROL_CALLS.map(({ method, path }) => `${method.toUpperCase()} ${path}`)
    expect([...called].sort()).toEqual(known.sort())
  })
})

/** An endpoint's ways in, one a row. */
const waysInto = (
  endpoints: readonly Pick<(typeof ENDPOINTS)[number], 'name' | 'methods' | 'paths'>[],
) =>
  endpoints.flatMap(({ name, methods, paths }) =>
    paths.flatMap((path) => methods.map((method) => ({ name, method, path }))),
  )

describe('every endpoint is reached over HTTP, and says why it refuses what says nothing', () => {
  test.each(waysInto(ENDPOINTS))('$name: $method $path', async ({ method, path }) => {
    const answer = await sandbox.http[method as 'post'](path)
    expect(answer.status).toBe(200)
    expect(answer.get('X-Sandbox-Reason')).toMatch(/\w/)
  })

  test.each(waysInto(SNAP_ENDPOINTS))('$name: $method $path', async ({ name, method, path }) => {
    const { service } = SNAP_ENDPOINTS.find((one) => one.name === name) ?? { service: '' }
    const answer = await sandbox.http[method as 'post'](path).send({})
    expect(answer.body).toEqual({
      responseCode: `400${service}02`,
      responseMessage: expect.stringMatching(/^Invalid Mandatory Field \{[\w-]+\}$/),
    })
    expect(answer.get('X-Sandbox-Reason')).toMatch(/is missing/)
  })
})
