import type { Instant } from '../protocol/time.ts'
import type { Limits } from './ledger.ts'

/** A sentence in the two languages of the pages. */
export interface InWords {
  readonly id: string
  readonly en: string
}

/**
 * What Kredivo does with a confirmed purchase. The last three put it under review first, and approve or deny it after
 * REVIEW_TIME, or never.
 */
export type Verdict = 'approve' | 'deny' | 'fraud' | 'approveLater' | 'denyLater' | 'never'

/** How long a review takes, in milliseconds. Guess: unpublished. */
export const REVIEW_TIME = 60 * 1000

/** A shopper's account at the simulated Kredivo. */
export interface KredivoAccount {
  /** Name in the published table of test accounts: A01, A02 … */
  readonly label: string
  /** In the form 628…; the account's id. */
  readonly phone: string
  /** Six digits; null when no PIN opens the account. */
  readonly pin: string | null
  readonly legalName: string
  readonly accountType: 'basic' | 'premium'
  readonly blocked: boolean
  /** There is a bill past its due date, so nothing more is bought on credit. */
  readonly overdue: boolean
  readonly limits: Limits
  readonly verdict: Verdict
  /** Paying with a userToken asks for an OTP all the same. Source: doc.kredivo.com's front page, "in some cases". */
  readonly otpForToken: boolean
  /** How often a payment or a binding is notified. */
  readonly pushes: 0 | 1 | 2
  /** The shopper unlinks the account in Kredivo's app this long after it was linked, in milliseconds; null is never. */
  readonly unlinksAfter: number | null
  /** What a tester sees of this account. */
  readonly behaviour: InWords
  readonly wrongPins: number
  readonly lockedUntil: Instant | null
}

/** Wrong PINs until an account is locked. Guess: real count and time are unpublished. */
export const PIN_TRIES = 3

/** How long a lock holds, in milliseconds. Guess: one weak source says half an hour. */
export const PIN_LOCK = 30 * 60 * 1000

/** How entering a PIN went. A wrong PIN is an outcome of a login, not an error of the program. */
export type PinOutcome =
  | { readonly kind: 'right' }
  | { readonly kind: 'wrong'; readonly left: number }
  | { readonly kind: 'locked'; readonly until: Instant }
  | { readonly kind: 'blocked' }

/** Compares a PIN, counts wrong ones and locks; returns the account as it is afterwards. */
export const tryPin = (
  account: KredivoAccount,
  pin: string,
  at: Instant,
): { account: KredivoAccount; outcome: PinOutcome } => {
  if (account.lockedUntil !== null && at < account.lockedUntil) {
    return { account, outcome: { kind: 'locked', until: account.lockedUntil } }
  }
  const wrongBefore = account.lockedUntil === null ? account.wrongPins : 0
  if (account.pin === pin) {
    const open = { ...account, wrongPins: 0, lockedUntil: null }
    return { account: open, outcome: { kind: account.blocked ? 'blocked' : 'right' } }
  }
  const wrongPins = wrongBefore + 1
  if (wrongPins < PIN_TRIES) {
    const outcome = { kind: 'wrong', left: PIN_TRIES - wrongPins } as const
    return { account: { ...account, wrongPins, lockedUntil: null }, outcome }
  }
  const until = at + PIN_LOCK
  return {
    account: { ...account, wrongPins, lockedUntil: until },
    outcome: { kind: 'locked', until },
  }
}
