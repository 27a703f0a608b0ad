import type { Autopilot } from '../config.ts'
import type { RetryPolicy, RetryPreset } from './retry.ts'
import { ruleFlaw } from './rule.ts'
import { SETTINGS } from './setting-table.ts'

/** What one merchant may meet differently on the real service; each key is documented in setting-table.ts. */
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
  readonly checkoutAmount: 'both' | 'amount' | 'amt'
  readonly pastValidity: 'refuse' | 'accept'
  readonly cardAuthorisation: 'sale' | 'preauth'
  readonly autoPay: number | null
  readonly externalIds: 'strict' | 'lenient'
  readonly foreignAccessTokens: 'refuse' | 'accept'
  readonly bindingMessage: 'successful' | 'processed'
  readonly payoutBalance: number
  readonly payoutDelayMs: number
  readonly payoutBanks: 'listed' | 'any'
  readonly payoutUrl: string | null
  readonly fixedVaBanks: readonly string[]
  readonly depositUrl: string | null
  readonly autopilot: 'asStarted' | Autopilot
}

/** Every setting at its start value. */
export const INITIAL_SETTINGS: Settings = Object.fromEntries(
  Object.entries(SETTINGS).map(([name, setting]) => [name, setting.initial]),
) as unknown as Settings

/** What is wrong with a change of settings, in words, or nothing. */
export const settingsFlaw = (change: Readonly<Record<string, unknown>>): string | undefined =>
  ruleFlaw(SETTINGS, change, (name) => `there is no setting "${name}"`)
