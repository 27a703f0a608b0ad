/** Milliseconds since 1970, UTC: how the sandbox keeps every instant. */
export type Instant = number

const WIB_OFFSET = 7 * 60 * 60 * 1000

/** An instant as NICEPAY writes it: yyyyMMddHHmmss in Asia/Jakarta (UTC+7, no summer time). */
export const wibStamp = (at: Instant): string =>
  new Date(at + WIB_OFFSET).toISOString().slice(0, 19).replace(/[-T:]/g, '')

/** The date (`transDt`) and time (`transTm`) of an instant, in Asia/Jakarta. */
export const wibDateTime = (at: Instant): { date: string; time: string } => {
  const stamp = wibStamp(at)
  return { date: stamp.slice(0, 8), time: stamp.slice(8) }
}

const STAMP = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/

/** The instant of a yyyyMMddHHmmss, or nothing when no such time exists (month 13, 70 seconds). */
export const instantOfWib = (stamp: string): Instant | undefined => {
  const iso = stamp.replace(STAMP, '$1-$2-$3T$4:$5:$6+07:00')
  const at = STAMP.test(stamp) ? Date.parse(iso) : Number.NaN
  return Number.isNaN(at) || wibStamp(at) !== stamp ? undefined : at
}

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/

/** Whether a month has such a day; Date would take 30 February for 2 March. */
const isDate = (date: string): boolean => {
  const midnight = Date.parse(date)
  return !Number.isNaN(midnight) && isoOf(midnight).startsWith(date)
}

/** The instant of an ISO 8601 time with its zone (`2026-01-31T10:00:00+07:00`), or nothing when no such time exists. */
export const instantOfIso = (text: string): Instant | undefined => {
  const at = ISO.test(text) && isDate(text.slice(0, 10)) ? Date.parse(text) : Number.NaN
  return Number.isNaN(at) ? undefined : at
}

const DURATION = /^P(?=.)(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/

/** Milliseconds of an ISO 8601 duration of days, hours, minutes and seconds (`P1DT2H`, `PT30M`), or nothing. */
export const millisecondsOf = (duration: string): number | undefined => {
  const parts = DURATION.exec(duration)
  if (!parts) return undefined
  const [days, hours, minutes, seconds] = parts.slice(1).map((p) => Number(p ?? 0)) as [
    number,
    number,
    number,
    number,
  ]
  return Math.round((((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000)
}

/** The same time of day some months later in Asia/Jakarta; in a shorter month its last day. */
export const monthsLater = (at: Instant, months: number): Instant => {
  const then = new Date(at + WIB_OFFSET)
  const day = then.getUTCDate()
  then.setUTCMonth(then.getUTCMonth() + months, 1)
  const lastDay = new Date(Date.UTC(then.getUTCFullYear(), then.getUTCMonth() + 1, 0)).getUTCDate()
  then.setUTCDate(Math.min(day, lastDay))
  return then.getTime() - WIB_OFFSET
}

const RELATIVE = /^now(?:([+-])(\d{1,6})([dhms]))?$/
const UNITS: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000 }

/** The instant of `now`, `now-3d`, `now+2h` (days, hours, minutes, seconds) or an ISO 8601 time, or nothing. */
export const instantOfRelative = (text: string, now: Instant): Instant | undefined => {
  const [match, sign, count = '0', unit = 's'] = RELATIVE.exec(text) ?? []
  if (match === undefined) return instantOfIso(text)
  return now + (sign === '-' ? -1 : 1) * Number(count) * (UNITS[unit] ?? 0)
}

/** An instant in ISO 8601, UTC: how everything but NICEPAY's own messages shows it. */
export const isoOf = (at: Instant): string => new Date(at).toISOString()

/** The last instant that a wire time can hold: 31 December 9999, 23:59:59 in Asia/Jakarta. */
export const LAST_INSTANT: Instant = Date.UTC(9999, 11, 31, 16, 59, 59)

/** The last one that a clock is set to: it runs on, and what is registered then ends years later, all within wire times. */
export const LAST_SET_CLOCK: Instant = Date.UTC(9990, 11, 31, 16, 59, 59)
