import type { Instant } from '../protocol/time.ts'

/** The OTP of one login: when it was sent last, how many were wrong, how often it was sent again. */
export interface Otp {
  readonly sentAt: Instant
  readonly wrong: number
  readonly resends: number
}

/** How long an OTP is good for, in milliseconds. Guess: unpublished, as are the three figures below. */
export const OTP_LIFE = 180 * 1000

/** Wrong OTPs until the session is stopped. */
export const OTP_TRIES = 3

/** How often an OTP is sent again. */
export const OTP_RESENDS = 3

/** How long a shopper waits before asking for another one, in milliseconds. */
export const OTP_RESEND_GAP = 30 * 1000

/** What an OTP does by itself, whoever enters it; any other four digits are wrong. */
export type OtpEffect = 'accepted' | 'expired' | 'wrong' | 'usedUp' | 'failed'
export type MagicOtps = Readonly<Record<string, OtpEffect>>

/** How entering an OTP went. */
export type OtpOutcome =
  | { readonly kind: 'accepted' | 'expired' | 'usedUp' | 'failed' }
  | { readonly kind: 'wrong'; readonly left: number }

/** The OTP that a login begins with; what was wrong or sent again before on the same link still counts. */
export const sentOtp = (at: Instant, before: Otp | null = null): Otp => ({
  wrong: 0,
  resends: 0,
  ...before,
  sentAt: at,
})

/** Checks a code of four digits; returns the OTP as it is afterwards. */
export const tryOtp = (
  otp: Otp,
  code: string,
  magic: MagicOtps,
  at: Instant,
): { otp: Otp; outcome: OtpOutcome } => {
  if (at >= otp.sentAt + OTP_LIFE) return { otp, outcome: { kind: 'expired' } }
  const effect = magic[code] ?? 'wrong'
  if (effect !== 'wrong') return { otp, outcome: { kind: effect } }
  const wrong = otp.wrong + 1
  const left = OTP_TRIES - wrong
  return {
    otp: { ...otp, wrong },
    outcome: left > 0 ? { kind: 'wrong', left } : { kind: 'usedUp' },
  }
}

/** How asking for another OTP went. */
export type ResendOutcome =
  | { readonly kind: 'resent' | 'noMoreResends' }
  | { readonly kind: 'tooSoon'; readonly until: Instant }

/** Sends the OTP again; wrong tries are not forgotten by it. */
export const resendOtp = (otp: Otp, at: Instant): { otp: Otp; outcome: ResendOutcome } => {
  if (otp.resends >= OTP_RESENDS) return { otp, outcome: { kind: 'noMoreResends' } }
  const until = otp.sentAt + OTP_RESEND_GAP
  if (at < until) return { otp, outcome: { kind: 'tooSoon', until } }
  return { otp: { ...otp, sentAt: at, resends: otp.resends + 1 }, outcome: { kind: 'resent' } }
}
