import type { Merchant } from '../../domain/merchant.ts'
import { newAccessToken, TOKEN_LIFE } from '../../protocol/snap/access-token.ts'
import { M, objectIfAny, type SnapRows } from '../../protocol/snap/fields.ts'
import { SnapError } from '../../protocol/snap/results.ts'
import { isAsymmetric, publicKeyOf, tokenStringToSign } from '../../protocol/snap/signature.ts'
import type { Core } from '../core.ts'
import type { Context } from '../endpoint.ts'
import { makeSnap, type SnapCall, type SnapDefinition, type SnapEndpoint } from './snap-endpoint.ts'

/** Refuses a signature that none of the merchant's keys has made. Source: docs.nicepay.co.id, page "Request Access Token - SNAP". */
const authorize = (call: SnapCall, merchant: Merchant, _context: Context, core: Core): void => {
  const timestamp = call.headers['x-timestamp'] ?? ''
  const received = call.headers['x-signature'] ?? ''
  const text = tokenStringToSign(merchant.iMid, timestamp)
  const keys = [merchant.publicKey, core.keyPairs.known()?.merchant.publicKey ?? null].filter(
    (key) => key !== null,
  )
  if (keys.length === 0) {
    throw new SnapError(
      'UNAUTHORIZED',
      '[Signature]',
      `${merchant.iMid} has no public key yet: PATCH /_sandbox/merchants/${merchant.iMid} {"publicKey": "…"}`,
    )
  }
  const isBy = (key: string): boolean => {
    const known = publicKeyOf(key)
    return known !== undefined && isAsymmetric(text, known, received)
  }
  if (keys.some(isBy)) return
  throw new SnapError(
    'UNAUTHORIZED',
    '[Signature]',
    `X-SIGNATURE must be the base64 SHA256withRSA of ${text} (X-CLIENT-KEY, a bar, X-TIMESTAMP) by the private key whose public half ${merchant.iMid} has given`,
  )
}

/** An endpoint of SNAP that gives out tokens: signed by the merchant's private key, without an access token. */
export const tokenEndpoint = (definition: SnapDefinition): SnapEndpoint =>
  makeSnap(definition, {
    headers: ['X-TIMESTAMP', 'X-CLIENT-KEY', 'X-SIGNATURE'],
    caller: 'x-client-key',
    authorize,
  })

// Source: additionalInfo is sent as "" by nicepay-dev/python-nicepay, and not at all by nicepay-dev/ruby-nicepay.
const REQUEST: SnapRows = { grantType: M(30), additionalInfo: objectIfAny({}) }

/**
 * Gives a merchant an access token for its other calls.
 * Source: docs.nicepay.co.id, page "Request Access Token - SNAP"; expiresIn is a text, as nicepay-dev/golang-nicepay reads it.
 */
export const tokenB2b = tokenEndpoint({
  name: 'snap.token-b2b',
  path: ['/v1.0/access-token/b2b', '/api/v1.0/access-token/b2b'],
  service: '73',
  documented: 'Request Access Token - SNAP',
  request: REQUEST,
  handle: ({ grantType }, { merchant, now }) => {
    if (String(grantType).toLowerCase() !== 'client_credentials') {
      throw new SnapError(
        'INVALID_FIELD',
        '{grantType}',
        `grantType must be client_credentials, received ${grantType}`,
      )
    }
    return {
      accessToken: newAccessToken(merchant, now),
      tokenType: 'Bearer',
      expiresIn: String(TOKEN_LIFE / 1000),
    }
  },
})
