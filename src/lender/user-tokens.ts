import type { Visit } from '../acquirer/visit.ts'
import { deactivationDelivery } from '../domain/notification.ts'
import { deactivated, type UserToken } from '../domain/user-token.ts'

/** Whose token it is to be. */
type Owner = Pick<UserToken, 'iMid' | 'clientUserKey' | 'phone'>

/**
 * A new userToken for a merchant's customer.
 * Guess: linking the same clientUserKey again ends the token before, whichever account that was.
 */
export const issueToken = (owner: Owner, { tx, now, ids }: Visit): string => {
  const key = `${owner.iMid} ${owner.clientUserKey}`
  for (const old of tx.userTokens.where('activeClientUserKey', key)) {
    tx.userTokens.put(old.userToken, deactivated(old))
  }
  const userToken = ids.userToken()
  tx.userTokens.put(userToken, { userToken, ...owner, status: 'active', createdAt: now })
  const unlinksAfter = tx.accounts.get(owner.phone)?.unlinksAfter ?? null
  if (unlinksAfter !== null) {
    const id = ids.word()
    tx.timers.put(id, { id, dueAt: now + unlinksAfter, kind: 'unlink', userToken })
  }
  return userToken
}

/** A merchant's token while it is active. */
export const activeToken = (
  userToken: string | null,
  iMid: string,
  { tx }: Pick<Visit, 'tx'>,
): UserToken | undefined => {
  const token = tx.userTokens.get(userToken ?? '')
  return token?.iMid === iMid && token.status === 'active' ? token : undefined
}

/**
 * The shopper unlinks an account in Kredivo's app: the token is dead, and the merchant is told where it has registered
 * an address for that. Nothing happens to a token that is dead already; answers the token as it was alive.
 */
export const unlink = (userToken: string, { tx, now, ids }: Visit): UserToken | undefined => {
  const token = tx.userTokens.get(userToken)
  const merchant = token && tx.merchants.get(token.iMid)
  if (token?.status !== 'active' || !merchant) return undefined
  tx.userTokens.put(userToken, deactivated(token))
  const { deactivationUrl } = merchant.settings
  if (deactivationUrl !== null) {
    const delivery = deactivationDelivery(token, merchant, deactivationUrl, ids.word(), now)
    tx.deliveries.put(delivery.id, delivery)
  }
  return token
}
