import type { Visit } from '../acquirer/visit.ts'
import type { Merchant } from '../domain/merchant.ts'
import { paymentDelivery } from '../domain/notification.ts'
import type { Transaction } from '../domain/transaction.ts'

/** Keeps what a cancel has made of an order: the loan shrinks by it, and the merchant is told where it wants that. */
export const giveBack = (
  before: Transaction,
  after: Transaction,
  merchant: Merchant,
  { tx, now, ids }: Visit,
): void => {
  tx.transactions.put(after.tXid, after)
  const loan = tx.loans.get(after.tXid)
  const amount = after.cancelled - before.cancelled
  const principal = (loan?.principal ?? 0) - amount
  if (loan && principal > 0) tx.loans.put(after.tXid, { ...loan, principal })
  else if (loan) tx.loans.remove(after.tXid)
  if (before.paidAt === null || merchant.settings.cancelNotification === 'no') return
  const delivery = paymentDelivery(after, merchant, { event: 'reversal', amount }, ids.word(), now)
  tx.deliveries.put(delivery.id, delivery)
}
