import { isTransferred, type Payout } from '../../domain/payout.ts'
import { A, AN, ANS, N, TOKEN } from '../../protocol/fields.ts'
import { PAYOUT_STATUS_CODE } from '../../protocol/payout-codes.ts'
import { type Instant, wibDateTime } from '../../protocol/time.ts'
import { SIGNED } from '../../protocol/tokens.ts'
import { checkTimeStamp } from '../checks.ts'
import { orderEndpoint } from '../endpoint.ts'
import { samePayout } from './same-payout.ts'

/**
 * How a payout stands.
 * Source: docs.nicepay.co.id, page "Inquiry - API Payout (Disbursement)".
 * Guess: transDt and transTm are the time at the bank, and null before that.
 */
export const inquiryPayout = orderEndpoint({
  name: 'payout.inquiry',
  method: 'post',
  path: '/nicepay/api/direct/v2/inquiryPayout',
  documented: 'Inquiry - API Payout (Disbursement)',
  request: {
    timeStamp: N(14),
    tXid: AN(30),
    iMid: AN(10),
    accountNo: N(20),
    merchantToken: TOKEN,
  },
  reply: {
    resultCd: N(4),
    resultMsg: AN(255),
    tXid: AN(30),
    iMid: AN(10),
    accountNo: N(20),
    amt: N(12),
    benefType: N(2),
    bankCd: A(4),
    referenceNo: ANS(40),
    status: N(1),
    reqDt: N(8),
    reqTm: N(6),
    transDt: N(8),
    transTm: N(6),
    benefStatus: N(2),
    benefId: AN(100),
    benefNm: AN(40),
  },
  signs: SIGNED.payoutInquiry,
  handle: ({ timeStamp, tXid, iMid, accountNo }, { tx, merchant, now }) => {
    checkTimeStamp(timeStamp, merchant)
    return replyOf(samePayout({ tXid, iMid, accountNo }, tx), now)
  },
})

const replyOf = (payout: Payout, now: Instant) => {
  const { tXid, iMid, accountNo, benefType, bankCd, referenceNo, benefStatus, benefNm } = payout
  const requested = wibDateTime(payout.registeredAt)
  const transferred = isTransferred(payout, now) ? wibDateTime(payout.transferAt ?? now) : null
  return {
    tXid,
    iMid,
    accountNo,
    amt: String(payout.amt),
    benefType,
    bankCd,
    referenceNo,
    status: PAYOUT_STATUS_CODE[payout.status],
    reqDt: requested.date,
    reqTm: requested.time,
    transDt: transferred?.date ?? null,
    transTm: transferred?.time ?? null,
    benefStatus,
    benefNm,
  }
}
