import type { PaymentType } from './instalment.ts'
import type { KredivoAccount, Verdict } from './kredivo-account.ts'

/** What somebody may say of an account: everything but its counts. */
export type AccountFields = Omit<
  KredivoAccount,
  'phone' | 'wrongPins' | 'lockedUntil' | 'behaviour'
>

interface AccountField {
  /** What a value must be, in words. */
  readonly values: string
  readonly fits: (value: unknown) => boolean
}

const oneOf = (...values: readonly (string | number)[]): AccountField => ({
  values: `one of ${values.join(', ')}`,
  fits: (value) => values.includes(value as string),
})
const text = (most: number): AccountField => ({
  values: `a text of 1 to ${most} characters`,
  fits: (value) => typeof value === 'string' && value.length >= 1 && value.length <= most,
})
const YES_OR_NO: AccountField = {
  values: 'true or false',
  fits: (value) => typeof value === 'boolean',
}
const VERDICTS: readonly Verdict[] = [
  'approve',
  'deny',
  'fraud',
  'approveLater',
  'denyLater',
  'never',
]
const TENURES: readonly PaymentType[] = ['30_days', '3_months', '6_months', '12_months']

const isAmount = (value: unknown): boolean =>
  Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= 999_999_999_999

/** The fields of an account that control API and seed files set. */
export const ACCOUNT_FIELDS: { readonly [K in keyof AccountFields]: AccountField } = {
  label: text(20),
  pin: {
    values: 'six digits, or null for an account that no PIN opens',
    fits: (value) => value === null || (typeof value === 'string' && /^[0-9]{6}$/.test(value)),
  },
  legalName: text(100),
  accountType: oneOf('basic', 'premium'),
  blocked: YES_OR_NO,
  overdue: YES_OR_NO,
  limits: {
    values: `an object with whole rupiah for some of ${TENURES.join(', ')}`,
    fits: (value) =>
      value !== null &&
      typeof value === 'object' &&
      Object.entries(value).length > 0 &&
      Object.entries(value).every(
        ([name, amount]) => TENURES.includes(name as PaymentType) && isAmount(amount),
      ),
  },
  verdict: oneOf(...VERDICTS),
  otpForToken: YES_OR_NO,
  pushes: oneOf(0, 1, 2),
  unlinksAfter: {
    values: 'milliseconds up to a year, or null',
    fits: (value) => value === null || (isAmount(value) && (value as number) <= 31_622_400_000),
  },
}

/** What is wrong with what is said of an account, in words, or nothing. */
export const accountFlaw = (said: Readonly<Record<string, unknown>>): string | undefined => {
  for (const [name, value] of Object.entries(said)) {
    if (!Object.hasOwn(ACCOUNT_FIELDS, name)) return `there is no account field "${name}"`
    const field = ACCOUNT_FIELDS[name as keyof AccountFields]
    if (!field.fits(value)) return `"${name}" must be ${field.values}`
  }
  return undefined
}
