import type { Receiver } from '../../../src/demo/receiver.ts'
import type { Customer } from '../../../src/domain/fixed-va.ts'
import type { Interaction } from '../../../src/domain/interaction.ts'
import type { Payout } from '../../../src/domain/payout.ts'
import type { Transaction } from '../../../src/domain/transaction.ts'
import type { UserToken } from '../../../src/domain/user-token.ts'
import { SNAP_ENDPOINTS } from '../../../src/endpoints/snap/index.ts'
import { accountMerchant } from '../fixed-va.ts'
import { type Fields, fixture, KEY, tkOf } from '../fixtures.ts'
import { atPaymentStep, BY, PLAIN_CARD, SECURE_CARD } from '../methods.ts'
import type { JsonObject } from '../mutations.ts'
import { payloanShop, signed } from '../payloan.ts'
import { payoutMerchant } from '../payouts.ts'
import type { TestSandbox } from '../sandbox.ts'
import { snapCall } from '../snap.ts'

/** What is stored and can be named in a call. */
export interface Live {
  /** Where notifications go. */
  readonly shopUrl: string
  readonly orders: readonly Transaction[]
  readonly payouts: readonly Payout[]
  readonly customers: readonly Customer[]
  /** The numbers of those customers. */
  readonly numbers: readonly string[]
  readonly tokens: readonly UserToken[]
  readonly interactions: readonly Interaction[]
  readonly iMids: readonly string[]
  readonly phones: readonly string[]
  readonly deliveries: readonly string[]
  /** All of it, as it is exported. */
  readonly exported: JsonObject
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
  await fillCustomers(sandbox, receiver)
  await fillCheckout(sandbox, receiver)
  await fillSnap(sandbox)
  await fillOther(sandbox, receiver)
}

const ELSEWHERE = 'FUZZOTHER1'

/** A namespace that is not the default one, with a merchant and orders of its own. */
const fillOther = async (sandbox: TestSandbox, receiver: Receiver): Promise<void> => {
  await sandbox.http.delete('/_sandbox/namespaces/other')
  await sandbox.control('/namespaces', { name: 'other' }).expect(200)
  const merchant = { iMid: ELSEWHERE, merchantKey: KEY }
  await sandbox.control('/merchants?namespace=other', merchant).expect(200)
  const shop = payloanShop(sandbox, receiver, ELSEWHERE)
  for (const by of [BY.transfer, BY.dana, BY.qris]) {
    const { tXid } = await shop.register(by)
    await sandbox.control(`/transactions/${tXid}/pay?namespace=other`).expect(200)
    await shop.register(by)
  }
}

/** Orders of SNAP, every second one of which is paid. */
const fillSnap = async (sandbox: TestSandbox): Promise<void> => {
  for (let count = 0; count < 4; count++) {
    for (const name of ['snap.create-va', 'snap.debit-payment', 'snap.qr-generate']) {
      const path = SNAP_ENDPOINTS.find((one) => one.name === name)?.paths[1] ?? ''
      const body = { ...fixture(`requests/${name}.json`) }
      const externalId = `${name}-${count}`
      const { target, headers, body: sent } = snapCall({ path, body, externalId })
      const answer = await sandbox.http.post(target).set(headers).send(sent).expect(200)
      const { referenceNo, virtualAccountData } = answer.body
      const tXid = referenceNo ?? virtualAccountData.additionalInfo.tXidVA
      if (count % 2 === 1) await sandbox.control(`/transactions/${tXid}/pay`).expect(200)
    }
  }
}

/** What customers of the checkout page have chosen, and whether they have paid. */
const CHOICES: readonly (Fields & { readonly pays?: true })[] = [
  { payMethod: '03', partner: 'ALMA' },
  { payMethod: '03', partner: 'INDO', pays: true },
  { payMethod: '02', partner: 'CENA' },
  { payMethod: '08', partner: 'QSHP' },
  { payMethod: '05', partner: 'OVOE' },
  { payMethod: '05', partner: 'DANA' },
  { payMethod: '04', partner: 'BCAC' },
  { payMethod: '06', partner: 'KDVI' },
  { payMethod: '01', cardNo: '5123450000000008', cardExpYymm: '3901', cardCvv: '100' },
]

/** Orders of the checkout page: not chosen for yet, and chosen for in every way. */
const fillCheckout = async (sandbox: TestSandbox, receiver: Receiver): Promise<void> => {
  const register = async (): Promise<string> => {
    const asked = {
      ...fixture('requests/checkout.registration.json'),
      dbProcessUrl: `${receiver.url}/notification`,
      callBackUrl: `${receiver.url}/callback`,
    }
    const body = signed(asked, 'registration')
    return (await sandbox.http.post('/nicepay/redirect/v2/registration').send(body)).body.tXid
  }
  for (let count = 0; count < 4; count++) await register()
  for (const { pays, ...choice } of CHOICES) {
    const tXid = await register()
    await sandbox.control(`/transactions/${tXid}/choose`, choice).expect(200)
    if (pays) await sandbox.control(`/transactions/${tXid}/pay`).expect(200)
  }
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

/** Customers with numbers, on some of which money came in. */
const fillCustomers = async (sandbox: TestSandbox, receiver: Receiver): Promise<void> => {
  await sandbox.settings({ depositUrl: `${receiver.url}/notification` })
  const merchant = accountMerchant(sandbox)
  for (const customerId of ['1', '10021198']) {
    const { CENA = '', BMRI = '' } = await merchant.registered(customerId)
    for (const number of [CENA, CENA, BMRI]) {
      await sandbox.client.virtualAccounts.deposit(number, 50_000)
    }
  }
}

/** Begins anew and stores something of everything. */
export const stock = async (sandbox: TestSandbox, receiver: Receiver): Promise<Live> => {
  await sandbox.http.delete('/_sandbox/requests').expect(200)
  await sandbox.http.delete('/_sandbox/state').expect(200)
  await fill(sandbox, receiver)
  const state = await sandbox.look('/state')
  const other = await sandbox.look('/state?namespace=other')
  return {
    shopUrl: receiver.url,
    orders: [
      ...Object.values<Transaction>(state.transactions),
      ...Object.values<Transaction>(other.transactions),
    ],
    payouts: Object.values(state.payouts),
    customers: Object.values<Customer>(state.customers),
    numbers: Object.values<Customer>(state.customers).flatMap(({ accounts }) =>
      accounts.map(({ vacctNo }) => vacctNo),
    ),
    tokens: Object.values(state.userTokens),
    interactions: Object.values(state.interactions),
    iMids: ['IONPAYTEST', 'PAYLOANTES', 'NORMALTEST', ELSEWHERE],
    phones: Object.keys(state.accounts),
    deliveries: Object.keys(state.deliveries),
    exported: state,
  }
}
