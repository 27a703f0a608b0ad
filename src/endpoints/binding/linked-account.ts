import type { KredivoAccount } from '../../domain/kredivo-account.ts'
import type { Merchant } from '../../domain/merchant.ts'
import type { UserToken } from '../../domain/user-token.ts'
import { activeToken } from '../../lender/user-tokens.ts'
import { NicepayError } from '../../protocol/results.ts'
import { shown } from '../../protocol/shown.ts'
import type { Tx } from '../../store/overlay.ts'

/**
 * The account that a merchant's active userToken stands for. Throws NicepayError 9920 for any other token.
 * Source: docs.nicepay.co.id, pages "Get User Detail" and "Deactivate - Account Binding Payloan API".
 */
export const linkedAccount = (
  userToken: string,
  { iMid }: Merchant,
  tx: Tx,
): { readonly token: UserToken; readonly account: KredivoAccount } => {
  const token = activeToken(userToken, iMid, { tx })
  const account = token && tx.accounts.get(token.phone)
  if (token && account) return { token, account }
  const known = tx.userTokens.get(userToken)
  const why = known?.iMid === iMid ? `is ${known.status}` : 'is none of its'
  throw new NicepayError(
    'BAD_USER_TOKEN',
    `userToken must be an active one of ${iMid}, ${shown(userToken)} ${why}`,
  )
}
