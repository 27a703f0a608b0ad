import express, { type Request, type Response, type Router } from 'express'
import type { Language } from '../../config.ts'
import type { Interaction } from '../../domain/interaction.ts'
import type { Core } from '../../endpoints/core.ts'
import { askForOtp, confirmOtp } from '../../shopper/confirm-otp.ts'
import { cancel } from '../../shopper/link.ts'
import { logIn } from '../../shopper/log-in.ts'
import { type Place, placeOf, type Visit } from '../../shopper/visit.ts'
import { nowIn, nowOf } from '../../store/now.ts'
import { MAGIC_OTPS } from '../../store/seed.ts'
import { textsOf } from '../fields.ts'
import { protectPage } from '../guards.ts'
import type { Journal } from '../journal.ts'
import { pageRecorder } from './recorder.ts'
import { languageOf } from './texts.ts'
import { badFormView, notFoundView, pageUrl, type View, viewOf } from './views.ts'

export interface PagesOptions {
  readonly core: Core
  readonly journal: Journal
  /** The language that pages begin in. */
  readonly language: Language
}

type Form = Readonly<Record<string, string>>
type Act = (interaction: Interaction, form: Form, visit: Visit) => Interaction

const enterLogin: Act = (interaction, { phone = '', pin = '' }, visit) =>
  logIn(interaction, { phone, pin }, visit)
const enterOtp: Act = (interaction, { otp = '' }, visit) =>
  confirmOtp(interaction, otp, MAGIC_OTPS, visit)

/** What the buttons of a page do, by their value; "" is the main one. */
const LOGIN_ACTS: ReadonlyMap<string, Act> = new Map([
  ['', enterLogin],
  ['cancel', (interaction, _form, visit) => cancel(interaction, visit)],
])
const OTP_ACTS: ReadonlyMap<string, Act> = new Map([
  ['', enterOtp],
  ['resend', (interaction, _form, visit) => askForOtp(interaction, visit)],
  ['cancel', (interaction, _form, visit) => cancel(interaction, visit)],
])

/**
 * The simulated Kredivo's pages for binding an account: login, OTP, result, dead ends. A GET shows where the
 * interaction stands and changes nothing; a POST decides and answers 303 to where it stands then.
 * Source: path of the first page: docs.nicepay.co.id, page "Registration & Notification - Account Binding Payloan API".
 */
export const kredivoPages = ({ core, journal, language: initial }: PagesOptions): Router => {
  const { store, env } = core
  const router = express.Router()
  router.use(pageRecorder(core, journal))
  router.use(express.urlencoded({ extended: false, limit: '8kb', parameterLimit: 50 }))

  const find = (req: Request) => {
    const tk = typeof req.query.tk === 'string' ? req.query.tk : ''
    const namespace = store.homeOf('interactions', tk)
    const world = namespace === undefined ? undefined : store.world(namespace)
    const interaction = world?.tables.interactions.get(tk)
    return namespace !== undefined && world && interaction
      ? { namespace, world, interaction }
      : undefined
  }

  const show = (res: Response, view: View): void => {
    protectPage(res, view.leadsBack)
    res.status(view.status).render(view.template, view.locals)
  }

  const get = (asked: Place) => (req: Request, res: Response) => {
    const language = languageOf(req.query.lang, initial)
    const found = find(req)
    if (!found) return show(res, notFoundView(language))
    const { world, interaction } = found
    const now = nowOf(world, env.systemNow())
    const place = shownPlace(asked, interaction, placeOf(interaction, now))
    if (place !== asked && place !== 'expired') {
      return res.redirect(302, pageUrl(place, interaction.tk, language))
    }
    const { bindings, merchants, accounts } = world.tables
    const binding = bindings.get(interaction.tXid)
    const merchant = merchants.get(interaction.iMid)
    if (!binding || !merchant) return show(res, notFoundView(language))
    const facts = { interaction, binding, merchant, accounts: accounts.values(), now, language }
    return show(res, viewOf(facts, place))
  }

  const post = (place: Place, acts: ReadonlyMap<string, Act>) => {
    return async (req: Request, res: Response) => {
      const language = languageOf(req.query.lang, initial)
      const found = find(req)
      if (!found) return show(res, notFoundView(language))
      const form = textsOf(req.body)
      const { namespace, interaction } = found
      const act = acts.get(form.action ?? '')
      if (!act || !req.is('urlencoded') || !isOwnForm(req, form, interaction)) {
        return show(res, badFormView(language, place, interaction.tk))
      }
      const next = await store.transact(namespace, (tx) => {
        const current = tx.interactions.get(interaction.tk)
        if (!current) return undefined
        const visit = { tx, now: nowIn(tx, env.systemNow()), ids: env.ids }
        const after = act(current, form, visit)
        return after.step === 'cancelled' ? 'result' : placeOf(after, visit.now)
      })
      if (!next) return show(res, notFoundView(language))
      return res.redirect(303, pageUrl(next === 'expired' ? place : next, interaction.tk, language))
    }
  }

  router.get('/v2/connecting', get('connecting'))
  router.post('/v2/connecting', post('connecting', LOGIN_ACTS))
  router.get('/v2/otp', get('otp'))
  router.post('/v2/otp', post('otp', OTP_ACTS))
  router.get('/v2/result', get('result'))
  router.use((req, res) => show(res, notFoundView(languageOf(req.query.lang, initial))))
  return router
}

/** Who is logged in may still see the login page (back button); who has cancelled may see that, or begin anew. */
const shownPlace = (asked: Place, { step }: Interaction, place: Place): Place => {
  if (asked === 'connecting' && place === 'otp') return 'connecting'
  if (asked === 'result' && place === 'connecting' && step === 'cancelled') return 'result'
  return place
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
