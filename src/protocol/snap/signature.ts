import { createHash, createHmac, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { sameToken } from '../signature.ts'

/** What an asymmetric signature is made of. Source: docs.nicepay.co.id, page "Request Access Token - SNAP". */
export const tokenStringToSign = (clientKey: string, timestamp: string): string =>
  `${clientKey}|${timestamp}`

/** Lower-case hexadecimal SHA-256 of a body, byte for byte. */
export const bodyHash = (body: Buffer | string): string =>
  createHash('sha256').update(body).digest('hex')

/**
 * JSON without the blanks between its parts; what stands in quotes stays, so nothing is written anew.
 * Source: the documentation hashes a minified body, NICEPAY's own example the body as it was sent.
 */
export const minified = (json: string): string =>
  json.replace(/"(?:[^"\\]|\\.)*"|\s+/gs, (part) => (part.startsWith('"') ? part : ''))

/** What a symmetric signature is made of. */
export interface SignedParts {
  readonly method: string
  /** Behind `/nicepay`, with its query. */
  readonly path: string
  readonly accessToken: string
  readonly hash: string
  readonly timestamp: string
}

/** The string of a symmetric signature. Source: docs.nicepay.co.id, page "Signature - SNAP"; the published example reproduces. */
export const stringToSign = ({ method, path, accessToken, hash, timestamp }: SignedParts): string =>
  [method, path, accessToken, hash, timestamp].join(':')

/** The symmetric signature: HMAC-SHA512 by the client secret as it is written, base64. */
export const symmetricSignature = (text: string, clientSecret: string): string =>
  createHmac('sha512', clientSecret).update(text).digest('base64')

/** Whether a symmetric signature is right, compared in constant time. */
export const isSymmetric = (text: string, clientSecret: string, received: string): boolean =>
  sameToken(received, symmetricSignature(text, clientSecret))

/** A public key, PEM or bare base64 of its DER (SPKI); nothing where it is neither. */
export const publicKeyOf = (text: string): KeyObject | undefined => {
  // Node would take its public half and keep quiet; it would be stored and shown.
  if (text.includes('PRIVATE KEY')) return undefined
  try {
    return text.includes('-----BEGIN')
      ? createPublicKey(text)
      : createPublicKey({
          key: Buffer.from(text.replace(/\s+/g, ''), 'base64'),
          format: 'der',
          type: 'spki',
        })
  } catch {
    return undefined
  }
}

/** The asymmetric signature of a text, base64. */
export const asymmetricSignature = (text: string, privateKey: string): string =>
  sign('sha256', Buffer.from(text), privateKey).toString('base64')

/** Whether an asymmetric signature (SHA-256 with RSA, PKCS#1 v1.5, base64) is right. */
export const isAsymmetric = (text: string, key: KeyObject, received: string): boolean =>
  verify('sha256', Buffer.from(text), key, Buffer.from(received, 'base64'))
