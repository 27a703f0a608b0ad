import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { type Receiver, startReceiver } from '../../src/demo/receiver.ts'
import { BANKS } from '../../src/protocol/banks.ts'
import { type Fields, fixture, tkOf } from '../support/fixtures.ts'
import { type TestSandbox, testSandbox } from '../support/sandbox.ts'

let sandbox: TestSandbox
beforeEach(async () => {
  sandbox = await testSandbox()
})
afterEach(() => sandbox.stop())

test('health', async () => {
  expect(await sandbox.look('/health')).toEqual({
    status: 'ok',
    version: '0.1.0',
    now: '2026-01-31T03:00:00.000Z',
    startedAt: '2026-01-31T03:00:00.000Z',
  })
})

describe('the clock', () => {
  test.each<{ change: Fields; clock: Fields }>([
    {
      change: { advance: 'PT30M' },
      clock: { now: '2026-01-31T03:30:00.000Z', offsetMs: 1_800_000, frozen: false, nextDue: null },
    },
    {
      change: { set: '2026-01-30T00:00:00Z' },
      clock: {
        now: '2026-01-30T00:00:00.000Z',
        offsetMs: -97_200_000,
        frozen: false,
        nextDue: null,
      },
    },
    {
      change: { set: '2026-02-01T00:00:00+07:00' },
      clock: {
        now: '2026-01-31T17:00:00.000Z',
        offsetMs: 50_400_000,
        frozen: false,
        nextDue: null,
      },
    },
    {
      change: { set: '2028-02-29T23:59:59+07:00' },
      clock: {
        now: '2028-02-29T16:59:59.000Z',
        offsetMs: 65_627_999_000,
        frozen: false,
        nextDue: null,
      },
    },
    {
      change: { freeze: true },
      clock: { now: '2026-01-31T03:00:00.000Z', offsetMs: 0, frozen: true, nextDue: null },
    },
  ])('PUT $change', async ({ change, clock }) => {
    const shown = { ...clock, underWay: 0 }
    expect(await sandbox.clock(change)).toEqual(shown)
    expect(await sandbox.look('/clock')).toEqual(shown)
  })

  test('stands still when it is frozen, moves when it is told to, and runs again', async () => {
    await sandbox.clock({ freeze: true })
    expect(await sandbox.clock({ advance: 'PT1H' })).toMatchObject({
      frozen: true,
      offsetMs: 3_600_000,
    })
    expect(await sandbox.clock({ freeze: false })).toMatchObject({
      frozen: false,
      offsetMs: 3_600_000,
    })
    await sandbox.http.delete('/_sandbox/clock').expect(200)
    expect(await sandbox.look('/clock')).toMatchObject({ frozen: false, offsetMs: 0 })
  })

  test.each<{ change: Fields; status: number; error: RegExp }>([
    { change: {}, status: 400, error: /give one of/ },
    { change: { advance: 'PT1M', freeze: true }, status: 400, error: /give one of/ },
    {
      change: { advance: '30 minutes' },
      status: 400,
      error: /"advance" must be "next" or an ISO 8601 duration/,
    },
    { change: { advance: 5 }, status: 400, error: /"advance" must be a text/ },
    { change: { advance: 'P9999999D' }, status: 400, error: /before 9991/ },
    { change: { advance: 'next' }, status: 409, error: /nothing is due/ },
    { change: { set: 'tomorrow' }, status: 400, error: /"set" must be an ISO 8601 time/ },
    { change: { set: '+010000-01-01T00:00:00Z' }, status: 400, error: /"set" must be/ },
    { change: { set: '2026-02-30T00:00:00Z' }, status: 400, error: /"set" must be an ISO 8601/ },
    { change: { set: '2027-02-29T00:00:00+07:00' }, status: 400, error: /"set" must be an ISO/ },
    { change: { set: 'Jan 31 2026' }, status: 400, error: /"set" must be an ISO 8601 time/ },
    { change: { freeze: 'yes' }, status: 400, error: /"freeze" must be true or false/ },
    { change: { speed: 2 }, status: 400, error: /no field "speed"/ },
  ])('refuses $change', async ({ change, status, error }) => {
    const before = await sandbox.look('/clock')
    const answer = await sandbox.http.put('/_sandbox/clock').send(change)
    expect([answer.status, answer.body]).toEqual([status, { error: expect.stringMatching(error) }])
    expect(await sandbox.look('/clock')).toEqual(before)
  })
})

