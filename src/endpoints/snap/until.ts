import { methodOf } from '../../domain/methods/index.ts'
import type { Order } from '../../domain/transaction.ts'
import { shown } from '../../protocol/shown.ts'
import type { SnapMessage } from '../../protocol/snap/fields.ts'
import { SnapError } from '../../protocol/snap/results.ts'
import { instantOfSnap, snapTime } from '../../protocol/snap/time.ts'
import { type Instant, LAST_INSTANT } from '../../protocol/time.ts'
import { textIn } from './order-of.ts'
import type { SnapContext } from './snap-endpoint.ts'

/** What is wrong with a time until which an order can be paid, in words, or nothing. */
export const untilFlaw = (value: string): string | undefined => {
  const until = instantOfSnap(value)
  return until === undefined || until > LAST_INSTANT
    ? 'must be an existing time like 2025-02-11T09:17:00+07:00'
    : undefined
}

/** Until when an order can be paid: an ISO time of the message, or as long as its method says. Throws SnapError. */
export const untilIn = (
  message: SnapMessage,
  name: string,
  order: Order,
  { now, merchant }: Pick<SnapContext, 'now' | 'merchant'>,
): Instant => {
  const said = textIn(message, name)
  if (said === undefined) return now + methodOf(order).validity.life(order.mitraCd)
  const until = instantOfSnap(said) ?? 0
  if (until > now || merchant.settings.pastValidity !== 'refuse') return until
  throw new SnapError(
    'INVALID_FIELD',
    `{${name}}`,
    `${name} must be later than now, ${snapTime(now)}, received ${shown(said)}; see the setting pastValidity`,
  )
}
