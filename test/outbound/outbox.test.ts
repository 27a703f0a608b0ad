import { getEventListeners } from 'node:events'
import http from 'node:http'
import { setImmediate as turn } from 'node:timers/promises'
import { afterEach, describe, expect, test } from '@jest/globals'
import { type Adapter, Memory } from 'lowdb'
import { type Received, type Receiver, startReceiver } from '../../src/demo/receiver.ts'
import { type Delivery, redelivered } from '../../src/domain/delivery.ts'
import { type Outbox, openOutbox } from '../../src/outbound/outbox.ts'
import { send } from '../../src/outbound/send.ts'
import { openFaults } from '../../src/store/faults.ts'
import { seed } from '../../src/store/seed.ts'
import type { State } from '../../src/store/state.ts'
import { openStore, StorageError, type Store } from '../../src/store/store.ts'
import { travel } from '../../src/timing/travel.ts'
import { MINUTE, T0 } from '../support/clock.ts'
import { placeIn } from '../support/place.ts'
import { delivery } from '../support/records.ts'

const systemNow = () => T0
const bugs: unknown[] = []
const bug = (error: unknown) => void bugs.push(error)

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
  expect(bugs.splice(0)).toEqual([])
})

interface World {
  readonly store: Store
  readonly outbox: Outbox
  put(...deliveries: Delivery[]): Promise<void>
  get(id: string): Delivery | undefined
  advance(ms: number): Promise<void>
}

const world = async (adapter?: Adapter<State>): Promise<World> => {
  const store = await openStore(adapter)
  await store.renew('default', seed)
  const outbox = openOutbox({
    store,
    systemNow,
    send,
    faults: openFaults(store),
    bug,
    recordAgain: { first: 10, most: 10 },
  })
  closing.push(() => outbox.stop())
  let now = T0
  return {
    store,
    outbox,
    put: (...all) =>
      store.transact('default', (tx) => {
        for (const one of all) tx.deliveries.put(one.id, one)
      }),
    get: (id) => store.world('default')?.tables.deliveries.get(id),
    advance: (ms) => {
      now += ms
      return travel({ store, worker: outbox, systemNow }, placeIn(store), () => now)
    },
  }
}

const receiver = async (answer?: Parameters<typeof startReceiver>[0]): Promise<Receiver> => {
  const one = await startReceiver(answer)
  closing.push(() => one.stop())
  return one
}

/** Answers with these statuses, one after the other, and the last one for ever. */
const answering = (...statuses: number[]) => {
  let count = 0
  return (res: http.ServerResponse) => {
    res.statusCode = statuses[Math.min(count++, statuses.length - 1)] ?? 200
    res.end('answer')
  }
}

test('a receiver that hangs is waited for as long as there is patience; what it answers later is recorded', async () => {
  const { put, outbox, get, store } = await world()
  let answer = () => {}
  const hanging = await receiver((res) => {
    answer = () => void res.end('at last')
  })
  const quick = await receiver()
  const recorded = new Promise<void>((resolve) => {
    store.onCommit(({ changes }) => {
      if (
        changes.some(
          ([, id, record]) => id === 'slow' && record && 'tries' in record && record.tries,
        )
      )
        resolve()
    })
  })
  let lose = () => {}
  const patience = new Promise<void>((resolve) => {
    lose = resolve
  })
  await put(
    delivery('slow', { url: hanging.url, tXid: 'one' }),
    delivery('fast', { url: quick.url, tXid: 'other' }),
  )
  const flushed = outbox.flush('default', patience)
  while (outbox.underWay('default') !== 1 || hanging.received.length === 0) await turn()
  expect(get('fast')?.status).toBe('delivered')
  lose()
  await flushed
  expect([get('slow')?.attempts, outbox.underWay('default')]).toEqual([[], 1])

  answer()
  await recorded
  await outbox.flush('default')
  expect([get('slow')?.attempts[0]?.answer, outbox.underWay('default')]).toEqual(['at last', 0])
})