describe('the clock, while a receiver holds up what fell due on the way', () => {
  let receiver: Receiver
  let letGo: () => void
  let moved: ReturnType<TestSandbox['http']['put']>
  const put = (change: Fields) => sandbox.http.put('/_sandbox/clock').send(change)

  beforeEach(async () => {
    const told = new Promise<void>((resolve) => {
      letGo = resolve
    })
    // Refused at first, the notification comes again a minute later, which is on the way.
    receiver = await startReceiver(async (res) => {
      if (receiver.received.length === 1) return void res.writeHead(500).end()
      await told
      res.end()
    })
    const { redirectUrlHttp } = await sandbox.bind({ dbProcessUrl: receiver.url })
    await sandbox.client.complete(redirectUrlHttp ?? '', { outcome: 'linked' })
    await sandbox.client.notifications.flush()
    moved = put({ advance: 'PT1H' })
    moved.then(() => {})
    await receiver.waitFor('/', 2000, 1)
  })
  afterEach(async () => {
    letGo()
    await receiver.stop()
  })

  test('DELETE /state is answered, and the fresh state keeps its clock', async () => {
    await sandbox.http.delete('/_sandbox/state').expect(200)
    letGo()
    const { status, body } = await moved
    expect([status, body]).toEqual([
      409,
      { error: 'the namespace "default" began anew or ended while its clock was being moved' },
    ])
    expect(await sandbox.look('/clock')).toMatchObject({ offsetMs: 0, frozen: false })
  })

  test('other changes come after it, in their order', async () => {
    const others = Promise.all([put({ advance: 'PT1H' }), put({ freeze: true })])
    expect(await sandbox.look('/clock')).toMatchObject({ offsetMs: 60_000, frozen: false })
    letGo()
    expect((await moved).body).toMatchObject({ offsetMs: 3_600_000 })
    await others
    expect(await sandbox.look('/clock')).toMatchObject({ offsetMs: 7_200_000, frozen: true })
  })
})

