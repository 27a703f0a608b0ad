import { AKULAKU } from '../../protocol/codes.ts'
import { AN, N, TOKEN } from '../../protocol/fields.ts'
import { NicepayError } from '../../protocol/results.ts'
import { SIGNED } from '../../protocol/tokens.ts'
import { checkTimeStamp } from '../checks.ts'
import { orderEndpoint } from '../endpoint.ts'
import { checkSameOrder } from './same-order.ts'

/**
 * Tells Akulaku that the customer has the goods, so that the merchant is paid out.
 * Source: docs.nicepay.co.id, page "Payment API - Payloan" (second path); giliheriawan/slate's payloan chapter (first
 * path). Guess: 9502 for an order that is not paid or not Akulaku's; telling it again is no mistake.
 */
export const confirmAkulaku = orderEndpoint({
  name: 'direct.confirm-akulaku',
  method: 'post',
  path: ['/nicepay/direct/v2/confirmAkulaku', '/nicepay/api/direct/v2/confirmAkulaku'],
  documented: 'Payment API - Payloan',
  request: { timeStamp: N(14), tXid: AN(30), iMid: AN(10), merchantToken: TOKEN },
  reply: { resultCd: N(4), resultMsg: AN(255), ResponseData: AN(255) },
  signs: SIGNED.confirmAkulaku,
  handle: ({ timeStamp, tXid, iMid }, { tx, merchant, now }) => {
    checkTimeStamp(timeStamp, merchant)
    const order = tx.transactions.get(tXid)
    checkSameOrder(order, { tXid, iMid })
    if (order.mitraCd !== AKULAKU || order.status !== 'paid') {
      const stands = `${tXid} is ${order.status} at ${order.mitraCd}`
      throw new NicepayError('NOT_ALLOWED', `the order must be paid at ${AKULAKU}, ${stands}`)
    }
    tx.transactions.put(tXid, { ...order, deliveredAt: order.deliveredAt ?? now })
    return {}
  },
})
