import { deactivated, type UserToken } from '../domain/user-token.ts'
import type { Visit } from './visit.ts'

/** Whose token it is to be. */
type Owner = Pick<UserToken, 'iMid' | 'clientUserKey' | 'phone'>

/**
 * A new userToken for a merchant's customer.
 * Guess: linking the same clientUserKey again ends the token before.
 */
export const issueToken = (owner: Owner, { tx, now, ids }: Visit): string => {
  const key = `${owner.iMid} ${owner.clientUserKey}`
  for (const old of tx.userTokens.where('activeClientUserKey', key)) {
    tx.userTokens.put(old.userToken, deactivated(old))
  }
  const userToken = ids.userToken()
  tx.userTokens.put(userToken, { userToken, ...owner, status: 'active', createdAt: now })
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
