import fc from 'fast-check'
import { METHODS } from '../../../src/domain/methods/index.ts'
import { CHECKOUT_PAGE } from '../../../src/endpoints/checkout/path.ts'
import { ACTS } from '../../../src/http/checkout/acts.ts'
import { CARDS } from '../../../src/store/seed.ts'
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
import { damaged } from './values.ts'

const CODES = METHODS.map(({ code }) => code)
const PARTNERS = METHODS.flatMap(({ partners }) => [...(partners?.list.keys() ?? [])])
const SITES = ['http://evil.test', 'null', 'http://127.0.0.1']

/** A choice that can be made. */
const choice: fc.Arbitrary<Entries> = fc.constantFrom(...METHODS).chain(({ code, partners }) =>
  fc
    .record({
      action: fc.constant('choose'),
      payMethod: fc.constant(code),
      partner: fc.constantFrom(...(partners?.list.keys() ?? [''])),
      cardNo: mostlyOf(CARDS.map(({ cardNo }) => cardNo)),
      expiry: mostlyOf(['01/39', '0139', '12 / 39']),
      cardCvv: mostlyOf(['100']),
      customer: mostlyOf(['081227619520', '$jeniuspay001']),
    })
    .map((form) => Object.entries(form).filter(([name]) => partners || name !== 'partner')),
)

/** Anything that the forms of the page might hold. */
const typed: fc.Arbitrary<Entries> = fc
  .record(
    {
      action: mostlyOf([...ACTS.keys()]),
      payMethod: mostlyOf(CODES),
      partner: mostlyOf(PARTNERS),
      customer: mostlyOf(['0812']),
      cardNo: mostlyOf(CARDS.map(({ cardNo }) => cardNo)),
      expiry: mostlyOf(['01/39']),
      cardCvv: mostlyOf(['100']),
    },
    { requiredKeys: ['action'] },
  )
  .map(Object.entries)

const same: Change = (fields) => fields

const bodies: fc.Arbitrary<Buffer> = fc
  .tuple(fc.oneof(choice, typed), mostly(fc.constant(same), changes, 4))
  .map(([fields, change]) => Buffer.from(formOf(change(fields))))
  .chain((whole) => mostly(fc.constant(whole), damaged(whole), 20))

/** The checkout page: looked at and its forms sent, for orders that there are and for others. */
export const checkoutPages = (live: Live): fc.Arbitrary<Sent> =>
  fc
    .record(
      {
        tXid: mostlyOf(live.orders.map(({ tXid }) => tXid)),
        lang: mostlyOf(['id', 'en']),
        method: mostlyOf(CODES),
        look: fc.constant(''),
        optDisplayCB: mostlyOf(['0', '1']),
        optDisplayBL: mostlyOf(['0', '1']),
      },
      { requiredKeys: ['tXid'] },
    )
    .chain((query) =>
      fc.record({
        kind: fc.constant('checkout page'),
        method: mostly(
          fc.constantFrom('GET', 'POST', 'POST'),
          fc.constantFrom('PUT', 'HEAD', 'DELETE'),
          20,
        ),
        target: fc.constant(withEntries(CHECKOUT_PAGE, Object.entries(query))),
        headers: fc
          .tuple(
            mostly(fc.constant(FORM_TYPE), oddType),
            mostly(fc.constant(null), fc.constantFrom(...SITES)),
          )
          .map(
            ([type, origin]): Record<string, string> => ({
              'Content-Type': type,
              ...(origin !== null && { Origin: origin }),
            }),
          ),
        body: bodies,
      }),
    )
