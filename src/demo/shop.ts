import express, { type Request, type RequestHandler, type Response, type Router } from 'express'
import type { Language } from '../config.ts'
import type { KredivoAccount } from '../domain/kredivo-account.ts'
import { localPhone, normalPhone } from '../domain/phone.ts'
import { textsOf } from '../http/fields.ts'
import { isFromOtherSite, protectPage } from '../http/guards.ts'
import { rupiah } from '../http/lender/figures.ts'
import { languageOf } from '../http/lender/texts.ts'
import { SEED_ACCOUNTS } from '../store/seed.ts'
import { type Deal, openDeals, stateOf, userTokensOf } from './deals.ts'
import {
  bindingRequest,
  type Credentials,
  cancelRequest,
  type Fields,
  inquiryRequest,
  isGenuineBinding,
  isGenuinePayment,
  type KnownOrder,
  orderRequest,
  paymentFields,
} from './merchant.ts'
import { SHOP_TEXTS } from './texts.ts'

export interface ShopOptions {
  /** The sandbox's base URL. */
  readonly baseUrl: string
  readonly merchant: Credentials
  readonly now: () => Date
  readonly language: Language
  /** A word that makes each order number the shop's own. */
  readonly word: () => string
}

const DIRECT = '/nicepay/direct/v2'

/** All that the shop sells. */
const GOODS = [
  { id: 'coffee', goodsNm: 'Kopi Gayo', amt: '25145' },
  { id: 'bicycle', goodsNm: 'Sepeda lipat', amt: '2500000' },
] as const

/** How long the page looks for the notification by itself, in milliseconds. */
const PATIENCE = 10_000

const fieldsOf = (req: Request): Fields => textsOf({ ...req.query, ...req.body })

const keyOf = ({ label }: KredivoAccount): string => `shop-customer-${label}`

/** The order of a deal, as later calls name it. */
const orderOf = ({ referenceNo, request, answer }: Deal): KnownOrder => ({
  tXid: answer.tXid ?? '',
  referenceNo,
  amt: request.amt ?? '',
})

/**
 * A small merchant's shop at /demo. It knows the test shoppers, and talks to the sandbox as every merchant does:
 * registration, inquiry and cancel over HTTP, the shopper's browser sent to Kredivo, callback and notification taken in
 * and verified.
 */
