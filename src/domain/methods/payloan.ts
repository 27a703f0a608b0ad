import { cartItems, checkCartTotal, checkSellers } from '../../protocol/cart.ts'
import { KREDIVO, LENDERS, TOKENIZE_USER, type Tokenize } from '../../protocol/codes.ts'
import { A, AN, ANS, type Message, N, optional, telephone } from '../../protocol/fields.ts'
import { NicepayError } from '../../protocol/results.ts'
import { shown } from '../../protocol/shown.ts'
import { voidThenRefund } from '../cancel-rules.ts'
import type { Merchant } from '../merchant.ts'
import type { Order } from '../transaction.ts'
import { COMMON, HOUR, whenPaid } from './common.ts'
import { added, type Partners, partnerOf, payMethod } from './method.ts'

const REQUEST = {
  ...COMMON,
  deliveryNm: A(30),
  deliveryPhone: telephone(N(15)),
  deliveryAddr: AN(100),
  deliveryCity: A(50),
  deliveryState: A(50),
  deliveryPostCd: N(10),
  deliveryCountry: A(10),
  cartData: ANS(4000),
  sellers: ANS(4000),
  instmntType: N(2),
  instmntMon: N(2),
  mitraCd: A(4),
  tokenizeUser: optional(N(1)),
  clientUserKey: optional(AN(100)),
  userToken: optional(ANS(255)),
  payValidDt: optional(N(8)),
  payValidTm: optional(N(6)),
}

type Request = Message<typeof REQUEST>

// Guess: another lender answers 9108, as a method that is not active does.
const PARTNERS: Partners = { field: 'mitraCd', list: LENDERS, unknown: 'METHOD_NOT_ACTIVE' }

/**
 * Buying on a lender's credit.
 * Source: docs.nicepay.co.id, pages "Registration API - Payloan", "Payment Status Code" and "Payloan - API Checkout".
 * Guess: the words of the statuses but `init` and `paid`, which recorded answers show.
 */
export const payloan = payMethod({
  code: '06',
  name: { id: 'Paylater', en: 'Pay later' },
  documented: 'Registration API - Payloan',
  paidBy: 'lender',
  hasInstalments: true,
  partners: PARTNERS,
  request: REQUEST,
  reply: { clientUserKey: optional(AN(100)), userToken: optional(ANS(255)) },
  read: (message, merchant) => {
    checkUserIP(message, merchant)
    checkInstalments(message)
    const items = cartItems(message.cartData)
    checkCartTotal(items, Number(message.amt))
    checkSellers(message.sellers)
    return added(message, { items, ...tokenOf(message) })
  },
  // Source: Kredivo's default, 24 hours.
  validity: {
    fields: ['payValidDt', 'payValidTm'],
    life: () => 24 * HOUR,
    wrong: 'BAD_ORDER_DATA',
  },
  tooLow: 'AMOUNT_TOO_LOW',
  answers: ['mitraCd'],
  statuses: {
    paid: ['0', 'paid'],
    void: ['1', 'void'],
    refund: ['2', 'refund'],
    unpaid: ['3', 'unpaid'],
    failed: ['8', 'failed'],
    init: ['9', 'init'],
  },
  timeOver: 'failed',
  transAt: whenPaid,
  failed: 'NOT_PAID',
  link: ['mitraCd', 'currency', 'goodsNm', 'billingNm', 'instmntMon', 'instmntType'],
  checkout: [
    'resultCd',
    'resultMsg',
    'tXid',
    'referenceNo',
    'payMethod',
    'amount',
    'transDt',
    'transTm',
    'description',
    'mitraCd',
    'currency',
    'goodsNm',
    'billingNm',
  ],
  // Source: docs.nicepay.co.id, page "Notification API - Payloan"; the order is that of its table.
  notified: [
    'tXid',
    'merchantToken',
    'referenceNo',
    'payMethod',
    'amt',
    'goodsNm',
    'matchCl',
    'status',
    'mitraCd',
    'transTm',
    'clientUserKey',
    'billingNm',
    'transDt',
    'currency',
    'tokenizeUser',
    'userToken',
  ],
  // Guess: an order that nobody paid can be cancelled.
  cancel: { unpaid: 'asSet', paid: voidThenRefund },
})

const checkUserIP = ({ userIP }: Request, { settings }: Merchant): void => {
  if (userIP !== undefined || settings.requireUserIP === 'no') return
  throw new NicepayError(
    'NO_USER_IP',
    'userIP is missing, the address of the customer; see the setting requireUserIP',
  )
}

const checkInstalments = ({ mitraCd, instmntType, instmntMon }: Request): void => {
  partnerOf(PARTNERS, mitraCd)
  const months = LENDERS.get(mitraCd)?.months ?? []
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
