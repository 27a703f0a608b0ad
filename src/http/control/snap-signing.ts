import { OBJECT, text } from '../../domain/rule.ts'
import { SNAP_ENDPOINTS } from '../../endpoints/snap/index.ts'
import { snapExplained, snapNamed, snapSigned } from '../../endpoints/snap/signing.ts'
import { callOf, type SnapCall, type SnapEndpoint } from '../../endpoints/snap/snap-endpoint.ts'
import { SnapError } from '../../protocol/snap/results.ts'
import { nowOf } from '../../store/now.ts'
import { ControlError } from '../guards.ts'
import type { Journal } from '../journal.ts'
import { type Call, type ControlDeps, type ControlRequest, textIn } from './calls.ts'
import { merchantOf } from './merchants.ts'

export const SNAP_NAMES = SNAP_ENDPOINTS.map(({ name }) => name)

const named = (name: string | undefined): SnapEndpoint => {
  const endpoint = snapNamed(name ?? '')
  if (endpoint) return endpoint
  throw new ControlError(400, `"endpoint" must be one of ${SNAP_NAMES.join(', ')}`)
}

/** The body of a call: a text as it is, or an object as JSON without blanks. */
const bodyIn = ({ body }: ControlRequest, field: 'body' | 'message'): string =>
  textIn(body, 'text') ?? JSON.stringify(body[field] ?? {})

/** The fields of a message as a GET says them. */
const queryIn = ({ body }: ControlRequest): string => {
  const fields = new URLSearchParams()
  for (const [name, value] of Object.entries(body.message ?? {})) fields.set(name, String(value))
  return fields.size === 0 ? '' : `?${fields}`
}

const textsOf = (value: unknown): Record<string, string> =>
  Object.fromEntries(
    Object.entries(value ?? {}).filter((e): e is [string, string] => typeof e[1] === 'string'),
  )

/** A call of the journal, or one that the body describes. Throws ControlError. */
const callIn = (request: ControlRequest, journal: Journal): SnapCall => {
  const id = textIn(request.body, 'request')
  const exchange = id === undefined ? undefined : journal.get(id)
  if (id !== undefined && !exchange) {
    throw new ControlError(404, `there is no exchange "${id}" (any more)`)
  }
  const endpoint = named(exchange?.endpoint ?? textIn(request.body, 'endpoint'))
  const [path = ''] = endpoint.paths
  const wire = exchange
    ? {
        method: exchange.method,
        target: exchange.url,
        headers: textsOf(exchange.request.headers),
      }
    : {
        method: (endpoint.methods[0] ?? 'post').toUpperCase(),
        target: textIn(request.body, 'path') ?? path,
        headers: textsOf(request.body.headers),
      }
  const body = Buffer.from(exchange ? exchange.request.body : bodyIn(request, 'body'))
  try {
    return callOf({ query: '', contentType: 'application/json', body, wire })
  } catch (error) {
    if (error instanceof SnapError) throw new ControlError(400, error.reason)
    throw error
  }
}

/** The key pairs of SNAP. */
export const keyCalls = ({ core }: ControlDeps): Call[] => [
  {
    method: 'get',
    path: '/keys',
    says: 'the key pairs of this sandbox for SNAP, made the first time that they are asked for: one that every merchant may ask for access tokens with, and the public half of the one that signs notifications',
    run: async () => {
      const { merchant, notification } = await core.keyPairs.get()
      return { merchant, notification: { publicKey: notification.publicKey } }
    },
  },
]

/** What may be said of a SNAP call that is to be signed, beside its endpoint, iMid and message. */
export const SNAP_SIGN_FIELDS = {
  text: text(60_000),
  accessToken: text(2048),
  timestamp: text(40),
  externalId: text(40),
} as const

/** What may be said of a SNAP call that is to be explained, beside its endpoint and body. */
export const SNAP_EXPLAIN_FIELDS = {
  headers: OBJECT,
  text: text(60_000),
  path: text(2000),
} as const

/** A SNAP call of a merchant, ready to be sent. Throws ControlError. */
export const signSnap = async (request: ControlRequest, { core }: ControlDeps) => {
  const { world, body } = request
  const { privateKey } = (await core.keyPairs.get()).merchant
  const endpoint = named(textIn(body, 'endpoint'))
  const isGet = endpoint.methods.includes('get')
  const asked = {
    query: isGet ? queryIn(request) : '',
    body: isGet ? '' : bodyIn(request, 'message'),
    accessToken: textIn(body, 'accessToken'),
    timestamp: textIn(body, 'timestamp'),
    externalId: textIn(body, 'externalId'),
  }
  const merchant = merchantOf(world, textIn(body, 'iMid'))
  return snapSigned(endpoint, merchant, asked, privateKey, nowOf(world, core.env.systemNow()))
}

/** What the signature of a SNAP call should have been made of, and the mistake with which it was made. Throws ControlError. */
export const explainSnap = (request: ControlRequest, { core, journal }: ControlDeps) => {
  const call = callIn(request, journal)
  const iMid = call.headers['x-partner-id'] ?? call.headers['x-client-key'] ?? ''
  const home = core.store.homeOf('merchants', iMid)
  const world = home === undefined ? request.world : (core.store.world(home) ?? request.world)
  return snapExplained(call, merchantOf(world, iMid))
}

/** Whether a name is that of a SNAP endpoint. */
export const isSnapName = (name: string | null | undefined): boolean =>
  name?.startsWith('snap.') ?? false
