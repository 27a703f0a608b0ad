import { KEY, type Misfit, type Mistake, ofParts, type Part } from './making.ts'

const JOINTS = ['|', '+', ',', ':', ';', '&', ' ', '-', '_', '.', '/', '#', '~', '*', '||', '::']
const SPACED = [', ', ' + ', ' | ', '\n', '\r\n', '\t', '\0']

const CURE = 'join the values with nothing between'

const as = (value: string): Part => ({ name: 'text', value })
const textOf = (parts: readonly Part[]): string[] => parts.map(({ value }) => value.toString())

const isKey = ({ name }: Part): boolean => name === KEY

/** How the values become one text when it is not by putting them behind each other. */
const TEXTS: readonly {
  readonly says: string
  readonly of: (values: readonly Part[], key: string) => string
}[] = [
  {
    says: 'as name=value pairs',
    of: (values, key) => [...pairsOf(values), `${KEY}=${key}`].join('&'),
  },
  {
    says: 'as name=value pairs',
    of: (values, key) => [...pairsOf(values), `key=${key}`].join('&'),
  },
  { says: 'as name=value pairs', of: (values, key) => pairsOf(values).join('&') + key },
  {
    says: 'as sorted name=value pairs',
    of: (values, key) => sorted(pairsOf(values)).join('&') + key,
  },
  {
    says: 'as sorted name=value pairs',
    of: (values, key) => sorted([...pairsOf(values), `${KEY}=${key}`]).join('&'),
  },
  {
    says: 'as sorted name=value pairs',
    of: (values, key) => [...sorted(pairsOf(values)), `key=${key}`].join('&'),
  },
  { says: 'as a JSON list', of: (values, key) => JSON.stringify([...textOf(values), key]) },
  { says: 'as a JSON list', of: (values, key) => JSON.stringify(textOf(values)) + key },
  {
    says: 'as a JSON object',
    of: (values, key) => JSON.stringify({ ...recordOf(values), [KEY]: key }),
  },
  { says: 'as a JSON object', of: (values, key) => JSON.stringify(recordOf(values)) + key },
  {
    says: 'with literal plus signs, as the formula is printed',
    of: (values, key) => [...textOf(values), key].join(' + '),
  },
]

const pairsOf = (values: readonly Part[]) => values.map(({ name, value }) => `${name}=${value}`)
const sorted = (texts: readonly string[]) => texts.toSorted()
const recordOf = (values: readonly Part[]) =>
  Object.fromEntries(values.map(({ name, value }) => [name, value.toString()]))

/** Something between the values, or around them. */
export function* ofJoining(_misfit: Misfit): Generator<Mistake> {
  for (const joint of [...JOINTS, ...SPACED]) {
    const says = `made with ${JSON.stringify(joint)} between the values`
    const beside = joint === '|' || joint === '+' ? 'joint' : undefined
    yield { says, cure: CURE, beside, make: (making) => ({ ...making, joint }) }
    const before: Mistake['make'] = ofParts((parts) => {
      const values = textOf(parts.filter((part) => !isKey(part)))
      return [as(values.join(joint)), ...parts.filter(isKey)]
    })
    yield { says, cure: CURE, make: before }
  }
  for (const { says, of } of TEXTS) {
    const make: Mistake['make'] = ofParts((parts) => {
      const key = parts.find(isKey)?.value.toString() ?? ''
      return [
        as(
          of(
            parts.filter((part) => !isKey(part)),
            key,
          ),
        ),
      ]
    })
    yield { says: `made of the values ${says}`, cure: CURE, make }
  }
}
