import { moved, type Visit } from '../acquirer/visit.ts'
import {
  type AccountLink,
  authorizedLink,
  failedLink,
  type LinkFailure,
  PIN_TRIES,
} from '../domain/account-link.ts'
import { type Interaction, loggedOut, type Notice, noticeAt } from '../domain/interaction.ts'
import { type OtpOutcome, resendOtp, sentOtp, tryOtp, WALLET_RULES } from '../domain/otp.ts'
import { normalPhone } from '../domain/phone.ts'
import { LINK_OTPS, LINK_PINS } from '../store/seed.ts'
import { isOver, placeIn } from './visit.ts'

// A wallet's web view for linking an account by SNAP: consent, OTP, PIN. Nothing happens on a page on which the customer does not
// stand, so a form that is sent twice acts once.

const linkOf = ({ tXid }: Interaction, { tx }: Visit): AccountLink => {
  const link = tx.accountLinks.get(tXid)
  if (!link) throw new Error(`account link ${tXid} is gone`)
  return link
}

const SIX_DIGITS = /^[0-9]{6}$/

/** The wallet does not link the account; the browser goes back with the reason. */
const fail = (at: Interaction, failure: LinkFailure, visit: Visit): Interaction => {
  const link = failedLink(linkOf(at, visit), failure)
  visit.tx.accountLinks.put(link.referenceNo, link)
  return moved(visit.tx, loggedOut(at, failure === 'cancelled' ? 'cancelled' : 'ended', null))
}

/** Agrees to the link: the OTP is "sent". */
export const consent = (at: Interaction, visit: Visit): Interaction => {
  const { tx, now } = visit
  if (placeIn(at, visit) !== 'consent') return at
  const phone = normalPhone(at.typedPhone) ?? at.typedPhone
  const otp = sentOtp(now, at.otp)
  return moved(tx, { ...at, step: 'otp', phone, otp, activeAt: now, notice: null })
}

/** Enters the OTP of a wallet: on to the PIN, or the page says why not. */
export const confirmLinkOtp = (at: Interaction, code: string, visit: Visit): Interaction => {
  const { tx, now } = visit
  if (at.kind !== 'link' || placeIn(at, visit) !== 'otp' || !at.otp) return at
  const told = (notice: Notice, otp = at.otp): Interaction =>
    moved(tx, { ...at, otp, activeAt: now, notice })
  if (!SIX_DIGITS.test(code)) return told({ kind: 'linkOtpInvalid' })
  const effect = LINK_OTPS[code] ?? 'wrong'
  // Who is inactive or gives up has typed a code that is right.
  const known = effect === 'inactive' || effect === 'cancelled' ? 'accepted' : effect
  const { otp, outcome } = tryOtp(at.otp, code, { [code]: known }, now, WALLET_RULES)
  if (outcome.kind === 'usedUp') return fail(at, 'stopped', visit)
  if (outcome.kind !== 'accepted') return told(noticeOf(outcome), otp)
  if (effect === 'inactive' || effect === 'cancelled') return fail(at, effect, visit)
  return moved(tx, { ...at, step: 'pin', activeAt: now, notice: null })
}

const noticeOf = (outcome: OtpOutcome): Notice =>
  outcome.kind === 'wrong' ? { kind: 'otpWrong', left: outcome.left } : { kind: 'otpExpired' }

/** Asks a wallet for another OTP. */
export const askForLinkOtp = (at: Interaction, visit: Visit): Interaction => {
  const { tx, now } = visit
  if (at.kind !== 'link' || placeIn(at, visit) !== 'otp' || !at.otp) return at
  const { otp, outcome } = resendOtp(at.otp, now, WALLET_RULES)
  const notices = {
    resent: { kind: 'linkOtpSent' },
    noMoreResends: { kind: 'linkNoMoreResends' },
  } as const
  const notice = outcome.kind === 'tooSoon' ? outcome : notices[outcome.kind]
  return moved(tx, { ...at, otp, activeAt: now, notice })
}

/** Enters the wallet's PIN: the account is linked, with a code for the merchant, or the page says why not. */
export const confirmLinkPin = (at: Interaction, pin: string, visit: Visit): Interaction => {
  const { tx, now } = visit
  if (placeIn(at, visit) !== 'pin') return at
  if (!SIX_DIGITS.test(pin)) {
    return moved(tx, { ...at, activeAt: now, notice: { kind: 'pinInvalid' } })
  }
  const effect = LINK_PINS[pin] ?? 'wrong'
  if (effect === 'accepted') return link(at, visit)
  if (effect !== 'wrong') return fail(at, effect, visit)
  const wrongPins = (at.wrongPins ?? 0) + 1
  const left = PIN_TRIES - wrongPins
  if (left <= 0) return fail({ ...at, wrongPins }, 'blocked', visit)
  return moved(tx, { ...at, wrongPins, activeAt: now, notice: { kind: 'linkPinWrong', left } })
}

/**
 * A code for a merchant to get tokens by. Source: docs.nicepay.co.id, page "Unbinding - Account Binding E-Wallet & Direct Debit - SNAP"
 * takes 30 characters of it. Guess: 26, in small hexadecimal letters, as the sample of Bank Indonesia's standard.
 */
export const newAuthCode = ({ ids }: Pick<Visit, 'ids'>): string =>
  ids.userToken().replaceAll('-', '').slice(-26)

const link = (at: Interaction, visit: Visit): Interaction => {
  const { tx, now } = visit
  const linked = authorizedLink(linkOf(at, visit), newAuthCode(visit), now)
  tx.accountLinks.put(linked.referenceNo, linked)
  return moved(tx, { ...at, step: 'ended', notice: null })
}

const GAVE_UP_AFTER: Readonly<Partial<Record<Notice['kind'], LinkFailure>>> = {
  otpWrong: 'otpWrong',
  otpExpired: 'otpExpired',
}

/** Gives up; the merchant is told of what went wrong last. */
export const giveUpLink = (at: Interaction, visit: Visit): Interaction => {
  if (at.kind !== 'link' || isOver(placeIn(at, visit))) return at
  const notice = noticeAt(at, visit.now)
  return fail(at, (notice && GAVE_UP_AFTER[notice.kind]) ?? 'cancelled', visit)
}
