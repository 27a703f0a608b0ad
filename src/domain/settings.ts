import { urlFlaw } from '../protocol/fields.ts'
import { PRESETS, type RetryPolicy, type RetryPreset } from './retry.ts'

/** What one merchant may meet differently on the real service; each key is documented in SETTINGS. */
export interface Settings {
  readonly callbackMethod: 'post' | 'get'
  readonly duplicateReferenceNo: 'refuse' | 'accept'
  readonly enabledPayMethods: readonly string[]
  readonly requireUserIP: 'no' | 'yes'
  readonly timeStamp: 'lenient' | 'strict'
  readonly billingPhone: 'documented' | 'lenient'
  readonly seamlessDeadToken: 'login' | 'refuse'
  readonly tenureChoice: 'free' | 'fixed'
  readonly leastForInstalments: number
  readonly callbackInReview: 'unfinished' | 'success'
  readonly cancelUnpaid: 'accept' | 'refuse'
  readonly partialCancel: 'accept' | 'refuse'
  readonly cancelNotification: 'no' | 'yes'
  readonly amountEndings: 'off' | 'on'
  readonly deactivationUrl: string | null
  readonly bindingNotificationToken: 'asRegistration' | 'byUserToken'
  readonly bindingNotificationType: 'json' | 'form'
  readonly notificationRetries: RetryPreset | RetryPolicy
  readonly notificationTimeoutMs: number
}

interface Setting<T> {
  readonly initial: T
  /** What a value must be, in words. */
  readonly values: string
  /** All of them, where they are a few words. */
  readonly choices?: readonly string[]
  readonly fits: (value: unknown) => boolean
  readonly says: string
}

const oneOf = (...values: string[]) => ({
  choices: values,
  values: values.map((v) => `\`${v}\``).join(' or '),
  fits: (value: unknown) => values.includes(value as string),
})

/** The longest delay of a schedule: a year, in milliseconds. */
const LONGEST_DELAY = 366 * 24 * 60 * 60 * 1000

const isDelay = (v: unknown): boolean =>
  Number.isSafeInteger(v) && (v as number) >= 0 && (v as number) <= LONGEST_DELAY
const isDelays = (v: unknown): boolean => Array.isArray(v) && v.length <= 50 && v.every(isDelay)

/** The one table of merchant settings: start value, allowed values, meaning. README and control API derive from it. */
export const SETTINGS: { readonly [K in keyof Settings]: Setting<Settings[K]> } = {
  callbackMethod: {
    initial: 'post',
    ...oneOf('post', 'get'),
    says: 'how the browser returns to `callBackUrl`: a posted form (seen in recorded traffic) or a query (printed in the documentation)',
  },
  duplicateReferenceNo: {
    initial: 'refuse',
    ...oneOf('refuse', 'accept'),
    says: 'a `referenceNo` used before answers 9009, or is registered again (as IONPAYTEST does in published samples, and here)',
  },
  enabledPayMethods: {
    initial: ['06'],
    values: 'a list of two-digit codes',
    fits: (v) =>
      Array.isArray(v) && v.every((code) => typeof code === 'string' && /^\d\d$/.test(code)),
    says: 'methods outside the list answer 9108',
  },
  requireUserIP: {
    initial: 'no',
    ...oneOf('no', 'yes'),
    says: 'a payloan registration without `userIP` answers 9024, as documented, or is accepted, as the official Python SDK sends none',
  },
  timeStamp: {
    initial: 'lenient',
    ...oneOf('lenient', 'strict'),
    says: 'lenient takes any 14 digits, as the real service was seen to do; strict wants an existing time (else 9031)',
  },
  billingPhone: {
    initial: 'documented',
    ...oneOf('documented', 'lenient'),
    says: 'for account binding: documented wants `+62-` and 11 digits, 15 characters; lenient takes any number of up to 15 characters',
  },
  seamlessDeadToken: {
    initial: 'login',
    ...oneOf('login', 'refuse'),
    says: 'a payment with a `userToken` that is not active asks for a login (as Kredivo itself does), or its registration answers 9920',
  },
  tenureChoice: {
    initial: 'free',
    ...oneOf('free', 'fixed'),
    says: '`instmntMon` is the shopper’s first choice at Kredivo, or the only one',
  },
  // Source: docs.faspay.co.id, page "Online Credit Channel Integration Guide".
  leastForInstalments: {
    initial: 1_500_000,
    values: 'rupiah, a whole number',
    fits: (v) => Number.isSafeInteger(v) && (v as number) >= 0,
    says: 'from which amount Kredivo takes orders in instalments (its published minimum; lower it for small test amounts)',
  },
  callbackInReview: {
    initial: 'unfinished',
    ...oneOf('unfinished', 'success'),
    says: 'the browser’s return while the lender has not decided yet: 9030 or 0000; the notification follows the decision',
  },
  cancelUnpaid: {
    initial: 'accept',
    ...oneOf('accept', 'refuse'),
    says: 'a cancel of an order that nobody paid yet makes it void, or answers 9314',
  },
  partialCancel: {
    initial: 'accept',
    ...oneOf('accept', 'refuse'),
    says: 'a partial cancel is done, or answers 9332',
  },
  cancelNotification: {
    initial: 'no',
    ...oneOf('no', 'yes'),
    says: 'whether a cancel of a paid order is notified, with `status` 1 (reversal)',
  },
  amountEndings: {
    initial: 'off',
    ...oneOf('off', 'on'),
    says: 'whether the last four digits of an amount decide at the confirmation (table below), for payments by token',
  },
  deactivationUrl: {
    initial: null,
    values: 'an http or https address, or null',
    fits: (v) =>
      v === null || (typeof v === 'string' && v.length <= 255 && urlFlaw(v) === undefined),
    says: 'where the merchant is told that a customer has unlinked an account in Kredivo’s app; null: nowhere',
  },
  bindingNotificationToken: {
    initial: 'asRegistration',
    ...oneOf('asRegistration', 'byUserToken'),
    says: 'the token of the binding notification: `iMid+referenceNo+billingPhone+key`, or `iMid+tXid+userToken+key` (no page states it)',
  },
  bindingNotificationType: {
    initial: 'json',
    ...oneOf('json', 'form'),
    says: 'the body of the binding notification (the documentation prints JSON without saying so)',
  },
  notificationRetries: {
    initial: 'nicepay-observed',
    values: `${Object.keys(PRESETS)
      .map((p) => `\`${p}\``)
      .join(', ')}, or a list of delays in milliseconds`,
    fits: (v) => (typeof v === 'string' && Object.hasOwn(PRESETS, v)) || isDelays(v),
    says: 'when a notification that was not acknowledged is sent again',
  },
  notificationTimeoutMs: {
    initial: 15_000,
    values: 'milliseconds, 1 to 120000',
    fits: (v) => isDelay(v) && (v as number) >= 1 && (v as number) <= 120_000,
    says: 'how long a receiver may take for one attempt',
  },
}

/** Every setting at its start value. */
export const INITIAL_SETTINGS: Settings = Object.fromEntries(
  Object.entries(SETTINGS).map(([name, setting]) => [name, setting.initial]),
) as unknown as Settings

/** What is wrong with a change of settings, in words, or nothing. */
export const settingsFlaw = (change: Readonly<Record<string, unknown>>): string | undefined => {
  for (const [name, value] of Object.entries(change)) {
    if (!Object.hasOwn(SETTINGS, name)) return `there is no setting "${name}"`
    const setting = SETTINGS[name as keyof Settings]
    if (!setting.fits(value)) return `"${name}" must be ${setting.values.replaceAll('`', '')}`
  }
  return undefined
}
