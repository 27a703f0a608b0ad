import {
  asymmetricSignature,
  bodyHash,
  isAsymmetric,
  publicKeyOf,
  stringToSign,
  symmetricSignature,
  tokenStringToSign,
} from '../protocol/snap/signature.ts'
import { snapTime } from '../protocol/snap/time.ts'
import type { Credentials, Fields, TokenCheck } from './merchant.ts'

/** What a merchant has from NICEPAY for SNAP. */
export interface SnapCredentials extends Credentials {
  readonly clientSecret: string
}

/** The keys of SNAP as a merchant has them: its own private one, and NICEPAY's public one. */
export interface SnapKeys {
  readonly privateKey: string
  readonly nicepayKey: string
}

/** A body of SNAP: texts, and objects of them. */
export type Message = Readonly<Record<string, unknown>>

/** The headers of a call that is about to be sent, and how it was signed. */
export interface SnapSealed {
  readonly headers: Fields
  readonly token: TokenCheck
}

/** Seals a call for a token: by the merchant's private key. */
export const sealedByKey = (
  { iMid }: Credentials,
  { privateKey }: SnapKeys,
  now: Date,
): SnapSealed => {
  const timestamp = snapTime(now.getTime())
  const hashed = tokenStringToSign(iMid, timestamp)
  return {
    headers: {
      'X-TIMESTAMP': timestamp,
      'X-CLIENT-KEY': iMid,
      'X-SIGNATURE': asymmetricSignature(hashed, privateKey),
    },
    token: { by: 'key', formula: 'X-CLIENT-KEY|X-TIMESTAMP', hashed, isGenuine: true },
  }
}

/** Seals any other call: by the clientSecret, over the body as it is sent. */
export const sealedBySecret = (
  { iMid, clientSecret }: SnapCredentials,
  call: {
    readonly path: string
    readonly body: string
    readonly accessToken: string
    readonly externalId: string
  },
  now: Date,
): SnapSealed => {
  const { path, body, accessToken, externalId } = call
  const timestamp = snapTime(now.getTime())
  const parts = { method: 'POST', path: path.replace(/^\/nicepay/, ''), timestamp }
  const hashed = stringToSign({ ...parts, accessToken, hash: bodyHash(body) })
  return {
    headers: {
      Authorization: `Bearer ${accessToken}`,
      'X-TIMESTAMP': timestamp,
      'X-PARTNER-ID': iMid,
      'X-EXTERNAL-ID': externalId,
      'CHANNEL-ID': `${iMid}01`,
      'X-SIGNATURE': symmetricSignature(hashed, clientSecret),
    },
    token: {
      by: 'secret',
      formula: 'method:path:accessToken:sha256(body):X-TIMESTAMP',
      hashed,
      isGenuine: true,
    },
  }
}

/** A notification's X-SIGNATURE, checked by NICEPAY's public key; the merchant's own iMid goes in, whatever was sent. */
export const checkedSignature = (
  headers: Readonly<Record<string, unknown>>,
  { iMid }: Credentials,
  { nicepayKey }: SnapKeys,
): TokenCheck => {
  const hashed = tokenStringToSign(iMid, `${headers['x-timestamp'] ?? ''}`)
  const key = publicKeyOf(nicepayKey)
  const received = `${headers['x-signature'] ?? ''}`
  const isGenuine = key !== undefined && isAsymmetric(hashed, key, received)
  return { by: 'key', formula: 'X-CLIENT-KEY|X-TIMESTAMP', hashed, isGenuine }
}

/** SNAP's statuses as API V2 has them, so that a merchant has one table. */
const STATUSES: Fields = { '00': '0', '03': '3', '04': '2', '05': '1', '06': '8' }

/** What a message of SNAP says, by the names that API V2 has for it; what has none keeps its own. */
export const inV2Names = (message: unknown): Fields => {
  const said = (message ?? {}) as Message
  const text = (...names: string[]): string | undefined =>
    names.map((name) => said[name]).find((value) => typeof value === 'string') as string | undefined
  const { referenceNo: _, amount, ...rest } = said
  const { value } = (amount ?? {}) as { value?: unknown }
  const status = text('latestTransactionStatus')
  const renamed = {
    resultCd: text('responseCode'),
    resultMsg: text('responseMessage'),
    tXid: text('originalReferenceNo', 'referenceNo'),
    referenceNo: text('originalPartnerReferenceNo', 'partnerReferenceNo'),
    amt: typeof value === 'string' ? value.replace(/\.00$/, '') : undefined,
    status: status && (STATUSES[status] ?? status),
  }
  return Object.fromEntries(
    Object.entries({ ...rest, ...renamed }).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  )
}

/** An amount of rupiah as SNAP writes it. */
export const snapAmount = (amt: string) => ({ value: `${amt}.00`, currency: 'IDR' })
