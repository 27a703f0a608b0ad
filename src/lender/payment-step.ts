import { type CardData, cardsFor, payByCard } from '../acquirer/card.ts'
import { issue } from '../acquirer/issue.ts'
import type { Begun } from '../acquirer/link.ts'
import { type ClickPay, payByPartner } from '../acquirer/partner.ts'
import type { Visit } from '../acquirer/visit.ts'
import { methodOf } from '../domain/methods/index.ts'
import type { PaidBy } from '../domain/methods/method.ts'
import type { Transaction } from '../domain/transaction.ts'
import { beginPayment } from './begin-payment.ts'

/** What a customer's browser may bring to the payment step. */
export type PaymentData = CardData & ClickPay

type Step = (order: Transaction, callBackUrl: string, data: PaymentData, visit: Visit) => Begun

/** The payment step by who takes the money. */
const STEPS: Readonly<Record<PaidBy, Step>> = {
  lender: (order, callBackUrl, _data, visit) => beginPayment(order, callBackUrl, visit),
  card: payByCard,
  partner: payByPartner,
  // Its number or code is all that there is.
  outside: (order, _callBackUrl, _data, visit) => ({
    order: order.status === 'init' ? issue(order, visit) : order,
    link: null,
  }),
}

/** Begins to pay an open order: what it comes to, and where its customer goes on. Throws NicepayError. */
export const beginStep: Step = (order, callBackUrl, data, visit) =>
  STEPS[methodOf(order).paidBy](order, callBackUrl, data, visit)

/** Somebody's data that pay an order whatever the method. */
export const goodData = (order: Transaction): PaymentData => {
  const card = cardsFor(order).find(({ outcome, secure }) => outcome === 'approve' && !secure)
  return card ?? cardsFor(order)[0] ?? {}
}
