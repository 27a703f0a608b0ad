import express, {
  type ErrorRequestHandler,
  type Request,
  type RequestHandler,
  type Response,
  type Router,
} from 'express'
import type { ControlDeps } from '../control/calls.ts'
import { shownClock } from '../control/clock.ts'
import { textsOf } from '../fields.ts'
import { ControlError, protectPage } from '../guards.ts'
import { accountLinkPages } from './account-links.ts'
import { clockPages } from './clock.ts'
import { exchangePages } from './exchanges.ts'
import { faultPages } from './faults.ts'
import { merchantPages } from './merchants.ts'
import { namespacePages } from './namespaces.ts'
import { notificationPages } from './notifications.ts'
import { orderPages } from './orders.ts'
import { marked, moment, type Page, type PageRequest, type Shown, wib } from './page.ts'
import { payoutPages } from './payouts.ts'
import { shopperPages } from './shoppers.ts'

const PAGES = [
  exchangePages,
  orderPages,
  payoutPages,
  accountLinkPages,
  notificationPages,
  shopperPages,
  clockPages,
  faultPages,
  merchantPages,
  namespacePages,
]

/** What leads from each page to the others. */
const PLACES = [
  { path: '/', name: 'Exchanges' },
  { path: '/orders', name: 'Orders' },
  { path: '/payouts', name: 'Payouts' },
  { path: '/account-links', name: 'Account links' },
  { path: '/notifications', name: 'Notifications' },
  { path: '/shoppers', name: 'Shoppers' },
  { path: '/merchants', name: 'Merchants' },
  { path: '/clock', name: 'Clock' },
  { path: '/faults', name: 'Faults' },
]

/** A namespace's name in a query; an empty one, as a form sends it, is none. */
const chosenIn = (req: Request): string | undefined => textsOf(req.query).namespace || undefined

/** The sandbox's own pages, for whoever develops against it. */
export const consolePages = (deps: ControlDeps, admin: RequestHandler): Router => {
  const { core, version } = deps
  const { store } = core

  const requestOf = (req: Request): PageRequest => {
    const chosen = chosenIn(req)
    const namespace = chosen ?? 'default'
    const world = store.world(namespace)
    if (!world) throw new ControlError(404, `there is no namespace "${namespace}"`)
    return { namespace, chosen, world, params: textsOf(req.params), query: textsOf(req.query) }
  }

  /** What every page begins and ends with. */
  const frameOf = (req: Request, { title, live }: Pick<Shown, 'title' | 'live'>) => {
    const chosen = chosenIn(req)
    const namespace = chosen !== undefined && store.world(chosen) ? chosen : undefined
    return {
      title,
      version,
      baseUrl: core.baseUrl,
      places: PLACES,
      here: req.path,
      chosen: namespace,
      namespaces: store.namespaces(),
      clock: shownClock(deps, namespace ?? 'default'),
      live: live && new URLSearchParams(live).toString(),
      /** An address of the console that stays in the namespace. */
      to: (path: string, query: Record<string, string> = {}) => {
        const all = new URLSearchParams({ ...(namespace && { namespace }), ...query })
        return all.size === 0 ? path : `${path}?${all}`
      },
      wib,
      moment,
      marked,
    }
  }

  const show = (req: Request, res: Response, { view, locals, ...frame }: Shown): void => {
    protectPage(res)
    res.render(`console/${view}`, { ...frameOf(req, frame), ...locals })
  }

  const problem: ErrorRequestHandler = (error, req, res, next) => {
    if (!(error instanceof ControlError)) return next(error)
    const { status, message } = error
    res.status(status)
    show(req, res, { view: 'problem', title: 'Not here', locals: { message } })
  }

  const router = express.Router()
  const mount = (path: string, page: Page): void => {
    router.get(path, admin, async (req, res) => show(req, res, await page(requestOf(req))))
  }
  for (const pagesOf of PAGES) {
    for (const [path, page] of Object.entries(pagesOf(deps))) mount(path, page)
  }
  return router.use(problem)
}
