import { bound } from '../domain/binding.ts'
import { type Interaction, loggedOut } from '../domain/interaction.ts'
import { bindingDelivery } from '../domain/notification.ts'
import { deactivated } from '../domain/user-token.ts'
import { moved, placeOf, type Visit } from './visit.ts'

/**
 * Links the account that is logged in: a new userToken for the merchant, and its notification into the outbox.
 * Guess: binding the same clientUserKey again makes a new token and ends the old one.
 */
export const link = (interaction: Interaction, { tx, now, ids }: Visit): Interaction => {
  const binding = tx.bindings.get(interaction.tXid)
  const merchant = tx.merchants.get(interaction.iMid)
  const { phone } = interaction
  if (!binding || !merchant || !phone) throw new Error(`binding ${interaction.tXid} is incomplete`)

  const { iMid, clientUserKey } = binding
  for (const old of tx.userTokens.where('activeClientUserKey', `${iMid} ${clientUserKey}`)) {
    tx.userTokens.put(old.userToken, deactivated(old))
  }
  const userToken = ids.userToken()
  tx.userTokens.put(userToken, {
    userToken,
    iMid,
    clientUserKey,
    phone,
    status: 'active',
    createdAt: now,
  })
  const linked = bound(binding, userToken, phone, now)
  tx.bindings.put(binding.tXid, linked)
  const delivery = bindingDelivery(linked, merchant, ids.word(), now)
  tx.deliveries.put(delivery.id, delivery)
  return moved(tx, { ...interaction, step: 'linked', notice: null })
}

/** Gives up: the browser may go back to the merchant. The link stays good, as only its own end or a bind ends it. */
export const cancel = (interaction: Interaction, { tx, now }: Visit): Interaction => {
  const place = placeOf(interaction, now)
  if (place === 'result' || place === 'expired') return interaction
  return moved(tx, loggedOut(interaction, 'cancelled', null))
}
