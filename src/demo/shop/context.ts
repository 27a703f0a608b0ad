import type { Request, RequestHandler, Response } from 'express'
import type { Language } from '../../config.ts'
import { textsOf } from '../../http/fields.ts'
import { isFromOtherSite, protectPage } from '../../http/guards.ts'
import { languageOf } from '../../http/texts.ts'
import type { Fields } from '../merchant.ts'
import type { SnapCredentials, SnapKeys } from '../snap.ts'
import type { Cashier } from './cashier.ts'
import type { Customer } from './catalogue.ts'
import type { Deal, Deals } from './deals.ts'
import type { Links } from './links.ts'
import type { NoticeName, Viewer } from './pages.ts'

export interface ShopOptions {
  /** The sandbox's base URL, for the customer's browser. */
  readonly baseUrl: string
  /** The same sandbox for calls from this machine: the base URL may be a name that leads elsewhere from here. */
  readonly localUrl: string
  readonly merchant: SnapCredentials
  /** The keys of SNAP, which a merchant has from NICEPAY's console. */
  readonly keys: () => Promise<SnapKeys>
  readonly now: () => Date
  readonly language: Language
  /** A word that makes each order number the shop's own. */
  readonly word: () => string
}

/** What the shop's routes share. */
export interface Shop extends ShopOptions {
  readonly deals: Deals
  readonly links: Links
  readonly cashier: Cashier
}

/** The texts of a query and a form. */
export const fieldsOf = (req: Request): Fields => textsOf({ ...req.query, ...req.body })

/** The language that a page is asked for. */
export const langOf = (req: Request, { language }: ShopOptions): Language =>
  languageOf(fieldsOf(req).lang, language)

/** Who looks at a page. */
export const viewerOf = (req: Request, shop: Shop): Viewer => ({
  lang: langOf(req, shop),
  links: shop.links,
  now: shop.now().getTime(),
  baseUrl: shop.baseUrl,
})

/** Answers a page; its forms may lead to NICEPAY, which a browser may know under another name than the shop. */
export const show = (res: Response, view: string, locals: object): void => {
  protectPage(res, true)
  res.render(view, locals)
}

/** A button of the shop's own pages; `press` answers where the browser goes next. */
export const button =
  (shop: Shop, press: (req: Request, lang: Language) => Promise<string> | string): RequestHandler =>
  async (req, res) => {
    if (isFromOtherSite(req)) {
      res.status(403).send('this form comes from another site')
      return
    }
    res.redirect(303, await press(req, langOf(req, shop)))
  }

/** The page of an order. */
export const orderUrl = ({ referenceNo }: Pick<Deal, 'referenceNo'>, lang: Language): string =>
  `/demo/orders/${referenceNo}?lang=${lang}`

/** The shop's page as a customer sees it, with something to say. */
export const shopUrl = (lang: Language, notice: NoticeName, customer?: Customer): string =>
  `/demo?${new URLSearchParams({ lang, notice, ...(customer && { customer: customer.label }) })}`

/** Where NICEPAY sends the browser back to; the order is named in it, as a refusal's callback names none. */
export const callBackUrl = (referenceNo: string, lang: Language, { baseUrl }: Shop): string =>
  `${baseUrl}/demo/callback?order=${referenceNo}&lang=${lang}`
