import express, { type Request, type Response, type Router } from 'express'
import type { Visit } from '../../acquirer/visit.ts'
import type { Language } from '../../config.ts'
import type { Interaction } from '../../domain/interaction.ts'
import type { Core } from '../../endpoints/core.ts'
import { tenuresFor } from '../../lender/charge.ts'
import { fly } from '../../lender/headless.ts'
import { PAGES, pathOf } from '../../lender/paths.ts'
import { errandOf, FIRST_PLACE, type Place, pageOf, placeOf } from '../../lender/visit.ts'
import { nowIn } from '../../store/now.ts'
import type { Tx } from '../../store/overlay.ts'
import { firstOf } from '../../store/slices.ts'
import { textsOf } from '../fields.ts'
import { protectPage } from '../guards.ts'
import type { Journal } from '../journal.ts'
import { languageOf } from '../texts.ts'
import { ACTS, type Acts, type Form } from './acts.ts'
import { badFormView, type Facts, notFoundView, type View } from './frame.ts'
import { lenderRecorder } from './recorder.ts'
import { viewOf } from './views.ts'

export interface PagesOptions {
  readonly core: Core
  readonly journal: Journal
  /** The language that pages begin in. */
  readonly language: Language
}

/** How many test shoppers the login tells of at most. */
const TEST_ACCOUNTS = 100

/** What a call of a page comes to: something to look at, or the way to another page. */
type Outcome = View | { readonly redirect: string }

/**
 * The lenders' pages: login, OTP, review, result and dead ends at Kredivo, one plain page at the others. A GET shows where
 * the interaction stands and changes nothing, unless an autopilot is on; a POST decides and answers 303 to where it stands then.
 */
export const lenderPages = ({ core, journal, language: initial }: PagesOptions): Router => {
  const { store, env } = core
  const router = express.Router()
  router.use(lenderRecorder(core, journal))
  router.use(express.urlencoded({ extended: false, limit: '8kb', parameterLimit: 50 }))

  const answer = (res: Response, status: 302 | 303, outcome: Outcome): void => {
    if ('redirect' in outcome) {
      res.redirect(status, outcome.redirect)
      return
    }
    protectPage(res, outcome.leadsBack)
    res.status(outcome.status).render(outcome.template, outcome.locals)
  }

  /** Runs in a transaction over the interaction that the address names; nothing when there is none. */
  const visiting = async (
    req: Request,
    run: (interaction: Interaction, visit: Visit, namespace: string) => Outcome,
  ): Promise<Outcome | undefined> => {
    const tk = typeof req.query.tk === 'string' ? req.query.tk : ''
    const namespace = store.homeOf('interactions', tk)
    if (namespace === undefined) return undefined
    return store.transact(namespace, (tx) => {
      const interaction = tx.interactions.get(tk)
      const visit = { tx, now: nowIn(tx, env.systemNow()), ids: env.ids }
      return interaction && run(interaction, visit, namespace)
    })
  }

  const get = (asked: Place) => async (req: Request, res: Response) => {
    const language = languageOf(req.query.lang, initial)
    const outcome = await visiting(req, (interaction, visit, namespace) => {
      const about = errandOf(interaction, visit.tx, visit.now)
      if (!about) return notFoundView(language)
      const isOpened = req.method === 'GET' && req.get('sec-purpose') === undefined
      const flown = isOpened ? fly(interaction, about.merchant, core.autopilot, visit) : interaction
      if (flown !== interaction) {
        return { redirect: pathOf(pageOf(flown, visit), flown, { lang: language }) }
      }
      const stands = placeOf(interaction, about.errand, visit.now)
      const place = shownPlace(asked, interaction, stands)
      const isHere = place === asked && req.baseUrl === PAGES[interaction.kind]
      if (!isHere && place !== 'expired') {
        return { redirect: pathOf(place, interaction, { lang: language }) }
      }
      const known = store.world(namespace)?.tables.accounts.values() ?? []
      const accounts = firstOf(known, TEST_ACCOUNTS)
      const facts = { ...about, ...factsOf(interaction, place, visit), accounts, language }
      return viewOf(place, facts)
    })
    answer(res, 302, outcome ?? notFoundView(language))
  }

  const post = (place: Place, acts: Acts) => async (req: Request, res: Response) => {
    const language = languageOf(req.query.lang, initial)
    const form = textsOf(req.body)
    const act = acts.get(form.action ?? '')
    const outcome = await visiting(req, (interaction, visit) => {
      if (!act || !req.is('urlencoded') || !isOwnForm(req, form, interaction)) {
        return badFormView(language, place, interaction)
      }
      const after = act(interaction, form, visit)
      const next = pageOf(after, visit)
      return { redirect: pathOf(next === 'expired' ? place : next, after, { lang: language }) }
    })
    answer(res, 303, outcome ?? notFoundView(language))
  }

  for (const [place, acts] of ACTS) {
    router.get(`/${place}`, get(place))
    router.post(`/${place}`, post(place, acts))
  }
  router.get('/result', get('result'))
  router.use((req, res) => answer(res, 302, notFoundView(languageOf(req.query.lang, initial))))
  return router
}

/** What a page of an interaction shows beside its errand. */
const factsOf = (
  interaction: Interaction,
  place: Place,
  visit: Visit,
): Omit<Facts, 'errand' | 'merchant' | 'accounts' | 'language'> => {
  const { tx, now }: { tx: Tx; now: number } = visit
  const order = tx.transactions.get(interaction.tXid) ?? null
  const link = tx.accountLinks.get(interaction.tXid) ?? null
  const account = tx.accounts.get(interaction.phone ?? '') ?? null
  const tenures =
    place === 'settlement' && order && account ? tenuresFor(order, account, visit) : []
  return { interaction, order, link, account, tenures, now }
}

const INSIDE: readonly Place[] = ['otp', 'pin', 'settlement']

/** Who is logged in may still see the login page (back button); who has cancelled may see that, or begin anew. */
const shownPlace = (asked: Place, { step, kind }: Interaction, stands: Place): Place => {
  const first = FIRST_PLACE[kind]
  if (asked === first && INSIDE.includes(stands)) return asked
  if (asked === 'result' && stands === first && step === 'cancelled') return asked
  return stands
}

/**
 * Whether a form comes from the page itself. A browser says where a form comes from; a program without a browser
 * (curl, a test) says nothing, and needs no more than the link.
 */
const isOwnForm = (req: Request, form: Form, { formToken }: Interaction): boolean => {
  const fromBrowser = req.get('origin') !== undefined || req.get('sec-fetch-site') !== undefined
  const { formToken: received } = form
  return received === formToken || (received === undefined && !fromBrowser)
}
