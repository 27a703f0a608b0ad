import { methodOf } from '../../domain/methods/index.ts'
import { isOpen } from '../../domain/transaction.ts'
import { fly } from '../../lender/headless.ts'
import { pathOf } from '../../lender/paths.ts'
import { beginStep } from '../../lender/payment-step.ts'
import { pageOf } from '../../lender/visit.ts'
import {
  AN,
  ANS,
  alias,
  answering,
  N,
  optional,
  type Partially,
  readable,
  requirePresent,
  TOKEN,
  url,
} from '../../protocol/fields.ts'
import { iMidOfTXid } from '../../protocol/ids.ts'
import { missingReason } from '../../protocol/missing.ts'
import { NicepayError, RESULT, type ResultName } from '../../protocol/results.ts'
import { shown } from '../../protocol/shown.ts'
import type { Instant } from '../../protocol/time.ts'
import { SIGNED } from '../../protocol/tokens.ts'
import { nowIn } from '../../store/now.ts'
import type { Tx } from '../../store/overlay.ts'
import { callOfToken } from '../accepted-tokens.ts'
import { type Endpoint, refusalOf } from '../answer.ts'
import { checkTimeStamp, checkToken } from '../checks.ts'
import { type Core, merchantsBeside } from '../core.ts'
import { browserInputOf } from '../input.ts'
import { answerOf, type Next, refused } from './payment-answers.ts'
import { checkSameOrder } from './same-order.ts'

const NONE: ResultName = 'NO_SUCH_ORDER'

const PAGE = 'Payment API'

const REQUEST = {
  timeStamp: answering(N(14), NONE),
  tXid: answering(AN(30), NONE),
  merchantToken: answering(TOKEN, NONE),
  callBackUrl: answering(
    alias(url(ANS(255)), 'callbackUrl'),
    'BAD_CALLBACK_URL',
    'NO_CALLBACK_URL',
  ),
  returnJsonFormat: optional(N(1)),
  // Source: docs.nicepay.co.id, page "Payment API - Credit Card". Source: a recorded collection has blanks in cardNo.
  cardNo: answering(optional(ANS(25)), 'BAD_CARD'),
  cardExpYymm: answering(optional(ANS(4)), 'BAD_CARD_EXPIRY'),
  cardCvv: answering(optional(ANS(4)), 'BAD_CARD'),
  cardHolderNm: optional(AN(50)),
  recurringToken: optional(ANS(255)),
  preauthToken: optional(ANS(255)),
  isEncryptedCard: optional(ANS(1)),
  // Source: giliheriawan/slate:source/includes/V2/EN/_V2_EN_2-4_clickpay.md; cashtag: docs.nicepay.co.id, page "Payment API - Direct Debit".
  clickPayNo: answering(optional(N(16)), 'BAD_CLICKPAY'),
  dataField3: answering(optional(ANS(16)), 'BAD_CLICKPAY'),
  clickPayToken: answering(optional(N(6)), 'BAD_CLICKPAY'),
  cashtag: optional(ANS(50)),
}

type Request = Partially<typeof REQUEST>

/**
 * The step of the customer's browser: on to the lender's pages, or back to the merchant with the result of an order that
 * is decided. The token is made over the registered iMid, referenceNo and amt, which are not sent here.
 * Source: docs.nicepay.co.id, page "Payment API - Payloan"; recorded result pages (Agungthebesttop/nicepay_api,
 * coding-assestment/nicepay-plugins): whatever does not match a registered order answers 8001.
 * Guess: the way to the lender is a redirect; an order that is decided answers its result once more.
 */
export const payment: Endpoint = {
  name: 'direct.payment',
  methods: ['post', 'get'],
  paths: ['/nicepay/direct/v2/payment'],
  documented: PAGE,
  signs: SIGNED.payment,
  request: REQUEST,
  reply: null,
  read: browserInputOf,
  invoke: async (call, core) => {
    let input: Readonly<Record<string, unknown>> = {}
    try {
      input = browserInputOf(call)
      const message = readable(REQUEST, input)
      const iMid = iMidOfTXid(message.tXid ?? '')
      const namespace = core.store.homeOf('merchants', iMid)
      if (!namespace) throw new NicepayError(NONE, unknownOrder(message.tXid, input))
      return await core.store.transact(namespace, (tx) => {
        const now = nowIn(tx, core.env.systemNow())
        return answerOf(nextOf(message, input, tx, now, core), message, now, core)
      })
    } catch (error) {
      const { result, reason, explained } = refusalOf(error, core, PAGE)
      return { ...refused(input, RESULT[result]), reason, explained }
    }
  },
  refuse: (call, result) => refused(browserInputOf(call), result),
}

const unknownOrder = (
  tXid: string | undefined,
  input: Readonly<Record<string, unknown>>,
): string =>
  tXid === undefined
    ? missingReason('tXid', REQUEST, input)
    : `no order has the tXid ${shown(tXid)}; its registration has answered another one`

const nextOf = (
  message: Request,
  input: Readonly<Record<string, unknown>>,
  tx: Tx,
  now: Instant,
  core: Core,
): Next => {
  const { tXid = '', timeStamp = '', merchantToken, callBackUrl = '' } = message
  const order = tx.transactions.get(tXid)
  checkSameOrder(order, { tXid })
  const merchant = tx.merchants.get(order.iMid)
  if (!merchant)
    throw new NicepayError(NONE, `no merchant has the iMid ${shown(order.iMid)} any more`)
  const { iMid, referenceNo } = order
  const signed = { timeStamp, iMid, referenceNo, amt: String(order.amt) }
  checkToken({
    received: merchantToken,
    signs: SIGNED.payment,
    fields: { ...message, ...signed },
    merchant,
    badToken: NONE,
    merchants: () => merchantsBeside(merchant, core),
    sent: input,
    earlier: callOfToken(core.store),
  })
  checkTimeStamp(timeStamp, merchant)
  requirePresent(REQUEST, message, ['callBackUrl'], input)
  if (!isOpen(order, now) || order.underReview) return { kind: 'merchant', order, merchant }

  if (methodOf(order).paidBy === 'outside') return { kind: 'nowhere', order }
  checkReadable(message)

  const visit = { tx, now, ids: core.env.ids }
  const { order: begun, link } = beginStep(order, callBackUrl, message, visit)
  if (!link) return { kind: 'merchant', order: begun, merchant }
  const flown = fly(link, merchant, core.autopilot, visit)
  return { kind: 'page', path: pathOf(pageOf(flown, visit), flown), link: flown }
}

/** Differs: encrypted card data cannot be read here, as the key for it is NICEPAY's own. */
const checkReadable = ({ isEncryptedCard = '0' }: Request): void => {
  if (isEncryptedCard === '0') return
  throw new NicepayError(
    'BAD_CARD',
    `isEncryptedCard must be 0, only NICEPAY can decrypt cards, received ${shown(isEncryptedCard)}`,
  )
}
