import fc from 'fast-check'
import type { Interaction } from '../../../src/domain/interaction.ts'
import { ACTS } from '../../../src/http/lender/acts.ts'
import { PAGES } from '../../../src/lender/paths.ts'
import { FIRST_PLACE, type Place } from '../../../src/lender/visit.ts'
import { type Change, changes } from './changes.ts'
import type { Live } from './live.ts'
import {
  type Entries,
  FORM_TYPE,
  formOf,
  mostly,
  mostlyOf,
  oddType,
  type Sent,
  withEntries,
} from './sent.ts'
import { anyText, damaged } from './values.ts'

const PLACES: readonly Place[] = [...ACTS.keys(), 'result']
const PREFIXES = [...new Set(Object.values(PAGES))]

/** Every page of a lender, and some that there are not. */
export const PAGE_PATHS: readonly string[] = PREFIXES.flatMap((prefix) =>
  PLACES.map((place) => `${prefix}/${place}`),
)

const PINS = ['663482', '414141', '000000', '159753']
const OTPS = ['4567', '0000', '1111', '2222', '9999', '112233']
const TENURES = ['30_days', '3_months', '6_months', '12_months']

/** What somebody types into the form of a place, with the page's own token or without. */
const typed = (live: Live, place: Place, formToken: string): fc.Arbitrary<Entries> =>
  fc
    .record(
      {
        formToken: mostlyOf([formToken]),
        phone: mostlyOf(live.phones),
        pin: mostlyOf(PINS),
        otp: mostlyOf(OTPS),
        paymentType: mostlyOf(TENURES),
        agree: mostlyOf(['yes']),
        action: mostlyOf([...(ACTS.get(place)?.keys() ?? [''])]),
      },
      { requiredKeys: ['phone', 'pin', 'otp'] },
    )
    .map(Object.entries)

/** Where a shopper was when the links were looked up. */
const placeOf = ({ kind, step }: Interaction): Place => {
  if (step === 'otp') return 'otp'
  if (step === 'review') return 'settlement'
  return step === 'ended' || step === 'stopped' ? 'result' : FIRST_PLACE[kind]
}

const same: Change = (fields) => fields

const bodyOf = (fields: Entries, change: Change): fc.Arbitrary<Buffer> => {
  const whole = Buffer.from(formOf(change(fields)))
  return mostly(fc.constant(whole), damaged(whole), 20)
}

const targetOf = (prefix: string, place: Place, tk: string): fc.Arbitrary<string> => {
  const path = mostly(
    fc.constant(`${prefix}/${place}`),
    anyText.map((text) => `${prefix}/${text}`),
    20,
  )
  const lang = mostlyOf(['id', 'en'])
  const query = fc.record({ tk: mostlyOf([tk]), lang }, { requiredKeys: ['tk'] })
  return fc
    .tuple(path, query, mostly(fc.constant(same), changes))
    .map(([found, fields, change]) => withEntries(found, change(Object.entries(fields))))
}

/** The result has no form. */
const methodFor = (place: Place): fc.Arbitrary<string> =>
  mostly(
    place === 'result' ? fc.constant('GET') : fc.constantFrom('GET', 'POST', 'POST'),
    fc.constantFrom('PUT', 'HEAD', 'DELETE', 'OPTIONS', 'POST'),
    20,
  )

/** The lenders' pages: looked at and their forms sent, by links that there are and by others. */
export const pages = (live: Live): fc.Arbitrary<Sent> =>
  fc
    .constantFrom(...live.interactions)
    .chain((link) =>
      fc.tuple(
        fc.constant(link),
        mostly(fc.constant(placeOf(link)), fc.constantFrom(...PLACES), 2),
      ),
    )
    .chain(([{ kind, tk, formToken }, place]) =>
      fc.record({
        kind: fc.constant('page'),
        method: methodFor(place),
        target: mostly(
          targetOf(PAGES[kind], place, tk),
          fc.constantFrom(...PREFIXES).chain((prefix) => targetOf(prefix, place, tk)),
        ),
        headers: mostly(fc.constant(FORM_TYPE), oddType).map((type) => ({ 'Content-Type': type })),
        body: fc
          .tuple(typed(live, place, formToken), mostly(fc.constant(same), changes, 4))
          .chain(([fields, change]) => bodyOf(fields, change)),
      }),
    )
