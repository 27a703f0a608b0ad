import type { Receiver } from '../../../src/demo/receiver.ts'
import type { Interaction } from '../../../src/domain/interaction.ts'
import type { Payout } from '../../../src/domain/payout.ts'
import type { Transaction } from '../../../src/domain/transaction.ts'
import type { UserToken } from '../../../src/domain/user-token.ts'
import { tkOf } from '../fixtures.ts'
import { atPaymentStep, BY, PLAIN_CARD, SECURE_CARD } from '../methods.ts'
import { payloanShop } from '../payloan.ts'
import { payoutMerchant } from '../payouts.ts'
import type { TestSandbox } from '../sandbox.ts'

/** What is stored and can be named in a call. */
export interface Live {
  /** Where notifications go. */
  readonly shopUrl: string
  readonly orders: readonly Transaction[]
  readonly payouts: readonly Payout[]
  readonly tokens: readonly UserToken[]
  readonly interactions: readonly Interaction[]
  readonly iMids: readonly string[]
  readonly phones: readonly string[]
  readonly deliveries: readonly string[]
}

/** How far the shoppers of the orders have come; a step that is not there yet is left out. */
const SHOPPERS = [
  {},
  { phone: '081291891818', pin: '414141' },
  { phone: '081291891818', pin: '414141', otp: '4567' },
  { outcome: 'approved' },
  { outcome: 'underReview' },
  { outcome: 'cancelled' },
  { outcome: 'approved' },
  { outcome: 'approved' },
  { outcome: 'approved' },
] as const

const DEAD = 'http://127.0.0.1:9/notification'

/** Bindings and orders at each step, some of which notify a port that nobody listens on. */
const fill = async (sandbox: TestSandbox, receiver: Receiver): Promise<void> => {
  const shop = payloanShop(sandbox, receiver)
  for (const outcome of ['linked', 'cancelled', undefined]) {
    const { redirectUrlHttp } = await sandbox.bind({ dbProcessUrl: `${receiver.url}/notification` })
    if (outcome)
      await sandbox.control(`/interactions/${tkOf(redirectUrlHttp)}/complete`, { outcome })
  }
  for (const [number, steps] of SHOPPERS.entries()) {
    const order = await shop.register({ tokenizeUser: '1', clientUserKey: `customer-${number}` })
    await shop.complete(order, steps)
  }
  for (const outcome of ['approved', 'underReview']) {
    const order = await shop.register({ mitraCd: 'AKLP', dbProcessUrl: DEAD })
    await shop.complete(order, { outcome })
  }
  await shop.sendBrowser(await shop.register({ mitraCd: 'AKLP' }))
  await shop.register()
  await fillMethods(sandbox, receiver)
  await fillPayouts(sandbox, receiver)
}

/** An order by each other method that nobody has paid, one whose customer has begun, and one that is paid. */
const fillMethods = async (sandbox: TestSandbox, receiver: Receiver): Promise<void> => {
  const shop = payloanShop(sandbox, receiver, 'TNICEVA022')
  for (const by of Object.values(BY)) {
    await shop.register(by)
    await atPaymentStep(sandbox, shop, await shop.register(by), SECURE_CARD)
    const { tXid } = await shop.register(by)
    await sandbox.client.transactions.pay(tXid)
  }
  const tokenizing = await shop.register({ ...BY.card, recurrOpt: '1' })
  await atPaymentStep(sandbox, shop, tokenizing, PLAIN_CARD)
}

/** Payouts that wait, that are approved and reserved, and that the bank has got. */
const fillPayouts = async (sandbox: TestSandbox, receiver: Receiver): Promise<void> => {
  await sandbox.settings({ payoutUrl: `${receiver.url}/notification` })
  const merchant = payoutMerchant(sandbox)
  const reserved = { reservedDt: '20260201', reservedTm: '120000' }
  for (const change of [{}, {}, { payoutMethod: '4' }, reserved]) await merchant.requested(change)
  for (const change of [{}, { payoutMethod: '4' }, reserved]) {
    await merchant.approve(await merchant.requested(change))
  }
}

/** Begins anew and stores something of everything. */
export const stock = async (sandbox: TestSandbox, receiver: Receiver): Promise<Live> => {
  await sandbox.http.delete('/_sandbox/requests').expect(200)
  await sandbox.http.delete('/_sandbox/state').expect(200)
  await fill(sandbox, receiver)
  const state = await sandbox.look('/state')
  return {
    shopUrl: receiver.url,
    orders: Object.values(state.transactions),
    payouts: Object.values(state.payouts),
    tokens: Object.values(state.userTokens),
    interactions: Object.values(state.interactions),
    iMids: ['IONPAYTEST', 'PAYLOANTES', 'NORMALTEST'],
    phones: Object.keys(state.accounts),
    deliveries: Object.keys(state.deliveries),
  }
}
