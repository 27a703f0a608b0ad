import { timingSafeEqual } from 'node:crypto'
import { isIP } from 'node:net'
import type { Request, RequestHandler, Response } from 'express'

/** A control call that is not accepted, with the HTTP status that says so. */
export class ControlError extends Error {
  override name = 'ControlError' as const
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

const hostnameOf = (host: string): string => host.replace(/:\d*$/, '').replace(/^\[|\]$/g, '')

const isLocalName = (name: string): boolean => name === 'localhost' || name.endsWith('.localhost')

/** The name that a call was made under, where it is neither an address, nor this machine's, nor among some. */
const foreignName = (req: Request, names: readonly string[]): string | undefined => {
  const name = hostnameOf(req.headers.host ?? '').toLowerCase()
  return isIP(name) || isLocalName(name) || names.includes(name) ? undefined : name
}

/** Whether a page of a browser made a call. Source: Fetch, "Origin"; W3C, "Fetch Metadata Request Headers". */
const isByPage = ({ headers }: Request): boolean =>
  headers.origin !== undefined || Object.keys(headers).some((name) => name.startsWith('sec-fetch-'))

/**
 * Why a call of NICEPAY's own paths is refused, or nothing. Programs reach those under any name, as theirs are hard-coded; a
 * page under a name that is not ours has pointed that name here (DNS rebinding), past the browser's rules against calls
 * into the local network.
 */
export const foreignPage = (req: Request, names: readonly string[]): string | undefined => {
  const name = foreignName(req, names)
  if (name === undefined || !isByPage(req)) return undefined
  return `a page calls the sandbox under the name "${name}"; --allow-host ${name} lets it`
}

/** Refuses what `foreignPage` says, with 421. */
export const noForeignPage =
  (names: readonly string[]): RequestHandler =>
  (req, res, next) => {
    const error = foreignPage(req, names)
    if (error === undefined) return next()
    res.status(421).json({ error })
  }

/**
 * Refuses calls under a host name that is not ours with 421. A web page that points its own name at 127.0.0.1 (DNS
 * rebinding) is stopped by that; a plain address cannot be rebound.
 */
export const ownHostOnly =
  (ownNames: readonly string[]): RequestHandler =>
  (req, res, next) => {
    const name = foreignName(req, ownNames)
    if (name === undefined) return next()
    res.status(421).json({
      error: `the sandbox is not reached under the name "${name}"; --allow-host ${name} adds it, --base-url sets the name in links, --tls adds those of NICEPAY and Kredivo`,
    })
  }

const MUTATES = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])
const JSON_TYPE = /^application\/json\s*(;|$)/i
const HAS_BODY = new Set(['POST', 'PUT', 'PATCH'])

/**
 * Refuses control calls that change something when they come from another site's page: a foreign Origin, a
 * cross-site fetch, or a body that a plain HTML form could have sent.
 */
export const sameOriginOnly: RequestHandler = (req, _res, next) => {
  if (!MUTATES.has(req.method)) return next()
  if (isFromOtherSite(req)) throw new ControlError(403, 'calls from another site are refused')
  if (HAS_BODY.has(req.method) && !JSON_TYPE.test(req.headers['content-type'] ?? '')) {
    throw new ControlError(415, 'the content type must be application/json')
  }
  next()
}

/** Whether a browser says that a call was made by a page that is not ours. */
export const isFromOtherSite = (req: Request): boolean => {
  const { origin, 'sec-fetch-site': site } = req.headers
  return (origin !== undefined && !isOwnOrigin(origin, req)) || site === 'cross-site'
}

const isOwnOrigin = (origin: string, req: Request): boolean =>
  URL.canParse(origin) && new URL(origin).host === req.headers.host

/** Asks for the admin token, as a bearer token or as the password of HTTP Basic; without a token set, for nothing. */
export const adminOnly =
  (token: string | undefined): RequestHandler =>
  (req, res, next) => {
    if (token === undefined || hasToken(req, token)) return next()
    res.setHeader('WWW-Authenticate', 'Basic realm="nicepay-sandbox", charset="UTF-8"')
    throw new ControlError(401, 'the admin token is missing or wrong (--admin-token)')
  }

const hasToken = (req: Request, token: string): boolean => {
  const [scheme = '', value = ''] = (req.headers.authorization ?? '').split(' ', 2)
  const given =
    scheme.toLowerCase() === 'basic'
      ? Buffer.from(value, 'base64')
          .toString()
          .replace(/^[^:]*:/, '')
      : value
  const [a, b] = [Buffer.from(given), Buffer.from(token)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/**
 * Headers of every page: no script, style, frame or form but our own. A page with the way back to a merchant lets its
 * form go anywhere, as a browser holds the rule against the merchant's own redirects too.
 */
export const protectPage = (res: Response, formsGoAnywhere = false): void => {
  res.setHeader(
    'Content-Security-Policy',
    [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self'",
      "connect-src 'self'",
      ...(formsGoAnywhere ? [] : ["form-action 'self'"]),
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
  )
  res.setHeader('X-Content-Type-Options', 'nosniff')
  // Not no-referrer: that would make a browser hide the origin of our own forms from us. Links stay secret, as other
  // sites are told no more than the host.
  res.setHeader('Referrer-Policy', 'strict-origin-when-cross-origin')
  res.setHeader('Cache-Control', 'no-store')
}
