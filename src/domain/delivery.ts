import type { Instant } from '../protocol/time.ts'
import type { FaultStep } from './fault.ts'
import { type RetryPolicy, type RetryPreset, scheduleOf } from './retry.ts'

/** One attempt to hand a notification over, as it went. Exactly one of `httpStatus` and `error` says how it ended. */
export interface Attempt {
  readonly at: Instant
  /** As sent, `Name: value`. */
  readonly requestHeaders: readonly string[]
  readonly httpStatus: number | null
  /** What the receiver answered, cut. */
  readonly answer: string
  readonly latencyMs: number
  /** Why there was no answer, in words. */
  readonly error: string | null
}

/** A notification on its way to a merchant: what is sent, when, and what became of it. */
export interface Delivery {
  readonly id: string
  readonly kind: 'binding' | 'payment' | 'deactivation' | 'payout'
  readonly iMid: string
  /** What it is about; null when that is a token. */
  readonly tXid: string | null
  readonly url: string
  readonly contentType: string
  /** The body, byte for byte as every attempt sends it. */
  readonly body: string
  readonly timeoutMs: number
  readonly retries: RetryPreset | RetryPolicy
  /** `held`: a fault keeps it back. */
  readonly status: 'pending' | 'held' | 'delivered' | 'failed'
  readonly createdAt: Instant
  /** When the next attempt is due; null once delivered or failed, and while held. */
  readonly dueAt: Instant | null
  /** Attempts made on the present run through the retry schedule. */
  readonly tries: number
  readonly attempts: readonly Attempt[]
  /** Until when it is held: until somebody releases it, or until the merchant's next one was sent. */
  readonly heldUntil?: 'released' | 'next'
  /** The iMid whose SNAP notification it is: every attempt is signed for it. */
  readonly signedFor?: string
  /** A fault had its turn already, so the next attempt meets none. */
  readonly spared?: true
}

/** Any 2xx acknowledges; the body is kept and ignored. Source: merchants' handlers answer with many different bodies. */
export const acknowledges = (httpStatus: number | null): boolean =>
  httpStatus !== null && httpStatus >= 200 && httpStatus < 300

/**
 * The delivery after one more attempt: delivered, due again, or failed when its schedule is spent.
 * `retryAfterMs` is the receiver's own wish, heeded where the schedule does so.
 */
export const afterAttempt = (
  delivery: Delivery,
  attempt: Attempt,
  retryAfterMs: number | null,
): Delivery => {
  const { spared: _spared, ...before } = delivery
  const tried = {
    ...before,
    tries: delivery.tries + 1,
    attempts: [...delivery.attempts, attempt],
    dueAt: null,
  }
  if (acknowledges(attempt.httpStatus)) return { ...tried, status: 'delivered' }
  const { delays, honoursRetryAfter } = scheduleOf(delivery.retries)
  const delay = delays[delivery.tries]
  if (delay === undefined) return { ...tried, status: 'failed' }
  const wait = honoursRetryAfter ? Math.max(delay, retryAfterMs ?? 0) : delay
  return { ...tried, dueAt: attempt.at + wait }
}

/** What a fault makes of a delivery whose turn it is instead of sending it, or nothing when it is sent all the same. */
export const putOff = (
  delivery: Delivery,
  { hold, reorder, delayMs }: FaultStep,
  at: Instant,
): Delivery | undefined => {
  if (hold || reorder) {
    const heldUntil = hold ? 'released' : 'next'
    return { ...delivery, status: 'held', dueAt: null, heldUntil }
  }
  return delayMs === undefined ? undefined : { ...delivery, dueAt: at + delayMs, spared: true }
}

/** A held delivery on its way again. */
export const released = ({ heldUntil: _until, ...delivery }: Delivery, at: Instant): Delivery => ({
  ...delivery,
  status: 'pending',
  dueAt: at,
  spared: true,
})

/** The same notification once more, beside the first. */
export const duplicateOf = (delivery: Delivery, number: string, at: Instant): Delivery => ({
  ...delivery,
  id: `${delivery.id}-${number}`,
  status: 'pending',
  createdAt: at,
  dueAt: at,
  tries: 0,
  attempts: [],
  spared: true,
})

/** The same notification, to be sent again now, with its schedule begun anew; earlier attempts stay on record. */
export const redelivered = (
  { heldUntil: _until, ...delivery }: Delivery,
  at: Instant,
): Delivery => ({
  ...delivery,
  status: 'pending',
  dueAt: at,
  tries: 0,
})
