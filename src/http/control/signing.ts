import { OBJECT, oneOf, text } from '../../domain/rule.ts'
import { callOfToken } from '../../endpoints/accepted-tokens.ts'
import type { Endpoint } from '../../endpoints/answer.ts'
import { merchantsBeside } from '../../endpoints/core.ts'
import { explained } from '../../endpoints/explain.ts'
import { ENDPOINTS } from '../../endpoints/index.ts'
import { FORMULAS, SignRefusal, signed } from '../../endpoints/sign.ts'
import { storedOf } from '../../endpoints/stored.ts'
import type { Explained } from '../../protocol/explained.ts'
import { iMidOfTXid } from '../../protocol/ids.ts'
import { NicepayError } from '../../protocol/results.ts'
import { ControlError } from '../guards.ts'
import type { Exchange } from '../journal.ts'
import { type Call, type ControlDeps, type ControlRequest, textIn } from './calls.ts'
import { merchantOf } from './merchants.ts'
import {
  explainSnap,
  isSnapName,
  SNAP_EXPLAIN_FIELDS,
  SNAP_NAMES,
  SNAP_SIGN_FIELDS,
  signSnap,
} from './snap-signing.ts'

type Fields = Readonly<Record<string, unknown>>

/** Fields as they are signed: texts, and numbers as their text. */
const textsOf = (fields: Fields): Record<string, string> =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) =>
      typeof value === 'string' || typeof value === 'number' ? [[name, String(value)]] : [],
    ),
  )

/** The fields of a call in the journal, as its endpoint reads them. Throws ControlError. */
const sentIn = ({ id, url, request }: Exchange, endpoint: Endpoint): Fields => {
  const headers = request.headers as Readonly<Record<string, string>>
  const query = url.replace(/^[^?]*\??/, '')
  const body = Buffer.from(request.body)
  try {
    return endpoint.read({ query, contentType: headers['content-type'] ?? '', body })
  } catch (error) {
    if (!(error instanceof NicepayError)) throw error
    throw new ControlError(409, `exchange "${id}" has no fields to explain: ${error.reason}`)
  }
}

/** A call whose token is to be explained, or has been already. */
interface Asked {
  readonly endpoint: Endpoint
  readonly sent: Fields
  readonly known: Explained | null
}

const named = (name: string | null | undefined): Endpoint => {
  const endpoint = ENDPOINTS.find((one) => one.name === name)
  if (endpoint) return endpoint
  const known = ENDPOINTS.map((one) => one.name).join(', ')
  throw new ControlError(400, `"endpoint" must be one of ${known}`)
}

/** merchantTokens: making one, and saying what is wrong with one. */
export const signingCalls = (deps: ControlDeps): Call[] => {
  const { core, journal } = deps
  const { store } = core

  /** The call that is to be explained: one of the journal, or one that the body holds. */
  const askedIn = ({ body }: ControlRequest): Asked => {
    const id = textIn(body, 'request')
    if (id === undefined) {
      const endpoint = named(textIn(body, 'endpoint'))
      return { endpoint, sent: (body.body ?? {}) as Fields, known: null }
    }
    const exchange = journal.get(id)
    if (!exchange) throw new ControlError(404, `there is no exchange "${id}" (any more)`)
    if (exchange.endpoint === null) throw new ControlError(409, `exchange "${id}" was not signed`)
    const endpoint = named(exchange.endpoint)
    const known = exchange.explained
    return { endpoint, sent: known ? {} : sentIn(exchange, endpoint), known }
  }

  return [
    {
      method: 'post',
      path: '/sign',
      says: 'the merchantToken of a message with the string that is hashed, the key masked in it; only the signed fields have to be there. Of a SNAP endpoint the whole call, ready to be sent: path, headers with X-SIGNATURE, body (`message`, or `text` byte for byte)',
      body: {
        endpoint: oneOf(...FORMULAS.keys(), ...SNAP_NAMES),
        iMid: text(10),
        message: OBJECT,
        ...SNAP_SIGN_FIELDS,
      },
      required: ['endpoint'],
      run: (request) => {
        const { world, body } = request
        if (isSnapName(textIn(body, 'endpoint'))) return signSnap(request, deps)
        if (body.message === undefined) throw new ControlError(400, '"message" is missing')
        const message = (body.message ?? {}) as Fields
        const iMid = textIn(body, 'iMid') ?? String(message.iMid ?? '')
        const { merchantKey } = merchantOf(world, iMid)
        try {
          return signed(textIn(body, 'endpoint') ?? '', { iMid, ...message }, merchantKey)
        } catch (error) {
          if (error instanceof SignRefusal) throw new ControlError(400, error.message)
          throw error
        }
      },
    },
    {
      method: 'post',
      path: '/explain',
      says: 'what a merchantToken should have been made of and the mistake with which it was made, for a call with its body or for one of the journal (`request`, its id); of SNAP an X-SIGNATURE, for a call with its `headers` and its body, byte for byte as `text`',
      body: {
        endpoint: oneOf(...ENDPOINTS.map(({ name }) => name), ...SNAP_NAMES),
        body: OBJECT,
        request: text(30),
        ...SNAP_EXPLAIN_FIELDS,
      },
      run: (request) => {
        const id = textIn(request.body, 'request')
        const name = id === undefined ? textIn(request.body, 'endpoint') : journal.get(id)?.endpoint
        if (isSnapName(name)) return { endpoint: name, ...explainSnap(request, deps) }
        const { endpoint, sent, known } = askedIn(request)
        if (known) return { endpoint: endpoint.name, ...known }
        const said = textsOf(sent)
        const iMid = said.iMid ?? iMidOfTXid(said.tXid ?? '')
        const home = store.homeOf('merchants', iMid)
        const world = home === undefined ? request.world : (store.world(home) ?? request.world)
        const merchant = merchantOf(world, iMid)
        return store.transact(home ?? request.namespace, (tx) => {
          const stored = storedOf({ ...said, iMid }, tx)
          const { name, signs } = endpoint
          const explanation = explained({
            received: said.merchantToken,
            signs,
            fields: { ...stored, iMid, ...said },
            merchant,
            badToken: 'BAD_TOKEN',
            merchants: () => merchantsBeside(merchant, core),
            stored: () => stored,
            sent,
            earlier: callOfToken(store),
          })
          return { endpoint: name, ...explanation }
        })
      },
    },
  ]
}
