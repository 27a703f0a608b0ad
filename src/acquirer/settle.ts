import type { Merchant } from '../domain/merchant.ts'
import { type PaymentNews, paymentDelivery } from '../domain/notification.ts'
import type { Transaction } from '../domain/transaction.ts'
import type { Visit } from './visit.ts'

/** Whose order it is. Throws for one without a merchant, which cannot be. */
export const merchantOfOrder = (
  { iMid, tXid }: Transaction,
  { tx }: Pick<Visit, 'tx'>,
): Merchant => {
  const merchant = tx.merchants.get(iMid)
  if (!merchant) throw new Error(`order ${tXid} has no merchant`)
  return merchant
}

/** Puts a notification of an order into the outbox; not for a deposit whose merchant has no address for that. */
export const notify = (order: Transaction, news: PaymentNews, visit: Visit): void => {
  if (order.dbProcessUrl === '') return
  const { tx, now, ids } = visit
  const merchant = merchantOfOrder(order, visit)
  const delivery = paymentDelivery(order, merchant, news, ids.word(), now)
  tx.deliveries.put(delivery.id, delivery)
}

/** Keeps an order as it is now. */
export const put = (order: Transaction, { tx }: Pick<Visit, 'tx'>): Transaction => {
  tx.transactions.put(order.tXid, order)
  return order
}

/** Keeps a paid order and has its merchant told. */
export const settle = (order: Transaction, visit: Visit, amount = order.amt): Transaction => {
  notify(order, { event: 'deposit', amount }, visit)
  return put(order, visit)
}
