import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import express, { type Request, type RequestHandler, type Response, type Router } from 'express'
import { type Rules, ruleFlaw } from '../../domain/rule.ts'
import type { Core } from '../../endpoints/core.ts'
import type { Seeds } from '../../store/seed-file.ts'
import type { World } from '../../store/worlds.ts'
import type { Worker } from '../../timing/worker.ts'
import { textsOf } from '../fields.ts'
import { ControlError } from '../guards.ts'
import type { Journal } from '../journal.ts'
import { answerJson } from './answer.ts'
import type { Watch } from './watch.ts'

/** What the control API works with. */
export interface ControlDeps {
  readonly core: Core
  readonly journal: Journal
  /** All that happens by itself: timers and notifications. */
  readonly worker: Worker
  readonly watch: Watch
  /** What namespaces begin with. */
  readonly seeds: Seeds
  readonly startedAt: string
  readonly version: string
}

/** A control call as it came in; its namespace exists. */
export interface ControlRequest {
  readonly namespace: string
  readonly world: World
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string | undefined>>
  readonly body: Readonly<Record<string, unknown>>
  /** Aborted when the client has gone away without its answer. */
  readonly gone: AbortSignal
}

/** One call of the control API. What `run` returns is the answer's JSON; it refuses by throwing ControlError. */
export interface Call {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  readonly path: string
  /** What it does, in a sentence. */
  readonly says: string
  /** What may stand behind the question mark besides `namespace`, with what each means. */
  readonly query?: Readonly<Record<string, string>>
  /** The fields of the body; others are refused. */
  readonly body?: Rules
  /** How a body is read that may be too long to be read at once. Throws ControlError. */
  readonly reads?: (req: IncomingMessage) => Promise<Readonly<Record<string, unknown>>>
  /** Parameters and fields that must be there. */
  readonly required?: readonly string[]
  readonly run: (request: ControlRequest) => unknown
}

/** An answer whose JSON is sent piece by piece: it may be long, and other calls go on meanwhile. */
export class Streamed {
  readonly pieces: AsyncIterable<string>

  constructor(pieces: AsyncIterable<string>) {
    this.pieces = pieces
  }
}

const send = async (res: Response, answer: unknown): Promise<void> => {
  if (!(answer instanceof Streamed)) return answerJson(res, answer)
  res.setHeader('Content-Type', 'application/json; charset=utf-8')
  // A client that goes away in the middle wants no more of it.
  await pipeline(Readable.from(answer.pieces), res).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
  })
}

const jsonBody = express.json({ limit: '1mb', strict: false })

const bodyBy =
  ({ reads }: Call): RequestHandler =>
  async (req, res, next) => {
    if (!reads) return jsonBody(req, res, next)
    req.body = await reads(req)
    next()
  }

/** Mounts calls on a router. */
export const mountCalls = (router: Router, calls: readonly Call[], { core }: ControlDeps): void => {
  for (const call of calls) {
    router.route(call.path)[call.method](bodyBy(call), async (req, res) => {
      await send(res, await call.run(checked(call, requestOf(req, goneOf(res), core))))
    })
  }
}

const known = (names: readonly string[]): string =>
  names.length === 0 ? 'nothing is known here' : `known here: ${names.join(', ')}`

/** Throws ControlError for what a call does not know, for values of another kind, and for what must be there. */
const checked = (
  { query = {}, body = {}, required = [] }: Call,
  request: ControlRequest,
): ControlRequest => {
  const parameters = ['namespace', ...Object.keys(query)]
  const foreign = Object.keys(request.query).find((name) => !parameters.includes(name))
  if (foreign !== undefined) {
    throw new ControlError(400, `there is no parameter "${foreign}"; ${known(parameters)}`)
  }
  const flaw = ruleFlaw(
    body,
    request.body,
    (name) => `there is no field "${name}"; ${known(Object.keys(body))}`,
  )
  if (flaw) throw new ControlError(400, flaw)
  const given = { ...request.query, ...request.body }
  const missing = required.find((name) => given[name] === undefined || given[name] === '')
  if (missing !== undefined) throw new ControlError(400, `"${missing}" is missing`)
  return request
}

const goneOf = (res: Response): AbortSignal => {
  const gone = new AbortController()
  res.once('close', () => {
    if (!res.writableFinished) gone.abort()
  })
  return gone.signal
}

const requestOf = (req: Request, gone: AbortSignal, { store }: Core): ControlRequest => {
  const query = textsOf(req.query)
  const namespace = query.namespace ?? 'default'
  const world = store.world(namespace)
  if (!world) throw new ControlError(404, `there is no namespace "${namespace}"`)
  return { namespace, world, params: textsOf(req.params), query, body: objectOf(req.body), gone }
}

const objectOf = (body: unknown): Record<string, unknown> => {
  if (body === undefined) return {}
  if (body !== null && typeof body === 'object' && !Array.isArray(body)) {
    return body as Record<string, unknown>
  }
  throw new ControlError(400, 'the body must be a JSON object')
}

/** A text of a checked body, or nothing. */
export const textIn = (
  body: Readonly<Record<string, unknown>>,
  name: string,
): string | undefined => {
  const value = Object.hasOwn(body, name) ? body[name] : undefined
  return typeof value === 'string' ? value : undefined
}

/** A whole number of a query. Throws ControlError. */
const wholeIn = (
  query: ControlRequest['query'],
  name: string,
  initial: number,
  least: number,
  most: number,
): number => {
  const given = query[name]
  if (given === undefined) return initial
  if (/^\d{1,9}$/.test(given) && Number(given) >= least && Number(given) <= most) {
    return Number(given)
  }
  throw new ControlError(400, `"${name}" must be a whole number from ${least} to ${most}`)
}

/** How many rows a list may have, from its query; 100 unless asked otherwise. */
export const limitIn = (query: ControlRequest['query']): number =>
  wholeIn(query, 'limit', 100, 1, 99_999)

/** How long a call may wait, in milliseconds, from its query. */
export const timeoutIn = (query: ControlRequest['query'], initial: number): number =>
  wholeIn(query, 'timeoutMs', initial, 0, 120_000)

/** How `limit` and `timeoutMs` are explained. */
export const LIMIT = { limit: 'at most so many rows, 1 to 99999 (100)' } as const
