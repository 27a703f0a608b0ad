import type { Instant } from '../protocol/time.ts'
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
  readonly kind: 'binding' | 'payment' | 'deactivation'
  readonly iMid: string
  /** What it is about; null when that is a token. */
  readonly tXid: string | null
  readonly url: string
  readonly contentType: string
  /** The body, byte for byte as every attempt sends it. */
  readonly body: string
  readonly timeoutMs: number
  readonly retries: RetryPreset | RetryPolicy
  readonly status: 'pending' | 'delivered' | 'failed'
  readonly createdAt: Instant
  /** When the next attempt is due; null once delivered or failed. */
  readonly dueAt: Instant | null
  /** Attempts made on the present run through the retry schedule. */
  readonly tries: number
  readonly attempts: readonly Attempt[]
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
  const tried = {
    ...delivery,
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

/** The same notification, to be sent again now, with its schedule begun anew; earlier attempts stay on record. */
export const redelivered = (delivery: Delivery, at: Instant): Delivery => ({
  ...delivery,
  status: 'pending',
  dueAt: at,
  tries: 0,
})
