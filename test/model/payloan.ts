import fc from 'fast-check'
import { T0 } from '../support/clock.ts'
import { mustAgree } from './compare.ts'
import { APPROVED_LATER, BUDI, PECULIAR, type Shopper, SITI } from './facts.ts'
import { inquire } from './merchant.ts'
import type { Model } from './run.ts'
import type { Driven } from './sandbox.ts'
import { controls, restarts, waits } from './sandbox-commands.ts'
import * as shop from './shop-commands.ts'
import { buys, decidesPlainly, givesUp, sells, types } from './shopper-commands.ts'
import type { Command } from './step.ts'
import { emptyWorld, type World } from './world.ts'

const which = fc.nat(5)

/** Six times is once more than there are good links. */
const times = fc.constantFrom(1, 1, 1, 1, 2, 6)

/** Of three things that happen in one instant the order can be told. */
const rush = fc.constantFrom(1, 1, 1, 1, 3)

const shopper: fc.Arbitrary<Shopper> = fc.oneof(
  { weight: 4, arbitrary: fc.constant(SITI) },
  { weight: 2, arbitrary: fc.constant(BUDI) },
  { weight: 3, arbitrary: fc.constant(APPROVED_LATER) },
  { weight: 4, arbitrary: fc.constantFrom(...PECULIAR) },
)

const login = fc.record({
  shopper,
  isRight: fc.oneof(
    { weight: 4, arbitrary: fc.constant(true) },
    { weight: 1, arbitrary: fc.constant(false) },
  ),
})

const otp = fc.oneof(
  { weight: 6, arbitrary: fc.constant('4567') },
  { weight: 2, arbitrary: fc.constant('1111') },
  { weight: 1, arbitrary: fc.constantFrom('0000', '2222', '9999') },
)

const wholeWay = fc.record({ login, otp, pays: fc.constant(true) })

const draft: fc.Arbitrary<shop.Draft> = fc.record({
  sort: fc.constantFrom<shop.Sort[]>('plain', 'tokenize', 'tokenize', 'live', 'dead', 'unknown'),
  amt: fc.oneof(
    fc.constantFrom(25_145, 10_000, 10_001, 1_499_999, 1_500_000, 3_000_000, 3_500_001),
    fc.integer({ min: 1, max: 4_000_000 }),
  ),
  customer: fc.constantFrom('siti', 'siti', 'budi'),
  lender: fc.oneof(
    { weight: 9, arbitrary: fc.constant('KDVI' as const) },
    { weight: 1, arbitrary: fc.constant('AKLP' as const) },
  ),
  which,
  again: fc.nat(19).map((n) => n === 1),
})

const waiting = fc.oneof(
  fc.constant('next' as const),
  fc.constantFrom(1, 29, 30, 59, 60, 179, 180, 899, 900, 1799, 1800),
  fc.constantFrom(86_399, 86_400, 43_200, 3 * 86_400, 90 * 86_400, 90 * 86_400 + 1),
  fc.integer({ min: 1, max: 100_000 }),
)

const amount = fc.constantFrom<shop.Amount[]>('all', 'left', 'half', 'tooMuch', 'nothing')

const COMMANDS: readonly (readonly [weight: number, command: fc.Arbitrary<Command>])[] = [
  [5, draft.map(shop.registers)],
  [4, fc.tuple(which, times).map(([n, often]) => shop.sendsBrowser(n, often))],
  [5, fc.tuple(which, wholeWay).map(([n, typing]) => buys(n, typing))],
  [5, fc.tuple(draft, wholeWay, rush).map(([one, typing, often]) => sells(one, typing, often))],
  [3, fc.tuple(which, login).map(([n, one]) => types(n, { login: one }))],
  [4, fc.tuple(which, otp).map(([n, one]) => types(n, { otp: one }))],
  [4, which.map((n) => types(n, { pays: true }))],
  [1, which.map(givesUp)],
  [
    1,
    fc
      .tuple(which, fc.constantFrom('approved', 'declined', 'underReview', 'cancelled'))
      .map(([n, outcome]) => decidesPlainly(n, outcome)),
  ],
  [
    3,
    fc.tuple(which, fc.boolean(), amount).map(([n, isFull, how]) => shop.cancels(n, isFull, how)),
  ],
  [2, which.map(shop.inquires)],
  [4, waiting.map(waits)],
  [1, which.map(shop.unlinks)],
  [1, which.map(shop.removesToken)],
  [
    2,
    fc
      .tuple(which, fc.constantFrom('approve' as const, 'deny' as const, 'expire' as const))
      .map(([n, deed]) => controls(n, deed)),
  ],
  [1, fc.constant(null).map(restarts)],
]

/** Ends a sequence: every inquiry is compared. */
const compareInquiries = async (world: World, driven: Driven): Promise<void> => {
  for (const order of world.orders) {
    const sandbox = await shop.inquiryOf(order, driven)
    mustAgree(`the inquiry of ${order.referenceNo}`, sandbox, inquire(order, world))
  }
}

/** Kredivo's and Akulaku's orders, and the shoppers' accounts. */
export const PAYLOAN: Model<World> = {
  commands: COMMANDS,
  begin: async () => emptyWorld(T0),
  finish: compareInquiries,
}
