import { createHmac } from 'node:crypto'
import { hash } from './hash.ts'
import { formulaOf, type Making, type Misfit, type Mistake, rightMaking } from './making.ts'

/** Calls larger than this are not hashed whole: a refusal must stay cheap. */
const LARGEST = 8 * 1024

type Sent = readonly (readonly [name: string, value: unknown])[]

const textOf = (value: unknown): string =>
  value !== null && typeof value === 'object' ? JSON.stringify(value) : String(value ?? '')

/** As PHP's json_encode writes it. */
const phpJson = (sent: Sent): string =>
  JSON.stringify(Object.fromEntries(sent)).replaceAll('/', '\\/')

const byName = (sent: Sent): Sent => sent.toSorted(([a], [b]) => (a < b ? -1 : 1))
const pairs = (sent: Sent): string =>
  sent.map(([name, value]) => `${name}=${textOf(value)}`).join('&')
const values = (sent: Sent): string => sent.map(([, value]) => textOf(value)).join('')

/** What a whole call is hashed as. */
const TEXTS: readonly { readonly says: string; readonly of: (sent: Sent) => string }[] = [
  { says: 'the whole body as JSON', of: (sent) => JSON.stringify(Object.fromEntries(sent)) },
  { says: 'the whole body as JSON', of: phpJson },
  {
    says: 'the whole body as JSON',
    of: (sent) => JSON.stringify(Object.fromEntries(sent), null, 2),
  },
  {
    says: 'the whole body as JSON',
    of: (sent) => JSON.stringify(Object.fromEntries(byName(sent))),
  },
  { says: 'every field of the call', of: values },
  { says: 'every field of the call, sorted by name', of: (sent) => values(byName(sent)) },
  { says: 'every field of the call as name=value pairs', of: pairs },
  { says: 'every field of the call as sorted name=value pairs', of: (sent) => pairs(byName(sent)) },
]

/** What is done with that text and the key. */
const DIGESTS: readonly ((text: string, key: string) => string)[] = [
  (text, key) => hash('sha256', text + key),
  (text) => hash('sha256', text),
  (text, key) => hash('sha256', key + text),
  (text, key) => createHmac('sha256', key).update(text).digest('hex'),
  (text, key) => createHmac('sha512', key).update(text).digest('hex'),
]

/** All that was sent hashed instead of the few signed values, as SNAP and other gateways do. */
export function* ofWholeCall(misfit: Misfit): Generator<Mistake> {
  const { merchantKey, sent = {} } = misfit
  const all = Object.entries(sent).filter(([name]) => name !== 'merchantToken')
  if (all.length === 0 || JSON.stringify(sent).length > LARGEST) return
  const cure = `hash ${formulaOf(rightMaking(misfit).parts)} and nothing else`
  for (const { says, of } of TEXTS) {
    const text = of(all)
    for (const digest of DIGESTS) {
      const make = (making: Making) => ({ ...making, digest: () => digest(text, merchantKey) })
      yield { says: `made of ${says}`, cure, make }
    }
  }
}
