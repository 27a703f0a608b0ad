import { hasExpired, type Interaction, isLoggedIn } from '../domain/interaction.ts'
import type { Ids } from '../protocol/ids.ts'
import type { Instant } from '../protocol/time.ts'
import type { Tx } from '../store/overlay.ts'

/** A transaction in which a shopper does something, with the time and the ids that it may use. */
export interface Visit {
  readonly tx: Tx
  readonly now: Instant
  readonly ids: Ids
}

/** The page that an interaction stands on. */
export type Place = 'connecting' | 'otp' | 'result' | 'expired'

/** Where a shopper with this link belongs now. */
export const placeOf = (interaction: Interaction, now: Instant): Place => {
  if (hasExpired(interaction, now)) return 'expired'
  if (interaction.step === 'linked' || interaction.step === 'stopped') return 'result'
  return isLoggedIn(interaction, now) ? 'otp' : 'connecting'
}

/** Puts an interaction's next state and returns it. */
export const moved = (tx: Tx, interaction: Interaction): Interaction => {
  tx.interactions.put(interaction.tk, interaction)
  return interaction
}
