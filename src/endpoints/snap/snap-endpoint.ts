import { isUtf8 } from 'node:buffer'
import type { Merchant } from '../../domain/merchant.ts'
import { jsonFlaw } from '../../protocol/json-flaw.ts'
import { shown } from '../../protocol/shown.ts'
import { readSnap, type SnapMessage, type SnapRows } from '../../protocol/snap/fields.ts'
import { SnapError } from '../../protocol/snap/results.ts'
import { instantOfSnap } from '../../protocol/snap/time.ts'
import { nowIn } from '../../store/now.ts'
import type { Tx } from '../../store/overlay.ts'
import type { ApiAnswer, Callable } from '../answer.ts'
import type { Core } from '../core.ts'
import type { Context } from '../endpoint.ts'
import type { ApiRequest } from '../input.ts'
import { snapRefusalOf } from './refusal-of.ts'
import { snapAnswer, snapFault } from './snap-answer.ts'

/** The headers of a call, by their names in small letters. */
export type Headers = Readonly<Record<string, string>>

/** A SNAP call that was read so far: nothing is checked yet. */
export interface SnapCall {
  readonly method: string
  /** Behind `/nicepay`, with its query: what is signed. */
  readonly path: string
  /** As it was sent. */
  readonly target: string
  readonly headers: Headers
  /** The bytes of the body, which are signed. */
  readonly body: Buffer
  readonly input: Readonly<Record<string, unknown>>
}

/** What an answer holds beside its code and text. */
export type SnapReply = Readonly<Record<string, unknown>>

/** What a handler works with. */
export interface SnapContext extends Context {
  readonly call: SnapCall
}

/** Everything that is particular to one SNAP endpoint. */
export interface SnapDefinition<Read = unknown> {
  readonly name: string
  readonly method?: 'post' | 'delete' | 'get'
  /** Behind `/nicepay`, the one that is signed first. */
  readonly path: string | readonly string[]
  /** The service code, two digits. */
  readonly service: string
  readonly documented: string
  readonly request: SnapRows
  /** Reads what a table of fields cannot say, for the handler. Throws SnapError. */
  readonly read?: (message: SnapMessage, context: SnapContext) => Read
  readonly handle: (message: SnapMessage, context: SnapContext, read: Read) => SnapReply
}

/** What is common to the endpoints of a family: the headers that it wants, and who may call. */
export interface SnapFamily {
  readonly headers: readonly string[]
  /** The header that names the merchant. */
  readonly caller: string
  /** Checks who calls. Throws SnapError. */
  readonly authorize: (call: SnapCall, merchant: Merchant, context: Context, core: Core) => void
  /** What happens beside the answer of a call that was taken. */
  readonly taken?: (call: SnapCall, merchant: Merchant, context: Context, core: Core) => void
}

/** A SNAP endpoint, with its tables. */
export interface SnapEndpoint extends Callable {
  readonly service: string
  readonly rows: SnapRows
  /** Those that a call must have. */
  readonly headers: readonly string[]
}

const headersOf = ({ wire }: ApiRequest): Headers =>
  Object.fromEntries(
    Object.entries(wire?.headers ?? {}).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name.toLowerCase(), value]] : [],
    ),
  )

/**
 * The fields in the query of a GET. Source: apidevportal.aspi-indonesia.or.id, page "Registrasi" (get-auth-code). Differs: those of a
 * body count too.
 */
const queryOf = ({ wire, query }: ApiRequest): Readonly<Record<string, string>> =>
  wire?.method === 'GET' ? Object.fromEntries(new URLSearchParams(query)) : {}

const inputOf = (body: Buffer): Readonly<Record<string, unknown>> => {
  if (body.length === 0) return {}
  const text = body.toString('utf8')
  const refuse = (why: string): never => {
    throw new SnapError('BAD_REQUEST', '', `the body ${why}`)
  }
  if (!isUtf8(body)) return refuse('must be UTF-8, received other bytes')
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return refuse(jsonFlaw(text) ?? 'is not JSON')
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    return refuse(`must be a JSON object, received ${shown(text)}`)
  }
  return value as Record<string, unknown>
}

/**
 * The path that is signed: without `/nicepay`, with its query. Source: one host name of nicepay-dev/python-nicepay ends with a slash
 * and its paths begin with one, so what is signed has one slash fewer than what is called.
 */
const signedPath = (target: string): string =>
  target.replace(/^\/+nicepay(?=\/)/i, '').replace(/^\/{2,}/, '/')

