import type { Visit } from '../../acquirer/visit.ts'
import { type Callback, withQuery } from '../../domain/callback.ts'
import { type Interaction, type InteractionKind, noticeAt } from '../../domain/interaction.ts'
import { type Rule, text } from '../../domain/rule.ts'
import { walk } from '../../lender/headless.ts'
import { OUTCOMES, type Typed } from '../../lender/stand-ins.ts'
import { errandOf, isOver, type Place, placeIn } from '../../lender/visit.ts'
import { nowIn } from '../../store/now.ts'
import { ControlError } from '../guards.ts'
import { type Call, type ControlDeps, textIn } from './calls.ts'

/** The outcomes that can be asked for on a kind of link. */
export const outcomesOf = (kind: InteractionKind): string[] => Object.keys(OUTCOMES[kind])

const typedIn = (
  body: Readonly<Record<string, unknown>>,
  link: Interaction,
  visit: Visit,
): Typed => {
  const outcome = textIn(body, 'outcome')
  if (outcome !== undefined) {
    const known = OUTCOMES[link.kind]
    const standIn = Object.hasOwn(known, outcome) ? known[outcome] : undefined
    if (standIn) return standIn(link, visit)
    throw new ControlError(400, `"outcome" must be one of ${Object.keys(known).join(', ')}`)
  }
  const [phone, pin, otp] = [textIn(body, 'phone'), textIn(body, 'pin'), textIn(body, 'otp')]
  const paymentType = textIn(body, 'paymentType')
  return {
    ...((phone ?? pin) !== undefined && { credentials: { phone: phone ?? '', pin: pin ?? '' } }),
    ...(otp !== undefined && { otp }),
    ...(paymentType !== undefined && { paymentType }),
  }
}

/** What a person may type: anything. */
const TYPED: Rule = {
  values: 'a text',
  schema: { type: 'string' },
  fits: (value) => typeof value === 'string',
}

/** The request that the browser would make to the merchant. */
const nextOf = ({ method, url, fields }: Callback) => ({
  method,
  url: method === 'get' ? withQuery(url, fields) : url,
  fields,
})

/** Where a shopper stands who has begun. */
const BEGUN: readonly Place[] = ['otp', 'pin', 'settlement']

const stateOf = ({ step }: Interaction, place: Place, outcome: string | null): string => {
  if (place === 'expired') return 'expired'
  if (outcome !== null) return outcome
  if (place === 'consent') return place
  return BEGUN.includes(place) || step === 'stopped' || step === 'cancelled' ? step : 'login'
}

/** Whether the page tells an end, and nothing of what was done last. */
const isEnd = (place: Place, outcome: string | null): boolean =>
  place === 'expired' || outcome !== null

/** A shopper without a browser. */
export const interactionCalls = ({ core }: ControlDeps): Call[] => [
  {
    method: 'post',
    path: '/interactions/:tk/complete',
    says: 'a shopper without a browser: by outcome, or by what a person would type; answers where that leads and the request that the browser would make to the merchant',
    body: { outcome: text(20), phone: TYPED, pin: TYPED, otp: TYPED, paymentType: TYPED },
    run: ({ params: { tk = '' }, body }) => {
      const home = core.store.homeOf('interactions', tk)
      if (home === undefined) throw new ControlError(404, `there is no interaction "${tk}"`)
      return core.store.transact(home, (tx) => {
        const { env } = core
        const visit = { tx, now: nowIn(tx, env.systemNow()), ids: env.ids }
        const before = tx.interactions.get(tk)
        if (!before) throw new ControlError(404, `there is no interaction "${tk}"`)
        const after = walk(before, typedIn(body, before, visit), visit)
        const about = errandOf(after, tx, visit.now)
        if (!about) throw new ControlError(409, `interaction "${tk}" is incomplete`)
        const place = placeIn(after, visit)
        const goesBack = isOver(place) || after.step === 'cancelled'
        return {
          state: stateOf(after, place, about.errand.outcome),
          notice: isEnd(place, about.errand.outcome) ? null : noticeAt(after, visit.now),
          next: goesBack ? nextOf(about.errand.callback(about.merchant)) : null,
        }
      })
    },
  },
]
