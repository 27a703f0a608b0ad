import { BY } from '../support/methods.ts'
import { type Calls, openCalls } from './calls.ts'
import type { Server } from './server.ts'
import { openShop, seller } from './shop.ts'

/** Somebody who buys by transfer, and keeps what was acknowledged. */
export interface Customer {
  readonly calls: Calls
  /** Orders that were registered and paid, both acknowledged. */
  readonly paid: readonly string[]
  /** Buys so many times; what is refused is left out, and counted in the answer. */
  buy(times: number): Promise<{ refused: number }>
  /** Those that a server does not hold as paid. */
  missingAt(server: Pick<Server, 'url'>): Promise<string[]>
  close(): void
}

/** Nobody listens there; what is owed stays owed. */
const NOBODY = 'http://127.0.0.1:9'

let count = 0

export const openCustomer = (server: Pick<Server, 'url'>): Customer => {
  const calls = openCalls(() => server.url)
  const shop = openShop(calls, NOBODY)
  const paid: string[] = []
  return {
    calls,
    paid,
    buy: async (times) => {
      let refused = 0
      for (let time = 0; time < times; time++) {
        try {
          const { tXid = '' } = await shop.sell(seller('TNICEVA022'), `BUY${++count}`, BY.transfer)
          await shop.pay(tXid)
          paid.push(tXid)
        } catch {
          refused++
        }
      }
      return { refused }
    },
    missingAt: async ({ url }) => {
      const others = openCalls(() => url)
      const state = await others.control('GET', '/state')
      others.close()
      const orders = state.transactions as Readonly<Record<string, { status: string }>>
      return paid.filter((tXid) => orders[tXid]?.status !== 'paid')
    },
    close: calls.close,
  }
}
