import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import express from 'express'
import { ControlRefusal } from '../../src/client/types.ts'
import { type Receiver, startReceiver } from '../../src/demo/receiver.ts'
import { SYSTEM_CLOCK } from '../../src/domain/clock.ts'
import { type ControlDeps, mountCalls } from '../../src/http/control/calls.ts'
import { waitCalls } from '../../src/http/control/wait.ts'
import { openWatch, type Watch, type WatchOptions } from '../../src/http/control/watch.ts'
import { CLOCK } from '../../src/store/now.ts'
import type { Tx } from '../../src/store/overlay.ts'
import { seed } from '../../src/store/seed.ts'
import { openStore } from '../../src/store/store.ts'
import { testEnv } from '../support/clock.ts'
import { tkOf } from '../support/fixtures.ts'
import { type PayloanShop, payloanShop } from '../support/payloan.ts'
import { type TestSandbox, testSandbox } from '../support/sandbox.ts'

let sandbox: TestSandbox
let receiver: Receiver
let shop: PayloanShop
let receiverSays = 200
beforeEach(async () => {
  receiverSays = 200
  sandbox = await testSandbox()
  receiver = await startReceiver((res) => {
    res.statusCode = receiverSays
    res.end()
  })
  shop = payloanShop(sandbox, receiver)
})
afterEach(async () => {
  await sandbox.stop()
  await receiver.stop()
})

