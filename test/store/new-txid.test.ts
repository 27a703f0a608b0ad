import { expect, test } from '@jest/globals'
import { makeIds } from '../../src/env.ts'
import { newTxid } from '../../src/store/new-txid.ts'
import type { Tx } from '../../src/store/overlay.ts'
import { T0 } from '../support/clock.ts'

/** The numbers of a program that was started anew begin where its predecessor's did. */
const numbered = (tx: object) => newTxid(tx as Tx, makeIds(1), 'IONPAYTEST', '06', T0)
const none = new Map()

const empty = { bindings: none, accountLinks: none, transactions: none, payouts: none }

test('a number is not given to two tables, also not after a restart in the same second', () => {
  const first = numbered(empty)
  const bindings = new Map([[first, {}]])
  const second = numbered({ ...empty, bindings })
  const transactions = new Map([[second, {}]])
  const third = numbered({ ...empty, bindings, transactions })
  const accountLinks = new Map([[third, {}]])
  const fourth = numbered({ ...empty, bindings, transactions, accountLinks })
  expect(new Set([first, second, third, fourth]).size).toBe(4)
})