describe('merchants', () => {
  test('are listed with their settings, and never with a whole key', async () => {
    const merchants = await sandbox.look('/merchants')
    expect(merchants).toHaveLength(16)
    expect(merchants[0]).toEqual({
      iMid: 'IONPAYTEST',
      name: 'NICEPAY test merchant',
      merchantKey: '33F4…(88)',
      clientSecret: '33F4…(88)',
      publicKey: fixture('merchants.json').publicKey,
      externalIds: 'strict',
      foreignAccessTokens: 'refuse',
      bindingMessage: 'successful',
      callbackMethod: 'post',
      duplicateReferenceNo: 'accept',
      enabledPayMethods: ['01', '02', '03', '04', '05', '06', '08', '09'],
      requireUserIP: 'no',
      timeStamp: 'lenient',
      billingPhone: 'documented',
      seamlessDeadToken: 'login',
      tenureChoice: 'free',
      leastForInstalments: 1_500_000,
      callbackInReview: 'unfinished',
      cancelUnpaid: 'accept',
      partialCancel: 'accept',
      cancelNotification: 'no',
      amountEndings: 'off',
      deactivationUrl: null,
      bindingNotificationToken: 'asRegistration',
      bindingNotificationType: 'json',
      notificationRetries: 'nicepay-observed',
      notificationTimeoutMs: 15_000,
      checkoutAmount: 'both',
      pastValidity: 'refuse',
      cardAuthorisation: 'sale',
      autoPay: null,
      payoutBalance: 8_549_359_050,
      payoutDelayMs: 0,
      payoutBanks: 'listed',
      payoutUrl: null,
      fixedVaBanks: [...BANKS.keys()],
      depositUrl: null,
      autopilot: 'asStarted',
    })
  })

  test('can be made, told their key once, and changed', async () => {
    const { body: made } = await sandbox.control('/merchants', {
      name: 'My shop',
      callbackMethod: 'get',
    })
    expect(made).toMatchObject({
      name: 'My shop',
      callbackMethod: 'get',
      iMid: expect.stringMatching(/^SB[0-9A-Z]{8}$/),
    })
    expect(made.merchantKey.length).toBeGreaterThan(9)
    const path = `/_sandbox/merchants/${made.iMid}`
    await sandbox.http
      .patch(path)
      .send({ merchantKey: 'short', callbackMethod: 'post' })
      .expect(200)
    expect(await sandbox.look(`/merchants/${made.iMid}`)).toMatchObject({
      callbackMethod: 'post',
      merchantKey: 's…(5)',
    })
  })

  test.each<{ body: Fields; status: number; error: RegExp }>([
    { body: { iMid: 'IONPAYTEST' }, status: 409, error: /already/ },
    { body: { iMid: 'short' }, status: 400, error: /ten letters and digits/ },
    { body: { iMid: '__proto__x' }, status: 400, error: /ten letters and digits/ },
    { body: { merchantKey: 'with blank' }, status: 400, error: /printable/ },
    { body: { callbackMethod: 'put' }, status: 400, error: /must be post or get/ },
    { body: { color: 1 }, status: 400, error: /no field "color"/ },
  ])('cannot be made from $body', async ({ body, status, error }) => {
    const answer = await sandbox.control('/merchants', body)
    expect([answer.status, answer.body]).toEqual([status, { error: expect.stringMatching(error) }])
    expect(await sandbox.look('/merchants')).toHaveLength(16)
  })

  test('that there are not answer 404', async () => {
    await sandbox.http
      .get('/_sandbox/merchants/constructor')
      .expect(404, { error: 'there is no merchant "constructor"' })
    await sandbox.http.patch('/_sandbox/merchants/NOBODY').send({}).expect(404)
  })
})

