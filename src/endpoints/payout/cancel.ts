import { cancelledPayout } from '../../domain/payout.ts'
import { A, AN, ANS, N, TOKEN } from '../../protocol/fields.ts'
import { SIGNED } from '../../protocol/tokens.ts'
import { checkTimeStamp } from '../checks.ts'
import { orderEndpoint } from '../endpoint.ts'
import { decisionReply } from './decision.ts'
import { putPayout } from './put-payout.ts'
import { samePayout } from './same-payout.ts'

/**
 * Takes an approved payout back before the bank has it; the money comes back.
 * Source: docs.nicepay.co.id, page "Cancel - API Payout (Disbursement)"; nicepay-dev/python-nicepay's payout test says that
 * it wants a reserved time, nicepay-dev/kotlin-nicepay-lib's cancels without one (setting payoutDelayMs).
 */
export const cancelPayout = orderEndpoint({
  name: 'payout.cancel',
  method: 'post',
  path: '/nicepay/api/direct/v2/cancelPayout',
  documented: 'Cancel - API Payout (Disbursement)',
  request: { timeStamp: N(14), tXid: AN(30), iMid: AN(10), merchantToken: TOKEN },
  reply: {
    tXid: AN(30),
    iMid: AN(10),
    referenceNo: ANS(40),
    resultCd: N(4),
    resultMsg: AN(255),
    transDt: N(8),
    transTm: N(6),
    accountNo: N(20),
    amt: N(12),
    bankCd: A(4),
    benefNm: AN(40),
  },
  signs: SIGNED.payoutDecision,
  handle: ({ timeStamp, tXid, iMid }, { tx, merchant, now, ids }) => {
    checkTimeStamp(timeStamp, merchant)
    const payout = samePayout({ tXid, iMid }, tx)
    putPayout(payout, cancelledPayout(payout, now), { tx, now, ids })
    return decisionReply(payout)
  },
})
