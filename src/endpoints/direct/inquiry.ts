import { methodOf, statusRow } from '../../domain/methods/index.ts'
import { statusAt, type Transaction } from '../../domain/transaction.ts'
import { A, AN, ANS, N, optional, TOKEN } from '../../protocol/fields.ts'
import { type Instant, wibDateTime } from '../../protocol/time.ts'
import { SIGNED } from '../../protocol/tokens.ts'
import { orderEndpoint } from '../endpoint.ts'
import { checkSameOrder } from './same-order.ts'

/**
 * How an order stands. resultMsg is the status in words while resultCd stays 0000.
 * Source: docs.nicepay.co.id, page "Status Inquiry API - Payloan"; order of the answer: recorded answers in
 * coding-assestment/nicepay-plugins.
 */
export const inquiry = orderEndpoint({
  name: 'direct.inquiry',
  method: 'post',
  path: '/nicepay/direct/v2/inquiry',
  documented: 'Status Inquiry API - Payloan',
  request: {
    timeStamp: N(14),
    tXid: AN(30),
    iMid: AN(10),
    referenceNo: ANS(40),
    amt: N(12),
    merchantToken: TOKEN,
  },
  reply: {
    tXid: AN(30),
    iMid: AN(10),
    currency: A(3),
    amt: N(12),
    instmntMon: N(2),
    instmntType: N(2),
    referenceNo: ANS(40),
    goodsNm: AN(100),
    payMethod: N(2),
    billingNm: A(100),
    reqDt: N(8),
    reqTm: N(6),
    status: N(1),
    resultCd: N(4),
    resultMsg: AN(255),
    cardNo: N(20),
    preauthToken: AN(255),
    acquBankCd: A(4),
    issuBankCd: A(4),
    vacctValidDt: N(8),
    vacctValidTm: N(6),
    vacctNo: N(20),
    bankCd: A(4),
    payNo: N(20),
    mitraCd: A(4),
    receiptCode: ANS(20),
    cancelAmt: N(12),
    transDt: N(8),
    transTm: N(6),
    recurringToken: AN(255),
    ccTransType: N(1),
    payValidDt: N(8),
    payValidTm: N(6),
    mRefNo: AN(18),
    acquStatus: N(2),
    cardExpYymm: N(4),
    acquBankNm: AN(100),
    issuBankNm: AN(100),
    depositDt: N(8),
    depositTm: N(6),
    paymentExpDt: N(8),
    paymentExpTm: N(6),
    paymentTrxSn: AN(50),
    cancelTrxSn: AN(50),
    userId: AN(50),
    shopId: AN(50),
    // Source: recorded answers have it once a card has paid.
    authNo: optional(AN(10)),
  },
  signs: SIGNED.inquiry,
  handle: ({ tXid, iMid, referenceNo, amt }, { tx, now }) => {
    const order = tx.transactions.get(tXid)
    checkSameOrder(order, { tXid, iMid, referenceNo, amt })
    return replyOf(order, now)
  },
})

/** Money of a card that is reserved, and not taken yet. Source: nicepay-dev/java-nicepay:README_V2.md. */
const isReserved = ({ details }: Transaction): boolean => details.ccTransType === '3'

const replyOf = (order: Transaction, now: Instant) => {
  const { tXid, iMid, currency, instmntMon, instmntType, referenceNo } = order
  const { goodsNm, payMethod, billingNm, mitraCd, cancelled } = order
  const { date, time } = wibDateTime(order.registeredAt)
  const method = methodOf(order)
  const standing = statusAt(order, now)
  const [status, words] = statusRow(method, standing)
  const transAt = method.transAt(order)
  const trans = transAt === null ? undefined : wibDateTime(transAt)
  return {
    ...order.details,
    tXid,
    iMid,
    currency,
    amt: String(order.amt),
    instmntMon,
    instmntType,
    referenceNo,
    goodsNm,
    payMethod,
    billingNm,
    reqDt: date,
    reqTm: time,
    status,
    resultMsg: standing === 'paid' && isReserved(order) ? 'preauthed' : words,
    mitraCd,
    ...(cancelled > 0 && { cancelAmt: String(cancelled) }),
    ...(trans && { transDt: trans.date, transTm: trans.time }),
  }
}