test('a delivery goes out as NICEPAY sends it, as soon as it is committed', async () => {
  const { put, outbox, get } = await world()
  const shop = await receiver()
  const one = delivery('d1', { url: `${shop.url}/notif?x=1` })
  await put(one)
  await outbox.flush('default')
  const host = new URL(shop.url).host
  const [call] = shop.received as [Received]
  expect(call.method).toBe('POST')
  expect(call.text).toBe(one.body)
  expect(call.headers).toEqual({
    'content-type': 'application/json',
    'user-agent': 'Jakarta Commons-HttpClient/3.1',
    host,
    'content-length': String(one.body.length),
    connection: 'keep-alive',
  })
  const latencyMs = get('d1')?.attempts[0]?.latencyMs
  expect(get('d1')).toEqual({
    ...one,
    status: 'delivered',
    dueAt: null,
    tries: 1,
    attempts: [
      {
        at: T0,
        requestHeaders: [
          'Content-Type: application/json',
          'User-Agent: Jakarta Commons-HttpClient/3.1',
          `Host: ${host}`,
          `Content-Length: ${one.body.length}`,
          'Connection: keep-alive',
        ],
        httpStatus: 200,
        answer: 'OK',
        latencyMs,
        error: null,
      },
    ],
  })
})

describe('what is not acknowledged', () => {
  test('is sent again a minute later, three times, and then has failed', async () => {
    const { put, get, advance } = await world()
    const shop = await receiver(answering(500))
    await put(delivery('d1', { url: shop.url }))
    await advance(3 * MINUTE - 1)
    expect(shop.received).toHaveLength(3)
    await advance(MINUTE * 60)
    expect(shop.received).toHaveLength(4)
    expect(get('d1')).toMatchObject({ status: 'failed', dueAt: null })
    expect(get('d1')?.attempts.map(({ at }) => at - T0)).toEqual(
      [0, 1, 2, 3].map((m) => m * MINUTE),
    )
  })

  test('is not sent again once it was acknowledged', async () => {
    const { put, get, advance } = await world()
    const shop = await receiver(answering(503, 200))
    await put(delivery('d1', { url: shop.url }))
    await advance(MINUTE * 60)
    expect(get('d1')?.attempts.map((a) => a.httpStatus)).toEqual([503, 200])
    expect(get('d1')?.status).toBe('delivered')
  })
})

describe('a receiver that', () => {
  test.each<{ does: string; answer: (res: http.ServerResponse) => void; attempt: object }>([
    {
      does: 'redirects is not followed',
      answer: (res) => res.writeHead(302, { Location: '/elsewhere' }).end(),
      attempt: { httpStatus: 302, error: null },
    },
    {
      does: 'answers 101 has not acknowledged',
      answer: (res) =>
        void res.socket?.write(
          'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n',
        ),
      attempt: { httpStatus: 101, error: null },
    },
    {
      does: 'breaks off',
      answer: (res) => res.socket?.destroy(),
      attempt: { httpStatus: null, error: 'the receiver broke the connection off' },
    },
    {
      does: 'never answers',
      answer: () => {},
      attempt: { httpStatus: null, error: 'no complete answer within 50 ms' },
    },
    {
      does: 'never ends its answer',
      answer: (res) => void res.write('slow'),
      attempt: { httpStatus: null, error: 'no complete answer within 50 ms' },
    },
    {
      does: 'answers 10 MB is cut',
      answer: (res) => res.end('x'.repeat(10_000_000)),
      attempt: { httpStatus: 200, error: null, answer: 'x'.repeat(2000) },
    },
  ])('$does', async ({ does, answer, attempt }) => {
    const { put, get, outbox } = await world()
    const shop = await receiver(answer)
    const timeoutMs = does.startsWith('never') ? 50 : 15_000
    await put(delivery('d1', { url: shop.url, retries: 'none', timeoutMs }))
    await outbox.flush('default')
    expect(get('d1')?.attempts).toEqual([expect.objectContaining(attempt)])
    expect(shop.received).toHaveLength(1)
  })

  test('is not there', async () => {
    const { put, get, outbox } = await world()
    const gone = await startReceiver()
    await gone.stop()
    await put(delivery('d1', { url: gone.url, retries: 'none' }))
    await outbox.flush('default')
    expect(get('d1')).toMatchObject({
      status: 'failed',
      attempts: [{ httpStatus: null, error: 'nobody listens there (connection refused)' }],
    })
  })

  test('closes kept connections is called again, without an attempt being lost', async () => {
    const { put, get, outbox } = await world()
    const server = http.createServer((_req, res) => res.end('OK'))
    server.keepAliveTimeout = 1
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    closing.push(() => new Promise((done) => void server.close(() => done())))
    const url = `http://127.0.0.1:${(server.address() as { port: number }).port}`
    for (const id of ['d1', 'd2', 'd3', 'd4']) {
      await put(delivery(id, { url, retries: 'none' }))
      await outbox.flush('default')
      server.closeIdleConnections()
    }
    expect(['d1', 'd2', 'd3', 'd4'].map((id) => get(id)?.status)).toEqual(
      Array(4).fill('delivered'),
    )
  })
})

