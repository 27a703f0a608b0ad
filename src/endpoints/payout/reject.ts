import { rejectedPayout } from '../../domain/payout.ts'
import { A, AN, ANS, N, TOKEN } from '../../protocol/fields.ts'
import { SIGNED } from '../../protocol/tokens.ts'
import { checkTimeStamp } from '../checks.ts'
import { orderEndpoint } from '../endpoint.ts'
import { decisionReply } from './decision.ts'
import { putPayout } from './put-payout.ts'
import { samePayout } from './same-payout.ts'

/**
 * Ends a payout that was requested and not approved.
 * Source: docs.nicepay.co.id, page "Reject - API Payout (Disbursement)".
 */
export const rejectPayout = orderEndpoint({
  name: 'payout.reject',
  method: 'post',
  path: '/nicepay/api/direct/v2/rejectPayout',
  documented: 'Reject - API Payout (Disbursement)',
  request: { iMid: AN(10), timeStamp: N(14), merchantToken: TOKEN, tXid: AN(30) },
  reply: {
    resultCd: N(4),
    resultMsg: AN(255),
    tXid: AN(30),
    iMid: AN(10),
    referenceNo: ANS(40),
    benefNm: AN(40),
    transDt: N(8),
    transTm: N(6),
    accountNo: N(20),
    amt: N(12),
    bankCd: A(4),
  },
  signs: SIGNED.payoutDecision,
  handle: ({ timeStamp, tXid, iMid }, { tx, merchant, now, ids }) => {
    checkTimeStamp(timeStamp, merchant)
    const payout = samePayout({ tXid, iMid }, tx)
    putPayout(payout, rejectedPayout(payout), { tx, now, ids })
    return decisionReply(payout)
  },
})
