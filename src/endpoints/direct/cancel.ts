import { type CancelRequest, cancelled } from '../../domain/cancellation.ts'
import { METHODS } from '../../domain/methods/index.ts'
import { undecided } from '../../domain/methods/undecided.ts'
import { giveBack } from '../../lender/give-back.ts'
import {
  AN,
  ANS,
  answering,
  type Fields,
  type Message,
  N,
  optional,
  TOKEN,
} from '../../protocol/fields.ts'
import { NicepayError } from '../../protocol/results.ts'
import { shown } from '../../protocol/shown.ts'
import { wibDateTime } from '../../protocol/time.ts'
import { SIGNED } from '../../protocol/tokens.ts'
import { byPayMethod } from '../by-pay-method.ts'
import { checkTimeStamp } from '../checks.ts'
import { type Context, type JsonEndpoint, orderEndpoint } from '../endpoint.ts'
import { checkSameOrder } from './same-order.ts'

const REQUEST = {
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
}

/** The answer repeats the time of the order, not of the cancel. */
const cancelOrder = (message: Message<typeof REQUEST>, { tx, merchant, now, ids }: Context) => {
  const { tXid, iMid, payMethod, referenceNo } = message
  checkTimeStamp(message.timeStamp, merchant)
  const order = tx.transactions.get(tXid)
  checkSameOrder(order, { tXid, iMid, payMethod, referenceNo })
  const request = { type: typeOf(message.cancelType), amt: Number(message.amt) }
  const after = cancelled(order, request, merchant.settings, now)
  giveBack(order, after, merchant, { tx, now, ids })
  const { date, time } = wibDateTime(order.registeredAt)
  return {
    tXid,
    referenceNo: order.referenceNo,
    transDt: date,
    transTm: time,
    amt: String(request.amt),
    description: order.description,
  }
}

const cancelWith = (documented: string, reply: Fields): JsonEndpoint =>
  orderEndpoint({
    name: 'direct.cancel',
    method: 'post',
    path: '/nicepay/direct/v2/cancel',
    documented,
    request: REQUEST,
    reply,
    signs: SIGNED.cancel,
    handle: (message, context) => {
      const { description, ...others } = cancelOrder(message, context)
      return 'description' in reply ? { ...others, description } : others
    },
  })

/** Source: docs.nicepay.co.id, page "Cancel API - Payloan" (fields and order of the answer). */
const payloanCancel = cancelWith('Cancel API - Payloan', {
  tXid: AN(30),
  referenceNo: ANS(40),
  transDt: N(8),
  transTm: N(6),
  amt: N(12),
  resultCd: N(4),
  resultMsg: AN(255),
})

/** Source: giliheriawan/slate:source/includes/V2/EN/_V2_EN_5_cancel.md. */
const otherCancel = cancelWith('Cancel API', {
  tXid: AN(30),
  referenceNo: ANS(40),
  resultCd: N(4),
  resultMsg: AN(255),
  transDt: N(8),
  transTm: N(6),
  description: AN(100),
  amt: N(12),
})

/**
 * Cancels an order, all of it or a part; what it took from a customer's limit comes back. What can be cancelled is up to
 * the method of the order.
 * Source: giliheriawan/slate, page "Cancel" (that a full cancel is 1, a partial one 2).
 */
export const cancel = byPayMethod(
  new Map([
    ['06', payloanCancel],
    ...METHODS.filter(({ code }) => code !== '06').map(({ code }) => [code, otherCancel] as const),
    [undecided.code, otherCancel],
  ]),
  payloanCancel,
)

// Source: clients send 1, "1" and "01".
const typeOf = (cancelType: string): CancelRequest['type'] => {
  if (Number(cancelType) === 1) return 'full'
  if (Number(cancelType) === 2) return 'partial'
  throw new NicepayError(
    'BAD_CANCEL_TYPE',
    `cancelType must be 1 (full) or 2 (partial), received ${shown(cancelType)}`,
  )
}