describe('notifications never go to', () => {
  test.each([
    'http://169.254.169.254/latest/meta-data',
    'http://169.254.170.2/',
    'http://[fe80::1]/',
    'http://[fd00:ec2::254]/',
    'http://[::ffff:169.254.169.254]/',
    'http://[64:ff9b::a9fe:a9fe]/',
    'http://[2002:a9fe:a9fe::]/',
    'http://100.100.100.200/',
    'http://2852039166/',
  ])('%s', async (url) => {
    const { put, get, outbox } = await world()
    await put(delivery('d1', { url, retries: 'none' }))
    await outbox.flush('default')
    expect(get('d1')?.attempts[0]?.error).toMatch(/^notifications never go to /)
  })
})

test('the second delivery of a tXid waits until the first is acknowledged', async () => {
  const { put, get, advance } = await world()
  const shop = await receiver(answering(500, 500, 200))
  const url = shop.url
  await put(
    delivery('d1', { url, tXid: 'T', body: '{"n":1}' }),
    delivery('d2', { url, tXid: 'T', body: '{"n":2}' }),
  )
  await advance(MINUTE * 60)
  expect(shop.received.map(({ text }) => text)).toEqual([
    '{"n":1}',
    '{"n":1}',
    '{"n":1}',
    '{"n":2}',
  ])
  expect([get('d1')?.status, get('d2')?.status]).toEqual(['delivered', 'delivered'])
})

test('a receiver that hangs does not hold another one up', async () => {
  const { put, get, outbox } = await world()
  const hanging = await receiver(() => {})
  const quick = await receiver()
  const many = Array.from({ length: 100 }, (_, n) =>
    delivery(`h${n}`, { url: hanging.url, timeoutMs: 60_000 }),
  )
  await put(...many, delivery('q', { url: quick.url }))
  await quick.waitFor('/', 5000)
  while (get('q')?.status !== 'delivered') await new Promise((go) => setImmediate(go))
  expect(hanging.received.length).toBeLessThanOrEqual(32)
  await outbox.stop()
  expect(many.map(({ id }) => get(id)?.status)).toEqual(Array(100).fill('pending'))
})

test('a stop ends a journey through time', async () => {
  const { put, outbox, advance } = await world()
  let calls = 0
  const shop = await receiver((res) => void (calls++ === 0 ? res.writeHead(500).end() : undefined))
  await put(delivery('d1', { url: shop.url }))
  const travelling = advance(60 * MINUTE)
  while (shop.received.length < 2) await new Promise((go) => setImmediate(go))
  await outbox.stop()
  await travelling
})

