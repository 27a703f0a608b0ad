import type { Merchant } from '../domain/merchant.ts'
import type { PayMethod, Read } from '../domain/methods/method.ts'
import { NicepayError } from '../protocol/results.ts'
import { type Instant, instantOfWib, wibStamp } from '../protocol/time.ts'

/**
 * Until when an order can be paid: the two fields of its method, or as long as the method says. Throws NicepayError for a
 * time that does not exist, and, unless the merchant wants it otherwise, for one that is over.
 * Source: giliheriawan/slate's samples of transfer and store numbers register times that were over, and are accepted.
 */
export const expiryOf = (
  { validity }: PayMethod,
  message: Read,
  partner: string | null,
  { settings }: Merchant,
  now: Instant,
): Instant => {
  const [dateField, timeField] = validity.fields
  const { [dateField]: date, [timeField]: time } = message
  if (date === undefined) return now + validity.life(partner)
  const rule = `${dateField} and ${timeField} (yyyyMMdd and HHmmss in Jakarta) must be`
  const said = `, received ${[date, time].filter(Boolean).join(' ')}`
  const until = instantOfWib(`${date}${time ?? '235959'}`)
  const refuse = (why: string): never => {
    throw new NicepayError(validity.wrong, `${rule} ${why}`)
  }
  if (until === undefined) return refuse(`an existing time${said}`)
  if (until <= now && settings.pastValidity === 'refuse') {
    return refuse(`later than now, ${wibStamp(now)}${said}; see the setting pastValidity`)
  }
  return until
}
