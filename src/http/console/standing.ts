import type { AccountBinding } from '../../domain/binding.ts'
import { LINK_LIFE } from '../../domain/interaction.ts'
import { statusAt, type Transaction } from '../../domain/transaction.ts'
import type { Instant } from '../../protocol/time.ts'

/** How each standing of an order or a binding is told, with the word by which it is filtered. */
export const WORDS = {
  init: 'registered; the customer has not come to pay',
  unpaid: 'the customer is about to pay',
  processing: 'a wallet is waiting for its customer',
  ready: 'the till is about to take the money',
  underReview: 'under review at the lender',
  paid: 'paid',
  void: 'cancelled on the day of the payment, or unpaid',
  refund: 'given back after settlement, or taken back by the bank',
  refused: 'refused by the lender, the bank or the wallet',
  expired: 'its time is over',
  requested: 'the customer has not linked the account yet',
  bound: 'the account is linked',
} as const

export type Standing = keyof typeof WORDS

const orderStanding = (order: Transaction, now: Instant): Standing => {
  const status = statusAt(order, now)
  if (status === 'failed') return order.refusal === null ? 'expired' : 'refused'
  return status === 'unpaid' && order.underReview ? 'underReview' : status
}

const bindingStanding = ({ status, requestedAt }: AccountBinding, now: Instant): Standing =>
  status === 'requested' && now >= requestedAt + LINK_LIFE ? 'expired' : status

/** What the list of orders has. */
export type Stored = Transaction | AccountBinding

export const isBinding = (order: Stored): order is AccountBinding => 'requestedAt' in order

/** How an order or a binding stands. */
export const standingOf = (order: Stored, now: Instant): Standing =>
  isBinding(order) ? bindingStanding(order, now) : orderStanding(order, now)

export const beganAt = (order: Stored): Instant =>
  isBinding(order) ? order.requestedAt : order.registeredAt

/** The same in a sentence. */
export const wordsOf = (order: Stored, now: Instant): string => {
  const words = WORDS[standingOf(order, now)]
  const refusal = isBinding(order) ? null : order.refusal
  return refusal === null ? words : `${words} (${refusal})`
}
