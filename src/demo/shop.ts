import express, { type Request, type RequestHandler, type Router } from 'express'
import type { Language } from '../config.ts'
import { localPhone, normalPhone } from '../domain/phone.ts'
import { textsOf } from '../http/fields.ts'
import { isFromOtherSite, protectPage } from '../http/guards.ts'
import { languageOf } from '../http/lender/texts.ts'
import { SEED_ACCOUNTS } from '../store/seed.ts'
import { bindingRequest, type Credentials, type Fields, isGenuine } from './merchant.ts'
import { shopBindings } from './orders.ts'
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

const fieldsOf = (req: Request): Fields => textsOf({ ...req.query, ...req.body })

/**
 * A small merchant's shop at /demo. It knows the test shoppers, and talks to the sandbox as every merchant does:
 * registration over HTTP, the shopper's browser sent to Kredivo, callback and notification taken in and verified.
 */
export const demoShop = (options: ShopOptions): Router => {
  const { baseUrl, merchant, now, language, word } = options
  const bindings = shopBindings()
  const router = express.Router()
  router.use(express.json(), express.urlencoded({ extended: false }))

  router.get('/', (req, res) => {
    const lang = languageOf(req.query.lang, language)
    const shoppers = SEED_ACCOUNTS.map((account) => ({
      ...account,
      phone: localPhone(account.phone),
    }))
    const list = bindings.list()
    protectPage(res)
    const waits = list.some(({ callback, notification }) => callback && !notification)
    res.render('demo/shop', { lang, t: SHOP_TEXTS[lang], shoppers, bindings: list, waits })
  })

  router.post('/bind', async (req, res) => {
    if (isFromOtherSite(req)) return void res.status(403).send('this form comes from another site')
    const lang = languageOf(req.query.lang, language)
    const phone = normalPhone(fieldsOf(req).phone ?? '')
    const shopper = SEED_ACCOUNTS.find((account) => account.phone === phone) ?? SEED_ACCOUNTS[0]
    const referenceNo = `SHOP-${word().slice(0, 8)}`
    const request = bindingRequest(
      merchant,
      {
        referenceNo,
        billingNm: shopper?.legalName ?? '',
        billingPhone: `+62-${shopper?.phone.slice(2)}`,
        clientUserKey: `shop-customer-${shopper?.label}`,
        dbProcessUrl: `${baseUrl}/demo/notification`,
        callBackUrl: `${baseUrl}/demo/callback?lang=${lang}`,
      },
      now(),
    )
    const answer = await register(baseUrl, request)
    bindings.add({ referenceNo, request, answer, callback: null, notification: null })
    const next = answer.redirectUrlHttp
    res.redirect(303, next ? `${next}&lang=${lang}` : `/demo?lang=${lang}`)
  })

  const takeCallback: RequestHandler = (req, res) => {
    const { lang, ...fields } = fieldsOf(req)
    bindings.update(fields.referenceNo, { callback: fields })
    res.redirect(303, `/demo?lang=${lang ?? language}`)
  }
  router.route('/callback').get(takeCallback).post(takeCallback)

  router.post('/notification', (req, res) => {
    const fields = fieldsOf(req)
    const genuine = isGenuine(fields, merchant)
    bindings.update(fields.referenceNo, { notification: { fields, genuine } })
    res.status(genuine ? 200 : 403).send(genuine ? 'OK' : 'the merchantToken is wrong')
  })
  return router
}

const register = async (baseUrl: string, request: Fields): Promise<Fields> => {
  const url = `${baseUrl}/nicepay/v2/userAccountBinding`
  const headers = { 'Content-Type': 'application/json' }
  try {
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(request) })
    return (await response.json()) as Fields
  } catch (error) {
    return { error: `${url} cannot be reached: ${(error as Error).message}` }
  }
}
