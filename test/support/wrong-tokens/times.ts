import { type Broken, withValue } from './programs.ts'

const at = (stamp: string): number =>
  Date.UTC(
    Number(stamp.slice(0, 4)),
    Number(stamp.slice(4, 6)) - 1,
    Number(stamp.slice(6, 8)),
    Number(stamp.slice(8, 10)) - 7,
    Number(stamp.slice(10, 12)),
    Number(stamp.slice(12, 14)),
  )

const compact = (milliseconds: number): string =>
  new Date(milliseconds).toISOString().slice(0, 19).replace(/\D/g, '')

const JAKARTA = 7 * 3_600_000

const time = (does: string, change: (stamp: string) => string, told = /timeStamp/): Broken => ({
  does,
  sign: (call) => withValue(call, 'timeStamp', change),
  told: new RegExp(`^It was made with (the )?${told.source}`),
})

/** Times that a program signs instead of the one that it sends. */
export const WRONG_TIMES: readonly Broken[] = [
  time('UTC', (s) => compact(at(s)), /timeStamp in UTC/),
  time('Singapore', (s) => compact(at(s) + JAKARTA + 3_600_000), /timeStamp in another time zone/),
  time('Los Angeles', (s) => compact(at(s) - 8 * 3_600_000), /timeStamp in another time zone/),
  time('a second later, new Date() called twice', (s) => compact(at(s) + JAKARTA + 1000)),
  time('the registration’s time, half a minute before', (s) => compact(at(s) + JAKARTA - 31_000)),
  time('toISOString()', (s) => new Date(at(s)).toISOString()),
  time('ISO 8601 with the offset', (s) => `${isoLocal(s)}+07:00`),
  time('SQL DATETIME', (s) => isoLocal(s).replace('T', ' ')),
  time('time() in PHP', (s) => String(at(s) / 1000)),
  time('Date.now()', (s) => String(at(s))),
  time('yyyyMMdd', (s) => s.slice(0, 8)),
  time('yyyyMMddHHmm', (s) => s.slice(0, 12)),
  time('yyyyMMddHHmmssSSS', (s) => `${s}000`),
  time('yyyymmddHHmmss in Java', (s) => s.slice(0, 4) + s.slice(10, 12) + s.slice(6)),
  time('YmdHms in PHP', (s) => s.slice(0, 10) + s.slice(4, 6) + s.slice(12)),
  time('Ymdhis in PHP', (s) => {
    const hour = Number(s.slice(8, 10)) % 12 || 12
    return s.slice(0, 8) + String(hour).padStart(2, '0') + s.slice(10)
  }),
  time('ddMMyyyyHHmmss', (s) => s.slice(6, 8) + s.slice(4, 6) + s.slice(0, 4) + s.slice(8)),
]

function isoLocal(stamp: string): string {
  return new Date(at(stamp) + JAKARTA).toISOString().slice(0, 19)
}
