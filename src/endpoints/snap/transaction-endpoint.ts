import type { Merchant } from '../../domain/merchant.ts'
import { accessTokenFlaw } from '../../protocol/snap/access-token.ts'
import { snapMistake } from '../../protocol/snap/diagnosis.ts'
import { SnapError } from '../../protocol/snap/results.ts'
import { isSymmetric, minified, stringToSign } from '../../protocol/snap/signature.ts'
import type { Core } from '../core.ts'
import type { Context } from '../endpoint.ts'
import { markUsed, wasUsed } from './external-ids.ts'
import { bearerOf, partsOf } from './signed-parts.ts'
import { makeSnap, type SnapCall, type SnapDefinition, type SnapEndpoint } from './snap-endpoint.ts'

/**
 * Refuses a signature that is not over this call. Source: NICEPAY's published example signs the body as it was sent, its
 * documentation says that the body is minified first, so either is taken.
 */
const checkSignature = (call: SnapCall, merchant: Merchant): void => {
  const received = call.headers['x-signature'] ?? ''
  const raw = partsOf(call, call.body)
  if (isSymmetric(stringToSign(raw), merchant.clientSecret, received)) return
  const small = partsOf(call, minified(call.body.toString('utf8')))
  if (isSymmetric(stringToSign(small), merchant.clientSecret, received)) return
  const mistake = snapMistake(call, raw, received, merchant)
  throw new SnapError(
    'UNAUTHORIZED',
    '[Signature]',
    `X-SIGNATURE must be the base64 HMAC-SHA512 of METHOD:path:accessToken:hash of the body:X-TIMESTAMP by the clientSecret; for this call that is ${call.method}:${raw.path}:${raw.accessToken.slice(0, 8)}…:${raw.hash}:${raw.timestamp}` +
      (small.hash === raw.hash ? '' : `, or with the hash ${small.hash} of the minified body`) +
      (mistake === undefined ? '' : `. ${mistake}`),
  )
}

const authorize = (call: SnapCall, merchant: Merchant, { now }: Context, core: Core): void => {
  const flaw = accessTokenFlaw(bearerOf(call), merchant, merchant.settings.foreignAccessTokens, now)
  if (flaw) throw new SnapError('INVALID_TOKEN', '', flaw)
  checkSignature(call, merchant)
  const id = call.headers['x-external-id'] ?? ''
  if (merchant.settings.externalIds === 'lenient' || !wasUsed(core.store, merchant.iMid, id, now)) {
    return
  }
  throw new SnapError(
    'CONFLICT',
    '',
    `X-EXTERNAL-ID must be a new one each day, received ${id}, which was used before today; see the setting externalIds`,
  )
}

/**
 * An endpoint of SNAP that a merchant calls with an access token and a symmetric signature.
 * Source: docs.nicepay.co.id, pages "Signature - SNAP" and "General Response - SNAP". Guess: an X-EXTERNAL-ID counts as used once a
 * call was taken; any text of up to 40 characters is one.
 */
export const snapEndpoint = (definition: SnapDefinition): SnapEndpoint =>
  makeSnap(definition, {
    headers: [
      'Authorization',
      'X-TIMESTAMP',
      'X-SIGNATURE',
      'X-PARTNER-ID',
      'X-EXTERNAL-ID',
      'CHANNEL-ID',
    ],
    caller: 'x-partner-id',
    authorize,
    taken: (call, merchant, { now }, core) =>
      markUsed(core.store, merchant.iMid, call.headers['x-external-id'] ?? '', now),
  })
