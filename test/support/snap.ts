import type { ApiRequest } from '../../src/endpoints/input.ts'
import { newAccessToken } from '../../src/protocol/snap/access-token.ts'
import {
  asymmetricSignature,
  bodyHash,
  stringToSign,
  symmetricSignature,
  tokenStringToSign,
} from '../../src/protocol/snap/signature.ts'
import { snapTime } from '../../src/protocol/snap/time.ts'
import { T0 } from './clock.ts'
import { type Fields, KEY } from './fixtures.ts'

/** A SNAP call, ready to be sent. */
export interface SnapSent {
  readonly method: string
  /** As it is called: with /nicepay before what is signed. */
  readonly target: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** What a SNAP call is made of; what is left out is as it should be. */
export interface SnapSaid {
  readonly method?: string
  /** As it is signed. */
  readonly path: string
  readonly body: Fields | string
  readonly iMid?: string
  readonly clientSecret?: string
  readonly accessToken?: string
  readonly timestamp?: string
  readonly externalId?: string
  /** What is signed in the place of the body. */
  readonly signedBody?: string
  /** Other headers; one that is undefined is left out. */
  readonly headers?: Readonly<Record<string, string | undefined>>
}

const withoutGaps = (headers: Readonly<Record<string, string | undefined>>) =>
  Object.fromEntries(
    Object.entries(headers).filter((one): one is [string, string] => one[1] !== undefined),
  )

/** A call as a merchant's server signs it with its clientSecret. */
export const snapCall = (said: SnapSaid): SnapSent => {
  const { method = 'POST', path, iMid = 'IONPAYTEST', clientSecret = KEY } = said
  const { timestamp = snapTime(T0), externalId = '1' } = said
  const accessToken = said.accessToken ?? newAccessToken({ iMid, clientSecret }, T0)
  const body = typeof said.body === 'string' ? said.body : JSON.stringify(said.body)
  const hash = bodyHash(said.signedBody ?? body)
  const signature = symmetricSignature(
    stringToSign({ method, path, accessToken, hash, timestamp }),
    clientSecret,
  )
  const headers = {
    'Content-Type': 'application/json',
    Authorization: `Bearer ${accessToken}`,
    'X-TIMESTAMP': timestamp,
    'X-SIGNATURE': signature,
    'X-PARTNER-ID': iMid,
    'X-EXTERNAL-ID': externalId,
    'CHANNEL-ID': `${iMid}01`,
    ...said.headers,
  }
  return { method, target: `/nicepay${path}`, headers: withoutGaps(headers), body }
}

/** A call for an access token, as a merchant's server signs it with its private key. */
export const tokenCall = (privateKey: string, said: Partial<SnapSaid> = {}): SnapSent => {
  const { iMid = 'IONPAYTEST', timestamp = snapTime(T0), path = '/v1.0/access-token/b2b' } = said
  const body = said.body ?? { grantType: 'client_credentials', additionalInfo: {} }
  const headers = {
    'Content-Type': 'application/json',
    'X-TIMESTAMP': timestamp,
    'X-CLIENT-KEY': iMid,
    'X-SIGNATURE': asymmetricSignature(tokenStringToSign(iMid, timestamp), privateKey),
    ...said.headers,
  }
  return {
    method: 'POST',
    target: `/nicepay${path}`,
    headers: withoutGaps(headers),
    body: typeof body === 'string' ? body : JSON.stringify(body),
  }
}

/** The same call for an endpoint that is called without a server. */
export const requestOf = ({ method, target, headers, body }: SnapSent): ApiRequest => ({
  query: '',
  contentType: 'application/json',
  body: Buffer.from(body),
  wire: {
    method,
    target,
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
    ),
  },
})
