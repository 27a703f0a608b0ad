/** What the model knows of the sandbox, written down once more from the README's tables and figures. */

export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

export const ORDER_LIFE = DAY
export const REVIEW_TIME = 60 * SECOND
export const LOGIN_IDLE = 15 * MINUTE
export const OTP_LIFE = 3 * MINUTE
export const PIN_LOCK = 30 * MINUTE
export const CANCEL_PERIOD = 90 * DAY

/** Wrong PINs that lock an account, and wrong OTPs that stop a link. */
export const TRIES = 3

/** Links of one order that stay good. */
export const LINKS = 5

/** From which amount a premium account may choose instalments, which nobody does here. */
export const LEAST_FOR_INSTALMENTS = 1_500_000

/** What Kredivo does with a shopper's confirmed purchase. */
export type Verdict = 'approve' | 'deny' | 'approveLater' | 'denyLater' | 'never'

/** A row of the README's table of test shoppers. */
export interface Shopper {
  readonly label: string
  readonly phone: string
  /** Null where every PIN is wrong. */
  readonly pin: string | null
  /** What may be owed in 30 days. */
  readonly limit: number
  /** Whether there is room in longer tenures for any order of this model. */
  readonly hasInstalments: boolean
  readonly verdict: Verdict
  readonly blocked: boolean
  readonly overdue: boolean
  readonly otpForToken: boolean
  readonly unlinksAfter: number | null
  readonly pushes: number
}

const PREMIUM = {
  pin: '663482',
  limit: 3_500_000,
  hasInstalments: true,
  verdict: 'approve',
  blocked: false,
  overdue: false,
  otpForToken: false,
  unlinksAfter: null,
  pushes: 1,
} as const
const BASIC = { ...PREMIUM, limit: 3_000_000, hasInstalments: false } as const
const numbered = (number: string) => ({ label: `A${number}`, phone: `0812000000${number}` })

export const BUDI: Shopper = { ...BASIC, label: 'A01', phone: '081513114262' }
export const SITI: Shopper = { ...PREMIUM, label: 'A02', phone: '081291891818', pin: '414141' }
export const APPROVED_LATER: Shopper = {
  ...PREMIUM,
  ...numbered('08'),
  verdict: 'approveLater',
}

/** The other rows; each of them does something that the first ones do not. */
export const PECULIAR: readonly Shopper[] = [
  { ...BASIC, ...numbered('03'), pin: null },
  { ...BASIC, ...numbered('04'), blocked: true },
  { ...PREMIUM, ...numbered('05'), limit: 10_000, hasInstalments: false },
  { ...PREMIUM, ...numbered('06'), verdict: 'deny' },
  { ...PREMIUM, ...numbered('07'), verdict: 'deny' },
  { ...PREMIUM, ...numbered('09'), verdict: 'denyLater' },
  { ...PREMIUM, ...numbered('10'), overdue: true },
  { ...PREMIUM, ...numbered('11'), otpForToken: true },
  { ...PREMIUM, ...numbered('12'), unlinksAfter: 30 * SECOND },
  { ...PREMIUM, ...numbered('13'), verdict: 'never' },
  { ...PREMIUM, ...numbered('14'), pushes: 0 },
  { ...PREMIUM, ...numbered('15'), pushes: 2 },
]

/** All of them, in the README's order. */
export const SHOPPERS: readonly Shopper[] = [BUDI, SITI, APPROVED_LATER, ...PECULIAR].toSorted(
  (a, b) => (a.label < b.label ? -1 : 1),
)
