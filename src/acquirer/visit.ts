import type { Interaction } from '../domain/interaction.ts'
import type { Ids } from '../protocol/ids.ts'
import type { Instant } from '../protocol/time.ts'
import type { Tx } from '../store/overlay.ts'

/** A transaction in which a customer, a lender or a bank does something, with the time and the ids that it may use. */
export interface Visit {
  readonly tx: Tx
  readonly now: Instant
  readonly ids: Ids
}

/** Puts an interaction's next state and returns it. */
export const moved = (tx: Tx, interaction: Interaction): Interaction => {
  tx.interactions.put(interaction.tk, interaction)
  return interaction
}
