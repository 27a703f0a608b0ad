import type { Payout } from '../../domain/payout.ts'

/**
 * What the answers to approve, reject and cancel have in common.
 * Source: the samples of their pages, in which transDt and transTm are null.
 */
export const decisionReply = (payout: Payout) => {
  const { tXid, iMid, referenceNo, amt, accountNo, benefNm, bankCd } = payout
  return { tXid, iMid, referenceNo, amt: String(amt), accountNo, benefNm, bankCd }
}
