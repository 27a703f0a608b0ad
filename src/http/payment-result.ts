import express, { type Router } from 'express'
import { textsOf } from './fields.ts'
import { protectPage } from './guards.ts'

/** Where it is. */
export const PAYMENT_RESULT = '/IONPAY_CLIENT/paymentResult.jsp'

/**
 * NICEPAY's own page to come back to when there is no shop yet: prints what the browser brings, by query or by form.
 * Source: tests of NICEPAY's SDKs have it as their callBackUrl (nicepay-dev). Guess: its looks, which nobody describes.
 */
export const paymentResultPage = (): Router => {
  const router = express.Router()
  router.use(express.urlencoded({ extended: false, limit: '64kb', parameterLimit: 200 }))
  router.all('/', (req, res) => {
    protectPage(res)
    res.render('nicepay/arrived', {
      fields: Object.entries(textsOf({ ...req.query, ...req.body })),
    })
  })
  return router
}
