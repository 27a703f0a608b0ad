import { SNAP_RESULT, type SnapResultName, snapCode, snapText } from '../protocol/snap/results.ts'
import type { Instant } from '../protocol/time.ts'
import type { Callback } from './callback.ts'
import { LINK_LIFE } from './interaction.ts'

/** What a merchant asks for when it registers the binding of a customer's wallet by SNAP. */
export interface LinkRequest {
  readonly iMid: string
  readonly partnerReferenceNo: string
  /** Null where the merchant names no wallet, as iFortepay's do not. */
  readonly mitraCd: string | null
  /** As it was sent; "" where none was. */
  readonly phone: string
  /** The customer's name. */
  readonly userId: string | null
  /** Where the browser goes back to: http, https or the scheme of an app. */
  readonly returnTo: string
  /** Sent back as it came. */
  readonly state: string | null
}

/** Why the customer's account was not linked. */
export type LinkFailure =
  | 'cancelled'
  | 'otpWrong'
  | 'otpExpired'
  | 'stopped'
  | 'blocked'
  | 'inactive'
  | 'expired'

/** What a merchant acts for a customer with, and what it gets another one for. */
export interface CustomerTokens {
  readonly accessToken: string
  readonly accessTokenUntil: Instant
  readonly refreshToken: string
  readonly refreshTokenUntil: Instant
}

/**
 * The binding of a customer's wallet: `requested` until the customer has been to the web view, `authorized` as soon as there is an
 * authCode, `active` with the first customer token; `failed` and `unlinked` are ends.
 */
export interface AccountLink extends LinkRequest {
  /** NICEPAY's number; as a tXid. */
  readonly referenceNo: string
  /** The link that the customer follows. */
  readonly tk: string
  readonly requestedAt: Instant
  readonly status: 'requested' | 'authorized' | 'active' | 'failed' | 'unlinked'
  readonly failure: LinkFailure | null
  readonly authCode: string | null
  readonly authorizedAt: Instant | null
  readonly tokens: CustomerTokens | null
}

/** Service code of account binding. Source: developer.ifortepay.id, page "Account Binding". */
export const BINDING = '07'

/** How long an authCode is good for, in milliseconds. Guess: no page gives a number. */
export const AUTH_CODE_LIFE = 10 * 60 * 1000

const DAY = 24 * 60 * 60 * 1000

/** How long a customer token is good for. Source: apidevportal.aspi-indonesia.or.id, page "Keamanan": 15 days. */
export const CUSTOMER_TOKEN_LIFE = 15 * DAY

/** How long a refresh token is good for. Guess: a year; no page gives a number. */
export const REFRESH_TOKEN_LIFE = 365 * DAY

/** The wallets that can be bound. Source: docs.nicepay.co.id, page "Account Binding E-Wallet & Direct Debit - SNAP". */
export const BINDABLE: readonly string[] = ['ASTR', 'ALLO']

/** How much a bound account pays at once, in rupiah. Source: accountTransactionLimit in the sample of apidevportal.aspi-indonesia.or.id. */
export const TRANSACTION_LIMIT = 1_000_000

/** Wrong PINs until nothing is linked. Guess: as many as wrong OTPs. */
export const PIN_TRIES = 3

/** A link that waits for its customer. */
export const requestedLink = (
  request: LinkRequest,
  referenceNo: string,
  tk: string,
  at: Instant,
): AccountLink => ({
  ...request,
  referenceNo,
  tk,
  requestedAt: at,
  status: 'requested',
  failure: null,
  authCode: null,
  authorizedAt: null,
  tokens: null,
})

/** The link with its customer's consent. */
export const authorizedLink = (link: AccountLink, authCode: string, at: Instant): AccountLink => ({
  ...link,
  status: 'authorized',
  authCode,
  authorizedAt: at,
})

/** The link that did not come about. */
export const failedLink = (link: AccountLink, failure: LinkFailure): AccountLink => ({
  ...link,
  status: 'failed',
  failure,
})

