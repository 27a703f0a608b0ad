import { approvedPayout } from '../../domain/payout.ts'
import { AN, ANS, N, optional, TOKEN } from '../../protocol/fields.ts'
import { wibDateTime } from '../../protocol/time.ts'
import { SIGNED } from '../../protocol/tokens.ts'
import { checkTimeStamp } from '../checks.ts'
import { orderEndpoint } from '../endpoint.ts'
import { decisionReply } from './decision.ts'
import { putPayout } from './put-payout.ts'
import { samePayout } from './same-payout.ts'

/**
 * Lets a payout go: the money leaves the merchant's balance, and the bank gets it now or at the reserved time. A
 * cash-out gets the token that the beneficiary shows.
 * Source: docs.nicepay.co.id, page "Approve - API Payout (Disbursement)".
 */
export const approvePayout = orderEndpoint({
  name: 'payout.approve',
  method: 'post',
  path: '/nicepay/api/direct/v2/approvePayout',
  documented: 'Approve - API Payout (Disbursement)',
  request: { timeStamp: N(14), tXid: AN(30), iMid: AN(10), merchantToken: TOKEN },
  reply: {
    resultCd: N(4),
    resultMsg: AN(255),
    tXid: AN(30),
    iMid: AN(10),
    referenceNo: ANS(40),
    amt: N(12),
    transDt: N(8),
    transTm: N(6),
    accountNo: N(20),
    benefNm: AN(40),
    bankCd: AN(4),
    validDate: optional(N(8)),
    validTm: optional(N(6)),
    cashoutToken: optional(N(20)),
  },
  signs: SIGNED.payoutDecision,
  handle: ({ timeStamp, tXid, iMid }, { tx, merchant, now, ids }) => {
    checkTimeStamp(timeStamp, merchant)
    const payout = samePayout({ tXid, iMid }, tx)
    const approved = approvedPayout(payout, merchant.settings, now)
    putPayout(payout, approved, { tx, now, ids })
    const { cashoutToken, cashoutValidUntil } = approved
    if (cashoutToken === null || cashoutValidUntil === null) return decisionReply(approved)
    const { date, time } = wibDateTime(cashoutValidUntil)
    return { ...decisionReply(approved), validDate: date, validTm: time, cashoutToken }
  },
})
