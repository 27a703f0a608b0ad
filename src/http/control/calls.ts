import type { Request, Router } from 'express'
import type { Core } from '../../endpoints/core.ts'
import type { Seed } from '../../store/seed-file.ts'
import type { World } from '../../store/worlds.ts'
import type { Worker } from '../../timing/worker.ts'
import { textsOf } from '../fields.ts'
import { ControlError } from '../guards.ts'
import type { Journal } from '../journal.ts'

/** What the control API works with. */
export interface ControlDeps {
  readonly core: Core
  readonly journal: Journal
  /** All that happens by itself: timers and notifications. */
  readonly worker: Worker
  /** What a namespace begins with. */
  readonly seed: Seed
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
}

/** One call of the control API. What `run` returns is the answer's JSON; it refuses by throwing ControlError. */
export interface Call {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  readonly path: string
  readonly run: (request: ControlRequest) => unknown
}

/** Mounts calls on a router. */
export const mountCalls = (router: Router, calls: readonly Call[], { core }: ControlDeps): void => {
  for (const { method, path, run } of calls) {
    router.route(path)[method](async (req, res) => {
      res.json(await run(requestOf(req, core)))
    })
  }
}

const requestOf = (req: Request, { store }: Core): ControlRequest => {
  const query = textsOf(req.query)
  const namespace = query.namespace ?? 'default'
  const world = store.world(namespace)
  if (!world) throw new ControlError(404, `there is no namespace "${namespace}"`)
  return { namespace, world, params: textsOf(req.params), query, body: objectOf(req.body) }
}

const objectOf = (body: unknown): Record<string, unknown> => {
  if (body === undefined) return {}
  if (body !== null && typeof body === 'object' && !Array.isArray(body)) {
    return body as Record<string, unknown>
  }
  throw new ControlError(400, 'the body must be a JSON object')
}

/** A text of a body, or nothing; throws ControlError when it is something else. */
export const textIn = (
  body: Readonly<Record<string, unknown>>,
  name: string,
): string | undefined => {
  const value = Object.hasOwn(body, name) ? body[name] : undefined
  if (value === undefined || typeof value === 'string') return value
  throw new ControlError(400, `"${name}" must be a text`)
}

/** Throws ControlError when a body has a name that the call does not know. */
export const onlyKnown = (
  body: Readonly<Record<string, unknown>>,
  names: readonly string[],
): void => {
  const foreign = Object.keys(body).find((name) => !names.includes(name))
  if (foreign === undefined) return
  throw new ControlError(400, `"${foreign}" is not known here; known are: ${names.join(', ')}`)
}

/** How many rows a list may have, from its query; 100 unless asked otherwise. */
export const limitIn = ({ limit = '100' }: ControlRequest['query']): number => {
  if (/^[1-9]\d{0,4}$/.test(limit)) return Number(limit)
  throw new ControlError(400, '"limit" must be a whole number from 1 to 99999')
}
