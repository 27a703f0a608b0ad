import { hash } from './hash.ts'
import { KEY, type Misfit, type Mistake, ofParts, ofValue, type Value } from './making.ts'

/** What becomes of a key on its way from a file or a form into a program. No value of it is ever told. */
interface Spoilt {
  readonly says: string
  readonly cure?: string
  readonly of: (key: string) => Value
  readonly common?: boolean
}

const CURE = 'take the key as it was given to you, character for character'

const SPOILT: readonly Spoilt[] = [
  { says: 'that ends in a line break', of: (k) => `${k}\n`, common: true },
  { says: 'that ends in a line break', of: (k) => `${k}\r\n`, common: true },
  { says: 'that ends in a line break', of: (k) => `${k}\r` },
  { says: 'with a blank behind it', of: (k) => `${k} `, common: true },
  { says: 'with a blank in front of it', of: (k) => ` ${k}` },
  { says: 'in quotes', of: (k) => `"${k}"`, common: true },
  { says: 'in quotes', of: (k) => `'${k}'` },
  { says: 'without the = at its end', of: (k) => k.replace(/=+$/, ''), common: true },
  { says: 'without the last = at its end', of: (k) => k.replace(/=$/, '') },
  { says: 'whose + became blanks', of: (k) => k.replaceAll('+', ' '), common: true },
  { says: 'whose + were lost', of: (k) => k.replaceAll('+', '') },
  { says: 'that is percent-encoded', of: encodeURIComponent, common: true },
  { says: 'that is percent-encoded twice', of: (k) => encodeURIComponent(encodeURIComponent(k)) },
  { says: 'whose slashes are escaped, as in JSON', of: (k) => k.replaceAll('/', '\\/') },
  { says: 'whose slashes were lost', of: (k) => k.replaceAll('/', '') },
  {
    says: 'in the Base64 of addresses, with - and _',
    of: (k) => k.replaceAll('+', '-').replaceAll('/', '_'),
  },
  {
    says: 'in the Base64 of addresses, with - and _',
    of: (k) => k.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, ''),
  },
  { says: 'without everything but letters and digits', of: (k) => k.replace(/[^0-9A-Za-z]/g, '') },
  {
    says: 'decoded from Base64',
    cure: 'it looks like Base64, but is used as it is',
    of: (k) => Buffer.from(k, 'base64'),
    common: true,
  },
  {
    says: 'decoded from Base64',
    cure: 'it looks like Base64, but is used as it is',
    of: (k) => Buffer.from(k, 'base64').toString(),
  },
  {
    says: 'decoded from Base64',
    cure: 'it looks like Base64, but is used as it is',
    of: (k) => Buffer.from(k, 'base64').toString('hex'),
  },
  { says: 'in Base64 once more', of: (k) => Buffer.from(k).toString('base64') },
  { says: 'in hexadecimal', of: (k) => Buffer.from(k).toString('hex') },
  { says: 'in small letters', of: (k) => k.toLowerCase() },
  { says: 'in capitals', of: (k) => k.toUpperCase() },
  { says: 'that was hashed before', of: (k) => hash('sha256', k) },
  { says: 'that was hashed before', of: (k) => hash('sha256', k, 'buffer') },
  { says: 'that was hashed before', of: (k) => hash('md5', k) },
  { says: 'twice', of: (k) => k + k },
  { says: 'with a byte order mark in front of it', of: (k) => `\ufeff${k}` },
  { says: 'with a character 0 behind it', of: (k) => `${k}\0` },
  { says: 'backwards', of: (k) => [...k].reverse().join('') },
]

const GHOSTS = ['undefined', 'null', 'None', 'nil', 'NULL', KEY, 'merchantkey', 'MERCHANT_KEY']

/** How many other merchants' keys are looked for beside another mistake. */
const BESIDE = 4

/** How many other merchants' iMids are looked for; of the keys, all. */
const MISTAKEN = 20

/** Characters that may be missing in front of a key that was copied by hand. */
const MISSING_IN_FRONT = 4

/** Another key, a spoilt one, or none. */
export function* ofKey({ merchantKey, otherKeys, signs }: Misfit): Generator<Mistake> {
  for (const { says, cure = CURE, of, common = false } of SPOILT) {
    yield {
      says: `made with a ${KEY} ${says}`,
      cure,
      beside: common ? KEY : undefined,
      make: ofValue(KEY, of),
    }
  }
  for (const ghost of GHOSTS) {
    const says = `made with the word "${ghost}" for the ${KEY}, which was not there then`
    yield { says, cure: 'look where the key gets lost', make: ofValue(KEY, () => ghost) }
  }
  const keys = new Map([...otherKeys].map(([iMid, key]) => [key, iMid] as const).reverse())
  keys.delete(merchantKey)
  for (const [place, [key, iMid]] of [...keys].reverse().entries()) {
    const says = `made with the key of ${iMid}`
    const cure = 'take the key that belongs to the iMid that is sent'
    yield { says, cure, beside: place < BESIDE ? KEY : undefined, make: ofValue(KEY, () => key) }
  }
  if (signs.includes('iMid')) yield* ofMerchant(otherKeys)
  for (let size = merchantKey.length - 1; size > 0; size--) {
    const says = `made with the first ${size} of the ${merchantKey.length} characters of the ${KEY} only`
    yield { says, cure: CURE, make: ofValue(KEY, (key) => key.slice(0, size)) }
  }
  for (let cut = 1; cut <= MISSING_IN_FRONT; cut++) {
    const says = `made with a ${KEY} whose first ${cut} characters are missing`
    yield { says, cure: CURE, make: ofValue(KEY, (key) => key.slice(cut)) }
  }
}

/** The iMid of somebody else, with or without the key that belongs to it. */
function* ofMerchant(otherKeys: ReadonlyMap<string, string>): Generator<Mistake> {
  const cure = 'sign with the iMid that is sent'
  for (const [iMid, key] of [...otherKeys].slice(0, MISTAKEN)) {
    yield { says: `made with the iMid ${iMid}`, cure, make: ofValue('iMid', () => iMid) }
    const both: Mistake['make'] = ofParts((parts) =>
      parts.map(({ name, value }) => ({
        name,
        value: name === 'iMid' ? iMid : name === KEY ? key : value,
      })),
    )
    yield { says: `made with iMid and key of ${iMid}`, cure, make: both }
  }
}
