import type { Merchant } from '../../domain/merchant.ts'
import { type Payout, takenFor } from '../../domain/payout.ts'
import { payoutDelivery } from '../../domain/payout-notification.ts'
import type { Ids } from '../../protocol/ids.ts'
import type { Instant } from '../../protocol/time.ts'
import type { Tx } from '../../store/overlay.ts'

interface Visit {
  readonly tx: Tx
  readonly now: Instant
  readonly ids: Ids
}

/**
 * Stores what became of a payout: money leaves or comes back to the merchant's balance, and the merchant is told of what
 * the bank does, when it does it.
 */
export const putPayout = (before: Payout, after: Payout, visit: Visit): void => {
  const { tx } = visit
  tx.payouts.put(after.tXid, after)
  const merchant = tx.merchants.get(after.iMid)
  if (!merchant) return
  const { settings } = merchant
  const payoutBalance = settings.payoutBalance + takenFor(before) - takenFor(after)
  if (payoutBalance !== settings.payoutBalance) {
    tx.merchants.put(after.iMid, { ...merchant, settings: { ...settings, payoutBalance } })
  }
  recall(after, visit)
  announce(after, merchant, visit)
}

/** A notification that waits for a transfer is not sent any more: there is other news. */
const recall = ({ tXid }: Payout, { tx, now }: Visit): void => {
  for (const { id, attempts, dueAt } of tx.deliveries.where('tXid', tXid)) {
    if (attempts.length === 0 && dueAt !== null && dueAt > now) tx.deliveries.remove(id)
  }
}

/** Guess: only what comes of a transfer is told; a rejection and a cancel are the merchant's own doing. */
const announce = (payout: Payout, merchant: Merchant, { tx, now, ids }: Visit): void => {
  const { payoutUrl: url } = merchant.settings
  if (url === null || !['approved', 'failed'].includes(payout.status)) return
  const id = ids.word()
  const dueAt = payout.status === 'failed' ? now : Math.max(now, payout.transferAt ?? now)
  tx.deliveries.put(id, payoutDelivery(payout, merchant, { url, id, now, dueAt }))
}
