import type { Autopilot } from '../config.ts'
import { type Interaction, type InteractionKind, loggedOut } from '../domain/interaction.ts'
import type { KredivoAccount } from '../domain/kredivo-account.ts'
import type { Merchant } from '../domain/merchant.ts'
import { normalPhone } from '../domain/phone.ts'
import { firstChoice, noTenure } from '../domain/tenure.ts'
import type { Transaction } from '../domain/transaction.ts'
import { MAGIC_OTPS, OTPS, SEED_ACCOUNTS } from '../store/seed.ts'
import { beginPayment } from './begin-payment.ts'
import { cancel } from './cancel.ts'
import { tenuresFor } from './charge.ts'
import { confirmPurchase } from './check-out.ts'
import { confirmOtp } from './confirm-otp.ts'
import { debtsOf, repay } from './loans.ts'
import { type Credentials, logIn } from './log-in.ts'
import { decidePlainly, type PlainDecision } from './plain-page.ts'
import { isOver, placeIn, type Visit } from './visit.ts'

/** What a shopper without a browser does, step by step; what is left out is not done. */
export interface Typed {
  readonly credentials?: Credentials
  readonly otp?: string
  /** A tenure, or the one that the page begins with. */
  readonly paymentType?: string | 'preset'
  readonly decision?: PlainDecision
  readonly cancels?: true
  /** Pays back first what is owed, where the limits do not suffice otherwise. */
  readonly repays?: true
}

const otpFor = (outcome: string): string => OTPS.find((o) => o.outcome === outcome)?.otp ?? ''

/** The first test shopper of a sort. */
const shopper = (fits: (account: KredivoAccount) => boolean): Credentials => {
  const account = SEED_ACCOUNTS.find((one) => one.pin !== null && !one.blocked && fits(one))
  return { phone: account?.phone ?? '', pin: account?.pin ?? '' }
}

/** Somebody who buys, and on whom Kredivo decides so. */
const buyer = (verdict: KredivoAccount['verdict']): Typed => ({
  credentials: shopper((one) => one.verdict === verdict && one.accountType === 'premium'),
  otp: otpFor('accepted'),
  paymentType: 'preset',
  repays: true,
})

const anyone = (outcome: string): Typed => ({
  credentials: shopper(() => true),
  otp: otpFor(outcome),
})

const CANCELS: Typed = { cancels: true }

/** What a shopper does for each outcome that can be asked for, by the kind of the link. */
export const OUTCOMES: Readonly<Record<InteractionKind, Readonly<Record<string, Typed>>>> = {
  binding: { linked: anyone('accepted'), stopped: anyone('usedUp'), cancelled: CANCELS },
  checkout: {
    approved: buyer('approve'),
    declined: buyer('deny'),
    fraud: buyer('fraud'),
    underReview: buyer('approveLater'),
    stopped: anyone('usedUp'),
    cancelled: CANCELS,
  },
  lender: {
    approved: { decision: 'approve' },
    declined: { decision: 'reject' },
    underReview: { decision: 'later' },
    cancelled: CANCELS,
  },
}

/** The tenure that the review begins with. */
const presetOf = ({ tXid, phone }: Interaction, visit: Visit): string => {
  const order = visit.tx.transactions.get(tXid)
  const account = visit.tx.accounts.get(phone ?? '')
  return (order && account && firstChoice(tenuresFor(order, account, visit))) ?? ''
}

/** Whoever stands in for a shopper must not fail only because it has bought so much before. */
const makeRoom = ({ tXid }: Interaction, { phone: typed }: Credentials, visit: Visit): void => {
  const order = visit.tx.transactions.get(tXid)
  const account = visit.tx.accounts.get(normalPhone(typed) ?? '')
  if (!order || !account || noTenure(tenuresFor(order, account, visit)) !== 'limit') return
  repay(debtsOf(account.phone, visit), Number.POSITIVE_INFINITY, visit)
}

/** Does what a shopper on the pages would do, with the same functions. */
export const walk = (start: Interaction, typed: Typed, visit: Visit): Interaction => {
  const { credentials, otp, paymentType, decision, cancels, repays } = typed
  let at = start
  if (cancels) at = cancel(at, visit)
  if (decision) at = decidePlainly(at, decision, visit)
  if (credentials && repays) makeRoom(at, credentials, visit)
  if (credentials) at = logIn(at, credentials, visit)
  if (otp !== undefined) at = confirmOtp(at, otp, MAGIC_OTPS, visit)
  if (paymentType === undefined) return at
  const chosen = paymentType === 'preset' ? presetOf(at, visit) : paymentType
  return confirmPurchase(at, { paymentType: chosen, agrees: true }, visit)
}

/** Pays an open order without the merchant: at the link that its shopper was sent to last, or, before that, at none. */
export const payOutside = (order: Transaction, visit: Visit): Transaction => {
  const { tx } = visit
  const opened = tx.interactions.where('tXid', order.tXid).at(-1)
  const link = opened ?? beginPayment(order, order.callBackUrl ?? '', visit).link
  const typed = link && OUTCOMES[link.kind].approved
  if (link && typed) walk(loggedOut(link, 'login', null), typed, visit)
  return tx.transactions.get(order.tXid) ?? order
}

type Outcome = Exclude<Autopilot, 'off'>

/** To which outcome the autopilot brings each kind of link. */
const FLIGHTS: Readonly<Record<InteractionKind, Readonly<Record<Outcome, string>>>> = {
  binding: {
    approved: 'linked',
    underReview: 'linked',
    declined: 'stopped',
    fraud: 'stopped',
    stopped: 'stopped',
    cancelled: 'cancelled',
  },
  checkout: {
    approved: 'approved',
    underReview: 'underReview',
    declined: 'declined',
    fraud: 'fraud',
    stopped: 'stopped',
    cancelled: 'cancelled',
  },
  lender: {
    approved: 'approved',
    underReview: 'underReview',
    declined: 'declined',
    fraud: 'declined',
    stopped: 'cancelled',
    cancelled: 'cancelled',
  },
}

/**
 * A link that has just been opened, after the autopilot, where one is on: as if a shopper had gone through the pages.
 * `asStarted` is what the program was started with; a merchant's setting comes before it.
 */
export const fly = (
  opened: Interaction,
  { settings }: Merchant,
  asStarted: Autopilot,
  visit: Visit,
): Interaction => {
  const outcome = settings.autopilot === 'asStarted' ? asStarted : settings.autopilot
  if (outcome === 'off' || opened.step !== 'login' || opened.notice) return opened
  if (isOver(placeIn(opened, visit))) return opened
  const typed = OUTCOMES[opened.kind][FLIGHTS[opened.kind][outcome]]
  return typed ? walk(opened, typed, visit) : opened
}
