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

/** How an OTP is dealt with. */
export interface OtpRules {
  /** How long it is good for, in milliseconds. */
  readonly life: number
  /** How long a shopper waits before asking for another one, in milliseconds. */
  readonly gap: number
}

const KREDIVO_RULES: OtpRules = { life: OTP_LIFE, gap: OTP_RESEND_GAP }

/**
 * How a wallet's web view deals with it.
 * Source: the text message of apidevportal.aspi-indonesia.or.id, page "Registrasi" (5 minutes). Guess: the gap.
 */
export const WALLET_RULES: OtpRules = { life: 5 * 60 * 1000, gap: 60 * 1000 }

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

/** Checks a code of the right length; returns the OTP as it is afterwards. */
export const tryOtp = (
  otp: Otp,
  code: string,
  magic: MagicOtps,
  at: Instant,
  { life }: OtpRules = KREDIVO_RULES,
): { otp: Otp; outcome: OtpOutcome } => {
  if (at >= otp.sentAt + life) return { otp, outcome: { kind: 'expired' } }
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
export const resendOtp = (
  otp: Otp,
  at: Instant,
  { gap }: OtpRules = KREDIVO_RULES,
): { otp: Otp; outcome: ResendOutcome } => {
  if (otp.resends >= OTP_RESENDS) return { otp, outcome: { kind: 'noMoreResends' } }
  const until = otp.sentAt + gap
  if (at < until) return { otp, outcome: { kind: 'tooSoon', until } }
  return { otp: { ...otp, sentAt: at, resends: otp.resends + 1 }, outcome: { kind: 'resent' } }
}
