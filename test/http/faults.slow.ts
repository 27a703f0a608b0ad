import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { type Receiver, startReceiver } from '../../src/demo/receiver.ts'
import { RESULT_CODES } from '../../src/protocol/results.ts'
import { bindingBody, type Fields, fixture } from '../support/fixtures.ts'
import { type PayloanShop, payloanShop } from '../support/payloan.ts'
import { type TestSandbox, testSandbox } from '../support/sandbox.ts'

let sandbox: TestSandbox
let receiver: Receiver
let shop: PayloanShop
beforeAll(async () => {
  sandbox = await testSandbox()
})
afterAll(() => sandbox.stop())
beforeEach(async () => {
  await sandbox.client.state.reset()
  await sandbox.client.requests.clear()
  receiver = await startReceiver()
  shop = payloanShop(sandbox, receiver)
})
afterEach(() => receiver.stop())

const bind = (change: Fields = {}) =>
  sandbox.http.post('/nicepay/v2/userAccountBinding').send(bindingBody(change))

const faulty = (endpoint: string, ...steps: Fields[]) =>
  sandbox.client.faults.make({ endpoint, steps })

describe('a call', () => {
  test('is refused with a code as often as the script says, then works; nothing was done by the refused ones', async () => {
    const fault = await faulty('binding.registration', { resultCd: '9002', times: 2 })
    expect(fault).toEqual({
      id: fault.id,
      endpoint: 'binding.registration',
      iMid: null,
      steps: [{ times: 2, resultCd: '9002' }],
      createdAt: '2026-01-31T03:00:00.000Z',
    })
    const first = await bind()
    expect([first.status, first.body, first.get('X-Sandbox-Reason')]).toEqual([
      200,
      {
        ...Object.fromEntries(
          Object.keys(fixture('replies/binding.registration.json')).map((name) => [name, null]),
        ),
        resultCd: '9002',
        resultMsg: RESULT_CODES.find(({ resultCd }) => resultCd === '9002')?.resultMsg,
      },
      'a fault answers 9002',
    ])
    expect((await bind()).body.resultCd).toBe('9002')
    expect((await bind()).body.resultCd).toBe('0000')
    expect(await sandbox.client.faults.list()).toEqual([])
    expect((await sandbox.client.namespaces.list())[0]?.bindings).toBe(1)
  })

  test('gets a web server’s error page', async () => {
    await faulty('binding.registration', { httpStatus: 503 })
    const answer = await bind()
    expect([answer.status, answer.get('Content-Type')]).toEqual([503, 'text/html'])
    expect(answer.text).toContain('503')
    expect(answer.get('X-Sandbox-Reason')).toBe('a fault answers HTTP 503')
    expect((await bind()).body.resultCd).toBe('0000')
  })

  test.each([
    { drop: 'before', stored: 0, says: 'before anything is done' },
    { drop: 'afterCommit', stored: 1, says: 'after all was done' },
  ])('has its connection broken off: $drop', async ({ drop, stored, says }) => {
    await faulty('direct.registration', { drop })
    await expect(shop.register()).rejects.toThrow(/socket hang up/)
    expect(await sandbox.client.transactions.list()).toHaveLength(stored)
    const [exchange] = await sandbox.client.requests.list()
    expect([exchange?.status, exchange?.endpoint]).toEqual([0, 'direct.registration'])
    expect(exchange?.reason).toContain(says)
    // The shop that tries again with the same number learns that its first try was taken after all.
    const again = shop.register({ referenceNo: 'ORDER-1' })
    if (stored === 0) await expect(again).resolves.toMatchObject({ referenceNo: 'ORDER-1' })
    else await expect(again).rejects.toThrow(/9009/)
  })

  test('is answered later, after calls that came later', async () => {
    await faulty('binding.registration', { delayMs: 200 })
    const order: string[] = []
    const slow = bind().then(({ body }) => order.push(`slow ${body.resultCd}`))
    await shop.register().then(() => order.push('quick'))
    await slow
    expect(order).toEqual(['quick', 'slow 0000'])
  })

  test('of one merchant goes wrong, others are left alone; scripts come in the order in which they were made', async () => {
    await sandbox.client.faults.make({
      endpoint: 'direct.registration',
      iMid: 'PAYLOANTES',
      steps: [{ resultCd: '9002' }, { resultCd: '1003' }],
    })
    await faulty('direct.registration', { resultCd: '9001' })
    const codes: string[] = []
    for (const iMid of ['PAYLOANTES', 'IONPAYTEST', 'PAYLOANTES', 'PAYLOANTES']) {
      const answer = await payloanShop(sandbox, receiver, iMid)
        .register({ referenceNo: `R${codes.length}` })
        .catch((error: Error) => JSON.parse(error.message))
      codes.push(answer.resultCd ?? '0000')
    }
    expect(codes).toEqual(['9002', '9001', '1003', '0000'])
  })

  test('of the payment step is refused by the result page, and as JSON where that is asked for', async () => {
    await faulty('direct.payment', { resultCd: '9106', times: 2 })
    const order = await shop.register()
    const path = shop.paymentUrl(order).replace(sandbox.url, '')
    expect((await sandbox.http.get(path)).text).toContain('value="9106"')
    expect((await sandbox.http.get(`${path}&returnJsonFormat=1`)).body.resultCd).toBe('9106')
    expect((await sandbox.http.get(path)).status).toBe(302)
  })
})

