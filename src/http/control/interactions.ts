import { type Callback, withQuery } from '../../domain/callback.ts'
import { type Interaction, type InteractionKind, noticeAt } from '../../domain/interaction.ts'
import type { KredivoAccount } from '../../domain/kredivo-account.ts'
import { firstChoice } from '../../domain/tenure.ts'
import { cancel } from '../../lender/cancel.ts'
import { tenuresFor } from '../../lender/charge.ts'
import { confirmPurchase } from '../../lender/check-out.ts'
import { confirmOtp } from '../../lender/confirm-otp.ts'
import { type Credentials, logIn } from '../../lender/log-in.ts'
import { decidePlainly, type PlainDecision } from '../../lender/plain-page.ts'
import { errandOf, isOver, type Place, placeIn, type Visit } from '../../lender/visit.ts'
import { nowIn } from '../../store/now.ts'
import { MAGIC_OTPS, OTPS, SEED_ACCOUNTS } from '../../store/seed.ts'
import { ControlError } from '../guards.ts'
import { type Call, type ControlDeps, onlyKnown, textIn } from './calls.ts'

/** What a shopper without a browser does, step by step; what is left out is not done. */
interface Typed {
  readonly credentials?: Credentials
  readonly otp?: string
  /** A tenure, or the one that the page begins with. */
  readonly paymentType?: string | 'preset'
  readonly decision?: PlainDecision
  readonly cancels?: true
}

const otpFor = (outcome: string): string => OTPS.find((o) => o.outcome === outcome)?.otp ?? ''

/** The first test shopper of a sort. */
const shopper = (fits: (account: KredivoAccount) => boolean): Credentials => {
  const account = SEED_ACCOUNTS.find((one) => one.pin !== null && !one.blocked && fits(one))
  return { phone: account?.phone ?? '', pin: account?.pin ?? '' }
}

/** Somebody who buys, and on whom Kredivo decides so. */
const buyer = (verdict: KredivoAccount['verdict']): Typed => ({
  credentials: shopper((one) => one.verdict === verdict && one.accountType === 'premium'),
  otp: otpFor('accepted'),
  paymentType: 'preset',
})

const anyone = (outcome: string): Typed => ({
  credentials: shopper(() => true),
  otp: otpFor(outcome),
})

const CANCELS: Typed = { cancels: true }

/** What a shopper does for each outcome that can be asked for, by the kind of the link. */
const OUTCOMES: Readonly<Record<InteractionKind, Readonly<Record<string, Typed>>>> = {
  binding: { linked: anyone('accepted'), stopped: anyone('usedUp'), cancelled: CANCELS },
  checkout: {
    approved: buyer('approve'),
    declined: buyer('deny'),
    fraud: buyer('fraud'),
    underReview: buyer('approveLater'),
    stopped: anyone('usedUp'),
    cancelled: CANCELS,
  },
  lender: {
    approved: { decision: 'approve' },
    declined: { decision: 'reject' },
    underReview: { decision: 'later' },
    cancelled: CANCELS,
  },
}

/** The outcomes that can be asked for on a kind of link. */
export const outcomesOf = (kind: InteractionKind): string[] => Object.keys(OUTCOMES[kind])

const typedIn = (body: Readonly<Record<string, unknown>>, kind: InteractionKind): Typed => {
  onlyKnown(body, ['phone', 'pin', 'otp', 'paymentType', 'outcome'])
  const outcome = textIn(body, 'outcome')
  if (outcome !== undefined) {
    const known = OUTCOMES[kind]
    const typed = Object.hasOwn(known, outcome) ? known[outcome] : undefined
    if (typed) return typed
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

/** The tenure that the review begins with. */
const presetOf = ({ tXid, phone }: Interaction, visit: Visit): string => {
  const order = visit.tx.transactions.get(tXid)
  const account = visit.tx.accounts.get(phone ?? '')
  return (order && account && firstChoice(tenuresFor(order, account, visit))) ?? ''
}

/** Does what a shopper on the pages would do, with the same functions. */
const walk = (start: Interaction, typed: Typed, visit: Visit): Interaction => {
  const { credentials, otp, paymentType, decision, cancels } = typed
  let at = start
  if (cancels) at = cancel(at, visit)
  if (decision) at = decidePlainly(at, decision, visit)
  if (credentials) at = logIn(at, credentials, visit)
  if (otp !== undefined) at = confirmOtp(at, otp, MAGIC_OTPS, visit)
  if (paymentType === undefined) return at
  const chosen = paymentType === 'preset' ? presetOf(at, visit) : paymentType
  return confirmPurchase(at, { paymentType: chosen, agrees: true }, visit)
}

/** The request that the browser would make to the merchant. */
const nextOf = ({ method, url, fields }: Callback) => ({
  method,
  url: method === 'get' ? withQuery(url, fields) : url,
  fields,
})

const stateOf = ({ step }: Interaction, place: Place, outcome: string | null): string => {
  if (place === 'expired') return 'expired'
  if (outcome !== null) return outcome
  return place === 'otp' || place === 'settlement' || step === 'stopped' || step === 'cancelled'
    ? step
    : 'login'
}

/** Whether the page tells an end, and nothing of what was done last. */
const isEnd = (place: Place, outcome: string | null): boolean =>
  place === 'expired' || outcome !== null

/** A shopper without a browser. */
export const interactionCalls = ({ core }: ControlDeps): Call[] => [
  {
    method: 'post',
    path: '/interactions/:tk/complete',
    run: ({ params: { tk = '' }, body }) => {
      const home = core.store.homeOf('interactions', tk)
      if (home === undefined) throw new ControlError(404, `there is no interaction "${tk}"`)
      return core.store.transact(home, (tx) => {
        const { env } = core
        const visit = { tx, now: nowIn(tx, env.systemNow()), ids: env.ids }
        const before = tx.interactions.get(tk)
        if (!before) throw new ControlError(404, `there is no interaction "${tk}"`)
        const after = walk(before, typedIn(body, before.kind), visit)
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
