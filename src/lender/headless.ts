import { confirmSecure, refuseCard } from '../acquirer/card.ts'
import { deposit, takesDeposits } from '../acquirer/deposit.ts'
import { decideAtPartner, payFromWallet } from '../acquirer/partner.ts'
import type { Visit } from '../acquirer/visit.ts'
import type { Autopilot } from '../config.ts'
import { type Interaction, type InteractionKind, loggedOut } from '../domain/interaction.ts'
import type { Merchant } from '../domain/merchant.ts'
import { normalPhone } from '../domain/phone.ts'
import { firstChoice, noTenure } from '../domain/tenure.ts'
import type { Transaction } from '../domain/transaction.ts'
import { MAGIC_OTPS } from '../store/seed.ts'
import { cancel } from './cancel.ts'
import { tenuresFor } from './charge.ts'
import { confirmPurchase } from './check-out.ts'
import { confirmOtp } from './confirm-otp.ts'
import { walkLink } from './link-stand-ins.ts'
import { debtsOf, repay } from './loans.ts'
import { logIn } from './log-in.ts'
import { beginStep, goodData } from './payment-step.ts'
import { decidePlainly } from './plain-page.ts'
import { isInByToken, OUTCOMES, type Typed } from './stand-ins.ts'
import { isOver, placeIn } from './visit.ts'

/** The tenure that the review begins with. */
const presetOf = ({ tXid, phone }: Interaction, visit: Visit): string => {
  const order = visit.tx.transactions.get(tXid)
  const account = visit.tx.accounts.get(phone ?? '')
  return (order && account && firstChoice(tenuresFor(order, account, visit))) ?? ''
}

/** Whoever stands in for a shopper must not fail only because it has bought so much before. */
const makeRoom = ({ tXid }: Interaction, phone: string, visit: Visit): void => {
  const order = visit.tx.transactions.get(tXid)
  const account = visit.tx.accounts.get(normalPhone(phone) ?? '')
  if (!order || !account || noTenure(tenuresFor(order, account, visit)) !== 'limit') return
  repay(debtsOf(account.phone, visit), Number.POSITIVE_INFINITY, visit)
}

/** Why a card is refused: by its bank, or because its customer could not be made sure of. */
const CARD_REFUSALS = { reject: 'card', balance: 'secure' } as const

/** Does what a shopper on the pages would do, with the same functions. */
export const walk = (start: Interaction, typed: Typed, visit: Visit): Interaction => {
  if (start.kind === 'link') return walkLink(start, typed, visit)
  const { credentials, otp, paymentType, decision, atPartner, cancels, repays } = typed
  let at = start
  if (cancels) at = cancel(at, visit)
  if (decision) at = decidePlainly(at, decision, visit)
  if (atPartner) at = decideAtPartner(at, atPartner, visit)
  if (atPartner && atPartner !== 'approve') at = refuseCard(at, CARD_REFUSALS[atPartner], visit)
  if (repays) makeRoom(at, credentials?.phone ?? at.phone ?? '', visit)
  if (credentials) at = payFromWallet(logIn(at, credentials, visit), credentials, visit)
  if (otp !== undefined) at = confirmSecure(confirmOtp(at, otp, MAGIC_OTPS, visit), otp, visit)
  if (paymentType === undefined) return at
  const chosen = paymentType === 'preset' ? presetOf(at, visit) : paymentType
  return confirmPurchase(at, { paymentType: chosen, agrees: true }, visit)
}

/**
 * Pays an open order without the merchant: at the link that its shopper was sent to last, or, before that, at none; where it
 * is paid outside of any page, by as much as comes in.
 */
export const payOutside = (order: Transaction, visit: Visit, amount = order.amt): Transaction => {
  const { tx } = visit
  if (takesDeposits(order, visit)) return deposit(order, amount, visit)
  const opened = tx.interactions.where('tXid', order.tXid).at(-1)
  const begun = opened ?? beginStep(order, order.callBackUrl ?? '', goodData(order), visit).link
  const link = begun && !isInByToken(begun) ? loggedOut(begun, 'login', null) : begun
  const payer = link && OUTCOMES[link.kind].approved
  if (link && payer) walk(link, payer(link, visit), visit)
  return tx.transactions.get(order.tXid) ?? order
}

type Outcome = Exclude<Autopilot, 'off'>

/** At a bank or in an app there is no review. */
const PARTNER_FLIGHTS: Readonly<Record<Outcome, string>> = {
  approved: 'approved',
  underReview: 'approved',
  declined: 'declined',
  fraud: 'declined',
  stopped: 'cancelled',
  cancelled: 'cancelled',
}

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
  card: { ...PARTNER_FLIGHTS, stopped: 'stopped' },
  push: PARTNER_FLIGHTS,
  wallet: PARTNER_FLIGHTS,
  link: {
    approved: 'linked',
    underReview: 'linked',
    declined: 'inactive',
    fraud: 'blocked',
    stopped: 'stopped',
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
  const isUntouched = opened.step === 'login' || isInByToken(opened)
  if (outcome === 'off' || !isUntouched || opened.notice) return opened
  if (isOver(placeIn(opened, visit))) return opened
  const standIn = OUTCOMES[opened.kind][FLIGHTS[opened.kind][outcome]]
  return standIn ? walk(opened, standIn(opened, visit), visit) : opened
}