export const demoShop = ({ baseUrl, merchant, now, language, word }: ShopOptions): Router => {
  const deals = openDeals()
  const router = express.Router()
  router.use(express.json(), express.urlencoded({ extended: false }))

  const shopperIn = (req: Request): KredivoAccount => {
    const phone = normalPhone(fieldsOf(req).phone ?? '')
    const [first] = SEED_ACCOUNTS
    const shopper = SEED_ACCOUNTS.find((account) => account.phone === phone) ?? first
    if (!shopper) throw new Error('there is no test shopper')
    return shopper
  }
  const freshReference = (): string => `SHOP-${word().slice(0, 8)}`
  const notificationUrl = `${baseUrl}/demo/notification`
  const callBackUrl = (lang: Language): string => `${baseUrl}/demo/callback?lang=${lang}`

  const inquire = async (deal: Deal): Promise<void> => {
    const request = inquiryRequest(merchant, orderOf(deal), now())
    const inquiry = await post(`${baseUrl}${DIRECT}/inquiry`, request)
    deals.update(deal.referenceNo, { inquiry })
  }

  router.get('/', async (req, res) => {
    const lang = languageOf(req.query.lang, language)
    const undecided = deals.list().filter((deal) => deal.backAt && stateOf(deal) === 'waiting')
    await Promise.all(undecided.filter(({ kind }) => kind === 'order').map(inquire))
    const list = deals.list().map((deal) => ({ ...deal, state: stateOf(deal) }))
    const tokens = userTokensOf(deals)
    const shoppers = SEED_ACCOUNTS.map((account) => ({
      ...account,
      phone: localPhone(account.phone),
      linked: tokens.has(keyOf(account)),
    }))
    const goods = GOODS.map((one) => ({ ...one, price: rupiah(Number(one.amt), lang) }))
    const waits = list.some(
      ({ callback, notification, backAt }) =>
        callback?.resultCd === '0000' &&
        !notification &&
        now().getTime() < (backAt ?? 0) + PATIENCE,
    )
    protectPage(res)
    res.render('demo/shop', { lang, t: SHOP_TEXTS[lang], shoppers, goods, deals: list, waits })
  })

  /** A button of the shop's own page; answers where the browser goes next. */
  const button =
    (press: (req: Request, lang: Language) => Promise<string | undefined>): RequestHandler =>
    async (req, res) => {
      if (isFromOtherSite(req)) {
        res.status(403).send('this form comes from another site')
        return
      }
      const lang = languageOf(req.query.lang, language)
      res.redirect(303, (await press(req, lang)) ?? `/demo?lang=${lang}`)
    }

  router.post(
    '/bind',
    button(async (req, lang) => {
      const shopper = shopperIn(req)
      const wish = {
        referenceNo: freshReference(),
        billingNm: shopper.legalName,
        billingPhone: `+62-${shopper.phone.slice(2)}`,
        clientUserKey: keyOf(shopper),
        dbProcessUrl: notificationUrl,
        callBackUrl: callBackUrl(lang),
      }
      const request = bindingRequest(merchant, wish, now())
      const answer = await post(`${baseUrl}/nicepay/v2/userAccountBinding`, request)
      deals.add({ kind: 'binding', referenceNo: wish.referenceNo, request, answer })
      return answer.redirectUrlHttp && `${answer.redirectUrlHttp}&lang=${lang}`
    }),
  )

  router.post(
    '/buy',
    button(async (req, lang) => {
      const { goods, way } = fieldsOf(req)
      const shopper = shopperIn(req)
      const { goodsNm, amt } = GOODS.find(({ id }) => id === goods) ?? GOODS[0]
      const userToken = way === 'token' ? userTokensOf(deals).get(keyOf(shopper)) : undefined
      const wish = {
        referenceNo: freshReference(),
        goodsNm,
        amt,
        billingNm: shopper.legalName,
        billingPhone: localPhone(shopper.phone),
        dbProcessUrl: notificationUrl,
        ...(way === 'link' && { clientUserKey: keyOf(shopper) }),
        ...(userToken !== undefined && { userToken }),
      }
      const request = orderRequest(merchant, wish, now())
      const answer = await post(`${baseUrl}${DIRECT}/registration`, request)
      deals.add({ kind: 'order', referenceNo: wish.referenceNo, request, answer })
      if (!answer.tXid) return undefined
      const order = { tXid: answer.tXid, referenceNo: wish.referenceNo, amt }
      const fields = paymentFields(merchant, order, callBackUrl(lang), now())
      return `${baseUrl}${DIRECT}/payment?${new URLSearchParams(fields)}`
    }),
  )

  router.post(
    '/cancel',
    button(async (req) => {
      const deal = deals.get(fieldsOf(req).referenceNo)
      if (deal?.kind !== 'order') return undefined
      const request = cancelRequest(merchant, orderOf(deal), now())
      const cancel = await post(`${baseUrl}${DIRECT}/cancel`, request)
      deals.update(deal.referenceNo, { cancel })
      await inquire(deal)
      return undefined
    }),
  )

  const takeCallback = async (req: Request, res: Response): Promise<void> => {
    const { lang, ...fields } = fieldsOf(req)
    deals.update(fields.referenceNo, { callback: fields, backAt: now().getTime() })
    const deal = deals.get(fields.referenceNo)
    if (deal?.kind === 'order') await inquire(deal)
    res.redirect(303, `/demo?lang=${lang ?? language}`)
  }
  router.route('/callback').get(takeCallback).post(takeCallback)

  router.post('/notification', async (req, res) => {
    const fields = fieldsOf(req)
    const deal = deals.get(fields.referenceNo)
    const isGenuine = deal?.kind === 'order' ? isGenuinePayment : isGenuineBinding
    const genuine = isGenuine(fields, merchant)
    deals.update(fields.referenceNo, { notification: { fields, genuine } })
    res.status(genuine ? 200 : 403).send(genuine ? 'OK' : 'the merchantToken is wrong')
    // Source: NICEPAY asks merchants to verify a notification by an inquiry.
    if (genuine && deal?.kind === 'order') await inquire(deal)
  })
  return router
}

const post = async (url: string, request: Fields): Promise<Fields> => {
  const headers = { 'Content-Type': 'application/json' }
  try {
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(request) })
    return (await response.json()) as Fields
  } catch (error) {
    return { error: `${url} cannot be reached: ${(error as Error).message}` }
  }
}
