import { bodyHash, type SignedParts } from '../../protocol/snap/signature.ts'
import type { SnapCall, SnapEndpoint } from './snap-endpoint.ts'

/** The access token of a call, or "". */
export const bearerOf = ({ headers }: Pick<SnapCall, 'headers'>): string =>
  (headers.authorization ?? '').replace(/^Bearer\s+/i, '').trim()

/** What a call's symmetric signature is made of, over one writing of its body. */
export const partsOf = (call: SnapCall, body: Buffer | string): SignedParts => ({
  method: call.method,
  path: call.path,
  accessToken: bearerOf(call),
  hash: bodyHash(body),
  timestamp: call.headers['x-timestamp'] ?? '',
})

/** Whether an endpoint gives out access tokens, and is signed asymmetrically. */
export const isTokenEndpoint = ({ name }: Pick<SnapEndpoint, 'name'>): boolean =>
  name.startsWith('snap.token-')
