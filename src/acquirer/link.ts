import { type Interaction, type InteractionKind, newInteraction } from '../domain/interaction.ts'
import type { Transaction } from '../domain/transaction.ts'
import { moved, type Visit } from './visit.ts'

/** How many links of one order stay good; a further one ends the oldest. */
const LINKS = 5

/** A link for an order's customer, which nobody has followed yet. */
export const newLink = (
  { iMid, tXid, billingPhone }: Transaction,
  kind: InteractionKind,
  { tx, ids }: Visit,
): Interaction => {
  for (const { tk } of tx.interactions.where('tXid', tXid).slice(0, 1 - LINKS)) {
    tx.interactions.remove(tk)
  }
  const formToken = ids.word()
  return newInteraction({ tk: ids.word(), kind, iMid, tXid, formToken, typedPhone: billingPhone })
}

/** What a payment step comes to: the order as it is now, and where its customer goes on; without a link it is decided. */
export interface Begun {
  readonly order: Transaction
  readonly link: Interaction | null
}

/** Keeps a link, and its order with it. */
export const led = (order: Transaction, link: Interaction, { tx }: Visit): Begun => {
  tx.transactions.put(order.tXid, order)
  return { order, link: moved(tx, link) }
}

/** A link whose order was decided. */
export const ended = (link: Interaction, { tx }: Visit): Interaction =>
  moved(tx, { ...link, step: 'ended', notice: null })
