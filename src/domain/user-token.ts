import type { Instant } from '../protocol/time.ts'

/** A merchant's right to act for a shopper at Kredivo without a login. It has no end of its own. */
export interface UserToken {
  readonly userToken: string
  readonly iMid: string
  readonly clientUserKey: string
  /** The Kredivo account, in the form 628…. */
  readonly phone: string
  readonly status: 'active' | 'inactive'
  readonly createdAt: Instant
}

/** The token, dead. */
export const deactivated = (token: UserToken): UserToken => ({ ...token, status: 'inactive' })
