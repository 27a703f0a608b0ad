import { choose, preset } from '../../acquirer/choose.ts'
import { put } from '../../acquirer/settle.ts'
import { detailsOf } from '../../domain/details.ts'
import type { Merchant } from '../../domain/merchant.ts'
import { COMMON } from '../../domain/methods/common.ts'
import { METHODS, methodOf } from '../../domain/methods/index.ts'
import { undecided } from '../../domain/methods/undecided.ts'
import { type CheckoutPage, type Order, registered } from '../../domain/transaction.ts'
import { cartItemsIfAny, checkCartTotal } from '../../protocol/cart.ts'
import {
  A,
  AN,
  ANS,
  alias,
  type Message,
  N,
  optional,
  telephone,
  url,
} from '../../protocol/fields.ts'
import { NicepayError } from '../../protocol/results.ts'
import { shown } from '../../protocol/shown.ts'
import { type Instant, wibDateTime } from '../../protocol/time.ts'
import { SIGNED } from '../../protocol/tokens.ts'
import { newTxid } from '../../store/new-txid.ts'
import { checkAmount, checkMethodActive, checkNewReferenceNo, checkTimeStamp } from '../checks.ts'
import { registrationEndpoint } from '../endpoint.ts'
import { expiryOf } from '../validity.ts'
import { CHECKOUT_PAGE } from './path.ts'

const REQUEST = {
  ...COMMON,
  callBackUrl: alias(url(ANS(255)), 'callbackUrl'),
  cartData: ANS(4000),
  // Source: the table wants the partner for some methods, yet NICEPAY's own clients send none with payMethod 00.
  mitraCd: optional(A(4)),
  bankCd: optional(A(4)),
  vacctValidDt: optional(N(8)),
  vacctValidTm: optional(N(6)),
  payValidDt: optional(N(8)),
  payValidTm: optional(N(6)),
  paymentExpDt: optional(N(8)),
  paymentExpTm: optional(N(6)),
  recurrOpt: optional(N(2)),
  shopId: optional(AN(50)),
  sellers: optional(ANS(4000)),
  deliveryNm: optional(A(100)),
  deliveryPhone: optional(telephone(N(15))),
  deliveryAddr: optional(AN(100)),
  deliveryCity: optional(A(50)),
  deliveryState: optional(A(50)),
  deliveryPostCd: optional(N(10)),
  deliveryCountry: optional(A(10)),
}

type Request = Message<typeof REQUEST>

const checkMethod = (payMethod: string, merchant: Merchant): void => {
  if (payMethod === undecided.code) return
  if (METHODS.some(({ code }) => code === payMethod)) {
    checkMethodActive(payMethod, merchant)
    return
  }
  const known = [undecided.code, ...METHODS.map(({ code }) => code).sort()].join(', ')
  throw new NicepayError(
    'METHOD_NOT_ACTIVE',
    `payMethod must be one of ${known}, received ${shown(payMethod)}`,
  )
}

/** Until when by each method whose fields say so. Throws NicepayError for a time that is none or over. */
const validities = (message: Request, merchant: Merchant, now: Instant): CheckoutPage['untilBy'] =>
  Object.fromEntries(
    METHODS.filter(({ validity }) => message[validity.fields[0] as keyof Request]).map((method) => [
      method.code,
      expiryOf(method, message, null, merchant, now),
    ]),
  )

const pageOf = (message: Request, merchant: Merchant, now: Instant): CheckoutPage => ({
  payMethod: message.payMethod,
  mitraCd: message.mitraCd ?? null,
  bankCd: message.bankCd ?? null,
  instmntType: message.instmntType ?? null,
  instmntMon: message.instmntMon ?? null,
  until: now + undecided.validity.life(null),
  untilBy: validities(message, merchant, now),
})

const orderOf = (message: Request, merchant: Merchant, now: Instant): Order => {
  const { iMid, referenceNo, payMethod, currency, goodsNm, billingNm } = message
  const { billingPhone, dbProcessUrl, description = null } = message
  const amt = Number(message.amt)
  const items = cartItemsIfAny(message.cartData)
  if (items.length > 0) checkCartTotal(items, amt)
  return {
    iMid,
    referenceNo,
    payMethod,
    product: 'checkout',
    mitraCd: null,
    currency,
    amt,
    goodsNm,
    description,
    billingNm,
    billingPhone,
    instmntType: null,
    instmntMon: null,
    items,
    dbProcessUrl,
    tokenize: 'none',
    clientUserKey: null,
    userToken: null,
    details: detailsOf(message, 'recurrOpt', 'shopId', 'vat', 'fee', 'notaxAmt'),
    page: pageOf(message, merchant, now),
  }
}

/**
 * Registers an order for the checkout page ("NICEPAY Secure Payment Page"): the customer's browser goes to paymentURL with
 * `?tXid=` behind it, which the merchant appends, and chooses how to pay there.
 * Source: docs.nicepay.co.id, page "Registration API - Checkout"; names of the answer: nicepay-dev/php-nicepay:
 * NicepayV2RedirectResponse.php. Guess: which of its fields are null; a number is given out at once where the merchant
 * has chosen method and partner.
 */
export const checkoutRegistration = registrationEndpoint({
  name: 'checkout.registration',
  method: 'post',
  path: '/nicepay/redirect/v2/registration',
  documented: 'Registration API - Checkout',
  request: REQUEST,
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
    paymentURL: ANS(255),
  },
  signs: SIGNED.registration,
  handle: (message, context) => {
    const { tx, merchant, now, ids, baseUrl } = context
    checkTimeStamp(message.timeStamp, merchant)
    checkAmount(message.amt, undecided.tooLow)
    const order = orderOf(message, merchant, now)
    checkMethod(message.payMethod, merchant)
    const { iMid, referenceNo, payMethod, description } = order
    const used = tx.transactions.some('referenceNo', `${iMid} ${referenceNo}`)
    checkNewReferenceNo(referenceNo, used, merchant)

    const tXid = newTxid(tx, ids, iMid, payMethod, now)
    const fresh = registered(order, tXid, now, order.page?.until ?? now)
    const stored = put({ ...fresh, callBackUrl: message.callBackUrl }, context)
    const method = methodOf(stored)
    const partner = preset(stored, method)
    if (partner !== null && method.paidBy === 'outside' && method.code !== '08') {
      choose(stored, { payMethod, partner }, context)
    }
    const { date, time } = wibDateTime(now)
    return {
      tXid,
      referenceNo,
      payMethod,
      amt: message.amt,
      transDt: date,
      transTm: time,
      description,
      paymentURL: `${baseUrl}${CHECKOUT_PAGE}`,
    }
  },
})
