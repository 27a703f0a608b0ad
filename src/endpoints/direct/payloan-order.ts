import type { Merchant } from '../../domain/merchant.ts'
import { ORDER_LIFE, type Order } from '../../domain/transaction.ts'
import { cartItems, checkCartTotal, checkSellers } from '../../protocol/cart.ts'
import { KREDIVO, LENDERS, TOKENIZE_USER, type Tokenize } from '../../protocol/codes.ts'
import {
  A,
  AN,
  ANS,
  alias,
  type Message,
  N,
  optional,
  TOKEN,
  telephone,
  url,
} from '../../protocol/fields.ts'
import { NicepayError } from '../../protocol/results.ts'
import { shown } from '../../protocol/shown.ts'
import { type Instant, instantOfWib, wibStamp } from '../../protocol/time.ts'

// Differs: the other methods answer as methods that are not active, until they are there.
function methodFlaw(payMethod: string): string | undefined {
  return payMethod === '06' ? undefined : 'must be 06, the others are not there yet'
}

// Guess: an amount that begins with 0 is no amount; as a number it would not be the text that was signed.
function amountFlaw(amt: string): string | undefined {
  if (!/^[0-9]+$/.test(amt)) return 'must be digits only'
  return /^0./.test(amt) ? 'must not begin with 0' : undefined
}

/** The vendor's request table of a payloan registration. */
export const PAYLOAN_REQUEST = {
  timeStamp: N(14),
  iMid: AN(10),
  payMethod: { ...N(2), flaw: methodFlaw },
  currency: A(3),
  amt: { ...N(12), flaw: amountFlaw },
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
  merchantToken: TOKEN,
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

type Request = Message<typeof PAYLOAN_REQUEST>

const checkUserIP = ({ userIP }: Request, { settings }: Merchant): void => {
  if (userIP !== undefined || settings.requireUserIP === 'no') return
  throw new NicepayError(
    'NO_USER_IP',
    'userIP is missing, the address of the customer; see the setting requireUserIP',
  )
}

/** The order that a registration asks for. Throws NicepayError where its values do not fit together. */
export const orderOf = (message: Request, merchant: Merchant): Order => {
  checkUserIP(message, merchant)
  const { iMid, referenceNo, payMethod, mitraCd, currency, goodsNm, billingNm } = message
  const { billingPhone, instmntType, instmntMon, dbProcessUrl } = message
  const amt = Number(message.amt)
  if (amt === 0) throw new NicepayError('AMOUNT_TOO_LOW', 'amt must be more than 0, received 0')
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
    description: message.description ?? null,
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
  const months = LENDERS.get(mitraCd)?.months
  if (!months) {
    const known = [...LENDERS.keys()].join(', ')
    throw new NicepayError(
      'METHOD_NOT_ACTIVE',
      `mitraCd must be one of ${known}, received ${shown(mitraCd)}`,
    )
  }
  if (instmntType !== '1' && instmntType !== '2') {
    throw new NicepayError(
      'BAD_INSTALMENT_TYPE',
      `instmntType must be 1 or 2, received ${shown(instmntType)}`,
    )
  }
  if (!months.includes(instmntMon)) {
    throw new NicepayError(
      'NO_SUCH_INSTALMENT',
      `instmntMon must be one of ${months.join(', ')} with mitraCd ${mitraCd}, received ${shown(instmntMon)}`,
    )
  }
}

const TOKENIZE = new Map(
  Object.entries(TOKENIZE_USER).map(([word, code]) => [code as string, word as Tokenize]),
)

// Source: 1 needs a clientUserKey, 2 a userToken; samples send the other one empty; only Kredivo has tokens.
const tokenOf = (message: Request): Pick<Order, 'tokenize' | 'clientUserKey' | 'userToken'> => {
  const { tokenizeUser = '0', clientUserKey = null, userToken = null } = message
  const tokenize = TOKENIZE.get(tokenizeUser)
  if (!tokenize) throw orderData(`tokenizeUser must be 0, 1 or 2, received ${shown(tokenizeUser)}`)
  if (tokenize !== 'none' && message.mitraCd !== KREDIVO) {
    throw orderData(
      `tokenizeUser must be 0 with mitraCd ${message.mitraCd}, only ${KREDIVO} has tokens, received ${tokenizeUser}`,
    )
  }
  if (tokenize === 'tokenize' && clientUserKey === null) {
    throw orderData('clientUserKey is missing, it must be there with tokenizeUser 1')
  }
  if (tokenize === 'seamless' && userToken === null) {
    throw orderData('userToken is missing, it must be there with tokenizeUser 2')
  }
  return { tokenize, clientUserKey, userToken }
}

const orderData = (reason: string): NicepayError => new NicepayError('BAD_ORDER_DATA', reason)

const EXPIRY = 'payValidDt and payValidTm (yyyyMMdd and HHmmss in Jakarta)'

/** Until when it can be paid: payValidDt and payValidTm, or a day. */
export const expiryOf = ({ payValidDt, payValidTm }: Request, now: Instant): Instant => {
  if (payValidDt === undefined) return now + ORDER_LIFE
  const said = `, received ${[payValidDt, payValidTm].filter(Boolean).join(' ')}`
  const until = instantOfWib(`${payValidDt}${payValidTm ?? '235959'}`)
  if (until === undefined) throw orderData(`${EXPIRY} must be an existing time${said}`)
  if (until <= now) throw orderData(`${EXPIRY} must be later than now, ${wibStamp(now)}${said}`)
  return until
}