describe('a shopper without a browser', () => {
  let shop: Receiver
  beforeEach(async () => {
    shop = await startReceiver()
  })
  afterEach(() => shop.stop())

  const begin = async () => {
    const answer = await sandbox.bind({ dbProcessUrl: shop.url, callBackUrl: `${shop.url}/back` })
    const complete = async (body: Fields) =>
      (
        await sandbox
          .control(`/interactions/${tkOf(answer.redirectUrlHttp)}/complete`, body)
          .expect(200)
      ).body
    return { tXid: answer.tXid, complete }
  }

  test('types what a person would, and is told where the browser goes next', async () => {
    const { tXid, complete } = await begin()
    expect(await complete({ phone: '081513114262', pin: '663482', otp: '4567' })).toEqual({
      state: 'linked',
      notice: null,
      next: {
        method: 'post',
        url: `${shop.url}/back`,
        fields: {
          resultCd: '0000',
          resultMsg: 'SUCCESS',
          tXid,
          referenceNo: 'MerchantReferenceNumber001',
          mitraCd: 'KDVI',
          clientUserKey: '23124532',
        },
      },
    })
    await sandbox.control('/notifications/flush').expect(200)
    expect(shop.received).toHaveLength(1)
  })

  test('can go step by step', async () => {
    const { complete } = await begin()
    expect(await complete({ phone: '081513114262', pin: '111111' })).toEqual({
      state: 'login',
      notice: { kind: 'pinWrong', left: 2 },
      next: null,
    })
    expect(await complete({ phone: '081513114262', pin: '663482' })).toEqual({
      state: 'otp',
      notice: null,
      next: null,
    })
    expect(await complete({ otp: '1111' })).toEqual({
      state: 'otp',
      notice: { kind: 'otpWrong', left: 2 },
      next: null,
    })
    await sandbox.clock({ advance: 'PT15M' })
    expect(await complete({ otp: '4567' })).toMatchObject({ state: 'login', next: null })
    expect(await complete({ phone: '081513114262', pin: '663482', otp: '4567' })).toMatchObject({
      state: 'linked',
    })
  })

  test.each([
    { outcome: 'linked', state: 'linked', resultCd: '0000' },
    { outcome: 'stopped', state: 'stopped', resultCd: '9030' },
    { outcome: 'cancelled', state: 'cancelled', resultCd: '9030' },
  ])('comes to the outcome $outcome', async ({ outcome, state, resultCd }) => {
    const { complete } = await begin()
    expect(await complete({ outcome })).toMatchObject({ state, next: { fields: { resultCd } } })
  })

  test('goes back by query where the merchant wants that', async () => {
    await sandbox.settings({ callbackMethod: 'get' })
    const { complete } = await begin()
    const { next } = await complete({ outcome: 'cancelled' })
    expect(next.method).toBe('get')
    expect(next.url).toMatch(/\/back\?resultCd=9030&resultMsg=Transaction\+Fail/)
  })

  test('finds an expired link expired', async () => {
    const { complete } = await begin()
    await sandbox.clock({ advance: 'PT24H' })
    expect(await complete({ outcome: 'linked' })).toMatchObject({
      state: 'expired',
      next: { fields: { resultCd: '9030' } },
    })
  })

  test.each<{ body: Fields; status: number; error: string }>([
    {
      body: { outcome: 'rich' },
      status: 400,
      error: '"outcome" must be one of linked, stopped, cancelled',
    },
    {
      body: { outcome: 'toString' },
      status: 400,
      error: '"outcome" must be one of linked, stopped, cancelled',
    },
    { body: { phone: 81513114262 }, status: 400, error: '"phone" must be a text' },
    {
      body: { password: 'x' },
      status: 400,
      error: 'there is no field "password"; known here: outcome, phone, pin, otp, paymentType',
    },
  ])('cannot do $body', async ({ body, status, error }) => {
    const { redirectUrlHttp } = await sandbox.bind()
    const answer = await sandbox.control(`/interactions/${tkOf(redirectUrlHttp)}/complete`, body)
    expect([answer.status, answer.body]).toEqual([status, { error }])
  })

  test('is told what the page says: that the session has ended, and nothing at an end', async () => {
    const { complete } = await begin()
    await complete({ phone: '081513114262', pin: '663482', otp: '1111' })
    await sandbox.clock({ advance: 'PT15M' })
    expect(await complete({ otp: '4567' })).toMatchObject({
      state: 'login',
      notice: { kind: 'sessionEnded' },
    })
    await sandbox.clock({ advance: 'P1D' })
    expect(await complete({ otp: '4567' })).toMatchObject({ state: 'expired', notice: null })
  })

  test('needs a link that there is', async () => {
    const answer = await sandbox.control('/interactions/nope/complete', { outcome: 'linked' })
    expect([answer.status, answer.body]).toEqual([404, { error: 'there is no interaction "nope"' }])
  })
})

