import { issue } from '../../acquirer/issue.ts'
import { put } from '../../acquirer/settle.ts'
import { factsOf } from '../../domain/facts.ts'
import type { Merchant } from '../../domain/merchant.ts'
import { METHODS } from '../../domain/methods/index.ts'
import type { PayMethod, Read } from '../../domain/methods/method.ts'
import { undecided } from '../../domain/methods/undecided.ts'
import { type Order, registered } from '../../domain/transaction.ts'
import { activeToken } from '../../lender/user-tokens.ts'
import { A, AN, ANS, N } from '../../protocol/fields.ts'
import { NicepayError } from '../../protocol/results.ts'
import { shown } from '../../protocol/shown.ts'
import { SIGNED } from '../../protocol/tokens.ts'
import { newTxid } from '../../store/new-txid.ts'
import type { Tx } from '../../store/overlay.ts'
import { byPayMethod } from '../by-pay-method.ts'
import { checkAmount, checkMethodActive, checkNewReferenceNo, checkTimeStamp } from '../checks.ts'
import { type Context, type JsonEndpoint, registrationEndpoint } from '../endpoint.ts'
import { qrUrlOf } from '../qr-url.ts'
import { expiryOf } from '../validity.ts'

/** What a registration answers, whatever the method. Source: a recorded answer of 2023 (coding-assestment/nicepay-plugins). */
const REPLY = {
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
  // Source: EMV QR Code Specification 1.1,: at most 512 characters. Guess: NICEPAY's own limit.
  qrContent: ANS(512),
  qrUrl: ANS(255),
}

/** The fields that every method's request table has. */
type Common = Read &
  Readonly<
    Record<
      | 'iMid'
      | 'timeStamp'
      | 'amt'
      | 'payMethod'
      | 'referenceNo'
      | 'currency'
      | 'goodsNm'
      | 'billingNm'
      | 'billingPhone'
      | 'dbProcessUrl',
      string
    >
  >

/** The order that a registration asks for. Throws NicepayError where its values do not fit together. */
const orderOf = (method: PayMethod, message: Common, merchant: Merchant): Order => {
  checkAmount(message.amt, method.tooLow)
  const { iMid, referenceNo, payMethod, currency, goodsNm, billingNm } = message
  const { billingPhone, dbProcessUrl, description = null } = message
  return {
    iMid,
    referenceNo,
    payMethod,
    product: 'direct',
    currency,
    amt: Number(message.amt),
    goodsNm,
    description,
    billingNm,
    billingPhone,
    dbProcessUrl,
    ...method.read(message, merchant),
  }
}

/** Registers an order; one that is paid outside of any page has its number or QR code at once. */
const register = (method: PayMethod, message: Common, context: Context) => {
  const { tx, merchant, now, ids, baseUrl } = context
  checkTimeStamp(message.timeStamp, merchant)
  const order = orderOf(method, message, merchant)
  checkMethodActive(message.payMethod, merchant)
  checkUserToken(order, merchant, tx)
  const { iMid, referenceNo, payMethod, tokenize, clientUserKey, userToken } = order
  checkNewReferenceNo(
    referenceNo,
    tx.transactions.some('referenceNo', `${iMid} ${referenceNo}`),
    merchant,
  )
  const expiresAt = expiryOf(method, message, order.mitraCd, merchant, now)
  const tXid = newTxid(tx, ids, iMid, payMethod, now)
  const fresh = registered(order, tXid, now, expiresAt)
  const stored = method.paidBy === 'outside' ? issue(fresh, context) : put(fresh, context)
  const facts = { ...factsOf(stored, now), qrUrl: qrUrlOf(stored, baseUrl) }
  return {
    tXid,
    referenceNo,
    payMethod,
    amt: message.amt,
    ...Object.fromEntries(method.answers.map((name) => [name, facts[name as keyof typeof facts]])),
    ...(tokenize === 'tokenize' && { clientUserKey }),
    ...(tokenize === 'seamless' && { userToken }),
  }
}

const checkUserToken = (order: Order, { iMid, settings }: Merchant, tx: Tx): void => {
  if (order.tokenize !== 'seamless' || settings.seamlessDeadToken === 'login') return
  if (activeToken(order.userToken, iMid, { tx })) return
  throw new NicepayError(
    'BAD_USER_TOKEN',
    `userToken must be an active one of ${iMid}, received ${shown(order.userToken ?? '')}; ` +
      'see the setting seamlessDeadToken',
  )
}

const registrationBy = (method: PayMethod): JsonEndpoint =>
  registrationEndpoint({
    name: 'direct.registration',
    method: 'post',
    path: '/nicepay/direct/v2/registration',
    documented: method.documented,
    request: method.request,
    reply: { ...REPLY, ...method.reply },
    signs: SIGNED.registration,
    handle: (message, context) => register(method, message as Common, context),
  })

const NO_METHOD = registrationEndpoint({
  name: 'direct.registration',
  method: 'post',
  path: '/nicepay/direct/v2/registration',
  documented: 'Registration API',
  request: undecided.request,
  reply: REPLY,
  signs: SIGNED.registration,
  handle: ({ payMethod }) => {
    const known = METHODS.map(({ code }) => code).sort()
    throw new NicepayError(
      'METHOD_NOT_ACTIVE',
      `payMethod must be one of ${known.join(', ')}, received ${shown(payMethod ?? '')}`,
    )
  },
})

/**
 * Registers an order to be paid by one method. A number or a QR code to pay to is in the answer; for every other method the
 * shopper's browser goes to the payment step next, and no address for that is in the answer.
 * Source: docs.nicepay.co.id, the pages "Registration API" of each method; "Seamless Registration API - Payloan".
 */
export const registration = byPayMethod(
  new Map(METHODS.map((method) => [method.code, registrationBy(method)])),
  NO_METHOD,
)
