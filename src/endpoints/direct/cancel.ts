import { type CancelRequest, cancelled } from '../../domain/cancellation.ts'
import { giveBack } from '../../lender/give-back.ts'
import { AN, ANS, answering, N, optional, TOKEN } from '../../protocol/fields.ts'
import { NicepayError } from '../../protocol/results.ts'
import { shown } from '../../protocol/shown.ts'
import { wibDateTime } from '../../protocol/time.ts'
import { SIGNED } from '../../protocol/tokens.ts'
import { checkTimeStamp } from '../checks.ts'
import { orderEndpoint } from '../endpoint.ts'
import { checkSameOrder } from './same-order.ts'

/**
 * Cancels a paid order, all of it or a part; the customer's limit comes back. The answer repeats the time of the order,
 * not of the cancel.
 * Source: docs.nicepay.co.id, page "Cancel API - Payloan" (fields and order of the answer); giliheriawan/slate, page
 * "Cancel" (that a full cancel is 1, a partial one 2).
 */
export const cancel = orderEndpoint({
  name: 'direct.cancel',
  method: 'post',
  path: '/nicepay/direct/v2/cancel',
  documented: 'Cancel API - Payloan',
  request: {
    timeStamp: N(14),
    tXid: AN(30),
    iMid: AN(10),
    payMethod: N(2),
    cancelType: answering(N(2), 'BAD_CANCEL_TYPE'),
    amt: answering(N(12), 'BAD_CANCEL_AMOUNT'),
    merchantToken: TOKEN,
    cancelMsg: optional(AN(255)),
    cancelUserId: optional(AN(30)),
    referenceNo: optional(ANS(40)),
  },
  reply: {
    tXid: AN(30),
    referenceNo: ANS(40),
    transDt: N(8),
    transTm: N(6),
    amt: N(12),
    resultCd: N(4),
    resultMsg: AN(255),
  },
  signs: SIGNED.cancel,
  handle: (message, { tx, merchant, now, ids }) => {
    const { tXid, iMid, payMethod, referenceNo } = message
    checkTimeStamp(message.timeStamp, merchant)
    const order = tx.transactions.get(tXid)
    checkSameOrder(order, { tXid, iMid, payMethod, referenceNo })
    const amt = Number(message.amt)
    const after = cancelled(
      order,
      { type: typeOf(message.cancelType), amt },
      merchant.settings,
      now,
    )
    giveBack(order, after, merchant, { tx, now, ids })
    const { date, time } = wibDateTime(order.registeredAt)
    return { tXid, referenceNo: order.referenceNo, transDt: date, transTm: time, amt: String(amt) }
  },
})

// Source: clients send 1, "1" and "01".
const typeOf = (cancelType: string): CancelRequest['type'] => {
  if (Number(cancelType) === 1) return 'full'
  if (Number(cancelType) === 2) return 'partial'
  throw new NicepayError(
    'BAD_CANCEL_TYPE',
    `cancelType must be 1 (full) or 2 (partial), received ${shown(cancelType)}`,
  )
}