describe('notifications', () => {
  test('are listed newest first, found by tXid, looked at, and sent again', async () => {
    const shop = await startReceiver()
    const tXids = []
    for (const referenceNo of ['A', 'B']) {
      const answer = await sandbox.bind({ referenceNo, dbProcessUrl: shop.url })
      tXids.push(answer.tXid)
      await sandbox.control(`/interactions/${tkOf(answer.redirectUrlHttp)}/complete`, {
        outcome: 'linked',
      })
    }
    await sandbox.control('/notifications/flush').expect(200, { flushed: 'default', underWay: 0 })
    const list = await sandbox.look('/notifications')
    expect(list.map((d: Fields) => [d.tXid, d.status])).toEqual([
      [tXids[1], 'delivered'],
      [tXids[0], 'delivered'],
    ])
    expect(await sandbox.look(`/notifications?tXid=${tXids[0]}`)).toEqual([list[1]])
    expect(await sandbox.look('/notifications?limit=1')).toEqual([list[0]])
    expect(await sandbox.look('/notifications?status=pending')).toEqual([])
    expect(await sandbox.look('/notifications?iMid=NOBODY')).toEqual([])
    expect(await sandbox.look(`/notifications/${list[0].id}`)).toEqual(list[0])
    expect(list[0].attempts[0]).toMatchObject({
      at: '2026-01-31T03:00:00.000Z',
      httpStatus: 200,
      answer: 'OK',
      error: null,
    })

    await sandbox.control(`/notifications/${list[0].id}/redeliver`).expect(200)
    await sandbox.control('/notifications/flush')
    expect(shop.received.map(({ fields }) => fields.referenceNo)).toEqual(['A', 'B', 'B'])
    expect((await sandbox.look(`/notifications/${list[0].id}`)).attempts).toHaveLength(2)
    await shop.stop()
  })

  test('that there are not answer 404, a bad limit 400', async () => {
    await sandbox.http
      .get('/_sandbox/notifications/nope')
      .expect(404, { error: 'there is no notification "nope"' })
    await sandbox.http.get('/_sandbox/notifications?limit=0').expect(400)
    await sandbox.control('/notifications/nope/redeliver').expect(404)
  })
})

describe('requests', () => {
  test('are listed newest first, narrowed by what was asked', async () => {
    await sandbox.bind()
    await sandbox.bind({ mitraCd: 'AKLP' })
    await sandbox.bind({ iMid: 'PAYLOANTES' })
    const codes = async (query: string) =>
      (await sandbox.look(`/requests?${query}`)).map((x: Fields) => [x.iMid, x.resultCd])
    expect(await codes('')).toEqual([
      ['PAYLOANTES', '0000'],
      ['IONPAYTEST', '9108'],
      ['IONPAYTEST', '0000'],
    ])
    expect(await codes('iMid=IONPAYTEST')).toHaveLength(2)
    expect(await codes('resultCd=9108')).toEqual([['IONPAYTEST', '9108']])
    expect(await codes('tXid=IONPAYTEST06202601311000000001')).toEqual([['IONPAYTEST', '0000']])
    expect(await codes('path=userAccount')).toHaveLength(3)
    expect(await codes('path=inquiry')).toEqual([])
    expect(await codes('since=2026-02-01T00:00:00Z')).toEqual([])
    expect(await codes('since=2026-01-31T10:00:00%2B07:00')).toHaveLength(3)
    await sandbox.http.get('/_sandbox/requests?since=yesterday').expect(400)
    await sandbox.http.delete('/_sandbox/requests').expect(200)
    expect(await codes('')).toEqual([])
  })

  test('never show a PIN or an OTP that was typed', async () => {
    const { redirectUrlHttp } = await sandbox.bind()
    const tk = tkOf(redirectUrlHttp)
    await sandbox.http
      .post(`/kredivo/v2/connecting?tk=${tk}`)
      .type('form')
      .send({ phone: '081513114262', pin: '663482' })
    await sandbox.http.post(`/kredivo/v2/otp?tk=${tk}`).type('form').send({ otp: '8642' })
    const [otp, login] = await sandbox.look('/requests')
    expect(otp).toMatchObject({
      reason: 'Wrong OTP. Attempts left: 2',
      request: { body: 'otp=****' },
    })
    expect(login.request.body).toBe('phone=081513114262&pin=****')
  })
})

