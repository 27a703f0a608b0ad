import type { Visit } from '../acquirer/visit.ts'
import { bindingErrand, type Errand, linkErrand, orderErrand } from '../domain/errand.ts'
import { type Interaction, isLoggedIn } from '../domain/interaction.ts'
import type { Merchant } from '../domain/merchant.ts'
import type { Instant } from '../protocol/time.ts'
import type { Records, TableName } from '../store/state.ts'

/** A table to look into, inside a transaction or outside of one. */
type Look<T extends TableName> = { get(id: string): Records[T] | undefined }

/** Where an interaction's binding, order and merchant are found. */
export interface Where {
  readonly bindings: Look<'bindings'>
  readonly accountLinks: Look<'accountLinks'>
  readonly transactions: Look<'transactions'>
  readonly merchants: Look<'merchants'>
}

/** What an interaction is about, and whose shop it comes from; nothing when that is gone. */
export const errandOf = (
  interaction: Interaction,
  where: Where,
  now: Instant,
): { readonly errand: Errand; readonly merchant: Merchant } | undefined => {
  const merchant = where.merchants.get(interaction.iMid)
  const errand = errandIn(interaction, where, now)
  return errand && merchant ? { errand, merchant } : undefined
}

const errandIn = ({ kind, tXid }: Interaction, where: Where, now: Instant): Errand | undefined => {
  if (kind === 'binding') {
    const binding = where.bindings.get(tXid)
    return binding && bindingErrand(binding, now)
  }
  if (kind === 'link') {
    const link = where.accountLinks.get(tXid)
    return link && linkErrand(link, now)
  }
  const order = where.transactions.get(tXid)
  return order && orderErrand(order, now)
}

/** The page that an interaction stands on. */
export type Place =
  | 'connecting'
  | 'signin'
  | 'checkout'
  | 'secure'
  | 'push'
  | 'wallet'
  | 'consent'
  | 'otp'
  | 'pin'
  | 'settlement'
  | 'result'
  | 'expired'

/** The page that each kind of link begins on. */
export const FIRST_PLACE = {
  binding: 'connecting',
  checkout: 'signin',
  lender: 'checkout',
  card: 'secure',
  push: 'push',
  wallet: 'wallet',
  link: 'consent',
} as const satisfies Record<Interaction['kind'], Place>

/** Where a shopper with this link belongs now. */
export const placeOf = (interaction: Interaction, errand: Errand, now: Instant): Place => {
  if (errand.outcome !== null) return 'result'
  if (errand.isExpired) return 'expired'
  if (interaction.step === 'stopped') return 'result'
  if (!isLoggedIn(interaction, now)) return FIRST_PLACE[interaction.kind]
  if (interaction.step === 'pin') return 'pin'
  return interaction.step === 'review' ? 'settlement' : 'otp'
}

/** Where a shopper belongs, inside a transaction; on a link whose order is gone, nowhere any more. */
export const placeIn = (interaction: Interaction, { tx, now }: Visit): Place => {
  const about = errandOf(interaction, tx, now)
  return about ? placeOf(interaction, about.errand, now) : 'expired'
}

/** The page that a link leads to after something was done on it: a cancel is told once. */
export const pageOf = (interaction: Interaction, visit: Visit): Place =>
  interaction.step === 'cancelled' ? 'result' : placeIn(interaction, visit)

/** Whether nothing can be done on a link any more. */
export const isOver = (place: Place): boolean => place === 'result' || place === 'expired'
