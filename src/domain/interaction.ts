import type { Instant } from '../protocol/time.ts'
import type { PresentedCard } from './card.ts'
import type { Otp } from './otp.ts'

/**
 * What a page tells the shopper about the last thing done on it. The words are in http/lender/texts.ts; what
 * varies in them (tries left, until when) is here.
 */
export type Notice =
  | { readonly kind: 'phoneInvalid' | 'pinInvalid' | 'phoneUnknown' | 'blocked' | 'sessionEnded' }
  | { readonly kind: 'pinWrong' | 'otpWrong'; readonly left: number }
  | { readonly kind: 'locked' | 'tooSoon'; readonly until: Instant }
  | { readonly kind: 'otpInvalid' | 'otpExpired' | 'otpFailed' | 'otpUsedUp' | 'otpSent' }
  | { readonly kind: 'walletUnknown' }
  | { readonly kind: 'linkPinWrong'; readonly left: number }
  | { readonly kind: 'linkOtpInvalid' | 'linkOtpSent' | 'linkNoMoreResends' | 'linkSessionEnded' }
  | { readonly kind: 'noMoreResends' | 'termsMissing' | 'tenureMissing' | 'tenureClosed' }

/**
 * Which pages a link leads to: Kredivo's for linking an account, Kredivo's for paying an order, the plain one of the other
 * lenders; the OTP page of a card's bank, the page that waits for an app, the login of a wallet or a bank; a wallet's web view for
 * linking an account by SNAP.
 */
export type InteractionKind =
  | 'binding'
  | 'checkout'
  | 'lender'
  | 'card'
  | 'push'
  | 'wallet'
  | 'link'

/** Where a shopper stands in the pages. `ended` and `stopped` are ends; `cancelled` can be begun anew. */
export type Step = 'login' | 'otp' | 'pin' | 'review' | 'ended' | 'stopped' | 'cancelled'

/** A shopper's way through a lender's pages for one binding or order, found by the `tk` of the link. */
export interface Interaction {
  readonly tk: string
  readonly kind: InteractionKind
  readonly iMid: string
  readonly tXid: string
  /** Sent along by the pages' forms: what another site cannot know. */
  readonly formToken: string
  readonly step: Step
  /** The number typed last, kept for the form. */
  readonly typedPhone: string
  /** The account that logged in, in the form 628…. */
  readonly phone: string | null
  /** The shopper came in with a userToken, so the OTP is all that is asked for. */
  readonly byToken: boolean
  readonly otp: Otp | null
  /** The last thing the logged-in shopper did. */
  readonly activeAt: Instant | null
  readonly notice: Notice | null
  /** The card that was presented, at its bank's page. */
  readonly card?: PresentedCard
  /** How often its OTP was wrong. */
  readonly wrongCodes?: number
  /** How often the PIN of a wallet was wrong. */
  readonly wrongPins?: number
}

/** How long a login lasts without the shopper doing anything, in milliseconds. Guess: unpublished. */
export const SESSION_IDLE = 15 * 60 * 1000

/** How long a binding link is good for, in milliseconds. Guess: Kredivo's default for an order, 24 hours. */
export const LINK_LIFE = 24 * 60 * 60 * 1000

/** A link that nobody has followed yet. */
export const newInteraction = (
  which: Pick<Interaction, 'tk' | 'kind' | 'iMid' | 'tXid' | 'formToken' | 'typedPhone'>,
): Interaction => ({
  ...which,
  step: 'login',
  phone: null,
  byToken: false,
  otp: null,
  activeAt: null,
  notice: null,
})

const isInside = ({ step }: Interaction): boolean =>
  step === 'otp' || step === 'pin' || step === 'review'

/** Whether the shopper is logged in, about to enter an OTP or to confirm. */
export const isLoggedIn = (interaction: Interaction, at: Instant): boolean =>
  isInside(interaction) && at < (interaction.activeAt ?? 0) + SESSION_IDLE

/** What the login page says: the notice, or that the login lasted too long ago. */
export const noticeAt = (interaction: Interaction, at: Instant): Notice | null =>
  isInside(interaction) && !isLoggedIn(interaction, at)
    ? { kind: interaction.kind === 'link' ? 'linkSessionEnded' : 'sessionEnded' }
    : interaction.notice

/** The interaction with the shopper logged out again; the OTP's counts stay, so a new login brings no new tries. */
export const loggedOut = (
  interaction: Interaction,
  step: Step,
  notice: Notice | null,
): Interaction => ({
  ...interaction,
  step,
  notice,
  phone: null,
  byToken: false,
  activeAt: null,
})
