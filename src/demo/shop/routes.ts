import express, { type Request, type RequestHandler, type Response, type Router } from 'express'
import type { Language } from '../../config.ts'
import { textsOf } from '../../http/fields.ts'
import { isFromOtherSite, protectPage } from '../../http/guards.ts'
import { languageOf } from '../../http/lender/texts.ts'
import type { Credentials, Fields } from '../merchant.ts'
import { postTo } from './calls.ts'
import { openCashier } from './cashier.ts'
import { type Customer, customerOf, goodsOf } from './catalogue.ts'
import { type Deal, openDeals } from './deals.ts'
import { callbackOf, takeNotification } from './incoming.ts'
import { openLinks } from './links.ts'
import { type NoticeName, orderPage, shopPage, versionOf } from './pages.ts'
import { awaitsNews } from './verdicts.ts'
import { wayOf } from './ways.ts'

export interface ShopOptions {
  /** The sandbox's base URL. */
  readonly baseUrl: string
  readonly merchant: Credentials
  readonly now: () => Date
  readonly language: Language
  /** A word that makes each order number the shop's own. */
  readonly word: () => string
}

/** The largest notification that is read. */
const BODY_LIMIT = '16kb'

const fieldsOf = (req: Request): Fields => textsOf({ ...req.query, ...req.body })

/**
 * A small merchant's shop at /demo. It knows the test shoppers, and talks to the sandbox as every merchant does: calls
 * over HTTP, the customer's browser sent to Kredivo, callback and notification taken in and verified.
 */
export const demoShop = (options: ShopOptions): Router => {
  const { baseUrl, merchant, now, language } = options
  const deals = openDeals(() => now().getTime())
  const links = openLinks()
  const cashier = openCashier({ ...options, post: postTo(baseUrl), deals, links })
  const router = express.Router()

  const viewerOf = (req: Request) => ({
    lang: languageOf(fieldsOf(req).lang, language),
    links,
    now: now().getTime(),
  })
  const callBackUrl = (referenceNo: string, lang: Language): string =>
    `${baseUrl}/demo/callback?order=${referenceNo}&lang=${lang}`
  const orderUrl = ({ referenceNo }: Pick<Deal, 'referenceNo'>, lang: Language): string =>
    `/demo/orders/${referenceNo}?lang=${lang}`
  const shopUrl = (lang: Language, customer?: Customer, notice?: NoticeName): string => {
    const query = { lang, ...(customer && { customer: customer.label }), ...(notice && { notice }) }
    return `/demo?${new URLSearchParams(query)}`
  }
  const show = (res: Response, view: string, locals: object): void => {
    protectPage(res)
    res.render(view, locals)
  }

  // A notification is kept as it came, so it is read before anything takes it apart.
  router.post(
    '/notification',
    express.text({ type: () => true, limit: BODY_LIMIT }),
    async (req, res) => {
      const { isGenuine, deal } = takeNotification(req, { merchant, deals, links })
      res.status(isGenuine ? 200 : 403).send(isGenuine ? 'OK' : 'the merchantToken is wrong')
      // Source: NICEPAY asks merchants to verify a notification by an inquiry.
      if (isGenuine && deal?.way.kind === 'order') await cashier.inquire(deal)
    },
  )

  router.use(express.json(), express.urlencoded({ extended: false }))

  router.get('/', async (req, res) => {
    const fields = fieldsOf(req)
    const customer = customerOf(fields.customer)
    const about = {
      customer,
      goods: goodsOf(fields.goods),
      notice: fields.notice,
      details: await cashier.detailsOf(customer),
      deals: deals.list(),
    }
    show(res, 'demo/shop', shopPage(about, viewerOf(req)))
  })

  /** A button of the shop's own pages; answers where the browser goes next. */
  const button =
    (press: (req: Request, lang: Language) => Promise<string> | string): RequestHandler =>
    async (req, res) => {
      if (isFromOtherSite(req)) {
        res.status(403).send('this form comes from another site')
        return
      }
      res.redirect(303, await press(req, viewerOf(req).lang))
    }

  router.post(
    '/buy',
    button(async (req, lang) => {
      const fields = fieldsOf(req)
      const customer = customerOf(fields.customer)
      const way = wayOf(fields.way)
      if (way.needsLink && !links.get(customer)) return shopUrl(lang, customer, 'notLinked')
      const wish = { way, customer, goods: goodsOf(fields.goods) }
      const { referenceNo, url } = await cashier.begin(wish, (ref) => callBackUrl(ref, lang))
      if (url === undefined) return orderUrl({ referenceNo }, lang)
      return way.kind === 'binding' ? `${url}&lang=${lang}` : url
    }),
  )

  router.post(
    '/unlink',
    button(async (req, lang) => {
      const customer = customerOf(fieldsOf(req).customer)
      await cashier.unlink(customer)
      return shopUrl(lang, customer, 'unlinked')
    }),
  )

  /** A button of an order's page; without one that the shop remembers, the way back to the shop. */
  const orderButton = (
    press: (deal: Deal, fields: Fields, lang: Language) => Promise<unknown> | string | undefined,
  ): RequestHandler =>
    button(async (req, lang) => {
      const deal = deals.get(String(req.params.referenceNo))
      if (deal?.way.kind !== 'order') return shopUrl(lang, undefined, 'gone')
      const url = await press(deal, fieldsOf(req), lang)
      return typeof url === 'string' ? url : orderUrl(deal, lang)
    })

  const order = router.route('/orders/:referenceNo')
  order.get(async (req, res) => {
    const viewer = viewerOf(req)
    const deal = deals.get(req.params.referenceNo)
    if (!deal) return res.redirect(303, shopUrl(viewer.lang, undefined, 'gone'))
    if (awaitsNews(deal, viewer.now)) await cashier.inquireAgain(deal)
    show(res, 'demo/order', orderPage(deals.get(deal.referenceNo) ?? deal, viewer))
  })
  router.get('/orders/:referenceNo/news', async (req, res) => {
    const deal = deals.get(req.params.referenceNo)
    if (!deal) return void res.status(404).json({ error: 'the shop does not remember that order' })
    if (awaitsNews(deal, now().getTime())) await cashier.inquireAgain(deal)
    const after = deals.get(deal.referenceNo) ?? deal
    res.setHeader('Cache-Control', 'no-store')
    res.json({ version: versionOf(after), waits: awaitsNews(after, now().getTime()) })
  })
  router.post(
    '/orders/:referenceNo/ask',
    orderButton((deal) => cashier.inquire(deal)),
  )
  router.post(
    '/orders/:referenceNo/resume',
    orderButton((deal, _, lang) => cashier.resume(deal, callBackUrl(deal.referenceNo, lang))),
  )
  router.post(
    '/orders/:referenceNo/cancel',
    orderButton((deal, { part }) => cashier.cancel(deal, part?.replace(/\D/g, ''))),
  )

  const takeCallback: RequestHandler = async (req, res) => {
    const { lang, order: referenceNo, ...fields } = fieldsOf(req)
    const viewer = viewerOf(req)
    const deal = deals.get(referenceNo)
    if (!deal) return res.redirect(303, shopUrl(viewer.lang, undefined, 'gone'))
    deals.add(deal.referenceNo, callbackOf(req, fields, merchant))
    if (deal.way.kind === 'order') await cashier.inquire(deal)
    res.redirect(303, orderUrl(deal, viewer.lang))
  }
  router.route('/callback').get(takeCallback).post(takeCallback)
  return router
}
