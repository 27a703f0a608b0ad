import { createHmac, getHashes } from 'node:crypto'
import { hash } from './hash.ts'
import { formulaOf, joined, KEY, type Making, type Mistake, type Part } from './making.ts'

type Digest = Making['digest']

/** Another way to make a digest of the parts. */
interface Hashing {
  readonly says: string
  readonly cure: string
  readonly digest: Digest
  readonly common?: boolean
}

const SHA256 = 'hash with SHA-256'
const ONCE = 'hash once, the values and the key in one text'
const NO_HMAC = `hash the values and the ${KEY} in one text, without HMAC`
const UTF8 = 'hash the UTF-8 bytes of the text'

const bytes = (text: string | Buffer): Buffer =>
  typeof text === 'string' ? Buffer.from(text) : text

const keyOf = (parts: readonly Part[]) => parts.find(({ name }) => name === KEY)?.value ?? ''
const valuesOf = (parts: readonly Part[]) => parts.filter(({ name }) => name !== KEY)

const hmac =
  (algorithm: string, key: (key: Buffer) => Buffer = (k) => k): Digest =>
  (parts, joint) =>
    createHmac(algorithm, key(bytes(keyOf(parts))))
      .update(joined(valuesOf(parts), joint))
      .digest('hex')

const KNOWN = new Set(getHashes().map((name) => name.toLowerCase()))

const HASHES = [
  'md5',
  'sha1',
  'sha512',
  'sha384',
  'sha224',
  'sha512-256',
  'sha3-256',
  'ripemd160',
].filter((name) => KNOWN.has(name))

const HASHINGS: readonly Hashing[] = [
  ...HASHES.map((algorithm, place) => ({
    says: `made with ${algorithm.toUpperCase()} instead of SHA-256`,
    cure: SHA256,
    common: place < 3,
    digest: (parts: readonly Part[], joint: string) => hash(algorithm, joined(parts, joint)),
  })),
  {
    says: `made as an HMAC-SHA256 with the ${KEY}`,
    cure: NO_HMAC,
    digest: hmac('sha256'),
    common: true,
  },
  {
    says: `made as an HMAC-SHA512 with the ${KEY}, as SNAP signs`,
    cure: NO_HMAC,
    digest: hmac('sha512'),
  },
  { says: `made as an HMAC-SHA1 with the ${KEY}`, cure: NO_HMAC, digest: hmac('sha1') },
  { says: `made as an HMAC-MD5 with the ${KEY}`, cure: NO_HMAC, digest: hmac('md5') },
  {
    says: `made as an HMAC-SHA256 with the ${KEY} decoded from Base64`,
    cure: NO_HMAC,
    digest: hmac('sha256', (key) => Buffer.from(key.toString(), 'base64')),
  },
  {
    says: `made as an HMAC-SHA512 with the ${KEY} decoded from Base64`,
    cure: NO_HMAC,
    digest: hmac('sha512', (key) => Buffer.from(key.toString(), 'base64')),
  },
  {
    says: `made as an HMAC-SHA256 over the values and the ${KEY}, with the ${KEY}`,
    cure: NO_HMAC,
    digest: (parts, joint) =>
      createHmac('sha256', keyOf(parts)).update(joined(parts, joint)).digest('hex'),
  },
  {
    says: `made as an HMAC-SHA512 over the values and the ${KEY}, with the ${KEY}`,
    cure: NO_HMAC,
    digest: (parts, joint) =>
      createHmac('sha512', keyOf(parts)).update(joined(parts, joint)).digest('hex'),
  },
  {
    says: `made as an HMAC-SHA256 of the ${KEY}, with the values as its key`,
    cure: NO_HMAC,
    digest: (parts, joint) =>
      createHmac('sha256', joined(valuesOf(parts), joint))
        .update(keyOf(parts))
        .digest('hex'),
  },
  {
    says: 'hashed twice, the second time from hexadecimal',
    cure: ONCE,
    digest: (parts, joint) => hash('sha256', hash('sha256', joined(parts, joint))),
    common: true,
  },
  {
    says: 'hashed twice, the second time from bytes',
    cure: ONCE,
    digest: (parts, joint) => hash('sha256', hash('sha256', joined(parts, joint), 'buffer')),
  },
  {
    says: `made of the values that were hashed before the ${KEY} was added`,
    cure: ONCE,
    digest: (parts, joint) =>
      hash(
        'sha256',
        Buffer.concat([
          Buffer.from(hash('sha256', joined(valuesOf(parts), joint)) + joint),
          bytes(keyOf(parts)),
        ]),
      ),
  },
  {
    says: 'hashed from capitals of hexadecimal that was hashed before',
    cure: ONCE,
    digest: (parts, joint) => hash('sha256', hash('sha256', joined(parts, joint)).toUpperCase()),
  },
  {
    says: 'hashed from Base64',
    cure: 'hash the text itself',
    digest: (parts, joint) => hash('sha256', bytes(joined(parts, joint)).toString('base64')),
  },
  {
    says: 'hashed from UTF-16, as .NET has its texts',
    cure: UTF8,
    digest: (parts, joint) =>
      hash('sha256', Buffer.from(joined(parts, joint).toString(), 'utf16le')),
  },
  {
    says: 'hashed from UTF-16 with the high byte first',
    cure: UTF8,
    digest: (parts, joint) =>
      hash('sha256', Buffer.from(joined(parts, joint).toString(), 'utf16le').swap16()),
  },
  {
    says: 'hashed from Latin-1',
    cure: UTF8,
    digest: (parts, joint) =>
      hash('sha256', Buffer.from(joined(parts, joint).toString(), 'latin1')),
  },
  {
    says: 'hashed from the text in small letters',
    cure: 'hash the text as it is',
    digest: (parts, joint) => hash('sha256', joined(parts, joint).toString().toLowerCase()),
  },
  {
    says: 'hashed from the text in capitals',
    cure: 'hash the text as it is',
    digest: (parts, joint) => hash('sha256', joined(parts, joint).toString().toUpperCase()),
  },
  {
    says: 'hashed from the text with a line break behind it, as echo writes it',
    cure: 'use printf %s or echo -n',
    common: true,
    digest: (parts, joint) => hash('sha256', `${joined(parts, joint)}\n`),
  },
  {
    says: 'hashed from the text in quotes',
    cure: 'hash the text itself',
    digest: (parts, joint) => hash('sha256', `"${joined(parts, joint)}"`),
  },
  {
    says: 'hashed from the percent-encoded text',
    cure: 'hash the text itself',
    digest: (parts, joint) =>
      hash('sha256', encodeURIComponent(bytes(joined(parts, joint)).toString())),
  },
  {
    says: 'hashed from the names of the fields instead of their values',
    cure: 'join the values',
    digest: (parts, joint) =>
      hash('sha256', [...valuesOf(parts).map(({ name }) => name), keyOf(parts)].join(joint)),
  },
  {
    says: 'hashed from the formula itself',
    cure: 'join the values',
    digest: (parts) => hash('sha256', formulaOf(parts)),
  },
]

/** Another hash than one SHA-256 over everything. */
export function* ofHashing(): Generator<Mistake> {
  for (const { says, cure, digest, common = false } of HASHINGS) {
    yield {
      says,
      cure,
      beside: common ? 'hash' : undefined,
      make: (making) => ({ ...making, digest }),
    }
  }
}
