import type { OrderStatus } from '../protocol/codes.ts'
import type { Instant } from '../protocol/time.ts'
import { type AccountLink, isLinkOver, type LinkFailure, linkCallback } from './account-link.ts'
import type { AccountBinding } from './binding.ts'
import { bindingCallback, type Callback, paymentCallback } from './callback.ts'
import { LINK_LIFE } from './interaction.ts'
import type { Merchant } from './merchant.ts'
import { type Refusal, statusAt, type Transaction } from './transaction.ts'

/** How an errand ended, in our words. */
export type Outcome =
  | 'linked'
  | 'unlinked'
  | 'approved'
  | 'underReview'
  | 'declined'
  | 'withdrawn'
  | LinkFailure

/** What a shopper came to a lender's pages for, a binding or an order, told in the same words. */
export interface Errand {
  readonly referenceNo: string
  readonly billingPhone: string
  /** When its time is over unless it is done. */
  readonly expiresAt: Instant
  readonly isExpired: boolean
  /** Null while it can still be done. */
  readonly outcome: Outcome | null
  readonly refusal: Refusal | null
  /** The request that the browser makes to the merchant, as things stand. */
  readonly callback: (merchant: Merchant) => Callback
}

/** A binding as an errand, as it stands at an instant. */
export const bindingErrand = (binding: AccountBinding, at: Instant): Errand => ({
  referenceNo: binding.referenceNo,
  billingPhone: binding.billingPhone,
  expiresAt: binding.requestedAt + LINK_LIFE,
  isExpired: binding.status === 'requested' && at >= binding.requestedAt + LINK_LIFE,
  outcome: binding.status === 'bound' ? 'linked' : null,
  refusal: null,
  callback: (merchant) => bindingCallback(binding, merchant.settings.callbackMethod),
})

/** The binding of a wallet as an errand, as it stands at an instant. */
export const linkErrand = (link: AccountLink, at: Instant): Errand => ({
  referenceNo: link.partnerReferenceNo,
  billingPhone: link.phone,
  expiresAt: link.requestedAt + LINK_LIFE,
  isExpired: isLinkOver(link, at),
  outcome: outcomeOfLink(link),
  refusal: null,
  callback: () => linkCallback(link, at),
})

const outcomeOfLink = ({ status, failure }: AccountLink): Outcome | null => {
  if (status === 'requested') return null
  if (status === 'failed') return failure
  return status === 'unlinked' ? 'unlinked' : 'linked'
}

/** An order as an errand, as it stands at an instant. */
export const orderErrand = (order: Transaction, at: Instant): Errand => ({
  referenceNo: order.referenceNo,
  billingPhone: order.billingPhone,
  expiresAt: order.expiresAt,
  isExpired: isTimeOver(order, at),
  outcome: outcomeAt(order, at),
  refusal: order.refusal,
  callback: (merchant) => paymentCallback(order, merchant, at),
})

const isTimeOver = (order: Transaction, at: Instant): boolean =>
  ['failed', 'expired'].includes(statusAt(order, at)) && order.refusal === null

const outcomeAt = (order: Transaction, at: Instant): Outcome | null => {
  const outcomes: Readonly<Record<OrderStatus, Outcome | null>> = {
    init: null,
    unpaid: order.underReview ? 'underReview' : null,
    processing: null,
    ready: null,
    paid: 'approved',
    failed: order.refusal === null ? null : 'declined',
    expired: null,
    void: 'withdrawn',
    refund: 'withdrawn',
  }
  return outcomes[statusAt(order, at)]
}
