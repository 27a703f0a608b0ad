import fc from 'fast-check'
import { type Entries, textOf } from './sent.ts'
import { anyKey, anyValue } from './values.ts'

/** Something done to the fields of a call. */
export type Change = (fields: Entries) => Entries

// Without a bias, which would prefer the first field.
const place = fc.noBias(fc.nat({ max: 60 }))

/** Changes the field at a place, wherever that is among so many. */
const at =
  (number: number, change: (entry: Entries[number]) => Entries): Change =>
  (fields) =>
    fields.flatMap((entry, index) => (index === number % fields.length ? change(entry) : [entry]))

const RETYPED: readonly ((value: unknown) => unknown)[] = [
  (value) => Number(textOf(value)),
  (value) => [value],
  (value) => ({ value }),
  (value) => ` ${textOf(value)} `,
  (value) => textOf(value).toUpperCase(),
  () => null,
  () => true,
]

const onePlace: fc.Arbitrary<Change> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.tuple(place, anyValue).map(([n, value]) => at(n, ([k]) => [[k, value]])),
  },
  { weight: 1, arbitrary: place.map((n) => at(n, () => [])) },
  {
    weight: 1,
    arbitrary: fc.tuple(place, anyValue).map(([n, other]) =>
      at(n, ([k, v]) => [
        [k, v],
        [k, other],
      ]),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(place, anyValue).map(([n, other]) =>
      at(n, ([k, v]) => [
        [k, other],
        [k, v],
      ]),
    ),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(place, fc.constantFrom(...RETYPED))
      .map(([n, retyped]) => at(n, ([k, v]) => [[k, retyped(v)]])),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(place, fc.integer({ min: 1, max: 300 }))
      .map(([n, length]) => at(n, ([k, v]) => [[k, textOf(v) + '1'.repeat(length)]])),
  },
  { weight: 1, arbitrary: fc.tuple(place, anyKey).map(([n, key]) => at(n, ([, v]) => [[key, v]])) },
)

const added: fc.Arbitrary<Change> = fc.tuple(anyKey, anyValue, fc.boolean()).map(
  ([key, value, first]) =>
    (fields) =>
      first ? [[key, value], ...fields] : [...fields, [key, value]],
)

/** Up to three fields changed, dropped, doubled, retyped, lengthened, renamed or added. */
export const changes: fc.Arbitrary<Change> = fc
  .array(fc.oneof({ weight: 12, arbitrary: onePlace }, { weight: 1, arbitrary: added }), {
    maxLength: 3,
  })
  .map((list) => (fields) => list.reduce((before, change) => change(before), fields))
