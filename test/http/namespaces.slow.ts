import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Control } from '../../src/client/control.ts'
import { type Receiver, startReceiver } from '../../src/demo/receiver.ts'
import { systemEnv } from '../../src/env.ts'
import { type Fields, fixture } from '../support/fixtures.ts'
import { cartOf, signed, TIME } from '../support/payloan.ts'
import { type TestSandbox, testSandbox } from '../support/sandbox.ts'

let sandbox: TestSandbox
let receiver: Receiver
beforeAll(async () => {
  sandbox = await testSandbox({ env: systemEnv() })
  receiver = await startReceiver()
})
afterAll(async () => {
  await sandbox.stop()
  await receiver.stop()
})

interface World {
  readonly name: string
  readonly iMid: string
  readonly key: string
  readonly control: Control
}

const make = async (name?: string): Promise<World> => {
  const made = await sandbox.client.namespaces.make(name)
  const { iMid, merchantKey } = made.merchant
  return { name: made.name, iMid, key: merchantKey, control: sandbox.client.in(made.name) }
}

const post = async (path: string, body: Fields): Promise<Record<string, string>> => {
  const headers = { 'Content-Type': 'application/json' }
  const answer = await fetch(`${sandbox.url}/nicepay/direct/v2/${path}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  })
  return (await answer.json()) as Record<string, string>
}

/** Buys in a namespace; every one has the same order number. */
const buy = async ({ iMid, key, control }: World, outcome: string) => {
  const asked = {
    ...fixture('requests/direct.registration.json'),
    iMid,
    tokenizeUser: '0',
    clientUserKey: '',
    timeStamp: TIME,
    referenceNo: 'ORDER-1',
    amt: '25145',
    cartData: cartOf('25145'),
    dbProcessUrl: `${receiver.url}/${iMid}`,
  }
  const { tXid = '', resultCd } = await post('registration', signed(asked, 'registration', key))
  if (resultCd !== '0000') throw new Error(`${iMid}: ${resultCd}`)
  const { merchantToken } = signed({ ...asked, tXid }, 'payment', key)
  const step = new URLSearchParams({
    timeStamp: TIME,
    tXid,
    merchantToken: String(merchantToken),
    callBackUrl: `${receiver.url}/callback`,
  })
  const led = await fetch(`${sandbox.url}/nicepay/direct/v2/payment?${step}`, {
    redirect: 'manual',
  })
  await control.complete(led.headers.get('location') ?? '', { outcome })
  return tXid
}

test('a namespace has a merchant with a key of its own, the test shoppers and a clock of its own', async () => {
  const { name, iMid, key, control } = await make('worker-1')
  expect(name).toBe('worker-1')
  expect(iMid).toMatch(/^SB[0-9A-Z]{8}$/)
  expect(key.length).toBeGreaterThan(20)
  expect((await control.merchants.list()).map((one) => one.iMid)).toEqual([iMid])
  expect(await control.shoppers.list()).toHaveLength(15)
  await control.clock.set('2030-01-01T00:00:00Z')
  expect((await sandbox.client.clock.get()).now).not.toContain('2030')
  await sandbox.client.namespaces.drop(name)
})

test('names are refused that exist, or are no names; `default` stays', async () => {
  const { name } = await make('mine')
  await expect(make('mine')).rejects.toThrow('there is a namespace "mine" already')
  await expect(make('a b')).rejects.toThrow(/"name" must be 1 to 100 letters/)
  await expect(sandbox.client.namespaces.drop('default')).rejects.toThrow('stays')
  await sandbox.client.namespaces.drop(name)
  await expect(sandbox.client.namespaces.drop(name)).rejects.toThrow('there is no namespace "mine"')
  await expect(sandbox.client.in(name).health()).rejects.toThrow('there is no namespace "mine"')
})

test('what is dropped is gone: its merchant is unknown, its links lead nowhere, its notifications are not sent', async () => {
  const world = await make()
  await world.control.faults.make({ endpoint: 'notification', steps: [{ delayMs: 1000 }] })
  const tXid = await buy(world, 'approved')
  await sandbox.client.namespaces.drop(world.name)
  const asked = { iMid: world.iMid, tXid, referenceNo: 'ORDER-1', amt: '25145', timeStamp: TIME }
  expect((await post('inquiry', signed(asked, 'inquiry', world.key))).resultCd).toBe('9011')
  expect(receiver.received.filter(({ path }) => path === `/${world.iMid}`)).toEqual([])
  expect(await sandbox.client.requests.list({ tXid })).toEqual([])
})

test('beginning anew keeps the merchants of a namespace, with settings as at first', async () => {
  const world = await make()
  await world.control.merchants.change(world.iMid, { callbackMethod: 'get' })
  await buy(world, 'declined')
  await world.control.state.reset()
  expect(await world.control.transactions.list()).toEqual([])
  expect(await world.control.merchants.get(world.iMid)).toMatchObject({ callbackMethod: 'post' })
  await buy(world, 'approved')
  await sandbox.client.namespaces.drop(world.name)
})

test('200 of them are driven in parallel and see nothing of each other', async () => {
  const outcomes = ['approved', 'declined', 'underReview', 'cancelled'] as const
  const status = {
    approved: 'paid',
    declined: 'failed',
    underReview: 'unpaid',
    cancelled: 'unpaid',
  }
  const drive = async (_: unknown, index: number) => {
    const world = await make()
    const outcome = outcomes[index % 4] ?? 'approved'
    const tXid = await buy(world, outcome)
    const orders = await world.control.transactions.list()
    const exchanges = await world.control.requests.list()
    await sandbox.client.namespaces.drop(world.name)
    return {
      orders: orders.map((order) => [order.tXid === tXid, order.iMid === world.iMid, order.status]),
      strangers: exchanges.filter(({ namespace }) => namespace !== world.name).length,
      as: [[true, true, status[outcome]]],
    }
  }
  const seen = await Promise.all(Array.from({ length: 200 }, drive))
  expect(seen.map(({ orders }) => orders)).toEqual(seen.map(({ as }) => as))
  expect(seen.reduce((sum, { strangers }) => sum + strangers, 0)).toBe(0)
  expect((await sandbox.client.namespaces.list()).map(({ name }) => name)).toEqual(['default'])
})
