import { requestedPayout } from '../../domain/payout.ts'
import { AN, ANS, N } from '../../protocol/fields.ts'
import { PAYOUT } from '../../protocol/payout-codes.ts'
import { SIGNED } from '../../protocol/tokens.ts'
import { newTxid } from '../../store/new-txid.ts'
import { checkNewReferenceNo, checkTimeStamp } from '../checks.ts'
import { registrationEndpoint } from '../endpoint.ts'
import { decisionReply } from './decision.ts'
import { PAYOUT_REQUEST, payoutOf } from './payout-order.ts'

/**
 * Asks for money to be sent to somebody's account; it goes when the merchant approves it.
 * Source: docs.nicepay.co.id, page "Registration - API Payout (Disbursement)".
 * Guess: the order of the answer after tXid, and that transDt and transTm are null as in the answers that follow; a
 * balance that is too small is refused with the approval only.
 */
export const requestPayout = registrationEndpoint({
  name: 'payout.request',
  method: 'post',
  path: '/nicepay/api/direct/v2/requestPayout',
  documented: 'Registration - API Payout (Disbursement)',
  request: PAYOUT_REQUEST,
  reply: {
    resultCd: N(4),
    benefNm: AN(40),
    resultMsg: AN(255),
    tXid: AN(30),
    iMid: AN(10),
    referenceNo: ANS(40),
    amt: N(12),
    transDt: N(8),
    transTm: N(6),
    accountNo: N(20),
    bankCd: AN(4),
    payoutMethod: N(2),
  },
  signs: SIGNED.payoutRequest,
  handle: (message, { tx, merchant, now, ids }) => {
    const { iMid, referenceNo } = message
    checkTimeStamp(message.timeStamp, merchant)
    const request = payoutOf(message, merchant, now)
    const used = tx.payouts.some('referenceNo', `${iMid} ${referenceNo}`)
    checkNewReferenceNo(referenceNo, used, merchant)
    const tXid = newTxid(tx, ids, iMid, PAYOUT, now)
    const payout = requestedPayout(request, tXid, now)
    tx.payouts.put(tXid, payout)
    return { ...decisionReply(payout), payoutMethod: payout.payoutMethod }
  },
})
