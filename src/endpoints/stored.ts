import type { Tx } from '../store/overlay.ts'

/** What is stored of the order or the linked account that a merchant's call names, by the names of its fields. */
export const storedOf = (
  { iMid, tXid = '', userToken = '' }: Readonly<Record<string, string | undefined>>,
  tx: Tx,
): Readonly<Record<string, string>> => {
  const order = tx.transactions.get(tXid)
  if (order && order.iMid === iMid) {
    return { referenceNo: order.referenceNo, amt: String(order.amt) }
  }
  const payout = tx.payouts.get(tXid)
  if (payout && payout.iMid === iMid) {
    const { referenceNo, amt, accountNo } = payout
    return { referenceNo, amt: String(amt), accountNo }
  }
  const token = tx.userTokens.get(userToken)
  return token && token.iMid === iMid ? { clientUserKey: token.clientUserKey } : {}
}