test('DELETE /state begins anew: merchants as published, links dead', async () => {
  const { redirectUrlHttp } = await sandbox.bind()
  await sandbox.settings({ callbackMethod: 'get' })
  await sandbox.http.delete('/_sandbox/state').expect(200, { reset: 'default' })
  expect(await sandbox.look('/merchants/IONPAYTEST')).toMatchObject({ callbackMethod: 'post' })
  await sandbox.http
    .get(new URL(redirectUrlHttp ?? '').pathname + new URL(redirectUrlHttp ?? '').search)
    .expect(404)
})

describe('what the control API does not know', () => {
  test.each([
    {
      call: () => sandbox.http.get('/_sandbox/nothing'),
      status: 404,
      error: 'there is no call /nothing',
    },
    {
      call: () => sandbox.http.put('/_sandbox/health').send({}),
      status: 405,
      error: '/health takes GET',
    },
    {
      call: () => sandbox.http.get('/_sandbox/health?namespace=other'),
      status: 404,
      error: 'there is no namespace "other"',
    },
    {
      call: () => sandbox.http.get('/_sandbox/health?namespace=__proto__'),
      status: 404,
      error: 'there is no namespace "__proto__"',
    },
    {
      call: () =>
        sandbox.http.put('/_sandbox/clock').set('Content-Type', 'application/json').send('{'),
      status: 400,
      error: expect.stringMatching(/JSON/),
    },
    {
      call: () =>
        sandbox.http.put('/_sandbox/clock').set('Content-Type', 'application/json').send('[1]'),
      status: 400,
      error: 'the body must be a JSON object',
    },
    {
      call: () =>
        sandbox.http.put('/_sandbox/clock').set('Content-Type', 'application/json').send('null'),
      status: 400,
      error: 'the body must be a JSON object',
    },
    {
      call: () => sandbox.http.get('/_sandbox/requests/%E0%A4%A'),
      status: 400,
      error: expect.stringMatching(/decode/),
    },
    {
      call: () => sandbox.http.get('/nothing'),
      status: 404,
      error: 'there is nothing at /nothing',
    },
  ])('$error', async ({ call, status, error }) => {
    const answer = await call()
    expect([answer.status, answer.body]).toEqual([status, { error }])
  })
})

test('HEAD of the events ends', async () => {
  await sandbox.http.head('/_sandbox/events').expect(200)
})

test('events tell of exchanges, orders and deliveries as they happen', async () => {
  const shop = await startReceiver()
  const stopping = new AbortController()
  const stream = await fetch(`${sandbox.url}/_sandbox/events`, { signal: stopping.signal })
  const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader()
  const { redirectUrlHttp } = await sandbox.bind({ dbProcessUrl: shop.url })
  await sandbox.control(`/interactions/${tkOf(redirectUrlHttp)}/complete`, { outcome: 'linked' })
  let text = ''
  while (!text.includes('"status":"delivered"')) text += (await reader?.read())?.value ?? ''
  const events = text.split('\n\n').filter((event) => event.startsWith('event: '))
  expect(events.map((event) => event.split('\n')[0])).toEqual([
    'event: transaction',
    'event: exchange',
    'event: transaction',
    'event: delivery',
    'event: delivery',
  ])
  const data = events.map((event) => JSON.parse(event.split('data: ')[1] ?? ''))
  expect(data[0]).toMatchObject({ kind: 'binding', iMid: 'IONPAYTEST', status: 'requested' })
  expect(data[1]).toMatchObject({ endpoint: 'binding.registration', resultCd: '0000' })
  expect(data[2]).toMatchObject({ tXid: data[0].tXid, status: 'bound' })
  expect(data[4]).toMatchObject({
    namespace: 'default',
    kind: 'binding',
    attempts: 1,
    last: 'HTTP 200',
    dueAt: null,
  })
  stopping.abort()
  await shop.stop()
})
