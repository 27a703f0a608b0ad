import type { Merchant } from '../../domain/merchant.ts'
import { newAccessToken } from '../../protocol/snap/access-token.ts'
import { snapMistake } from '../../protocol/snap/diagnosis.ts'
import {
  asymmetricSignature,
  bodyHash,
  isSymmetric,
  minified,
  type SignedParts,
  stringToSign,
  symmetricSignature,
  tokenStringToSign,
} from '../../protocol/snap/signature.ts'
import { snapTime } from '../../protocol/snap/time.ts'
import type { Instant } from '../../protocol/time.ts'
import { SNAP_ENDPOINTS } from './index.ts'
import type { SnapExplained, SnapSigned } from './signed.ts'
import { isTokenEndpoint, partsOf } from './signed-parts.ts'
import type { SnapCall, SnapEndpoint } from './snap-endpoint.ts'

/** The SNAP endpoint of a name. */
export const snapNamed = (name: string): SnapEndpoint | undefined =>
  SNAP_ENDPOINTS.find((one) => one.name === name)

/** What is given to sign a SNAP call; what is left out is made up. */
export interface SnapAsked {
  /** The body as it will be sent; "" of a GET. */
  readonly body: string
  /** What stands behind the path of a GET, with its question mark. */
  readonly query: string
  readonly accessToken?: string | undefined
  readonly timestamp?: string | undefined
  readonly externalId?: string | undefined
}

/** Signs a SNAP call as a merchant does; for an access token by the sandbox's own private key, which every merchant may use. */
export const snapSigned = (
  endpoint: SnapEndpoint,
  merchant: Merchant,
  asked: SnapAsked,
  privateKey: string,
  now: Instant,
): SnapSigned => {
  const timestamp = asked.timestamp ?? snapTime(now)
  const [path = '', signedPath = ''] = endpoint.paths
  const method = (endpoint.methods[0] ?? 'post').toUpperCase()
  const common = { 'Content-Type': 'application/json', 'X-TIMESTAMP': timestamp }
  const call = { method, path: path + asked.query, body: asked.body }
  if (isTokenEndpoint(endpoint)) {
    const text = tokenStringToSign(merchant.iMid, timestamp)
    const signature = asymmetricSignature(text, privateKey)
    const headers = { ...common, 'X-CLIENT-KEY': merchant.iMid, 'X-SIGNATURE': signature }
    return { ...call, headers, stringToSign: text, signature }
  }
  const accessToken = asked.accessToken ?? newAccessToken(merchant, now)
  const hash = bodyHash(asked.body)
  const text = stringToSign({
    method,
    path: signedPath + asked.query,
    accessToken,
    hash,
    timestamp,
  })
  const signature = symmetricSignature(text, merchant.clientSecret)
  return {
    ...call,
    headers: {
      ...common,
      Authorization: `Bearer ${accessToken}`,
      'X-SIGNATURE': signature,
      'X-PARTNER-ID': merchant.iMid,
      'X-EXTERNAL-ID': asked.externalId ?? String(now),
      'CHANNEL-ID': `${merchant.iMid}01`,
    },
    stringToSign: text,
    signature,
  }
}

/** Explains the signature of a SNAP call. The access token is cut, as it opens doors. */
export const snapExplained = (call: SnapCall, merchant: Merchant): SnapExplained => {
  const raw = partsOf(call, call.body)
  const small = partsOf(call, minified(call.body.toString('utf8')))
  const received = call.headers['x-signature'] ?? null
  const isRight = (parts: SignedParts): boolean =>
    received !== null && isSymmetric(stringToSign(parts), merchant.clientSecret, received)
  const right = isRight(raw) || isRight(small)
  const mistake =
    right || received === null ? undefined : snapMistake(call, raw, received, merchant)
  return {
    stringToSign: stringToSign({ ...raw, accessToken: `${raw.accessToken.slice(0, 8)}…` }),
    bodyHash: raw.hash,
    minifiedBodyHash: small.hash,
    expected: `${symmetricSignature(stringToSign(raw), merchant.clientSecret).slice(0, 8)}…`,
    received: received && `${received.slice(0, 8)}…`,
    right,
    mistake: mistake ?? null,
  }
}
