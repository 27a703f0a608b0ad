import type { Visit } from '../acquirer/visit.ts'
import type { PaymentType } from '../domain/instalment.ts'
import { type KredivoAccount, REVIEW_TIME, type Verdict } from '../domain/kredivo-account.ts'
import { counts, type Remaining, remainingLimits } from '../domain/ledger.ts'
import { firstChoice, noTenure, type Tenure, tenuresOf } from '../domain/tenure.ts'
import type { Payer, Refusal, Transaction } from '../domain/transaction.ts'
import type { Instant } from '../protocol/time.ts'
import { AMOUNT_ENDINGS, type AmountEffect, TARIFF } from '../store/seed.ts'
import { approve, deny, review } from './decide.ts'

const TENURES = Object.keys(TARIFF.plans) as PaymentType[]

/** What is left of an account's limits. */
export const limitsOf = (
  { phone, limits }: KredivoAccount,
  { tx, now }: Pick<Visit, 'tx' | 'now'>,
): Remaining[] => {
  const owed = TENURES.map((paymentType) => ({
    paymentType,
    principal: tx.loans.total('owed', `${phone} ${paymentType}`),
  }))
  const held = tx.loans.where('held', phone).filter((loan) => counts(loan, now))
  return remainingLimits([...owed, ...held], limits, TARIFF)
}

/** The tenures that an account may pay an order in. */
export const tenuresFor = (
  order: Transaction,
  account: KredivoAccount,
  visit: Visit,
): readonly Tenure[] => {
  const merchant = visit.tx.merchants.get(order.iMid)
  if (!merchant) throw new Error(`order ${order.tXid} has no merchant`)
  return tenuresOf(order, limitsOf(account, visit), TARIFF, merchant.settings)
}

/** Why an account cannot buy on credit now, whatever tenure it chose, or nothing. */
export const obstacle = (account: KredivoAccount, tenures: readonly Tenure[]): Refusal | null => {
  if (account.blocked) return 'blocked'
  return account.overdue ? 'overdue' : noTenure(tenures)
}

const VERDICTS: Readonly<
  Record<Verdict, (order: Transaction, payer: Payer, visit: Visit) => Transaction>
> = {
  approve: (order, payer, visit) => approve(order, payer, visit),
  deny: (order, _payer, visit) => deny(order, 'declined', visit),
  fraud: (order, _payer, visit) => deny(order, 'fraud', visit),
  approveLater: (order, payer, visit) => reviewed(order, payer, 'approve', visit),
  denyLater: (order, payer, visit) => reviewed(order, payer, 'deny', visit),
  never: review,
}

const reviewed = (
  order: Transaction,
  payer: Payer,
  decision: 'approve' | 'deny',
  visit: Visit,
): Transaction => {
  const id = visit.ids.word()
  const dueAt: Instant = visit.now + REVIEW_TIME
  visit.tx.timers.put(id, { id, dueAt, kind: 'decision', tXid: order.tXid, decision })
  return review(order, payer, visit)
}

/** What an amount decides by its last digits, whoever pays. */
const BY_AMOUNT: Readonly<
  Record<AmountEffect, (order: Transaction, payer: Payer, visit: Visit) => Transaction>
> = {
  deny: VERDICTS.deny,
  fraud: VERDICTS.fraud,
  approveLater: VERDICTS.approveLater,
  limit: (order, _payer, visit) => deny(order, 'limit', visit),
  noPush: (order, payer, visit) => approve(order, payer, visit, 0),
}

/** Charges an order to an account in a tenure that is open to it: paid, refused, or under review. */
export const charge = (
  order: Transaction,
  account: KredivoAccount,
  paymentType: Payer['paymentType'],
  visit: Visit,
): Transaction => {
  const decides = visit.tx.merchants.get(order.iMid)?.settings.amountEndings === 'on'
  const ending = String(order.amt).padStart(4, '0').slice(-4)
  const effect = decides ? AMOUNT_ENDINGS.find((one) => one.ending === ending)?.effect : undefined
  const act = effect ? BY_AMOUNT[effect] : VERDICTS[account.verdict]
  return act(order, { phone: account.phone, paymentType }, visit)
}

/**
 * Charges an order without asking: in the tenure that the merchant registered.
 * Guess: what Kredivo refuses then (limit, overdue bill, blocked account) makes the order fail.
 */
export const chargeUnasked = (
  order: Transaction,
  account: KredivoAccount,
  visit: Visit,
): Transaction => {
  const tenures = tenuresFor(order, account, visit).filter(({ registered }) => registered)
  const hindered = obstacle(account, tenures)
  const paymentType = firstChoice(tenures)
  if (hindered || !paymentType) return deny(order, hindered ?? 'limit', visit)
  return charge(order, account, paymentType, visit)
}
