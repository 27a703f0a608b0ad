import { expect, test } from '@jest/globals'
import { makeIds } from '../../src/env.ts'
import { newTxid } from '../../src/store/new-txid.ts'
import type { Tx } from '../../src/store/overlay.ts'
import { T0 } from '../support/clock.ts'

/** The numbers of a program that was started anew begin where its predecessor's did. */
const numbered = (tx: object) => newTxid(tx as Tx, makeIds(1), 'IONPAYTEST', '06', T0)
const none = new Map()

test('a number is not given to a binding and to a payment, also not after a restart in the same second', () => {
  const first = numbered({ bindings: none, transactions: none, payouts: none })
  const second = numbered({
    bindings: new Map([[first, {}]]),
    transactions: none,
    payouts: none,
  })
  const third = numbered({
    bindings: new Map([[first, {}]]),
    transactions: new Map([[second, {}]]),
    payouts: none,
  })
  expect(new Set([first, second, third]).size).toBe(3)
})
