const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

const times = (count: number, delay: number): number[] => Array(count).fill(delay)

/** Delays in milliseconds between an attempt that was not acknowledged and the next one. */
export type RetryPolicy = readonly number[]

export interface Preset {
  readonly delays: RetryPolicy
  /** Whether a `Retry-After` of the receiver puts the next attempt off. */
  readonly honoursRetryAfter: boolean
  /** What the schedule imitates. */
  readonly says: string
}

const preset = (says: string, delays: RetryPolicy, honoursRetryAfter = false): Preset => ({
  delays,
  honoursRetryAfter,
  says,
})

/**
 * Retry schedules by name.
 * Source: berkatcell's notes for NICEPAY (about a minute apart, at most three times); the others are the published
 * schedules of DOKU, Xendit, Stripe (sandbox) and the Standard Webhooks specification.
 */
export const PRESETS = {
  'nicepay-observed': preset('three more tries, a minute apart', times(3, MINUTE)),
  none: preset('one try only', []),
  doku: preset('after 30 min, 5.5 h and 11.5 h', [30 * MINUTE, 5.5 * HOUR, 11.5 * HOUR]),
  // Guess: Xendit publishes the first three of its six delays and that they grow.
  xendit: preset('six more tries over a day', [
    15 * MINUTE,
    45 * MINUTE,
    2 * HOUR,
    3 * HOUR,
    6 * HOUR,
    12 * HOUR,
  ]),
  // Guess: Stripe says "three times over a few hours" without the hours.
  stripe: preset('three more tries over a few hours', [HOUR, HOUR, 2 * HOUR]),
  'standard-webhooks': preset(
    'seven more tries over some 28 hours; Retry-After is honoured',
    [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 10 * HOUR],
    true,
  ),
} as const satisfies Record<string, Preset>

export type RetryPreset = keyof typeof PRESETS

/** The schedule that a merchant's setting names or spells out. */
export const scheduleOf = (setting: RetryPreset | RetryPolicy): Omit<Preset, 'says'> =>
  typeof setting === 'string' ? PRESETS[setting] : { delays: setting, honoursRetryAfter: false }
