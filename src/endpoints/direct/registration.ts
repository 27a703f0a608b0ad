import type { Merchant } from '../../domain/merchant.ts'
import { ORDER_LIFE, type Order, registered } from '../../domain/transaction.ts'
import { cartItems, checkCartTotal, checkSellers } from '../../protocol/cart.ts'
import { LENDERS } from '../../protocol/codes.ts'
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
import { type Instant, instantOfWib } from '../../protocol/time.ts'
import { SIGNED } from '../../protocol/tokens.ts'
import { checkMethodActive, checkNewReferenceNo, checkTimeStamp } from '../checks.ts'
import { registrationEndpoint } from '../endpoint.ts'

// Differs: the other methods answer as methods that are not active, until they are there.
function methodFlaw(payMethod: string): string | undefined {
  return payMethod === '06' ? undefined : `${payMethod} is not there yet, only 06 is`
}

const REQUEST = {
  timeStamp: N(14),
  iMid: AN(10),
  payMethod: { ...N(2), flaw: methodFlaw },
  currency: A(3),
  amt: N(12),
  referenceNo: ANS(40),
  goodsNm: AN(100),
  // Source: 100 on the newer pages, 30 in giliheriawan/slate.
  billingNm: A(100),
  billingPhone: telephone(N(15)),
  billingEmail: ANS(40),
  billingAddr: optional(AN(100)),
  billingCity: A(50),
  billingState: A(50),
  billingPostCd: N(10),
  billingCountry: A(10),
  deliveryNm: A(30),
  deliveryPhone: telephone(N(15)),
  deliveryAddr: AN(100),
  deliveryCity: A(50),
  deliveryState: A(50),
  deliveryPostCd: N(10),
  deliveryCountry: A(10),
  dbProcessUrl: url(ANS(255)),
  merchantToken: AN(255),
  cartData: ANS(4000),
  sellers: ANS(4000),
  instmntType: N(2),
  instmntMon: N(2),
  mitraCd: A(4),
  // Source: documented as required, yet nicepay-dev/python-nicepay does not send it for payloan.
  userIP: alias(optional(ANS(15)), 'userIp'),
  tokenizeUser: optional(N(1)),
  clientUserKey: optional(AN(100)),
  userToken: optional(ANS(255)),
  callBackUrl: alias(optional(url(ANS(255))), 'callbackUrl'),
  payValidDt: optional(N(8)),
  payValidTm: optional(N(6)),
  description: optional(AN(100)),
}

/**
 * Registers an order to be paid by payloan. The shopper's browser goes to the payment step next; no address for that is
 * in the answer, and most of it is null.
 * Source: docs.nicepay.co.id, pages "Registration API - Payloan" and "Seamless Registration API - Payloan".
 */
export const registration = registrationEndpoint({
  name: 'direct.registration',
  method: 'post',
  path: '/nicepay/direct/v2/registration',
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
    checkUserIP(message, merchant)
    const order = orderOf(message)
    checkMethodActive(message.payMethod, merchant)
    const { iMid, referenceNo, payMethod, mitraCd, tokenize, clientUserKey, userToken } = order
    const used = tx.transactions.some('referenceNo', `${iMid} ${referenceNo}`)
    checkNewReferenceNo(referenceNo, used, merchant)

    const tXid = ids.tXid(iMid, payMethod, now, (id) => tx.transactions.get(id) !== undefined)
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

type Request = Message<typeof REQUEST>

const checkUserIP = ({ userIP }: Request, { settings }: Merchant): void => {
  if (userIP !== undefined || settings.requireUserIP === 'no') return
  throw new NicepayError('NO_USER_IP', 'userIP is missing; see the setting requireUserIP')
}

const orderOf = (message: Request): Order => {
  const { iMid, referenceNo, payMethod, mitraCd, currency, goodsNm, billingNm } = message
  const { billingPhone, instmntType, instmntMon, dbProcessUrl } = message
  const amt = Number(message.amt)
  if (amt === 0) throw new NicepayError('AMOUNT_TOO_LOW', 'amt is 0')
  checkInstalments(message)
  const items = cartItems(message.cartData)
  checkCartTotal(items, amt)
  checkSellers(message.sellers)
  return {
    iMid,
    referenceNo,
    payMethod,
    mitraCd,
    currency,
    amt,
    goodsNm,
    billingNm,
    billingPhone,
    instmntType,
    instmntMon,
    items,
    dbProcessUrl,
    ...tokenOf(message),
  }
}

// Guess: another lender answers 9108, as a method that is not active does.
const checkInstalments = ({ mitraCd, instmntType, instmntMon }: Request): void => {
  const months = LENDERS.get(mitraCd)
  if (!months) {
    const known = [...LENDERS.keys()].join(', ')
    throw new NicepayError('METHOD_NOT_ACTIVE', `mitraCd must be one of ${known}, not ${mitraCd}`)
  }
  if (instmntType !== '1' && instmntType !== '2') {
    throw new NicepayError('BAD_INSTALMENT_TYPE', `instmntType must be 1 or 2, not ${instmntType}`)
  }
  if (!months.includes(instmntMon)) {
    throw new NicepayError(
      'NO_SUCH_INSTALMENT',
      `instmntMon of ${mitraCd} must be one of ${months.join(', ')}, not ${instmntMon}`,
    )
  }
}

const TOKENIZE: ReadonlyMap<string, Order['tokenize']> = new Map([
  ['0', 'none'],
  ['1', 'tokenize'],
  ['2', 'seamless'],
])

// Source: 1 needs a clientUserKey, 2 a userToken; samples send the other one empty. Guess: absent is 0.
const tokenOf = (message: Request): Pick<Order, 'tokenize' | 'clientUserKey' | 'userToken'> => {
  const { tokenizeUser = '0', clientUserKey = null, userToken = null } = message
  const tokenize = TOKENIZE.get(tokenizeUser)
  if (!tokenize) throw orderData(`tokenizeUser must be 0, 1 or 2, not ${tokenizeUser}`)
  if (tokenize === 'tokenize' && clientUserKey === null) {
    throw orderData('clientUserKey is missing, tokenizeUser 1 needs it')
  }
  if (tokenize === 'seamless' && userToken === null) {
    throw orderData('userToken is missing, tokenizeUser 2 needs it')
  }
  return { tokenize, clientUserKey, userToken }
}

const orderData = (reason: string): NicepayError => new NicepayError('BAD_ORDER_DATA', reason)

const expiryOf = ({ payValidDt, payValidTm }: Request, now: Instant): Instant => {
  if (payValidDt === undefined) return now + ORDER_LIFE
  const until = instantOfWib(`${payValidDt}${payValidTm ?? '235959'}`)
  if (until === undefined) throw orderData('payValidDt and payValidTm are not an existing time')
  if (until <= now) throw orderData('payValidDt and payValidTm are over already')
  return until
}
