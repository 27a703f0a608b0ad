import { type PaymentType, paidByMerchant, type Quote, quote, type Tariff } from './instalment.ts'
import { isWithin, type Remaining } from './ledger.ts'
import type { Settings } from './settings.ts'
import type { Order, Refusal } from './transaction.ts'

/** One tenure that a shopper may choose, or not. */
export interface Tenure {
  readonly quote: Quote
  readonly remaining: number
  /** Why it cannot be chosen. */
  readonly closed: 'limit' | 'minimum' | 'fixed' | null
  /** Whether it is the one that the merchant registered. */
  readonly registered: boolean
}

/** Kredivo's tenure for NICEPAY's months. */
const asRegistered = ({ instmntMon }: Order, { plans }: Tariff): PaymentType | undefined =>
  (Object.keys(plans) as PaymentType[]).find((name) => plans[name].instmntMon === instmntMon)

/** What an order costs the shopper in a tenure. Source: instmntType 2 is "merchant charge" (giliheriawan/slate). */
export const quoteFor = (order: Order, paymentType: PaymentType, tariff: Tariff): Quote =>
  quote(order.amt, paymentType, order.instmntType === '2' ? paidByMerchant(tariff) : tariff)

/**
 * The tenures that an account has, shortest first, with what the order costs in each.
 * Guess: instmntMon is only the first choice, unless the merchant's setting fixes it.
 */
export const tenuresOf = (
  order: Order,
  remaining: readonly Remaining[],
  tariff: Tariff,
  settings: Settings,
): Tenure[] => {
  const wanted = asRegistered(order, tariff)
  const closedBy = (paymentType: PaymentType): Tenure['closed'] => {
    if (settings.tenureChoice === 'fixed' && paymentType !== wanted) return 'fixed'
    const inInstalments = tariff.plans[paymentType].months > 1
    if (inInstalments && order.amt < settings.leastForInstalments) return 'minimum'
    return isWithin(order.amt, paymentType, remaining) ? null : 'limit'
  }
  return remaining
    .map(({ paymentType, remaining: left }) => ({
      quote: quoteFor(order, paymentType, tariff),
      remaining: left,
      closed: closedBy(paymentType),
      registered: paymentType === wanted,
    }))
    .sort((a, b) => a.quote.months - b.quote.months)
}

/** Why none of the tenures can be chosen, or nothing when one can. */
export const noTenure = (tenures: readonly Tenure[]): Refusal | null => {
  if (tenures.some(({ closed }) => closed === null)) return null
  const reasons = tenures.map(({ closed }) => closed)
  return reasons.includes('minimum') && !reasons.includes('limit') ? 'minimum' : 'limit'
}

/** The tenure that is chosen before the shopper does: the registered one, or the shortest that there is. */
export const firstChoice = (tenures: readonly Tenure[]): PaymentType | undefined => {
  const open = tenures.filter(({ closed }) => closed === null)
  return (open.find(({ registered }) => registered) ?? open[0])?.quote.paymentType
}
