import { moved, type Visit } from '../acquirer/visit.ts'
import { bound } from '../domain/binding.ts'
import type { Interaction } from '../domain/interaction.ts'
import { bindingDelivery } from '../domain/notification.ts'
import { issueToken } from './user-tokens.ts'

/** Links the account that is logged in: a new userToken for the merchant, and its notification into the outbox, as often as the
 * account says. */
export const linkAccount = (interaction: Interaction, visit: Visit): Interaction => {
  const { tx, now, ids } = visit
  const binding = tx.bindings.get(interaction.tXid)
  const merchant = tx.merchants.get(interaction.iMid)
  const { phone } = interaction
  if (!binding || !merchant || !phone) throw new Error(`binding ${interaction.tXid} is incomplete`)

  const { iMid, clientUserKey } = binding
  const userToken = issueToken({ iMid, clientUserKey, phone }, visit)
  const linked = bound(binding, userToken, phone, now)
  tx.bindings.put(binding.tXid, linked)
  for (let push = 0; push < (tx.accounts.get(phone)?.pushes ?? 1); push++) {
    const delivery = bindingDelivery(linked, merchant, ids.word(), now)
    tx.deliveries.put(delivery.id, delivery)
  }
  return moved(tx, { ...interaction, step: 'ended', notice: null })
}