describe('waiting for an order', () => {
  test('ends as soon as it is paid and the merchant has acknowledged', async () => {
    const order = await shop.register({ tokenizeUser: '0' })
    const { tXid } = order
    const paid = sandbox.client.wait({ tXid, status: 'paid', notified: true })
    await shop.complete(order, { outcome: 'approved' })
    expect(await paid).toMatchObject({
      tXid,
      status: 'paid',
      notifications: [{ tXid, status: 'delivered', attempts: [{ httpStatus: 200 }] }],
    })
  })

  test('ends when the order’s time is over, though nothing changes then', async () => {
    const order = await shop.register()
    const failed = sandbox.client.wait({ tXid: order.tXid, status: 'failed' })
    await sandbox.clock({ advance: 'P1D' })
    expect(await failed).toMatchObject({ status: 'failed', notifications: [] })
  })

  test('of which nothing is known yet, ends when it is registered', async () => {
    const coming = sandbox.client.wait({ tXid: 'PAYLOANTES06202601311000000001' })
    await shop.register()
    expect(await coming).toMatchObject({ status: 'init' })
  })

  test('works for bindings too', async () => {
    const { tXid = '', redirectUrlHttp } = await sandbox.bind({ dbProcessUrl: receiver.url })
    const bound = sandbox.client.wait({ tXid, status: 'bound', notified: true })
    await sandbox.client.complete(redirectUrlHttp ?? '', { outcome: 'linked' })
    expect(await bound).toMatchObject({ status: 'bound', boundAt: '2026-01-31T03:00:00.000Z' })
  })

  /** What is missing when the time is over. */
  const missing = async (tXid: string, status = 'paid'): Promise<string> => {
    const waited = sandbox.client.wait({ tXid, status, notified: true, timeoutMs: 0 })
    const error = await waited.catch((thrown: unknown) => thrown)
    if (!(error instanceof ControlRefusal)) throw new Error('it was all there')
    expect(error.status).toBe(408)
    return error.message.replace(tXid, 'it')
  }

  test('says what is missing when the time is over', async () => {
    const order = await shop.register({ tokenizeUser: '0' })
    const { tXid } = order
    expect(await missing('nothing')).toBe('it after 0 ms: there is no such order or binding yet')
    expect(await missing(tXid)).toBe(
      'it after 0 ms: it is "init", not "paid": nobody has opened the payment step yet',
    )
    const tk = await shop.sendBrowser(order)
    expect(await missing(tXid)).toContain('nobody has logged in at the lender yet')
    await sandbox.client.complete(tk, { phone: '081200000008', pin: '663482' })
    expect(await missing(tXid)).toContain('the shopper stands at the OTP')
    await sandbox.client.complete(tk, { otp: '4567' })
    expect(await missing(tXid)).toContain('the shopper stands at the confirmation')
    await sandbox.client.complete(tk, { paymentType: '30_days' })
    expect(await missing(tXid)).toContain('the lender is reviewing it')
    receiverSays = 500
    await sandbox.client.transactions.approve(tXid)
    await sandbox.client.notifications.flush()
    expect(await missing(tXid)).toMatch(
      /^it after 0 ms: its notification was not acknowledged: word\d+ to http.*\/notification is pending after 1 attempts, the last one: HTTP 500, due at 2026-01-31T03:01:00.000Z$/,
    )
    const { tXid: refused } = await shop.register()
    await sandbox.client.transactions.expire(refused)
    expect(await missing(refused, 'failed')).toBe(
      'it after 0 ms: it is "failed", and no notification was made',
    )
  })

  test.each([
    ['', '"tXid" is missing'],
    ['?tXid=', '"tXid" is missing'],
    [
      '?tXid=x&status=payed',
      '"status" must be one of init, unpaid, processing, ready, paid, void, refund, failed, expired, requested, bound',
    ],
    ['?tXid=x&notified=yes', '"notified" must be true or false'],
    ['?tXid=x&timeoutMs=soon', '"timeoutMs" must be a whole number from 0 to 120000'],
    [
      '?txid=x',
      'there is no parameter "txid"; known here: namespace, tXid, status, notified, timeoutMs',
    ],
  ])('is refused: /wait%s', async (query, error) => {
    const answer = await sandbox.http.get(`/_sandbox/wait${query}`)
    expect([answer.status, answer.body]).toEqual([400, { error }])
  })

  test('ends when the sandbox stops', async () => {
    const late = sandbox.client.wait({ tXid: 'x', timeoutMs: 60_000 }).catch((e: Error) => e)
    const inbox = sandbox.client.otps({ timeoutMs: 60_000 }).catch((e: Error) => e)
    await sandbox.look('/health')
    await sandbox.stop()
    const stops = expect.objectContaining({ status: 503, message: 'the sandbox stops' })
    expect([await late, await inbox]).toEqual([stops, stops])
  })

  test('is told when its client goes away', async () => {
    let waits: (options: WatchOptions<unknown>) => void = () => {}
    const waiting = new Promise<WatchOptions<unknown>>((resolve) => {
      waits = resolve
    })
    const until: Watch['until'] = (options) => {
      waits(options)
      return new Promise((resolve) => {
        options.gone?.addEventListener('abort', () => resolve(undefined))
      })
    }
    const store = await openStore()
    await store.renew('default', seed)
    const deps = { core: { store, env: testEnv() }, watch: { until } } as unknown as ControlDeps
    const router = express.Router()
    mountCalls(router, waitCalls(deps), deps)
    const server = http.createServer(express().use(router)).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const client = http.get({ host: '127.0.0.1', port, path: '/wait?tXid=x&timeoutMs=60000' })
    client.on('error', () => {})
    const { gone, tXid } = await waiting
    expect([tXid, gone?.aborted]).toEqual(['x', false])
    client.destroy()
    if (gone) await once(gone, 'abort')
    await new Promise((closed) => server.close(closed))
  })
})

