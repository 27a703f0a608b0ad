import { moved, type Visit } from '../acquirer/visit.ts'
import {
  type Interaction,
  type InteractionKind,
  loggedOut,
  type Notice,
} from '../domain/interaction.ts'
import { type MagicOtps, type OtpOutcome, resendOtp, tryOtp } from '../domain/otp.ts'
import { enterReview } from './check-out.ts'
import { linkAccount } from './link-account.ts'
import { placeIn } from './visit.ts'

/** What follows the right OTP. */
const AFTER_OTP: Readonly<
  Partial<Record<InteractionKind, (interaction: Interaction, visit: Visit) => Interaction>>
> = { binding: linkAccount, checkout: enterReview }

/**
 * Enters an OTP: the account is linked, the order goes on to its review, or the page says why not. Nothing happens
 * unless the shopper is logged in, so that a form sent twice acts once.
 */
export const confirmOtp = (
  interaction: Interaction,
  code: string,
  magic: MagicOtps,
  visit: Visit,
): Interaction => {
  const { tx, now } = visit
  const after = AFTER_OTP[interaction.kind]
  if (placeIn(interaction, visit) !== 'otp' || !interaction.otp || !after) return interaction
  if (!/^[0-9]{4}$/.test(code)) {
    return moved(tx, { ...interaction, activeAt: now, notice: { kind: 'otpInvalid' } })
  }
  const { otp, outcome } = tryOtp(interaction.otp, code, magic, now)
  if (outcome.kind === 'accepted') return after(interaction, visit)
  const notice = noticeOf(outcome)
  if (outcome.kind === 'usedUp') return moved(tx, loggedOut(interaction, 'stopped', notice))
  return moved(tx, { ...interaction, otp, activeAt: now, notice })
}

const NOTICES = { expired: 'otpExpired', usedUp: 'otpUsedUp', failed: 'otpFailed' } as const

const noticeOf = (outcome: Exclude<OtpOutcome, { kind: 'accepted' }>): Notice =>
  outcome.kind === 'wrong'
    ? { kind: 'otpWrong', left: outcome.left }
    : { kind: NOTICES[outcome.kind as keyof typeof NOTICES] }

/** Asks for another OTP. */
export const askForOtp = (interaction: Interaction, visit: Visit): Interaction => {
  const { tx, now } = visit
  if (placeIn(interaction, visit) !== 'otp' || !interaction.otp) return interaction
  const { otp, outcome } = resendOtp(interaction.otp, now)
  const notice: Notice = outcome.kind === 'resent' ? { kind: 'otpSent' } : (outcome as Notice)
  return moved(tx, { ...interaction, otp, activeAt: now, notice })
}
