import { describe, expect, test } from '@jest/globals'
import { SETTINGS } from '../../src/domain/setting-table.ts'
import { INITIAL_SETTINGS, settingsFlaw } from '../../src/domain/settings.ts'

test('every setting starts at a value that it allows', () => {
  expect(Object.keys(SETTINGS)).toHaveLength(33)
  expect(settingsFlaw({ ...INITIAL_SETTINGS })).toBeUndefined()
})

describe('a change of settings', () => {
  test.each<{ change: Record<string, unknown>; flaw: string | undefined }>([
    { change: { callbackMethod: 'get' }, flaw: undefined },
    { change: { notificationRetries: 'doku' }, flaw: undefined },
    { change: { notificationRetries: [1000, 2000] }, flaw: undefined },
    {
      change: { notificationRetries: [9_005_199_254_740_991] },
      flaw: '"notificationRetries" must be nicepay-observed, none, doku, xendit, stripe, standard-webhooks, or a list of delays in milliseconds',
    },
    { change: { callbackMethod: 'put' }, flaw: '"callbackMethod" must be post or get' },
    { change: { colour: 'red' }, flaw: 'there is no setting "colour"' },
    { change: { toString: 'x' }, flaw: 'there is no setting "toString"' },
    {
      change: { enabledPayMethods: '06' },
      flaw: '"enabledPayMethods" must be a list of two-digit codes',
    },
    {
      change: { enabledPayMethods: ['6'] },
      flaw: '"enabledPayMethods" must be a list of two-digit codes',
    },
    {
      change: { notificationTimeoutMs: 0 },
      flaw: '"notificationTimeoutMs" must be milliseconds, 1 to 120000',
    },
    {
      change: { notificationRetries: [-1] },
      flaw: '"notificationRetries" must be nicepay-observed, none, doku, xendit, stripe, standard-webhooks, or a list of delays in milliseconds',
    },
  ])('$change → $flaw', ({ change, flaw }) => {
    expect(settingsFlaw(change)).toBe(flaw)
  })
})
