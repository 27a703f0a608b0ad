import { moved, type Visit } from '../acquirer/visit.ts'
import type { Interaction } from '../domain/interaction.ts'
import type { Transaction } from '../domain/transaction.ts'
import { approve, deny, review } from './decide.ts'
import { placeIn } from './visit.ts'

/** What a person may decide in the place of a lender that has no pages of its own here. */
export const PLAIN_DECISIONS = {
  approve: (order, visit) => approve(order, null, visit),
  reject: (order, visit) => deny(order, 'declined', visit),
  later: (order, visit) => review(order, null, visit),
} as const satisfies Record<string, (order: Transaction, visit: Visit) => Transaction>

export type PlainDecision = keyof typeof PLAIN_DECISIONS

/** Decides in the place of the lender, once. Nothing happens on a link of Kredivo's. */
export const decidePlainly = (
  interaction: Interaction,
  decision: PlainDecision,
  visit: Visit,
): Interaction => {
  const order = visit.tx.transactions.get(interaction.tXid)
  if (!order || placeIn(interaction, visit) !== 'checkout') return interaction
  PLAIN_DECISIONS[decision](order, visit)
  return moved(visit.tx, { ...interaction, step: 'ended', notice: null })
}
