import { createHmac } from 'node:crypto'
import {
  bodyHash,
  minified,
  type SignedParts,
  stringToSign,
  symmetricSignature,
} from './signature.ts'

/** A call whose signature is wrong. */
interface SignedCall {
  readonly body: Buffer
  readonly input: object
}

/** What a merchant may have signed with. */
interface Signer {
  readonly iMid: string
  readonly merchantKey: string
  readonly clientSecret: string
}

/** A mistake that is known, and what is signed when it is made. */
interface Mistake {
  readonly says: string
  readonly parts?: Partial<SignedParts>
  readonly text?: string
  readonly key?: string | Buffer
}

const rewritten = (call: SignedCall): string => JSON.stringify(call.input)

/** JSON as PHP's json_encode, Python's json.dumps and Go's encoding/json write it. */
const writings = (call: SignedCall): readonly (readonly [program: string, json: string])[] => {
  const json = rewritten(call)
  const ascii = json.replace(
    /[\u0080-\uffff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  return [
    ['JavaScript', json],
    ['PHP', ascii.replaceAll('/', '\\/')],
    ['Python', spaced(ascii)],
    ['Go', json.replace(/[<>&]/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`)],
  ]
}

const spaced = (json: string): string =>
  json.replace(/"(?:[^"\\]|\\.)*"|[:,]/gs, (part) => (part.startsWith('"') ? part : `${part} `))

const mistakesOf = (call: SignedCall, parts: SignedParts, merchant: Signer): Mistake[] => {
  const { path, hash, timestamp, accessToken, method } = parts
  const body = call.body.toString('utf8')
  const upper = hash.toUpperCase()
  const pathOnly = path.replace(/\?.*$/s, '')
  return [
    {
      says: 'It was made over the path with /nicepay before it; that prefix is not signed',
      parts: { path: `/nicepay${path}` },
    },
    {
      says: 'It was made over the path without /api before it',
      parts: { path: path.replace(/^\/api/, '') },
    },
    {
      says: 'It was made over the whole address instead of the path',
      parts: { path: `https://dev.nicepay.co.id/nicepay${path}` },
    },
    { says: 'It was made over the path without its query', parts: { path: pathOnly } },
    { says: 'It was made with the hash of the body in capitals', parts: { hash: upper } },
    { says: 'It was made with the body itself instead of its hash', parts: { hash: body } },
    {
      says: 'It was made with the hash of the body in base64 instead of hexadecimal',
      parts: { hash: Buffer.from(hash, 'hex').toString('base64') },
    },
    { says: 'It was made with the hash of an empty body', parts: { hash: bodyHash('') } },
    {
      says: 'It was made with "Bearer " before the access token',
      parts: { accessToken: `Bearer ${accessToken}` },
    },
    { says: 'It was made without the access token', parts: { accessToken: '' } },
    {
      says: 'It was made with the method in small letters',
      parts: { method: method.toLowerCase() },
    },
    ...['GET', 'POST', 'PUT', 'DELETE'].map((other) => ({
      says: `It was made for the method ${other}, the call is a ${method}`,
      parts: { method: other },
    })),
    ...timestampsNear(timestamp).map(([says, other]) => ({ says, parts: { timestamp: other } })),
    ...writings(call).map(([program, json]) => ({
      says: `It was made over the body as ${program} writes it anew, not over the bytes that were sent`,
      parts: { hash: bodyHash(json) },
    })),
    {
      says: 'It was made of METHOD:path:hash:timestamp, without the access token and its colon',
      text: [method, path, hash, timestamp].join(':'),
    },
    {
      says: 'It was made of the iMid and the timestamp, which is the string of the access token’s signature',
      text: `${merchant.iMid}|${timestamp}`,
    },
    {
      says: 'It was made with the clientSecret decoded from base64; it is used as it is written',
      key: Buffer.from(merchant.clientSecret, 'base64'),
    },
    {
      says: 'It was made with the merchantKey instead of the clientSecret',
      key: merchant.merchantKey,
    },
    { says: 'It was made with the iMid instead of the clientSecret', key: merchant.iMid },
    { says: 'It was made with the access token instead of the clientSecret', key: accessToken },
  ]
}

const timestampsNear = (timestamp: string): [says: string, timestamp: string][] => [
  ['It was made with another second than X-TIMESTAMP has', ''],
  ...[-1, 1, -2, 2].map((seconds): [string, string] => {
    const at = new Date(Date.parse(timestamp) + seconds * 1000 + 7 * 3_600_000)
    return [
      `It was made with a timestamp ${Math.abs(seconds)} s ${seconds < 0 ? 'before' : 'after'} X-TIMESTAMP`,
      Number.isNaN(at.getTime()) ? '' : `${at.toISOString().slice(0, 19)}+07:00`,
    ]
  }),
  ['It was made with X-TIMESTAMP without its zone', timestamp.replace(/([+-]\d\d:\d\d|Z)$/, '')],
]

/** How a wrong digest was written or cut, when the string was right. */
const DIGESTS: readonly [says: string, digest: (text: string, secret: string) => string][] = [
  [
    'It is right, but in hexadecimal instead of base64',
    (t, s) => createHmac('sha512', s).update(t).digest('hex'),
  ],
  [
    'It is the base64 of the hexadecimal text',
    (t, s) => Buffer.from(createHmac('sha512', s).update(t).digest('hex')).toString('base64'),
  ],
  [
    'It was made by HMAC-SHA256 instead of HMAC-SHA512',
    (t, s) => createHmac('sha256', s).update(t).digest('base64'),
  ],
  [
    'It is right, but in the letters of URLs (base64url)',
    (t, s) => createHmac('sha512', s).update(t).digest('base64url'),
  ],
]

/** The mistake with which a symmetric signature was made, in a sentence, or nothing. */
export const snapMistake = (
  call: SignedCall,
  raw: SignedParts,
  received: string,
  merchant: Signer,
): string | undefined => {
  const small = { ...raw, hash: bodyHash(minified(call.body.toString('utf8'))) }
  for (const parts of [raw, small]) {
    const right = stringToSign(parts)
    for (const [says, digest] of DIGESTS) {
      if (digest(right, merchant.clientSecret) === received) return says
    }
    for (const { says, parts: changed, text, key } of mistakesOf(call, parts, merchant)) {
      const signed = text ?? stringToSign({ ...parts, ...changed })
      const made =
        key === undefined
          ? symmetricSignature(signed, merchant.clientSecret)
          : createHmac('sha512', key).update(signed).digest('base64')
      if (made === received) return says
    }
  }
  return undefined
}
