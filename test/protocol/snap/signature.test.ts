import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import {
  asymmetricSignature,
  bodyHash,
  isAsymmetric,
  isSymmetric,
  minified,
  publicKeyOf,
  stringToSign,
  symmetricSignature,
  tokenStringToSign,
} from '../../../src/protocol/snap/signature.ts'
import { testEnv } from '../../support/clock.ts'
import { fixture, KEY } from '../../support/fixtures.ts'

const { accessToken, signed, byKey } = fixture('snap-vectors.json')

/** A signature by a clientSecret. */
interface Signed {
  readonly method: string
  readonly path: string
  readonly timestamp: string
  readonly body: string
  readonly bodySha256: string
  readonly signature: string
}

/** A signature by a private key. */
interface ByKey {
  readonly clientKey: string
  readonly timestamp: string
  readonly publicKey: string
  readonly signature: string
}

const SIGNED: readonly [string, Signed][] = Object.entries(signed)
const BY_KEY: readonly [string, ByKey][] = Object.entries(byKey)

describe.each(SIGNED)('the signature of %s', (_name, vector) => {
  const { method, path, timestamp, body, bodySha256, signature } = vector
  const text = stringToSign({ method, path, accessToken, hash: bodySha256, timestamp })

  test('hashes the body byte for byte', () => {
    expect(bodyHash(body)).toBe(bodySha256)
    expect(bodyHash(Buffer.from(body))).toBe(bodySha256)
  })

  test('is made of method, path, token, hash and time', () => {
    expect(text).toBe(`POST:${path}:${accessToken}:${bodySha256}:${timestamp}`)
    expect(symmetricSignature(text, KEY)).toBe(signature)
    expect(isSymmetric(text, KEY, signature)).toBe(true)
  })

  test('a private key is no public one, although it holds its half', () => {
    const { privateKey } = generateKeyPairSync('rsa', {
      modulusLength: 1024,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    })
    expect(publicKeyOf(privateKey)).toBeUndefined()
  })

  test.each([
    ['another secret', text, `${KEY}x`, signature],
    ['another time', text.replace(/\d\+07:00$/, '8+07:00'), KEY, signature],
    ['a letter less', text, KEY, signature.slice(0, -1)],
    ['nothing', text, KEY, ''],
  ])('is wrong with %s', (_what, said, secret, received) => {
    expect(isSymmetric(said, secret, received)).toBe(false)
  })
})

describe.each(BY_KEY)('the signature of the %s', (_name, vector) => {
  const { clientKey, timestamp, publicKey, signature } = vector
  const key = publicKeyOf(publicKey)
  if (!key) throw new Error('no public key')

  test('is over the client key and the time', () => {
    expect(isAsymmetric(tokenStringToSign(clientKey, timestamp), key, signature)).toBe(true)
  })

  test('is over nothing else', () => {
    expect(isAsymmetric(tokenStringToSign(clientKey, `${timestamp}Z`), key, signature)).toBe(false)
    expect(isAsymmetric(tokenStringToSign('NORMALTEST', timestamp), key, signature)).toBe(false)
    expect(isAsymmetric(tokenStringToSign(clientKey, timestamp), key, 'x')).toBe(false)
  })
})

test('a pair of our own signs and verifies', async () => {
  const { publicKey, privateKey } = await testEnv().keyPair()
  const key = publicKeyOf(publicKey)
  expect(key && isAsymmetric('a|b', key, asymmetricSignature('a|b', privateKey))).toBe(true)
})

test('a public key may come with its PEM lines, bare, or broken over lines', () => {
  const { publicKey } = byKey.notification
  const lines = publicKey.match(/.{1,64}/g).join('\n')
  const pem = `-----BEGIN PUBLIC KEY-----\n${lines}\n-----END PUBLIC KEY-----\n`
  for (const text of [publicKey, lines, pem]) {
    expect(publicKeyOf(text)?.asymmetricKeyDetails?.modulusLength).toBe(2048)
  }
  for (const text of ['', 'x', publicKey.slice(8), '-----BEGIN PUBLIC KEY-----']) {
    expect(publicKeyOf(text)).toBeUndefined()
  }
})

test.each([
  ['{"a": 1, "b": [1, 2]}', '{"a":1,"b":[1,2]}'],
  ['{\r\n\t"a" : "b c"\n}\n', '{"a":"b c"}'],
  ['{"a":"b \\" : c"}', '{"a":"b \\" : c"}'],
  ['{"a":"\\\\" , "b":" "}', '{"a":"\\\\","b":" "}'],
  ['{"url":"https:\\/\\/shop.test\\/a b"}', '{"url":"https:\\/\\/shop.test\\/a b"}'],
  ['{"amp":"\\u0026", "name":"Ä é"}', '{"amp":"\\u0026","name":"Ä é"}'],
  ['{"n":1.00}', '{"n":1.00}'],
  ['', ''],
])('%j without its blanks is %j', (json, small) => {
  expect(minified(json)).toBe(small)
})