describe('when an attempt cannot be recorded', () => {
  test('it is not made again; flush says why', async () => {
    const memory = new Memory<State>()
    let full = false
    const { put, outbox, get } = await world({
      read: () => Promise.resolve(memory.read()),
      write: async (state) => {
        if (full) throw new Error('ENOSPC')
        await memory.write(state)
      },
    })
    const shop = await receiver()
    await put(delivery('d1', { url: shop.url }))
    // Before the answer can have come: nothing was given to the network yet.
    full = true
    await expect(outbox.flush('default')).rejects.toThrow(StorageError)
    await expect(outbox.flush('default')).rejects.toThrow(StorageError)
    expect(shop.received).toHaveLength(1)
    expect(get('d1')?.attempts).toEqual([])
  })

  test('a reset that fails in between loses no delivery', async () => {
    const memory = new Memory<State>()
    let full = false
    const { store, put, outbox } = await world({
      read: () => Promise.resolve(memory.read()),
      write: async (state) => {
        if (full) throw new Error('ENOSPC')
        await memory.write(state)
      },
    })
    await put(delivery('d1', { url: 'http://127.0.0.1:9', dueAt: T0 + MINUTE }))
    full = true
    const reset = store.renew('default', seed)
    outbox.nextDue('default')
    await expect(reset).rejects.toThrow(StorageError)
    expect(outbox.nextDue('default')).toBe(T0 + MINUTE)
  })
})

test('what is pending at a start is sent', async () => {
  const { store, put, outbox } = await world()
  const shop = await receiver()
  await outbox.stop()
  await put(delivery('d1', { url: shop.url }))
  const again = openOutbox({
    store,
    systemNow,
    send,
    faults: openFaults(store),
    bug,
    recordAgain: { first: 10, most: 10 },
  })
  closing.push(() => again.stop())
  await again.flush('default')
  expect(shop.received).toHaveLength(1)
})

test('a delivery that a reset took away is forgotten', async () => {
  const { store, put, outbox } = await world()
  const shop = await receiver()
  await put(delivery('d1', { url: shop.url, dueAt: T0 + MINUTE }))
  expect(outbox.nextDue('default')).toBe(T0 + MINUTE)
  await store.renew('default', seed)
  expect(outbox.nextDue('default')).toBeUndefined()
})

test('a delivery that was removed is sent no more', async () => {
  const { store, put, outbox, advance } = await world()
  const shop = await receiver(answering(500))
  await put(delivery('d1', { url: shop.url }))
  await outbox.flush('default')
  await store.transact('default', (tx) => tx.deliveries.remove('d1'))
  await advance(60 * MINUTE)
  expect(shop.received).toHaveLength(1)
})

test('deliveries that wait for their turn are forgotten by a reset', async () => {
  const { store, put, outbox } = await world()
  const open: http.ServerResponse[] = []
  const shop = await receiver((res) => void open.push(res))
  await put(...Array.from({ length: 40 }, (_, n) => delivery(`d${n}`, { url: shop.url })))
  while (open.length < 32) await new Promise((go) => setImmediate(go))
  await store.renew('default', seed)
  for (const res of open) res.end('OK')
  await outbox.flush('default')
  expect(shop.received).toHaveLength(32)
})

test('a redelivery asked for during an attempt is an attempt of its own', async () => {
  const { store, put, get, outbox } = await world()
  const open: http.ServerResponse[] = []
  const shop = await receiver((res) => void open.push(res))
  await put(delivery('d1', { url: shop.url }))
  while (open.length < 1) await new Promise((go) => setImmediate(go))
  await store.transact('default', (tx) => {
    const current = tx.deliveries.get('d1')
    if (current) tx.deliveries.put('d1', redelivered(current, T0))
  })
  open[0]?.end('OK')
  while (open.length < 2) await new Promise((go) => setImmediate(go))
  open[1]?.end('OK')
  await outbox.flush('default')
  expect(get('d1')).toMatchObject({ status: 'delivered', tries: 1, attempts: [{}, {}] })
})

test('a clock that is set back makes nothing happen', async () => {
  const { put, get, advance } = await world()
  const shop = await receiver()
  await put(delivery('d1', { url: shop.url, dueAt: T0 + MINUTE }))
  await advance(-MINUTE)
  expect(shop.received).toHaveLength(0)
  await advance(2 * MINUTE)
  expect(get('d1')?.attempts.map(({ at }) => at)).toEqual([T0 + MINUTE])
})

test('an attempt leaves nothing behind at the signal that would stop it', async () => {
  const shop = await receiver((res) => void res.end('OK'))
  const stopping = new AbortController()
  for (const url of [shop.url, 'http://127.0.0.1:9']) {
    await send(delivery('d1', { url }), stopping.signal)
    expect(getEventListeners(stopping.signal, 'abort')).toEqual([])
  }
})
