import type { Instant } from '../protocol/time.ts'
import type { Otp } from './otp.ts'

/**
 * What a page tells the shopper about the last thing done on it. The words are in http/kredivo/texts.ts; what
 * varies in them (tries left, until when) is here.
 */
export type Notice =
  | { readonly kind: 'phoneInvalid' | 'pinInvalid' | 'phoneUnknown' | 'blocked' | 'sessionEnded' }
  | { readonly kind: 'pinWrong' | 'otpWrong'; readonly left: number }
  | { readonly kind: 'locked' | 'tooSoon'; readonly until: Instant }
  | { readonly kind: 'otpInvalid' | 'otpExpired' | 'otpFailed' | 'otpUsedUp' | 'otpSent' }
  | { readonly kind: 'noMoreResends' }

/** Where a shopper stands in the pages. `linked` and `stopped` are ends; `cancelled` can be begun anew. */
export type Step = 'login' | 'otp' | 'linked' | 'stopped' | 'cancelled'

/** A shopper's way through the Kredivo pages of one binding, found by the `tk` of the link. */
export interface Interaction {
  readonly tk: string
  readonly kind: 'binding'
  readonly iMid: string
  readonly tXid: string
  /** Sent along by the pages' forms: what another site cannot know. */
  readonly formToken: string
  readonly step: Step
  /** When the link ends. */
  readonly expiresAt: Instant
  /** The number typed last, kept for the form. */
  readonly typedPhone: string
  /** The account that logged in, in the form 628…. */
  readonly phone: string | null
  readonly otp: Otp | null
  /** The last thing the logged-in shopper did. */
  readonly activeAt: Instant | null
  readonly notice: Notice | null
}

/** How long a login lasts without the shopper doing anything, in milliseconds. Guess: unpublished. */
export const SESSION_IDLE = 15 * 60 * 1000

/** How long a binding link is good for, in milliseconds. Guess: Kredivo's default for an order, 24 hours. */
export const LINK_LIFE = 24 * 60 * 60 * 1000

/** Whether nothing can happen on the link any more, because its time is over. */
export const hasExpired = (interaction: Interaction, at: Instant): boolean =>
  at >= interaction.expiresAt && interaction.step !== 'linked'

/** Whether the shopper is logged in and waiting to enter an OTP. */
export const isLoggedIn = (interaction: Interaction, at: Instant): boolean =>
  interaction.step === 'otp' && at < (interaction.activeAt ?? 0) + SESSION_IDLE

/** What the login page says: the notice, or that the login lasted too long ago. */
export const noticeAt = (interaction: Interaction, at: Instant): Notice | null =>
  interaction.step === 'otp' && !isLoggedIn(interaction, at)
    ? { kind: 'sessionEnded' }
    : interaction.notice

/** The interaction with the shopper logged out again; the OTP's counts stay, so a new login brings no new tries. */
export const loggedOut = (interaction: Interaction, step: Step, notice: Notice | null) => ({
  ...interaction,
  step,
  notice,
  phone: null,
  activeAt: null,
})
