import { createHmac } from 'node:crypto'
import { shown } from '../shown.ts'
import { type Instant, isoOf } from '../time.ts'

/** How long an access token lives, in milliseconds. Source: docs.nicepay.co.id, expiresIn "900". */
export const TOKEN_LIFE = 900_000

/** Base64 with its padding, as NICEPAY's tokens have it. Source: the token in nicepay-dev/python-nicepay:README.md. */
const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64')

const HEADER = base64({ typ: 'JWT', alg: 'HS256' })

/** Whose token it is, and what it is sealed with. */
interface Owner {
  readonly iMid: string
  readonly clientSecret: string
}

const mac = (text: string, { clientSecret }: Owner): string =>
  createHmac('sha256', `access token ${clientSecret}`).update(text).digest('base64')

/**
 * A new access token of a merchant, which carries all that is known of it.
 * Source: header and payload of the published token. Guess: what the third part is made of.
 */
export const newAccessToken = (merchant: Owner, now: Instant): string => {
  const exp = isoOf(now + TOKEN_LIFE).replace(/\.\d+/, '')
  const text = `${HEADER}.${base64({ sub: merchant.iMid, iss: 'NICEPAY', name: 'BDIN', exp })}`
  return `${text}.${mac(text, merchant)}`
}

/** Whose token it says that it is, and until when it is good, whether or not it was issued here; nothing where it says neither. */
export const claimsOf = (token: string): { iMid: string; until: Instant } | undefined => {
  const [, payload = ''] = token.split('.')
  try {
    const { sub, exp }: Record<string, unknown> = JSON.parse(
      Buffer.from(payload, 'base64').toString(),
    )
    const until = typeof exp === 'string' ? Date.parse(exp) : Number.NaN
    return typeof sub !== 'string' || Number.isNaN(until) ? undefined : { iMid: sub, until }
  } catch {
    return undefined
  }
}

/** What is wrong with a merchant's access token, in words, or nothing; `foreign`: what becomes of one that was not issued here. */
export const accessTokenFlaw = (
  token: string,
  merchant: Owner,
  foreign: 'refuse' | 'accept',
  now: Instant,
): string | undefined => {
  const claims = claimsOf(token)
  if (!claims) return 'the access token is none that NICEPAY issues: it has no readable second part'
  if (claims.iMid !== merchant.iMid) {
    return `the access token is that of ${shown(claims.iMid)}, X-PARTNER-ID is ${merchant.iMid}`
  }
  const [header, payload, signature] = token.split('.')
  const isOurs = signature === mac(`${header}.${payload}`, merchant)
  if (!isOurs && foreign === 'refuse') {
    return 'the access token was not issued by this sandbox (or before the clientSecret was changed); see the setting foreignAccessTokens'
  }
  if (now >= claims.until) {
    return `the access token expired at ${isoOf(claims.until)}, it is ${isoOf(now)}; ask for another one`
  }
  return undefined
}
