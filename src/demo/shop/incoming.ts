import type { Request } from 'express'
import { textsOf } from '../../http/fields.ts'
import type { SIGNED } from '../../protocol/tokens.ts'
import { type Credentials, checkedToken, type Fields, type TokenCheck } from '../merchant.ts'
import { checkedSignature, inV2Names, type SnapKeys } from '../snap.ts'
import type { Deal, Deals, News } from './deals.ts'
import type { Links } from './links.ts'
import { has } from './verdicts.ts'

/** Headers of a call that a merchant looks at. */
const OF_INTEREST = [
  'content-type',
  'user-agent',
  'content-length',
  'x-timestamp',
  'x-client-key',
  'x-signature',
] as const

const headersOf = (req: Request): string[] =>
  OF_INTEREST.flatMap((name) => (req.headers[name] ? [`${name}: ${req.headers[name]}`] : []))

/** The fields of a body as it came, by its content type; none when it cannot be read. */
const fieldsIn = (raw: string, contentType = ''): Fields => {
  if (!contentType.startsWith('application/json')) {
    return Object.fromEntries(new URLSearchParams(raw))
  }
  try {
    return textsOf(JSON.parse(raw))
  } catch {
    return {}
  }
}

/** Which values a notification's merchantToken may be made of: a binding's is unpublished, so both readings are taken. */
const FORMULAS: Readonly<
  Record<
    'order' | 'binding' | 'deactivation',
    readonly [keyof typeof SIGNED, ...(keyof typeof SIGNED)[]]
  >
> = {
  order: ['paymentNotification'],
  binding: ['bindingNotification', 'bindingNotificationByToken'],
  deactivation: ['deactivation'],
}

const tokenIn = (
  kind: keyof typeof FORMULAS,
  fields: Fields,
  merchant: Credentials,
): TokenCheck => {
  const [first, ...others] = FORMULAS[kind]
  return (
    others.map((call) => checkedToken(call, fields, merchant)).find((check) => check.isGenuine) ??
    checkedToken(first, fields, merchant)
  )
}

export interface IncomingDeps {
  readonly merchant: Credentials
  readonly deals: Deals
  readonly links: Links
  readonly keys: () => Promise<SnapKeys>
}

/** What a notification by SNAP says, by API V2's names, and all of it; nothing where it is none. */
const snapIn = (req: Request, raw: string): { fields: Fields; body: unknown } | undefined => {
  try {
    const body: unknown = req.headers['x-signature'] === undefined ? null : JSON.parse(raw)
    return body === null ? undefined : { fields: inV2Names(body), body }
  } catch {
    return undefined
  }
}

/** A notification, written down: whether it is genuine, and the deal that it is about, if the shop knows it. */
export const takeNotification = async (
  req: Request,
  { merchant, deals, links, keys }: IncomingDeps,
): Promise<{ isGenuine: boolean; deal: Deal | undefined }> => {
  const raw = typeof req.body === 'string' ? req.body : ''
  const snap = snapIn(req, raw)
  const fields = snap?.fields ?? fieldsIn(raw, req.headers['content-type'])
  const line = `POST ${req.originalUrl}`
  const headers = headersOf(req)
  // The customer has unlinked the account in Kredivo's app: such a message has no order, only the token.
  if (fields.message && !fields.referenceNo) {
    const known = links.find(fields.userToken ?? '')
    const token = tokenIn('deactivation', fields, merchant)
    if (known) {
      deals.add(known.link.referenceNo, { kind: 'deactivation', line, headers, raw, fields, token })
      if (token.isGenuine) links.forget(known.customer)
    }
    return { isGenuine: token.isGenuine, deal: undefined }
  }
  const deal = deals.get(fields.referenceNo)
  const kind = deal?.way.kind ?? (fields.amt ? 'order' : 'binding')
  const isSnap = deal ? deal.way.signs === 'snap' : snap !== undefined
  const token = isSnap
    ? checkedSignature(req.headers, merchant, await keys())
    : tokenIn(kind, fields, merchant)
  if (deal) {
    const message = snap ?? { fields }
    const isFirst = !has(deal, 'notification', 'verified')
    deals.add(deal.referenceNo, { kind: 'notification', line, headers, raw, ...message, token })
    if (isFirst) rememberLink(deals.get(deal.referenceNo), links)
  }
  return { isGenuine: token.isGenuine, deal: deals.get(fields.referenceNo) }
}

/** Keeps the userToken of the first genuine notification; the same one sent again later brings no dead token back. */
const rememberLink = (deal: Deal | undefined, links: Links): void => {
  if (!deal?.way.links || !has(deal, 'notification', 'verified')) return
  const { userToken } = deal.steps.findLast(({ kind }) => kind === 'notification')?.fields ?? {}
  if (userToken) links.remember(deal.customer, { userToken, referenceNo: deal.referenceNo })
}

/** A browser's return, as a step of its deal. */
export const callbackOf = (
  req: Request,
  { way }: Deal,
  came: Fields,
  merchant: Credentials,
): News =>
  way.signs === 'snap'
    ? { ...returnOf(req, inV2Names(came), merchant), body: came }
    : returnOf(req, came, merchant)

const returnOf = (req: Request, fields: Fields, merchant: Credentials): News => ({
  kind: 'callback',
  line: `${req.method} ${req.baseUrl}${req.path}`,
  headers: headersOf(req),
  fields,
  token: fields.merchantToken ? checkedToken('callback', fields, merchant) : null,
})
