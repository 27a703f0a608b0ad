import express, { type RequestHandler, type Router } from 'express'
import { ENDPOINTS } from '../../endpoints/index.ts'
import { SNAP_ENDPOINTS } from '../../endpoints/snap/index.ts'
import { ControlError, sameOriginOnly } from '../guards.ts'
import { openApi } from '../openapi/document.ts'
import { accountLinkCalls } from './account-links.ts'
import { type Call, type ControlDeps, mountCalls } from './calls.ts'
import { chooseCalls } from './choose.ts'
import { clockCalls } from './clock.ts'
import type { EventStream } from './events.ts'
import { faultCalls } from './faults.ts'
import { interactionCalls } from './interactions.ts'
import { merchantCalls } from './merchants.ts'
import { namespaceCalls } from './namespaces.ts'
import { notificationCalls } from './notifications.ts'
import { otpCalls } from './otps.ts'
import { payoutCalls } from './payouts.ts'
import { requestCalls } from './requests.ts'
import { serverCalls } from './server.ts'
import { shopperCalls } from './shoppers.ts'
import { signingCalls } from './signing.ts'
import { keyCalls } from './snap-signing.ts'
import { stateCalls } from './state.ts'
import { transactionCalls } from './transactions.ts'
import { userTokenCalls } from './user-tokens.ts'
import { virtualAccountCalls } from './virtual-accounts.ts'
import { waitCalls } from './wait.ts'

/** The calls of each noun, in the order in which they are mounted. */
export const NOUNS = [
  serverCalls,
  namespaceCalls,
  stateCalls,
  clockCalls,
  merchantCalls,
  shopperCalls,
  otpCalls,
  userTokenCalls,
  accountLinkCalls,
  transactionCalls,
  chooseCalls,
  payoutCalls,
  virtualAccountCalls,
  interactionCalls,
  waitCalls,
  notificationCalls,
  requestCalls,
  faultCalls,
  signingCalls,
  keyCalls,
]

/** Every call of the control API, the document of all of them too. */
export const controlCalls = (deps: ControlDeps): Call[] => {
  const { core, version } = deps
  const document: Call = {
    method: 'get',
    path: '/openapi.json',
    says: 'this document',
    run: () =>
      openApi({
        endpoints: ENDPOINTS,
        snap: SNAP_ENDPOINTS,
        calls,
        version,
        baseUrl: core.baseUrl,
      }),
  }
  const calls = [...NOUNS.flatMap((callsOf) => callsOf(deps)), document]
  return calls
}

/** Everything below /_sandbox. */
export const controlApi = (
  deps: ControlDeps,
  admin: RequestHandler,
  events: EventStream,
): Router => {
  const router = express.Router()
  router.use(admin, sameOriginOnly)
  router.use(['/sign', '/explain'], express.json({ limit: '64kb', strict: false }))
  router.get('/events', events.handler)
  const calls = controlCalls(deps)
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