describe('a watch', () => {
  /** A watch in which each look is counted under the name of who waits. */
  const counting = async () => {
    const store = await openStore()
    await store.renew('default', seed)
    const watch = openWatch(store)
    const looks: string[] = []
    const until = (name: string, options: Partial<WatchOptions<string>> = {}) =>
      watch.until<string>({
        namespace: 'default',
        timeoutMs: 60_000,
        look: () => void looks.push(name),
        ...options,
      })
    /** Who looks again after a change. */
    const woken = async (change: (tx: Tx) => void): Promise<string[]> => {
      looks.length = 0
      await store.transact('default', change)
      return [...looks].sort()
    }
    return { store, watch, until, woken, looks }
  }

  /** A record of which only what the tables are indexed by is looked at. */
  // biome-ignore lint/suspicious/noExplicitAny: it stands for a record of any table
  const about = (tXid: string | null): any => ({ tXid, phone: null, step: 'login', details: {} })

  test.each<{ what: string; change: (tx: Tx) => void; wakes: string[] }>([
    { what: 'an order', change: (tx) => tx.transactions.put('A', about('A')), wakes: ['A'] },
    { what: 'an order that goes', change: (tx) => tx.transactions.remove('B'), wakes: ['B'] },
    { what: 'a notification', change: (tx) => tx.deliveries.put('d', about('A')), wakes: ['A'] },
    {
      what: 'a notification of no order',
      change: (tx) => tx.deliveries.put('d', about(null)),
      wakes: [],
    },
    {
      what: 'a visit',
      change: (tx) => tx.interactions.put('t', about('A')),
      wakes: ['A', 'inbox'],
    },
    {
      what: 'several at once',
      change: (tx) => {
        tx.transactions.put('A', about('A'))
        tx.deliveries.put('d', about('A'))
        tx.bindings.put('B', about('B'))
      },
      wakes: ['A', 'B'],
    },
    {
      what: 'the clock',
      change: (tx) => tx.clock.put(CLOCK, SYSTEM_CLOCK),
      wakes: ['A', 'B', 'inbox'],
    },
  ])('looks again where it can matter: $what', async ({ change, wakes }) => {
    const { until, woken, watch } = await counting()
    const waits = [until('A', { tXid: 'A' }), until('B', { tXid: 'B' }), until('inbox')]
    expect(await woken(change)).toEqual(wakes)
    watch.close()
    await Promise.allSettled(waits)
  })

  test('looks again when the namespace begins anew', async () => {
    const { store, until, looks, watch } = await counting()
    const waits = [until('A', { tXid: 'A' }), until('inbox')]
    await store.renew('default', seed)
    expect(looks).toEqual(['A', 'inbox', 'A', 'inbox'])
    watch.close()
    await Promise.allSettled(waits)
  })

  test('looks no more when nobody waits', async () => {
    const { until, woken } = await counting()
    const gone = new AbortController()
    const left = until('A', { tXid: 'A', gone: gone.signal })
    gone.abort()
    expect(await left).toBeUndefined()
    expect(await until('A', { tXid: 'A', gone: gone.signal })).toBeUndefined()
    expect(await woken((tx) => tx.transactions.put('A', about('A')))).toEqual([])
  })

  test('that is closed begins no wait', async () => {
    const { until, watch } = await counting()
    watch.close()
    await expect(until('A', { tXid: 'A' })).rejects.toThrow('the sandbox stops')
    expect(await until('A', { look: () => 'there' })).toBe('there')
  })
})

describe('the OTP inbox', () => {
  test('has what waits to be typed, and waits for it', async () => {
    const { redirectUrlHttp } = await sandbox.bind()
    const tk = tkOf(redirectUrlHttp)
    const coming = sandbox.client.otps({ phone: '0815-1311-4262', timeoutMs: 5000 })
    await sandbox.client.complete(tk, { phone: '081513114262', pin: '663482' })
    const [otp, ...others] = await coming
    expect([otp, others]).toEqual([
      {
        phone: '081513114262',
        otp: '4567',
        sentAt: '2026-01-31T03:00:00.000Z',
        expiresAt: '2026-01-31T03:03:00.000Z',
        tk,
        tXid: expect.stringMatching(/^IONPAYTEST06/),
        iMid: 'IONPAYTEST',
      },
      [],
    ])
    expect(await sandbox.client.otps({ phone: '081291891818' })).toEqual([])
    expect(await sandbox.client.otps()).toEqual([otp])
    await sandbox.client.complete(tk, { otp: otp?.otp ?? '' })
    expect(await sandbox.client.otps()).toEqual([])
  })

  test('has nothing that no page would take any more', async () => {
    const { redirectUrlHttp, tXid } = await sandbox.bind()
    const tk = tkOf(redirectUrlHttp)
    const logIn = { phone: '081513114262', pin: '663482' }
    await sandbox.client.complete(tk, logIn)
    expect(await sandbox.client.otps({ tXid: tXid ?? '' })).toHaveLength(1)
    expect(await sandbox.client.otps({ tXid: 'another' })).toEqual([])
    await sandbox.clock({ advance: 'PT4M' })
    expect(await sandbox.client.otps()).toEqual([])
    await sandbox.client.complete(tk, logIn)
    expect(await sandbox.client.otps()).toHaveLength(1)
    await sandbox.clock({ advance: 'P2D' })
    expect(await sandbox.client.otps()).toEqual([])
  })

  test('asks for a telephone number', async () => {
    await expect(sandbox.client.otps({ phone: 'Siti' })).rejects.toThrow(
      '"phone" must be an Indonesian mobile number',
    )
  })
})
