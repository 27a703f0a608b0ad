import express, { type RequestHandler, type Router } from 'express'
import type { Fields } from '../merchant.ts'
import { postTo } from './calls.ts'
import { openCashier } from './cashier.ts'
import { customerOf, goodsOf } from './catalogue.ts'
import {
  button,
  callBackUrl,
  fieldsOf,
  langOf,
  orderUrl,
  type Shop,
  type ShopOptions,
  shopUrl,
  show,
  viewerOf,
} from './context.ts'
import { openDeals } from './deals.ts'
import { callbackOf, takeNotification } from './incoming.ts'
import { type AccountName, openLinks } from './links.ts'
import { orderRoutes } from './order-routes.ts'
import { type NoticeName, shopPage } from './pages.ts'
import { awaitsNews } from './states.ts'
import { wayOf } from './ways/index.ts'
import { LINK } from './ways/kredivo.ts'
import { WALLET_LINK } from './ways/wallet.ts'
import type { Way } from './ways/way.ts'

/** The largest notification that is read. */
const BODY_LIMIT = '16kb'

/**
 * A small merchant's shop at /demo. It knows the test shoppers, and talks to the sandbox as every merchant does: calls
 * over HTTP, the customer's browser sent to NICEPAY or Kredivo, callback and notification taken in and verified.
 */
export const demoShop = (options: ShopOptions): Router => {
  const deals = openDeals(() => options.now().getTime())
  const links = openLinks()
  const cashier = openCashier({ ...options, post: postTo(options.localUrl), deals, links })
  const shop: Shop = { ...options, deals, links, cashier }
  const router = express.Router()
  // A notification is kept as it came, so it is read before anything takes it apart.
  const asText = express.text({ type: () => true, limit: BODY_LIMIT })
  router.post('/notification', asText, notified(shop))
  router.use(express.json(), express.urlencoded({ extended: false }))
  router.route('/callback').get(cameBack(shop)).post(cameBack(shop))
  shopRoutes(router, shop)
  orderRoutes(router, shop)
  return router
}

const notified =
  (shop: Shop): RequestHandler =>
  async (req, res) => {
    const { isGenuine, deal } = await takeNotification(req, shop)
    res.status(isGenuine ? 200 : 403).send(isGenuine ? 'OK' : 'the signature is wrong')
    // Source: NICEPAY asks merchants to verify a notification by an inquiry.
    if (isGenuine && deal?.way.kind === 'order') await shop.cashier.inquire(deal)
  }

const cameBack =
  (shop: Shop): RequestHandler =>
  async (req, res) => {
    const { lang: _, order, ...fields } = fieldsOf(req)
    const lang = langOf(req, shop)
    const deal = shop.deals.get(order)
    if (!deal) return res.redirect(303, shopUrl(lang, 'gone'))
    shop.deals.add(deal.referenceNo, callbackOf(req, deal, fields, shop.merchant))
    if (deal.way.kind === 'order') await shop.cashier.inquire(deal)
    else await shop.cashier.exchange(deal)
    res.redirect(303, orderUrl(deal, lang))
  }

/** The shop's page, and its buttons. */
const shopRoutes = (router: Router, shop: Shop): void => {
  const { deals, links, cashier, now } = shop

  router.get('/', async (req, res) => {
    const fields = fieldsOf(req)
    const customer = customerOf(fields.customer)
    const awaited = deals.list().filter((deal) => awaitsNews(deal, now().getTime()))
    await Promise.all(awaited.map(cashier.inquireAgain))
    const about = {
      customer,
      goods: goodsOf(fields.goods),
      way: wayOf(fields.way),
      notice: fields.notice,
      details: await cashier.detailsOf(customer),
      deals: deals.list(),
    }
    show(res, 'demo/shop', shopPage(about, viewerOf(req, shop)))
  })

  const begins = (wayIn: (fields: Fields) => Way): RequestHandler =>
    button(shop, async (req, lang) => {
      const fields = fieldsOf(req)
      const customer = customerOf(fields.customer)
      const way = wayIn(fields)
      if (way.needsLink && !links.get(customer, way.account))
        return shopUrl(lang, 'notLinked', customer)
      const wish = { way, customer, goods: goodsOf(fields.goods) }
      const { referenceNo, url } = await cashier.begin(wish, (ref) => callBackUrl(ref, lang, shop))
      if (url === undefined) return orderUrl({ referenceNo }, lang)
      return way.inLanguage ? `${url}&lang=${lang}` : url
    })
  const buys = begins(({ way }) => wayOf(way))
  router.post('/buy', buys)
  const unlinks = (account: AccountName, notice: NoticeName): RequestHandler =>
    button(shop, async (req, lang) => {
      const customer = customerOf(fieldsOf(req).customer)
      await cashier.unlink(customer, account)
      return shopUrl(lang, notice, customer)
    })
  router.post(
    '/link',
    begins(() => LINK),
  )
  router.post('/unlink', unlinks('kredivo', 'unlinked'))
  router.post(
    '/link-wallet',
    begins(() => WALLET_LINK),
  )
  router.post('/unlink-wallet', unlinks('wallet', 'walletUnlinked'))
}
