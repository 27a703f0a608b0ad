import type { RequestListener, ServerResponse } from 'node:http'
import { join } from 'node:path'
import express, { type Request, type Response, type Router } from 'express'
import type { Language } from '../config.ts'
import { ENDPOINTS } from '../endpoints/index.ts'
import { PAGES } from '../lender/paths.ts'
import { consolePages } from './console/pages.ts'
import { controlApi } from './control/api.ts'
import type { ControlDeps } from './control/calls.ts'
import type { EventStream } from './control/events.ts'
import { errorAnswers } from './errors.ts'
import { adminOnly, ownHostOnly } from './guards.ts'
import { lenderPages } from './lender/pages.ts'
import { isNicepayPath, nicepayApi } from './nicepay.ts'

export interface AppOptions extends ControlDeps {
  readonly events: EventStream
  readonly language: Language
  readonly adminToken?: string | undefined
  /** The demo shop, a merchant of its own. */
  readonly shop: Router
}

const VIEWS = join(import.meta.dirname, '../../views')

/** The Express application. NICEPAY's own paths come first; only what is the sandbox's own looks at the Host header. */
export const createApp = (options: AppOptions): RequestListener => {
  const { core, journal, events, language, adminToken, shop } = options
  const app = express()
  app.disable('x-powered-by').disable('etag').enable('view cache')
  app.set('views', VIEWS).set('view engine', 'ejs')

  const nicepay = nicepayApi(ENDPOINTS, core, journal)
  app.use((req, res, next) => (isNicepayPath(req.path) ? nicepay(req, res, next) : next()))

  // NICEPAY's result page uses them too, and that is reached under any host name.
  app.use('/assets', express.static(join(VIEWS, 'assets'), { maxAge: 0 }))
  const admin = adminOnly(adminToken)
  app.use(ownHostOnly([new URL(core.baseUrl).hostname]))
  const pages = lenderPages({ core, journal, language })
  for (const prefix of [...new Set(Object.values(PAGES)), '/kredivo']) app.use(prefix, pages)
  app.use('/_sandbox', controlApi(options, admin, events))
  app.use('/demo', shop)
  app.use(consolePages(options, admin))
  app.use((req, res) => {
    res.status(404).json({ error: `there is nothing at ${req.path}` })
  })
  app.use(errorAnswers(core.bug))
  return (req, res) => app(req as Request, res as Response, () => notAnAddress(res))
}

/** What passes by every route: a request line such as `GET http://[`. */
const notAnAddress = (res: ServerResponse): void => {
  res.statusCode = 400
  res
    .setHeader('Content-Type', 'application/json')
    .end('{"error":"the address of this call is not one"}')
}
