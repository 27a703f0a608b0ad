import { moved, type Visit } from '../acquirer/visit.ts'
import { type Interaction, loggedOut } from '../domain/interaction.ts'
import { giveUpLink } from './link-wallet.ts'
import { isOver, placeIn } from './visit.ts'

/**
 * Gives up: the browser may go back to the merchant. The link stays good, as only its own end ends it.
 * Guess: an order stays unpaid; at Kredivo "cancel" is a merchant's doing.
 */
export const cancel = (interaction: Interaction, visit: Visit): Interaction => {
  if (interaction.kind === 'link') return giveUpLink(interaction, visit)
  return isOver(placeIn(interaction, visit))
    ? interaction
    : moved(visit.tx, loggedOut(interaction, 'cancelled', null))
}
