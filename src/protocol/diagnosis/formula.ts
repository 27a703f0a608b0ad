import { SIGNED } from '../tokens.ts'
import {
  formulaOf,
  KEY,
  type Misfit,
  type Mistake,
  ofParts,
  type Part,
  rightMaking,
} from './making.ts'

/** Fields beyond these are not looked at: a refusal must cost the same whatever was sent. */
const MOST_FIELDS = 60
const LONGEST_VALUE = 64

/** What one might think is signed here too. */
const SIGNED_SOMEWHERE = new Set(['currency', 'payMethod', ...Object.values(SIGNED).flat()])

/** The formula of another call, values in another order, left out, twice, confused with another field's. */
export function* ofFormula(misfit: Misfit): Generator<Mistake> {
  const { parts } = rightMaking(misfit)
  const cure = `join ${formulaOf(parts)} with nothing between`
  yield* otherCalls(misfit, cure)
  yield* leftOut(parts, cure)
  yield* reordered(parts, cure)
  const others = otherFields(misfit)
  yield* confused(parts, others, cure)
  yield* added(parts, others, cure)
}

const wordsOf = (call: string): string =>
  call
    .replace(/V1$/, ' of V1')
    .replace(/(?<=[a-z])([A-Z])(?!\d)/g, (letter) => ` ${letter.toLowerCase()}`)

function* otherCalls({ signs, fields, stored }: Misfit, cure: string): Generator<Mistake> {
  const told = new Set([signs.join()])
  for (const [call, names] of Object.entries(SIGNED)) {
    const values = names.map((name) => fields[name] ?? stored?.[name])
    if (told.has(names.join()) || values.includes(undefined)) continue
    told.add(names.join())
    const formula = formulaOf([...names.map((name) => ({ name })), { name: KEY }])
    yield {
      says: `made by the formula of the ${wordsOf(call)} (${formula})`,
      cure,
      beside: 'formula',
      make: ofParts((parts) => [
        ...names.map((name, i) => ({ name, value: values[i] ?? '' })),
        ...parts.filter(({ name }) => name === KEY),
      ]),
    }
  }
}

const without = (name: string) =>
  ofParts((parts) => {
    const left = parts.filter((part) => part.name !== name)
    return left.length < parts.length ? left : undefined
  })

function* leftOut(parts: readonly Part[], cure: string): Generator<Mistake> {
  for (const { name } of parts) {
    const says = name === KEY ? `made without the ${KEY}` : `made without ${name}`
    yield { says, cure, beside: 'formula', make: without(name) }
  }
}

const ordersOf = (left: readonly number[], chosen: readonly number[]): number[][] => [
  ...(chosen.length > 1 ? [[...chosen]] : []),
  ...left.flatMap((one) =>
    ordersOf(
      left.filter((other) => other !== one),
      [...chosen, one],
    ),
  ),
]

/** Values are put in every order only up to this number of them, the key included. */
const MOST_PARTS = 5

/** Every order of every choice of at least two of so many places; of five, 320. */
const ORDERS = Array.from({ length: MOST_PARTS + 1 }, (_, size) =>
  ordersOf([...Array(size).keys()], []),
)

const inOrder = (order: readonly number[]) =>
  ofParts((parts) => order.flatMap((place) => parts[place] ?? []))

function* reordered(parts: readonly Part[], cure: string): Generator<Mistake> {
  const places = [...parts.keys()]
  const nameAt = (place: number): string => parts[place]?.name ?? ''
  for (const i of places) {
    for (const j of places.slice(i + 1)) {
      const says = `made with ${nameAt(i)} and ${nameAt(j)} swapped`
      yield { says, cure, make: inOrder(places.with(i, j).with(j, i)) }
    }
  }
  const first = [parts.length - 1, ...places.slice(0, -1)]
  yield { says: `made with the ${KEY} first`, cure, beside: 'formula', make: inOrder(first) }
  for (const order of ORDERS[parts.length] ?? []) {
    yield { says: `made as ${order.map(nameAt).join('+')}`, cure, make: inOrder(order) }
  }
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined

/** What else the call has said, or is known of what it is about. */
const otherFields = ({ signs, fields, stored, sent }: Misfit): Part[] =>
  Object.entries({ ...sent, ...stored, ...fields })
    .slice(0, MOST_FIELDS)
    .flatMap(([name, said]) => {
      const value = textOf(said) ?? ''
      const fits = value !== '' && value.length <= LONGEST_VALUE && name.length <= LONGEST_VALUE
      return fits && name !== 'merchantToken' && !signs.includes(name) ? [{ name, value }] : []
    })

function* confused(
  parts: readonly Part[],
  others: readonly Part[],
  cure: string,
): Generator<Mistake> {
  for (const part of others) {
    for (const [at, { name }] of parts.slice(0, -1).entries()) {
      const says = `made with ${part.name} in the place of ${name}`
      yield { says, cure, make: ofParts((all) => all.with(at, part)) }
    }
  }
}

function* added(parts: readonly Part[], others: readonly Part[], cure: string): Generator<Mistake> {
  const related = others.filter(({ name }) => SIGNED_SOMEWHERE.has(name))
  for (const part of [...parts, ...related]) {
    const twice = parts.includes(part)
    for (let at = 0; at <= parts.length; at++) {
      const says = twice ? `made with ${part.name} twice` : `made with ${part.name} as well`
      yield { says, cure, make: ofParts((all) => all.toSpliced(at, 0, part)) }
    }
  }
}
