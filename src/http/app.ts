import type { RequestListener, ServerResponse } from 'node:http'
import { join } from 'node:path'
import ejs from 'ejs'
import express, { type Request, type RequestHandler, type Response, type Router } from 'express'
import type { Language } from '../config.ts'
import { CHECKOUT_PAGE } from '../endpoints/checkout/path.ts'
import { ENDPOINTS } from '../endpoints/index.ts'
import { QR_PICTURES } from '../endpoints/qr-url.ts'
import { SNAP_ENDPOINTS } from '../endpoints/snap/index.ts'
import { PAGES } from '../lender/paths.ts'
import { VIEWS } from '../package.ts'
import { VENDOR_NAMES } from '../tls/names.ts'
import { checkoutPages } from './checkout/pages.ts'
import { consolePages } from './console/pages.ts'
import { controlApi } from './control/api.ts'
import type { ControlDeps } from './control/calls.ts'
import type { EventStream } from './control/events.ts'
import { errorAnswers } from './errors.ts'
import { adminOnly, noForeignPage, ownHostOnly } from './guards.ts'
import { lenderPages } from './lender/pages.ts'
import { nicepayApi } from './nicepay.ts'
import { isNicepayPath } from './nicepay-paths.ts'
import { PAYMENT_RESULT, paymentResultPage } from './payment-result.ts'
import { qrPictures } from './qr-pictures.ts'

export interface AppOptions extends ControlDeps {
  readonly events: EventStream
  readonly language: Language
  readonly adminToken?: string | undefined
  /** Names under which the sandbox is reached, besides that of its base URL. */
  readonly ownNames: readonly string[]
  /** The demo shop, a merchant of its own. */
  readonly shop: Router
}

/**
 * Renders a template with our ejs: Express would take the one that it finds, which may be the merchant's own. By a promise,
 * as Express answers a callback by process.nextTick, which fake timers hold up too.
 */
const template = (path: string, locals: object, done: (error: unknown, html?: string) => void) => {
  ejs.renderFile(path, locals).then((html) => done(null, html), done)
}

/** The Express application. NICEPAY's own paths come first; only what is the sandbox's own looks at the Host header. */
export const createApp = (options: AppOptions): RequestListener => {
  const { core, journal, events, language, adminToken, ownNames, shop } = options
  const app = express()
  const errors = errorAnswers(core.bug)
  const ended = (router: Router): Router => router.use(nothing, errors)
  app.disable('x-powered-by').disable('etag').enable('view cache')
  app.set('views', VIEWS).set('view engine', 'ejs').engine('ejs', template)

  const names = [new URL(core.baseUrl).hostname, ...ownNames]
  const anyNames = [...names, ...VENDOR_NAMES]
  const checkout = ended(checkoutPages({ core, journal, language }))
  app.use(CHECKOUT_PAGE, noForeignPage(anyNames), checkout)
  const nicepay = nicepayApi([...ENDPOINTS, ...SNAP_ENDPOINTS], core, journal, anyNames)
  app.use((req, res, next) => (isNicepayPath(req.path) ? nicepay(req, res, next) : next()))

  // NICEPAY's result page uses them too, and that is reached under any host name.
  app.use(noForeignPage(anyNames))
  app.use('/assets', express.static(join(VIEWS, 'assets'), { maxAge: 0 }))
  // A callBackUrl that a client has hard-coded names it under NICEPAY's host.
  app.use(PAYMENT_RESULT, ended(paymentResultPage()))
  app.use(QR_PICTURES, ended(qrPictures(core.store)))
  const admin = adminOnly(adminToken)
  const pages = ended(lenderPages({ core, journal, language }))
  for (const prefix of [...new Set(Object.values(PAGES)), '/kredivo']) {
    app.use(prefix, ownHostOnly(anyNames), pages)
  }
  app.use(ownHostOnly(names))
  app.use('/_sandbox', ended(controlApi(options, admin, events)))
  app.use('/demo', ended(shop))
  app.use(ended(consolePages(options, admin)))
  return (req, res) => app(req as Request, res as Response, () => notAnAddress(res))
}

/**
 * The end of the application and of each router in it. No call leaves a router: Express lets it out by the global
 * setImmediate, which stands still in a program whose tests have faked the timers.
 */
const nothing: RequestHandler = (req, res) => {
  res.status(404).json({ error: `there is nothing at ${req.baseUrl}${req.path}` })
}

/** What passes by every route: a request line such as `GET http://[`. */
const notAnAddress = (res: ServerResponse): void => {
  res.statusCode = 400
  res
    .setHeader('Content-Type', 'application/json')
    .end('{"error":"the address of this call is not one"}')
}
