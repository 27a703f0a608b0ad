import type { Transaction } from '../../domain/transaction.ts'
import { NicepayError } from '../../protocol/results.ts'
import { shown } from '../../protocol/shown.ts'

/** What a call says of the order that it is about; only what is there is compared. */
export type Asked = Readonly<Record<'tXid', string>> &
  Readonly<Partial<Record<'iMid' | 'referenceNo' | 'payMethod' | 'amt', string | undefined>>>

/** Refuses values that are not those of a registered order. Source: recorded answer to another referenceNo. */
export function checkSameOrder(
  order: Transaction | undefined,
  asked: Asked,
): asserts order is Transaction {
  if (!order)
    throw new NicepayError(
      'NO_SUCH_ORDER',
      `no order has the tXid ${shown(asked.tXid)}; its registration has answered another one`,
    )
  for (const name of ['iMid', 'referenceNo', 'payMethod', 'amt'] as const) {
    const stored = order[name]
    const value = asked[name]
    if (value === undefined) continue
    if (stored === (typeof stored === 'number' ? Number(value) : value)) continue
    throw new NicepayError(
      'NO_SUCH_ORDER',
      `${name} must be that of the order ${order.tXid}, "${stored}", received ${shown(value)}`,
    )
  }
}
