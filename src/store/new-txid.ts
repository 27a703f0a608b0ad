import type { Ids } from '../protocol/ids.ts'
import type { Instant } from '../protocol/time.ts'
import type { Tx } from './overlay.ts'

/** A tXid that nothing stored has: bindings, linked accounts, payments and payouts of one method are numbered in one series. */
export const newTxid = (tx: Tx, ids: Ids, iMid: string, payMethod: string, now: Instant): string =>
  ids.tXid(iMid, payMethod, now, (id) =>
    Boolean(
      tx.bindings.get(id) ??
        tx.accountLinks.get(id) ??
        tx.transactions.get(id) ??
        tx.payouts.get(id),
    ),
  )
