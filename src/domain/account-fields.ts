import type { PaymentType } from './instalment.ts'
import type { KredivoAccount, Verdict } from './kredivo-account.ts'
import { oneOf, orNull, pattern, type Rule, ruleFlaw, TRUE_OR_FALSE, text, whole } from './rule.ts'

/** What somebody may say of an account: everything but its counts. */
export type AccountFields = Omit<
  KredivoAccount,
  'phone' | 'wrongPins' | 'lockedUntil' | 'behaviour'
>

const VERDICTS: readonly Verdict[] = [
  'approve',
  'deny',
  'fraud',
  'approveLater',
  'denyLater',
  'never',
]
const TENURES: readonly PaymentType[] = ['30_days', '3_months', '6_months', '12_months']

const AMOUNT = whole(0, 999_999_999_999)
const A_YEAR = 31_622_400_000

const LIMITS: Rule = {
  values: `an object with whole rupiah for some of ${TENURES.join(', ')}`,
  schema: {
    type: 'object',
    properties: Object.fromEntries(TENURES.map((tenure) => [tenure, AMOUNT.schema])),
    additionalProperties: false,
    minProperties: 1,
  },
  fits: (value) =>
    value !== null &&
    typeof value === 'object' &&
    Object.entries(value).length > 0 &&
    Object.entries(value).every(
      ([name, amount]) => TENURES.includes(name as PaymentType) && AMOUNT.fits(amount),
    ),
}

/** The fields of an account that control API and seed files set. */
export const ACCOUNT_FIELDS: { readonly [K in keyof AccountFields]: Rule } = {
  label: text(20),
  pin: orNull(pattern(/^[0-9]{6}$/, ''), 'six digits, or null for an account that no PIN opens'),
  legalName: text(100),
  accountType: oneOf('basic', 'premium'),
  blocked: TRUE_OR_FALSE,
  overdue: TRUE_OR_FALSE,
  limits: LIMITS,
  verdict: oneOf(...VERDICTS),
  otpForToken: TRUE_OR_FALSE,
  pushes: oneOf(0, 1, 2),
  unlinksAfter: orNull(whole(0, A_YEAR), 'milliseconds up to a year, or null'),
}

/** What is wrong with what is said of an account, in words, or nothing. */
export const accountFlaw = (said: Readonly<Record<string, unknown>>): string | undefined =>
  ruleFlaw(ACCOUNT_FIELDS, said, (name) => `there is no account field "${name}"`)
