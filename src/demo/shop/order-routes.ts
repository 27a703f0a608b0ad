import type { RequestHandler, Router } from 'express'
import type { Language } from '../../config.ts'
import { qrPicture } from '../../http/qr-pictures.ts'
import type { Fields } from '../merchant.ts'
import {
  button,
  callBackUrl,
  fieldsOf,
  langOf,
  orderUrl,
  type Shop,
  shopUrl,
  show,
  viewerOf,
} from './context.ts'
import { answeredOf, type Deal } from './deals.ts'
import { orderPage, versionOf } from './pages.ts'
import { awaitsNews } from './states.ts'

/** A button of an order's page; for an order that the shop does not remember, the way back to the shop. */
const orderButton = (
  shop: Shop,
  press: (deal: Deal, fields: Fields, lang: Language) => Promise<void> | string | undefined,
): RequestHandler =>
  button(shop, async (req, lang) => {
    const deal = shop.deals.get(String(req.params.referenceNo))
    if (deal?.way.kind !== 'order') return shopUrl(lang, 'gone')
    return (await press(deal, fieldsOf(req), lang)) ?? orderUrl(deal, lang)
  })

/** The page of each order, and its buttons. */
export const orderRoutes = (router: Router, shop: Shop): void => {
  const { deals, cashier, now } = shop

  router.get('/orders/:referenceNo', async (req, res) => {
    const deal = deals.get(req.params.referenceNo)
    if (!deal) return res.redirect(303, shopUrl(langOf(req, shop), 'gone'))
    await cashier.inquireAgain(deal)
    show(res, 'demo/order', orderPage(deals.get(deal.referenceNo) ?? deal, viewerOf(req, shop)))
  })

  router.get('/orders/:referenceNo/qr.gif', (req, res) => {
    const deal = deals.get(req.params.referenceNo)
    const content = deal && answeredOf(deal).qrContent
    if (!content) return void res.status(404).json({ error: 'that order has no QR code' })
    res.setHeader('X-Content-Type-Options', 'nosniff')
    res.type('image/gif').send(qrPicture(content))
  })

  router.get('/orders/:referenceNo/news', async (req, res) => {
    const deal = deals.get(req.params.referenceNo)
    if (!deal) return void res.status(404).json({ error: 'the shop does not remember that order' })
    if (awaitsNews(deal, now().getTime())) await cashier.inquireAgain(deal)
    const after = deals.get(deal.referenceNo) ?? deal
    res.setHeader('Cache-Control', 'no-store')
    res.json({ version: versionOf(after), waits: awaitsNews(after, now().getTime()) })
  })

  const buttons: Readonly<Record<string, RequestHandler>> = {
    ask: orderButton(shop, (deal) => cashier.inquire(deal)),
    resume: orderButton(shop, (deal, _, lang) =>
      cashier.resume(deal, callBackUrl(deal.referenceNo, lang, shop)),
    ),
    cancel: orderButton(shop, (deal, { part }) => cashier.cancel(deal, part?.replace(/\D/g, ''))),
  }
  for (const [name, handler] of Object.entries(buttons)) {
    router.post(`/orders/:referenceNo/${name}`, handler)
  }
}
