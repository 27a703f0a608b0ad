import type { Merchant } from '../../domain/merchant.ts'
import { shown } from '../../protocol/shown.ts'
import { accessTokenFlaw } from '../../protocol/snap/access-token.ts'
import { snapMistake } from '../../protocol/snap/diagnosis.ts'
import { SnapError } from '../../protocol/snap/results.ts'
import { isSymmetric, minified, stringToSign } from '../../protocol/snap/signature.ts'
import type { Instant } from '../../protocol/time.ts'
import type { World } from '../../store/worlds.ts'
import type { Core } from '../core.ts'
import type { Context } from '../endpoint.ts'
import { markUsed, wasUsed } from './external-ids.ts'
import { bearerOf, partsOf } from './signed-parts.ts'
import { makeSnap, type SnapCall, type SnapDefinition, type SnapEndpoint } from './snap-endpoint.ts'

/** Source: docs.nicepay.co.id, pages of SNAP: 40 characters. Differs: the standard has 36 digits, NICEPAY's SDKs send letters too. */
const LONGEST_EXTERNAL_ID = 40

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
  checkExternalId(externalIdOf(call), merchant, now, core)
}

const externalIdOf = ({ headers }: SnapCall): string => headers['x-external-id'] ?? ''

/** The namespace of a merchant, which remembers what it has used. */
const worldOf = ({ iMid }: Merchant, { store }: Core): World | undefined =>
  store.world(store.homeOf('merchants', iMid) ?? '')

const checkExternalId = (id: string, merchant: Merchant, now: Instant, core: Core): void => {
  if (id.length > LONGEST_EXTERNAL_ID) {
    const rule = `X-EXTERNAL-ID must have at most ${LONGEST_EXTERNAL_ID} characters`
    throw new SnapError('INVALID_FIELD', '{X-EXTERNAL-ID}', `${rule}, received ${shown(id)}`)
  }
  const world = worldOf(merchant, core)
  const isStrict = merchant.settings.externalIds === 'strict'
  if (!isStrict || !world || !wasUsed(world, merchant.iMid, id, now)) return
  throw new SnapError(
    'CONFLICT',
    '',
    `X-EXTERNAL-ID must be a new one each day, received ${shown(id)}, which was used before today; see the setting externalIds`,
  )
}

/**
 * An endpoint of SNAP that a merchant calls with an access token and a symmetric signature.
 * Source: docs.nicepay.co.id, pages "Signature - SNAP" and "General Response - SNAP". Guess: an X-EXTERNAL-ID counts as used once a
 * call was taken; any text of up to 40 characters is one.
 */
export const snapEndpoint = <Read>(definition: SnapDefinition<Read>): SnapEndpoint =>
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
    taken: (call, merchant, { now }, core) => {
      const world = worldOf(merchant, core)
      if (world) markUsed(world, merchant.iMid, externalIdOf(call), now)
    },
  })
