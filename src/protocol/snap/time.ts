import { type Instant, instantOfIso } from '../time.ts'

/** X-TIMESTAMP. Source: docs.nicepay.co.id: 25 characters with the zone; one page prints milliseconds as well. */
export const instantOfSnap = (text: string): Instant | undefined =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?(Z|[+-]\d\d:\d\d)$/.test(text)
    ? instantOfIso(text)
    : undefined

/** An instant as SNAP writes it: `2024-11-13T02:54:37+07:00`, Asia/Jakarta. */
export const snapTime = (at: Instant): string =>
  `${new Date(at + 7 * 3_600_000).toISOString().slice(0, 19)}+07:00`