/** The link with tokens for its merchant; those before are dead. */
export const activeLink = (
  link: AccountLink,
  { accessToken, refreshToken }: Pick<CustomerTokens, 'accessToken' | 'refreshToken'>,
  at: Instant,
): AccountLink => ({
  ...link,
  status: 'active',
  tokens: {
    accessToken,
    accessTokenUntil: at + CUSTOMER_TOKEN_LIFE,
    refreshToken,
    refreshTokenUntil: at + REFRESH_TOKEN_LIFE,
  },
})

/** The link ended; code and tokens are dead, and kept to say so. */
export const unlinked = (link: AccountLink): AccountLink => ({ ...link, status: 'unlinked' })

/** Whether something is linked that can be ended. */
export const isLinked = ({ status }: AccountLink): boolean =>
  status === 'authorized' || status === 'active'

/** Whether the customer was too late. */
export const isLinkOver = ({ status, requestedAt }: AccountLink, at: Instant): boolean =>
  status === 'requested' && at >= requestedAt + LINK_LIFE

/** Whether nothing can come of a link any more. */
export const hasLinkEnded = (link: AccountLink, at: Instant): boolean => {
  const { status, tokens, authorizedAt } = link
  if (status === 'active') return at >= (tokens?.refreshTokenUntil ?? 0)
  if (status === 'authorized') return at >= (authorizedAt ?? 0) + AUTH_CODE_LIFE
  return status !== 'requested' || isLinkOver(link, at)
}

/** What is wrong with a link's authCode, in words, or nothing. */
export const authCodeFlaw = (link: AccountLink, at: Instant): string | undefined => {
  if (link.status === 'unlinked') return 'its account was unlinked'
  if (link.status === 'active') return 'it was used before; a code gives tokens once'
  if (at >= (link.authorizedAt ?? 0) + AUTH_CODE_LIFE) return 'it is older than ten minutes'
  return undefined
}

/** What is wrong with a link's customer token or refresh token, in words, or nothing. */
export const tokenFlaw = (
  { status, tokens }: AccountLink,
  which: 'accessTokenUntil' | 'refreshTokenUntil',
  at: Instant,
): string | undefined => {
  if (status !== 'active' || !tokens) return 'its account was unlinked'
  return at >= tokens[which] ? 'it has expired' : undefined
}

/**
 * What the merchant is told of a failure.
 * Guess: nobody publishes what a browser brings back; these are Bank Indonesia's names for what happened, and "Do Not Honor" where it
 * has none (apidevportal.aspi-indonesia.or.id, page "Registrasi").
 */
const FAILURES: Readonly<Record<LinkFailure, SnapResultName>> = {
  cancelled: 'DO_NOT_HONOR',
  otpWrong: 'INVALID_OTP',
  otpExpired: 'OTP_EXPIRED',
  stopped: 'OTP_BLOCKED',
  blocked: 'DO_NOT_HONOR',
  inactive: 'ACCOUNT_INACTIVE',
  expired: 'TRANSACTION_EXPIRED',
}

const resultOf = (link: AccountLink, at: Instant): SnapResultName => {
  if (isLinked(link)) return 'SUCCESSFUL'
  if (link.status === 'unlinked') return 'INVALID_ACCOUNT'
  return FAILURES[link.failure ?? (isLinkOver(link, at) ? 'expired' : 'cancelled')]
}

/**
 * The browser's return to the merchant, by a link: the address may be that of an app.
 * Guess: the names of the fields; NICEPAY says only that an authentication code comes back.
 */
export const linkCallback = (link: AccountLink, at: Instant): Callback => {
  const result = SNAP_RESULT[resultOf(link, at)]
  const { returnTo: url, authCode, referenceNo, partnerReferenceNo, state } = link
  return {
    method: 'get',
    url,
    fields: {
      ...(isLinked(link) && authCode !== null && { authCode }),
      referenceNo,
      partnerReferenceNo,
      responseCode: snapCode(result, BINDING),
      ...(!isLinked(link) && { responseMessage: snapText(result) }),
      ...(state !== null && { state }),
    },
  }
}
