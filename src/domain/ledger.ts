import type { Instant } from '../protocol/time.ts'
import {
  annualPctOf,
  type PaymentType,
  type Rupiah,
  rawInstalment,
  type Tariff,
} from './instalment.ts'

/** What takes from a shopper's limits: what is owed of a price, without fee and interest. */
export interface Debt {
  readonly principal: Rupiah
  readonly paymentType: PaymentType
}

/** A shopper's debt from one order. */
export interface Loan extends Debt {
  readonly tXid: string
  /** The account, in the form 628…. */
  readonly phone: string
  /** The price of the order, before anything was cancelled or paid back. */
  readonly price: Rupiah
  readonly months: number
  /** The instalment that was agreed on. */
  readonly monthly: Rupiah
  readonly openedAt: Instant
  /** Until when an order that is not decided holds its amount; null once it is paid. */
  readonly heldUntil: Instant | null
}

/** Whether a loan takes from the limits at an instant. */
export const counts = ({ heldUntil }: Loan, at: Instant): boolean =>
  heldUntil === null || at < heldUntil

/** The most that a shopper may owe, in each tenure that the account has. */
export type Limits = Readonly<Partial<Record<PaymentType, Rupiah>>>

/** What is left of a limit. The rest is a figure with cents; it is rounded only when it is printed. */
export interface Remaining {
  readonly paymentType: PaymentType
  readonly remaining: number
  readonly total: Rupiah
}

/** The tenure whose limit is the whole line of credit. Source: its published limit falls by the price itself. */
const WHOLE_LINE: PaymentType = '12_months'

/** How many monthly rupiah's worth of debt one rupiah a month can carry over a tenure. */
const annuityFactor = (paymentType: PaymentType, { plans }: Tariff): number => {
  const { months, flatPct } = plans[paymentType]
  const annualPct = annualPctOf(flatPct, months)
  // Source: 0 % counts whole months here, without the stand-in that instalments have for it.
  return annualPct === 0 ? months : 1 / rawInstalment(1, annualPct, months)
}

/**
 * What is left of each limit, in the order of their names. A loan takes from every tenure what its instalment takes of
 * the monthly means, and from the whole line its price.
 * Source: docs.nicepay.co.id, page "Get User Detail - Account Binding": two purchases of 25,145 in 30 days, to the cent.
 * Guess: the same rule for purchases in other tenures; nothing published shows one.
 */
export const remainingLimits = (
  loans: readonly Debt[],
  limits: Limits,
  tariff: Tariff,
): Remaining[] => {
  const owed = loans.reduce((sum, { principal }) => sum + principal, 0)
  const aMonth = loans.reduce(
    (sum, { principal, paymentType }) => sum + principal / annuityFactor(paymentType, tariff),
    0,
  )
  const rows = (Object.entries(limits) as [PaymentType, Rupiah][]).sort(([a], [b]) =>
    a < b ? -1 : 1,
  )
  return rows.map(([paymentType, total]) => {
    const used = paymentType === WHOLE_LINE ? owed : aMonth * annuityFactor(paymentType, tariff)
    return { paymentType, remaining: Math.max(0, total - used), total }
  })
}

/**
 * Whether a shopper may still owe an amount in a tenure: within its own limit and, where the account has one, within the
 * whole line.
 */
export const isWithin = (
  amount: Rupiah,
  paymentType: PaymentType,
  remaining: readonly Remaining[],
): boolean => {
  const asked = remaining.filter((one) => [paymentType, WHOLE_LINE].includes(one.paymentType))
  return (
    asked.some((one) => one.paymentType === paymentType) &&
    asked.every((one) => amount <= one.remaining)
  )
}

/** A limit as NICEPAY prints it: two decimals, half up. */
export const printedLimit = (figure: number): string => (Math.round(figure * 100) / 100).toFixed(2)
