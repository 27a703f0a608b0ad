import fc from 'fast-check'
import { T0 } from '../../support/clock.ts'
import { KEY } from '../../support/fixtures.ts'
import { testKeys } from '../../support/snap-shop.ts'
import { mustAgree } from '../compare.ts'
import type { Model } from '../run.ts'
import type { Driven } from '../sandbox.ts'
import { inTurn } from '../step.ts'
import { inquiryOf } from './inquiries.ts'
import * as orders from './order-commands.ts'
import * as other from './other-commands.ts'
import type { Decision } from './rules.ts'
import * as sales from './sales-commands.ts'
import { METHODS, PAYOUT_DELAY, UNDECIDED } from './table.ts'
import type { Place, World } from './world.ts'

const at = fc.constantFrom(0, 0, 1)
const which = fc.nat(11)
const either = fc.boolean()
const method = fc.constantFrom(...METHODS)
const bySnap = fc.constantFrom(...METHODS.filter(({ snap }) => snap !== null))
const amt = fc.oneof(
  fc.constantFrom(10_000, 25_145, 100_000),
  fc.integer({ min: 10_000, max: 900_000 }),
)
const amount = fc.constantFrom<orders.Amount[]>(
  'all',
  'all',
  'left',
  'half',
  'half',
  'tooMuch',
  'nothing',
)
const comes = fc.constantFrom<orders.Comes[]>('all', 'all', 'all', 'more', 'less')
const seconds = fc.oneof(
  fc.constantFrom(1, 54, 55, 59, 60, 61, 299, 300, 86_399, 86_400, 2 * 86_400, 7 * 86_400),
  fc.constantFrom(30 * 86_400, 90 * 86_400 + 1, 43_200),
)
const decision = fc.constantFrom<Decision[]>(
  'approve',
  'approve',
  'approve',
  'reject',
  'cancel',
  'timeout',
  'fail',
  'arrive',
)
/** The balance is small enough to run out. */
const BALANCE = 2_000_000

const startOf = async (
  { call, dbProcessUrl }: Driven,
  namespace: string,
  iMid: string,
  key: string,
): Promise<Place> => {
  const { publicKey } = await testKeys()
  const settings = {
    payoutDelayMs: PAYOUT_DELAY,
    payoutUrl: dbProcessUrl(),
    payoutBalance: BALANCE,
  }
  const path = `/_sandbox/merchants/${iMid}?namespace=${namespace}`
  const { status, body } = await call('PATCH', path, { publicKey, ...settings })
  if (status !== 200) throw new Error(`the merchant of ${namespace}: ${JSON.stringify(body)}`)
  const nothing = { sales: [], payouts: [], links: [], news: [] }
  return { namespace, iMid, key, now: T0, balance: BALANCE, ...nothing }
}

const begin = async (driven: Driven): Promise<World> => {
  await driven.call('DELETE', '/_sandbox/namespaces/other')
  const { body } = await driven.call('POST', '/_sandbox/namespaces', { name: 'other' })
  const { iMid, merchantKey } = body.merchant
  return {
    places: [
      await startOf(driven, 'default', 'TNICEVA022', KEY),
      await startOf(driven, 'other', iMid, merchantKey),
    ],
  }
}

const finish = async ({ places }: World, driven: Driven): Promise<void> => {
  for (const place of places) {
    for (const sale of place.sales) {
      const said = await inquiryOf(sale, place, driven)
      mustAgree(`the inquiry of ${sale.referenceNo}`, said.sandbox, said.model)
    }
  }
}

/** An odd number is for the newest of all, whether or not it fits. */
const paysNewest = (n: number) => orders.pays(n, 1, 'all')
const approvesNewest = (n: number, _amt: number, bySnap: boolean) =>
  other.decidesPayout(n, 1, 'approve', bySnap)

/** Every method and API in two namespaces: what is sold, paid, given back and paid out. */
export const EVERY_METHOD: Model<World> = {
  begin,
  finish,
  commands: [
    [3, fc.tuple(at, method, amt).map((one) => sales.sells(...one))],
    [8, fc.tuple(at, method, amt).map((one) => inTurn(sales.sells(...one), paysNewest(one[0])))],
    [
      6,
      fc.tuple(at, bySnap, amt).map((one) => inTurn(sales.sellsBySnap(...one), paysNewest(one[0]))),
    ],
    [4, fc.tuple(at, bySnap, amt).map((one) => sales.sellsBySnap(...one))],
    [
      3,
      fc
        .tuple(at, amt, fc.nat(3))
        .map(([n, much, one]) =>
          inTurn(sales.sells(n, UNDECIDED, much), orders.chooses(n, 1, one)),
        ),
    ],
    [1, fc.tuple(at, amt).map(([n, much]) => sales.sells(n, UNDECIDED, much))],
    [2, fc.tuple(at, which, fc.nat(3)).map((one) => orders.chooses(...one))],
    [10, fc.tuple(at, which, comes).map((one) => orders.pays(...one))],
    [5, fc.tuple(at, which, either, amount).map((one) => orders.cancels(...one))],
    [4, fc.tuple(at, which, either, amount).map((one) => orders.refundsBySnap(...one))],
    [2, fc.tuple(at, which).map((one) => orders.deletesVa(...one))],
    [2, fc.tuple(at, which).map((one) => orders.does(...one, 'reverse'))],
    [1, fc.tuple(at, which).map((one) => orders.does(...one, 'expire'))],
    [1, fc.tuple(at, which).map((one) => orders.does(...one, 'ready'))],
    [2, fc.tuple(at, which).map((one) => orders.inquires(...one))],
    [1, fc.tuple(at, which).map((one) => orders.sellsAgain(...one))],
    [2, fc.tuple(at, amt, either).map((one) => other.asksForPayout(...one))],
    [
      3,
      fc
        .tuple(at, amt, either)
        .map((one) => inTurn(other.asksForPayout(...one), approvesNewest(...one))),
    ],
    [
      3,
      fc
        .tuple(at, amt, either)
        .map((one) =>
          inTurn(other.asksForPayout(...one), approvesNewest(...one), other.waits(one[0], 60)),
        ),
    ],
    [6, fc.tuple(at, which, decision, either).map((one) => other.decidesPayout(...one))],
    [1, at.map((n) => other.binds(n))],
    [2, fc.tuple(at, amt).map(([n, much]) => inTurn(other.binds(n), sales.charges(n, 0, much)))],
    [2, fc.tuple(at, which, amt).map((one) => sales.charges(...one))],
    [1, fc.tuple(at, which).map((one) => other.unbinds(...one))],
    [4, fc.tuple(at, seconds).map((one) => other.waits(...one))],
    [1, fc.constant(null).map(() => other.restarts())],
  ],
}
