import { type Instant, monthsLater } from '../protocol/time.ts'
import type { Quote, Rupiah } from './instalment.ts'

/** One instalment of a purchase. */
export interface Instalment {
  readonly number: number
  readonly dueAt: Instant
  readonly amount: Rupiah
}

const DAY = 24 * 60 * 60 * 1000

/** When the first instalment is due. Source: 30 days after the purchase (Bukalapak's review of Kredivo). */
export const firstDueAt = (purchasedAt: Instant): Instant => purchasedAt + 30 * DAY

/** All instalments of a purchase; after the first one each is due a month later. Source: as above. */
export const scheduleOf = (
  { months, monthly }: Pick<Quote, 'months' | 'monthly'>,
  purchasedAt: Instant,
): Instalment[] =>
  Array.from({ length: months }, (_, index) => ({
    number: index + 1,
    dueAt: monthsLater(firstDueAt(purchasedAt), index),
    amount: monthly,
  }))
