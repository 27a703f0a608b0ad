import express, { type Request, type Response, type Router } from 'express'
import type { Visit } from '../../acquirer/visit.ts'
import type { Language } from '../../config.ts'
import type { Interaction } from '../../domain/interaction.ts'
import type { Merchant } from '../../domain/merchant.ts'
import type { Transaction } from '../../domain/transaction.ts'
import type { Core } from '../../endpoints/core.ts'
import { fly } from '../../lender/headless.ts'
import { pathOf } from '../../lender/paths.ts'
import { pageOf } from '../../lender/visit.ts'
import { iMidOfTXid } from '../../protocol/ids.ts'
import { NicepayError } from '../../protocol/results.ts'
import { shown } from '../../protocol/shown.ts'
import { nowIn } from '../../store/now.ts'
import { textsOf } from '../fields.ts'
import { isFromOtherSite, protectPage } from '../guards.ts'
import { headerText } from '../headers.ts'
import type { Journal } from '../journal.ts'
import { pageRecorder } from '../page-recorder.ts'
import { languageOf } from '../texts.ts'
import { ACTS, versionOf } from './acts.ts'
import { pageUrl, problemView, type View } from './frame.ts'
import { viewOf } from './views.ts'

export interface CheckoutOptions {
  readonly core: Core
  readonly journal: Journal
  /** The language that pages begin in. */
  readonly language: Language
}

/** An order of the checkout page, in a transaction. */
interface Found {
  readonly order: Transaction
  readonly merchant: Merchant
  readonly visit: Visit
}

/** What a call comes to: something to look at, the way to another page, or a word. */
type Outcome = View | { readonly redirect: string } | { readonly text: string }

/**
 * NICEPAY's hosted page: the customer chooses how to pay, gets a number or a QR code, or is led on to a lender, a wallet or a bank.
 * A GET shows where the order stands and changes nothing; a POST acts and answers 303 to where it stands then.
 * Source: docs.nicepay.co.id, page "Payment API - Checkout" (the address and its one parameter). Guess: an order that is
 * unknown or over is told on a page with HTTP 200.
 */
export const checkoutPages = ({ core, journal, language: initial }: CheckoutOptions): Router => {
  const { store, env } = core
  const router = express.Router()
  const reasons = new WeakMap<Request, string>()

  router.use((req, res, next) => {
    // What only asks whether something has changed is not worth a line in the journal.
    if (req.query.look !== undefined) return next()
    recorder(req, res, next)
  })
  router.use(express.urlencoded({ extended: false, limit: '8kb', parameterLimit: 50 }))

  const tXidOf = (req: Request): string => textsOf(req.query).tXid ?? ''

  const recorder = pageRecorder(core, journal, (req) => {
    const tXid = tXidOf(req)
    const namespace = store.homeOf('merchants', iMidOfTXid(tXid)) ?? null
    const order =
      namespace === null ? undefined : store.world(namespace)?.tables.transactions.get(tXid)
    return {
      namespace,
      iMid: order?.iMid ?? null,
      tXid: order?.tXid ?? null,
      reason: reasons.get(req) ?? null,
    }
  })

  /** Runs in a transaction over the order that the address names; nothing when there is none. */
  const visiting = async (
    req: Request,
    run: (found: Found) => Outcome,
  ): Promise<Outcome | undefined> => {
    const tXid = tXidOf(req)
    const namespace = store.homeOf('merchants', iMidOfTXid(tXid))
    if (namespace === undefined) return undefined
    return store.transact(namespace, (tx) => {
      const order = tx.transactions.get(tXid)
      const merchant = order && tx.merchants.get(order.iMid)
      if (!merchant || order.product !== 'checkout') return undefined
      return run({ order, merchant, visit: { tx, now: nowIn(tx, env.systemNow()), ids: env.ids } })
    })
  }

  const show = (
    req: Request,
    { order, merchant, visit }: Found,
    notice: string | null = null,
  ): Outcome => {
    const query = textsOf(req.query)
    const language = languageOf(query.lang, initial)
    return viewOf({ order, merchant, visit, language, query, notice })
  }

  const answer = (req: Request, res: Response, outcome: Outcome): void => {
    if ('text' in outcome) {
      res.setHeader('Cache-Control', 'no-store')
      res.type('text/plain').send(outcome.text)
      return
    }
    if ('redirect' in outcome) {
      res.redirect(303, outcome.redirect)
      return
    }
    protectPage(res, outcome.leadsBack)
    if (outcome.reason !== undefined) {
      reasons.set(req, outcome.reason)
      res.setHeader('X-Sandbox-Reason', headerText(outcome.reason))
    }
    res.render(outcome.template, outcome.locals)
  }

  const unknown = (req: Request): View =>
    problemView(
      'unknown',
      languageOf(req.query.lang, initial),
      `no order of the checkout page has the tXid ${shown(tXidOf(req))}; it is the one that /nicepay/redirect/v2/registration answered, behind ?tXid=`,
    )

  router.get('/', async (req, res) => {
    const outcome = await visiting(req, (found) => {
      if (req.query.look === undefined) return show(req, found)
      const { order, visit } = found
      return { text: versionOf(order, visit.now) }
    })
    answer(req, res, outcome ?? unknown(req))
  })

  /** The page that a link leads to, after the autopilot where one is on. */
  const pathTo = (link: Interaction, { merchant, visit }: Found, language: Language): string => {
    const flown = fly(link, merchant, core.autopilot, visit)
    return pathOf(pageOf(flown, visit), flown, { lang: language })
  }

  router.post('/', async (req, res) => {
    const query = textsOf(req.query)
    const language = languageOf(query.lang, initial)
    const form = textsOf(req.body)
    const act = ACTS.get(form.action ?? '')
    if (!act || !req.is('urlencoded') || isFromOtherSite(req)) {
      const reason =
        'the form does not come from the checkout page, or has no button of it as "action"'
      answer(req, res, problemView('badForm', language, reason))
      return
    }
    const acting = visiting(req, (found) => {
      const { link } = act(found.order, form, found.visit)
      if (link) return { redirect: pathTo(link, found, language) }
      const { tXid: _tXid, method: _method, look: _look, ...stays } = query
      return { redirect: pageUrl(found.order.tXid, stays) }
    })
    const outcome = await acting.catch((error: unknown) => {
      if (!(error instanceof NicepayError)) throw error
      return refused(req, form, error)
    })
    answer(req, res, outcome ?? unknown(req))
  })

  /** The page again, after a card that does not pay; nothing was changed. */
  const refused = (
    req: Request,
    form: Readonly<Record<string, string>>,
    error: NicepayError,
  ): Promise<Outcome | undefined> =>
    visiting(req, ({ order, ...found }) => {
      const language = languageOf(req.query.lang, initial)
      const query = { ...textsOf(req.query), method: form.payMethod ?? '' }
      const view = viewOf({ order, ...found, language, query, notice: 'cardRefused' })
      return { ...view, reason: error.reason }
    })

  return router
}
