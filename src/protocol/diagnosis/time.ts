import { type Instant, instantOfWib, wibStamp } from '../time.ts'
import { type Misfit, type Mistake, ofValue } from './making.ts'

const SECOND = 1000
const HOUR = 3600 * SECOND

/** How far apart two timeStamps of one program are looked for, in seconds. */
const NEARBY = 60

/** How far apart two timeStamps of one program are looked for beside another mistake, in seconds. */
const CLOSE = 1

/** The widest time zones are UTC-12 and UTC+14; Jakarta is 7 hours east. */
const ZONES = [
  -7,
  ...Array.from({ length: 27 }, (_, n) => n - 19).filter((h) => h !== 0 && h !== -7),
]

const isoOfWib = (at: Instant, mark: string, zone: string): string =>
  wibStamp(at).replace(/^(....)(..)(..)(..)(..)(..)$/, `$1-$2-$3${mark}$4:$5:$6${zone}`)

const unix = (at: Instant): number => Math.floor(at / SECOND)

/** How programs write an instant. */
const FORMATS: readonly {
  readonly says: string
  readonly of: (at: Instant, stamp: string) => string
}[] = [
  { says: 'in ISO 8601', of: (at) => isoOfWib(at, 'T', '+07:00') },
  { says: 'in ISO 8601', of: (at) => isoOfWib(at, 'T', '+0700') },
  { says: 'in ISO 8601', of: (at) => isoOfWib(at, 'T', '') },
  { says: 'in ISO 8601', of: (at) => isoOfWib(at, 'T', 'Z') },
  { says: 'in ISO 8601', of: (at) => isoOfWib(at, 'T', '.000+07:00') },
  { says: 'in ISO 8601, UTC', of: (at) => new Date(at).toISOString() },
  { says: 'in ISO 8601, UTC', of: (at) => new Date(at).toISOString().replace('.000', '') },
  { says: 'in ISO 8601, UTC', of: (at) => new Date(at).toISOString().replace('.000Z', '') },
  { says: 'in ISO 8601, UTC', of: (at) => new Date(at).toISOString().replace('.000Z', '+00:00') },
  { says: 'with hyphens and colons', of: (at) => isoOfWib(at, ' ', '') },
  { says: 'as seconds since 1970', of: (at) => String(unix(at)) },
  { says: 'as milliseconds since 1970', of: (at) => String(at) },
  { says: 'with milliseconds', of: (_, stamp) => `${stamp}000` },
  { says: 'without seconds', of: (_, stamp) => stamp.slice(0, 12) },
  { says: 'without the century', of: (_, stamp) => stamp.slice(2) },
  { says: 'without the time of day', of: (_, stamp) => stamp.slice(0, 8) },
  {
    says: 'with hours from 1 to 12 (hh instead of HH)',
    of: (_, stamp) => {
      const hour = String(((Number(stamp.slice(8, 10)) + 11) % 12) + 1).padStart(2, '0')
      return stamp.slice(0, 8) + hour + stamp.slice(10)
    },
  },
  {
    says: 'with the minutes in the place of the month (mm instead of MM)',
    of: (_, stamp) => stamp.slice(0, 4) + stamp.slice(10, 12) + stamp.slice(6),
  },
  {
    says: 'with the month in the place of the minutes (MM instead of mm)',
    of: (_, stamp) => stamp.slice(0, 10) + stamp.slice(4, 6) + stamp.slice(12),
  },
  {
    says: 'with day and month in the other order',
    of: (_, stamp) => stamp.slice(0, 4) + stamp.slice(6, 8) + stamp.slice(4, 6) + stamp.slice(8),
  },
  {
    says: 'with the day first',
    of: (_, stamp) => stamp.slice(6, 8) + stamp.slice(4, 6) + stamp.slice(0, 4) + stamp.slice(8),
  },
]

/** The timeStamp in another format, or of another moment: of another call of the same program, or of another zone. */
export function* ofTime({ signs, fields }: Misfit): Generator<Mistake> {
  const sent = fields.timeStamp ?? ''
  const at = instantOfWib(sent)
  if (!signs.includes('timeStamp') || at === undefined) return
  const as = (written: string) => ofValue('timeStamp', () => written)
  const cure = `sign the timeStamp that is sent, ${sent}`
  for (const { says, of } of FORMATS) {
    const written = of(at, sent)
    yield { says: `made with timeStamp ${says}, "${written}"`, cure, make: as(written) }
  }
  for (const hours of ZONES) {
    const other = wibStamp(at + hours * HOUR)
    const zone = hours === -7 ? 'in UTC' : 'in another time zone'
    const says = `made with timeStamp ${zone}, ${other}`
    yield { says, cure, beside: hours === -7 ? 'timeStamp' : undefined, make: as(other) }
  }
  for (let apart = 1; apart <= NEARBY; apart++) {
    for (const shift of [-apart, apart]) {
      const other = wibStamp(at + shift * SECOND)
      yield {
        says: `made with the timeStamp ${other} of another call`,
        cure: `take the time once for each call, and ${cure}`,
        beside: apart <= CLOSE ? 'timeStamp' : undefined,
        make: as(other),
      }
    }
  }
}