describe('a notification', () => {
  const paid = async () => {
    const order = await shop.register({ tokenizeUser: '0' })
    await shop.complete(order, { outcome: 'approved' })
    return order
  }
  const log = async () =>
    (await sandbox.client.notifications.list()).map(({ status, attempts }) => [
      status,
      attempts.map((one) => one.error ?? one.httpStatus),
    ])

  test.each([
    { step: { httpStatus: 500 }, heard: 0, attempt: 500 },
    { step: { drop: 'before' }, heard: 0, attempt: 'not sent: a fault broke the connection off' },
    { step: { drop: 'afterCommit' }, heard: 1, attempt: 'a fault lost the receiver’s answer' },
  ])('fails by $step, and is sent again a minute later', async ({ step, heard, attempt }) => {
    await faulty('notification', step)
    await paid()
    expect(await shop.notified()).toHaveLength(heard)
    expect(await log()).toEqual([['pending', [attempt]]])
    await sandbox.clock({ advance: 'PT1M' })
    expect(await log()).toEqual([['delivered', [attempt, 200]]])
    expect(await shop.notified()).toHaveLength(heard + 1)
  })

  test('comes later, by the sandbox’s clock', async () => {
    await faulty('notification', { delayMs: 3_600_000 })
    await paid()
    expect(await shop.notified()).toEqual([])
    await sandbox.clock({ advance: 'PT59M59S' })
    expect(await shop.notified()).toEqual([])
    await sandbox.clock({ advance: 'PT1S' })
    expect(await shop.notified()).toHaveLength(1)
  })

  test('comes twice more', async () => {
    await faulty('notification', { duplicate: 2 })
    await paid()
    const [first, ...others] = await shop.notified()
    expect(others).toEqual([first, first])
    expect(await log()).toEqual(Array(3).fill(['delivered', [200]]))
  })

  test('is held until it is released', async () => {
    await faulty('notification', { hold: true })
    const { tXid } = await paid()
    expect(await shop.notified()).toEqual([])
    await sandbox.clock({ advance: 'P1D' })
    const [held] = await sandbox.client.notifications.list({ status: 'held' })
    expect(held).toMatchObject({ tXid, status: 'held', attempts: [], dueAt: null })
    await sandbox.client.notifications.release(held?.id ?? '')
    expect(await shop.notified()).toHaveLength(1)
    await expect(sandbox.client.notifications.release(held?.id ?? '')).rejects.toThrow(
      /is delivered, not held/,
    )
  })

  test('is overtaken by the next one', async () => {
    await faulty('notification', { reorder: true })
    const first = await paid()
    const second = await paid()
    expect((await shop.notified()).map(({ tXid }) => tXid)).toEqual([second.tXid, first.tXid])
  })
})

test('a call that cannot be read goes wrong too', async () => {
  await faulty('direct.inquiry', { httpStatus: 503 })
  await sandbox.http.post('/nicepay/direct/v2/inquiry').type('json').send('{').expect(503)
})

test.each([
  [{ endpoint: 'direct.refund', steps: [{ resultCd: '9002' }] }, /"endpoint" must be one of/],
  [{ steps: [{ resultCd: '9002' }] }, /"endpoint" is missing/],
  [{ endpoint: 'direct.inquiry' }, /"steps" is missing/],
  [{ endpoint: 'direct.inquiry', steps: [] }, /"steps" must be a list of 1 to 1000 steps/],
  [{ endpoint: 'direct.inquiry', steps: [1] }, /step 1: a step must be an object/],
  [{ endpoint: 'direct.inquiry', steps: [{}] }, /step 1: a step must say what goes wrong/],
  [{ endpoint: 'direct.inquiry', steps: [{ times: 2 }] }, /must say what goes wrong/],
  [
    { endpoint: 'direct.inquiry', steps: [{ resultCd: '9.002' }] },
    /"resultCd" must be a result code/,
  ],
  [
    { endpoint: 'direct.inquiry', steps: [{ resultCd: '9002' }, { drop: 'later' }] },
    /step 2: "drop" must be one of before, afterCommit/,
  ],
  [
    { endpoint: 'direct.inquiry', steps: [{ resultCd: '9002', httpStatus: 500 }] },
    /a step has one of resultCd and httpStatus/,
  ],
  [
    { endpoint: 'direct.inquiry', steps: [{ hold: true }] },
    /a step of direct.inquiry has no "hold"; it may have/,
  ],
  [
    { endpoint: 'notification', steps: [{ delayMs: 5, drop: 'before' }] },
    /a step has one of drop and delayMs/,
  ],
  [{ endpoint: 'notification', steps: [{ resultCd: '9002' }] }, /has no "resultCd"/],
  [{ endpoint: 'notification', steps: [{ hold: false }] }, /"hold" must be true/],
  [
    { endpoint: 'direct.inquiry', iMid: 'NOBODY0000', steps: [{ resultCd: '9002' }] },
    /there is no merchant "NOBODY0000"/,
  ],
])('no fault is made of %j', async (body, error) => {
  const answer = await sandbox.control('/faults', body)
  expect([answer.status, answer.body]).toEqual([
    expect.any(Number),
    { error: expect.stringMatching(error) },
  ])
  expect(answer.status).toBeGreaterThanOrEqual(400)
  expect(answer.status).toBeLessThan(500)
  expect(await sandbox.client.faults.list()).toEqual([])
})

test('faults are forgotten, one or all', async () => {
  const one = await faulty('notification', { hold: true })
  await faulty('direct.inquiry', { resultCd: '9002', times: 5 })
  await sandbox.client.faults.remove(one.id)
  expect((await sandbox.client.faults.list()).map(({ endpoint }) => endpoint)).toEqual([
    'direct.inquiry',
  ])
  await sandbox.client.faults.clear()
  expect(await sandbox.client.faults.list()).toEqual([])
  await expect(sandbox.client.faults.remove(one.id)).rejects.toThrow(/there is no fault/)
  const order = await shop.register()
  expect(await shop.inquire(order)).toMatchObject({ resultCd: '0000' })
})