/** A call as its signature is checked. Throws SnapError for a body that cannot be read. */
export const callOf = (request: ApiRequest): SnapCall => {
  const target = request.wire?.target ?? ''
  return {
    method: request.wire?.method ?? 'POST',
    path: signedPath(target),
    target,
    headers: headersOf(request),
    body: request.body,
    input: { ...inputOf(request.body), ...queryOf(request) },
  }
}

/** Source: docs.nicepay.co.id, page "General Response - SNAP". Guess: the order of checks, of which nothing is published. */
const checkHeaders = (call: SnapCall, { headers }: SnapFamily): void => {
  for (const name of headers) {
    if (!call.headers[name.toLowerCase()]) {
      throw new SnapError('MISSING_FIELD', `{${name}}`, `the header ${name} is missing`)
    }
  }
  const timestamp = call.headers['x-timestamp'] ?? ''
  if (instantOfSnap(timestamp) === undefined) {
    throw new SnapError(
      'INVALID_FIELD',
      '{X-TIMESTAMP}',
      `X-TIMESTAMP must be like 2024-11-13T02:54:37+07:00, received ${shown(timestamp)}`,
    )
  }
}

/** Makes an endpoint of a definition: reads, checks headers and signature, runs the handler, answers. */
export const makeSnap = <Read>(
  definition: SnapDefinition<Read>,
  family: SnapFamily,
): SnapEndpoint => {
  const { name, service, documented, request, handle } = definition
  const paths = [definition.path].flat()

  const decide = (call: SnapCall, iMid: string, tx: Tx, core: Core): SnapReply => {
    const merchant = tx.merchants.get(iMid)
    if (!merchant) throw unknownCaller(family, iMid)
    const { systemNow, ids } = core.env
    const now = nowIn(tx, systemNow())
    const context = { tx, merchant, now, ids, baseUrl: core.baseUrl }
    family.authorize(call, merchant, context, core)
    const message = readSnap(request, call.input)
    const about = { ...context, call }
    // A definition without a reader has a handler that asks for nothing read.
    const read = definition.read?.(message, about) as Read
    const { merchantId = iMid } = message
    if (merchantId !== iMid) {
      const reason = `merchantId must be that of X-PARTNER-ID, ${iMid}, received ${shown(String(merchantId))}`
      throw new SnapError('INVALID_MERCHANT', '', reason)
    }
    const reply = handle(message, about, read)
    family.taken?.(call, merchant, context, core)
    return reply
  }

  const invoke = async (sent: ApiRequest, core: Core): Promise<ApiAnswer> => {
    let iMid: string | null = null
    try {
      iMid = headersOf(sent)[family.caller] ?? null
      const call = callOf(sent)
      checkHeaders(call, family)
      const namespace = core.store.homeOf('merchants', iMid ?? '')
      if (!namespace) throw unknownCaller(family, iMid ?? '')
      const reply = await core.store.transact(namespace, (tx) => decide(call, iMid ?? '', tx, core))
      return snapAnswer('SUCCESSFUL', { service, iMid, tXid: tXidIn(reply), reply })
    } catch (error) {
      const { result, about, reason } = snapRefusalOf(error, core)
      const told = `${reason} (docs.nicepay.co.id, "${documented}")`
      return snapAnswer(result, { service, about, iMid, reason: told })
    }
  }

  return {
    name,
    service,
    documented,
    rows: request,
    headers: family.headers,
    methods: [definition.method ?? 'post'],
    // They are called behind /nicepay, and signed without.
    paths: paths.flatMap((path) => [`/nicepay${path}`, path]),
    read: (sent) => ({ ...inputOf(sent.body), iMid: headersOf(sent)[family.caller] }),
    invoke,
    refuse: (_sent, { resultCd, resultMsg }) => snapFault(resultCd, resultMsg),
  }
}

/** The tXid of what a call was about, for the journal. */
const tXidIn = ({ referenceNo, originalReferenceNo, virtualAccountData }: SnapReply) => {
  const { additionalInfo } = Object(virtualAccountData) as { additionalInfo?: { tXidVA?: unknown } }
  const known = [referenceNo, originalReferenceNo, additionalInfo?.tXidVA]
  return known.find((one): one is string => typeof one === 'string') ?? null
}

const unknownCaller = ({ caller }: SnapFamily, iMid: string): SnapError =>
  new SnapError(
    'UNAUTHORIZED',
    '[Unknown Client]',
    `${caller.toUpperCase()} must be the iMid of a merchant, received ${shown(iMid)}; see GET /_sandbox/merchants`,
  )
