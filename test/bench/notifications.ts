import { type Receiver, startReceiver } from '../../src/demo/receiver.ts'
import { type PayloanShop, payloanShop, type Registered } from '../support/payloan.ts'
import { testSandbox } from '../support/sandbox.ts'
import { median, rounded } from './load.ts'

export interface NotificationOptions {
  /** How many payments are made one by one. */
  readonly payments: number
  /** How many notifications fall due at once. */
  readonly burst: number
}

/** How many orders are paid at once, to have many notifications. */
const AT_ONCE = 20

const pay = async (shop: PayloanShop): Promise<Registered> => {
  const order = await shop.register({ mitraCd: 'AKLP' })
  await shop.complete(order, { outcome: 'approved' })
  return order
}

/** Milliseconds from the answer that confirms a payment to its notification's arrival. */
const latencyOf = async (shop: PayloanShop, receiver: Receiver): Promise<number> => {
  const seen = receiver.received.length
  await pay(shop)
  const confirmed = performance.now()
  await receiver.waitFor('/notification', 10_000, seen)
  return performance.now() - confirmed
}

/** From a confirmed payment to its notification at a local receiver, and how many a second when many are due. */
export const notifications = async ({ payments, burst }: NotificationOptions) => {
  const sandbox = await testSandbox()
  let open = true
  const arrived = new Set<string>()
  const receiver = await startReceiver((res, { fields }) => {
    if (open) arrived.add(fields.tXid ?? '')
    res.writeHead(open ? 200 : 500).end()
  })
  const shop = payloanShop(sandbox, receiver)
  try {
    const latencies: number[] = []
    for (let number = 0; number < payments; number++) {
      latencies.push(await latencyOf(shop, receiver))
    }

    // Refused at first, all of them are due again a minute later, which is when the clock is moved.
    open = false
    const orders: Registered[] = []
    while (orders.length < burst) {
      orders.push(...(await Promise.all(Array.from({ length: AT_ONCE }, () => pay(shop)))))
    }
    await sandbox.control('/notifications/flush').expect(200)
    open = true
    const began = performance.now()
    await sandbox.clock({ advance: 'PT1M' })
    const seconds = (performance.now() - began) / 1000
    return {
      'median ms from answer to arrival': rounded(median(latencies), 2),
      'worst ms': rounded(Math.max(...latencies), 1),
      [`deliveries/s of ${orders.length} due at once`]: Math.round(orders.length / seconds),
      lost: orders.filter(({ tXid }) => !arrived.has(tXid)).length,
    }
  } finally {
    await sandbox.stop()
    await receiver.stop()
  }
}
