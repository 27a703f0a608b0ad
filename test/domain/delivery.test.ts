import { describe, expect, test } from '@jest/globals'
import {
  type Attempt,
  afterAttempt,
  type Delivery,
  redelivered,
} from '../../src/domain/delivery.ts'
import { PRESETS, type RetryPreset } from '../../src/domain/retry.ts'
import { HOUR, MINUTE, SECOND, T0 } from '../support/clock.ts'

const fresh: Delivery = {
  id: 'd1',
  kind: 'binding',
  iMid: 'IONPAYTEST',
  tXid: 'IONPAYTEST06202601311000000001',
  url: 'http://127.0.0.1/n',
  contentType: 'application/json',
  body: '{}',
  timeoutMs: 15_000,
  retries: 'nicepay-observed',
  status: 'pending',
  createdAt: T0,
  dueAt: T0,
  tries: 0,
  attempts: [],
}

const attempt = (at: number, httpStatus: number | null): Attempt => ({
  at,
  requestHeaders: [],
  httpStatus,
  answer: '',
  latencyMs: 1,
  error: httpStatus === null ? 'nobody listens there' : null,
})

describe('an attempt', () => {
  test.each([
    { httpStatus: 200, status: 'delivered', dueAt: null },
    { httpStatus: 204, status: 'delivered', dueAt: null },
    { httpStatus: 299, status: 'delivered', dueAt: null },
    { httpStatus: 301, status: 'pending', dueAt: T0 + MINUTE },
    { httpStatus: 404, status: 'pending', dueAt: T0 + MINUTE },
    { httpStatus: 500, status: 'pending', dueAt: T0 + MINUTE },
    { httpStatus: null, status: 'pending', dueAt: T0 + MINUTE },
  ] as const)('answered $httpStatus → $status', ({ httpStatus, status, dueAt }) => {
    const one = attempt(T0, httpStatus)
    expect(afterAttempt(fresh, one, null)).toEqual({
      ...fresh,
      status,
      dueAt,
      tries: 1,
      attempts: [one],
    })
  })
})

/** When each attempt is made if none is acknowledged, in milliseconds after the first. */
const played = (retries: RetryPreset | number[]): number[] => {
  let delivery: Delivery = { ...fresh, retries }
  const at: number[] = []
  while (delivery.dueAt !== null) {
    at.push(delivery.dueAt - T0)
    delivery = afterAttempt(delivery, attempt(delivery.dueAt, 500), null)
  }
  expect(delivery.status).toBe('failed')
  return at
}

describe('a retry schedule', () => {
  test.each([
    { retries: 'nicepay-observed', at: [0, MINUTE, 2 * MINUTE, 3 * MINUTE] },
    { retries: 'none', at: [0] },
    { retries: 'doku', at: [0, 0.5 * HOUR, 6 * HOUR, 17.5 * HOUR] },
    { retries: 'xendit', at: [0, 0.25, 1, 3, 6, 12, 24].map((h) => h * HOUR) },
    { retries: 'stripe', at: [0, 1, 2, 4].map((h) => h * HOUR) },
    {
      retries: 'standard-webhooks',
      at: [0, 5, 305, 2105, 9305, 27_305, 63_305, 99_305].map((s) => s * SECOND),
    },
    { retries: [10, 20], at: [0, 10, 30] },
  ] as const)('$retries', ({ retries, at }) => {
    expect(played(retries as RetryPreset)).toEqual(at)
  })

  test('every preset is in the table above', () => {
    expect(Object.keys(PRESETS)).toHaveLength(6)
  })
})

describe('Retry-After', () => {
  const wait = (retries: RetryPreset) =>
    afterAttempt({ ...fresh, retries }, attempt(T0, 503), 120 * SECOND).dueAt

  test('puts the next attempt off where the schedule heeds it', () => {
    expect(wait('standard-webhooks')).toBe(T0 + 120 * SECOND)
  })
  test('is ignored elsewhere', () => {
    expect(wait('nicepay-observed')).toBe(T0 + MINUTE)
  })
})

test('redelivering begins the schedule anew and keeps the record', () => {
  const failed = afterAttempt({ ...fresh, retries: 'none' }, attempt(T0, 500), null)
  const again = redelivered({ ...failed, retries: 'nicepay-observed' }, T0 + HOUR)
  expect(again).toMatchObject({ status: 'pending', dueAt: T0 + HOUR, tries: 0 })
  expect(afterAttempt(again, attempt(T0 + HOUR, 500), null)).toMatchObject({
    dueAt: T0 + HOUR + MINUTE,
    attempts: [{ at: T0 }, { at: T0 + HOUR }],
  })
})
