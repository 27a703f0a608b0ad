import { choose, methodsFor, preset } from '../../acquirer/choose.ts'
import type { Begun } from '../../acquirer/link.ts'
import type { Visit } from '../../acquirer/visit.ts'
import { METHODS } from '../../domain/methods/index.ts'
import { text } from '../../domain/rule.ts'
import type { Transaction } from '../../domain/transaction.ts'
import { beginStep, type PaymentData } from '../../lender/payment-step.ts'
import { NicepayError } from '../../protocol/results.ts'
import { nowIn } from '../../store/now.ts'
import { ControlError } from '../guards.ts'
import { type Call, type ControlDeps, type ControlRequest, textIn } from './calls.ts'
import { missing, shownOrder } from './transactions.ts'

/** What may be said of a card. */
const CARD_FIELDS = { cardNo: text(25), cardExpYymm: text(4), cardCvv: text(4) }

/** What a customer chooses. Throws ControlError where that cannot be chosen, or a card does not pay. */
const chosen = (order: Transaction, body: ControlRequest['body'], visit: Visit): Begun => {
  const payMethod = textIn(body, 'payMethod') ?? ''
  const method = METHODS.find(({ code }) => code === payMethod)
  const partner = textIn(body, 'partner') ?? (method ? preset(order, method) : null)
  const after = choose(order, { payMethod, partner }, visit)
  if (!after) {
    const known = methodsFor(order, visit).map(({ code }) => code)
    throw new ControlError(
      409,
      `that cannot be chosen: the order must be one of the checkout page that waits to be paid, "payMethod" one of ${known.join(', ')}, and "partner" the code of one of its partners where it has any`,
    )
  }
  if (method?.paidBy === 'outside') return { order: after, link: null }
  try {
    return beginStep(after, after.callBackUrl ?? '', body as PaymentData, visit)
  } catch (error) {
    if (error instanceof NicepayError) throw new ControlError(409, error.message)
    throw error
  }
}

/** A customer of the checkout page without a browser. */
export const chooseCalls = ({ core: { store, env } }: ControlDeps): Call[] => [
  {
    method: 'post',
    path: '/transactions/:tXid/choose',
    says: 'the customer of the checkout page chooses a method and its bank, store, wallet or lender without a browser; answers the order, and the `tk` of the link that the browser would be led to',
    body: { payMethod: text(2), partner: text(4), customer: text(40), ...CARD_FIELDS },
    required: ['payMethod'],
    run: ({ namespace, params: { tXid = '' }, body }) =>
      store.transact(namespace, (tx) => {
        const order = tx.transactions.get(tXid)
        if (!order) throw missing(tXid)
        const visit = { tx, now: nowIn(tx, env.systemNow()), ids: env.ids }
        const { order: after, link } = chosen(order, body, visit)
        return { ...shownOrder(after, visit.now), tk: link?.tk ?? null }
      }),
  },
]
