import type { Merchant } from '../../domain/merchant.ts'
import { type Order, registered } from '../../domain/transaction.ts'
import { activeToken } from '../../lender/user-tokens.ts'
import { A, AN, ANS, N, optional } from '../../protocol/fields.ts'
import { NicepayError } from '../../protocol/results.ts'
import { shown } from '../../protocol/shown.ts'
import { SIGNED } from '../../protocol/tokens.ts'
import { newTxid } from '../../store/new-txid.ts'
import type { Tx } from '../../store/overlay.ts'
import { checkMethodActive, checkNewReferenceNo, checkTimeStamp } from '../checks.ts'
import { registrationEndpoint } from '../endpoint.ts'
import { expiryOf, orderOf, PAYLOAN_REQUEST } from './payloan-order.ts'

/**
 * Registers an order to be paid by payloan. The shopper's browser goes to the payment step next; no address for that is
 * in the answer, and most of it is null.
 * Source: docs.nicepay.co.id, pages "Registration API - Payloan" and "Seamless Registration API - Payloan".
 */
export const registration = registrationEndpoint({
  name: 'direct.registration',
  method: 'post',
  path: '/nicepay/direct/v2/registration',
  documented: 'Registration API - Payloan',
  request: PAYLOAN_REQUEST,
  reply: {
    resultCd: N(4),
    resultMsg: AN(255),
    tXid: AN(30),
    referenceNo: ANS(40),
    payMethod: N(2),
    amt: N(12),
    transDt: N(8),
    transTm: N(6),
    description: AN(100),
    bankCd: A(4),
    vacctNo: N(20),
    mitraCd: A(4),
    payNo: N(20),
    currency: A(3),
    goodsNm: AN(100),
    billingNm: A(100),
    vacctValidDt: N(8),
    vacctValidTm: N(6),
    payValidDt: N(8),
    payValidTm: N(6),
    requestURL: ANS(255),
    paymentExpDt: N(8),
    paymentExpTm: N(6),
    qrContent: ANS(255),
    qrUrl: ANS(255),
    clientUserKey: optional(AN(100)),
    userToken: optional(ANS(255)),
  },
  signs: SIGNED.registration,
  handle: (message, { tx, merchant, now, ids }) => {
    checkTimeStamp(message.timeStamp, merchant)
    const order = orderOf(message, merchant)
    checkMethodActive(message.payMethod, merchant)
    checkUserToken(order, merchant, tx)
    const { iMid, referenceNo, payMethod, mitraCd, tokenize, clientUserKey, userToken } = order
    const used = tx.transactions.some('referenceNo', `${iMid} ${referenceNo}`)
    checkNewReferenceNo(referenceNo, used, merchant)

    const tXid = newTxid(tx, ids, iMid, payMethod, now)
    tx.transactions.put(tXid, registered(order, tXid, now, expiryOf(message, now)))
    return {
      tXid,
      referenceNo,
      payMethod,
      amt: message.amt,
      mitraCd,
      ...(tokenize === 'tokenize' && { clientUserKey }),
      ...(tokenize === 'seamless' && { userToken }),
    }
  },
})

const checkUserToken = (order: Order, { iMid, settings }: Merchant, tx: Tx): void => {
  if (order.tokenize !== 'seamless' || settings.seamlessDeadToken === 'login') return
  if (activeToken(order.userToken, iMid, { tx })) return
  throw new NicepayError(
    'BAD_USER_TOKEN',
    `userToken must be an active one of ${iMid}, received ${shown(order.userToken ?? '')}; ` +
      'see the setting seamlessDeadToken',
  )
}
