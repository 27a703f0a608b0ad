import express, { type RequestHandler, type Router } from 'express'
import { ControlError, sameOriginOnly } from '../guards.ts'
import { type ControlDeps, mountCalls } from './calls.ts'
import { clockCalls } from './clock.ts'
import type { EventStream } from './events.ts'
import { interactionCalls } from './interactions.ts'
import { merchantCalls } from './merchants.ts'
import { notificationCalls } from './notifications.ts'
import { requestCalls } from './requests.ts'
import { serverCalls } from './server.ts'
import { shopperCalls } from './shoppers.ts'
import { transactionCalls } from './transactions.ts'
import { userTokenCalls } from './user-tokens.ts'

/** The calls of each noun, in the order in which they are mounted. */
export const NOUNS = [
  serverCalls,
  clockCalls,
  merchantCalls,
  shopperCalls,
  userTokenCalls,
  transactionCalls,
  interactionCalls,
  notificationCalls,
  requestCalls,
]

/** Everything below /_sandbox. */
export const controlApi = (
  deps: ControlDeps,
  admin: RequestHandler,
  events: EventStream,
): Router => {
  const router = express.Router()
  router.use(admin, sameOriginOnly, express.json({ limit: '1mb', strict: false }))
  router.get('/events', events.handler)
  const calls = NOUNS.flatMap((callsOf) => callsOf(deps))
  mountCalls(router, calls, deps)
  router.use((req) => {
    const methods = calls.filter(({ path }) => matches(path, req.path)).map(({ method }) => method)
    if (methods.length === 0) throw new ControlError(404, `there is no call ${req.path}`)
    throw new ControlError(405, `${req.path} takes ${methods.join(', ').toUpperCase()}`)
  })
  return router
}

const matches = (pattern: string, path: string): boolean =>
  new RegExp(`^${pattern.replace(/:\w+/g, '[^/]+')}/?$`, 'i').test(path)
