import { bindingCallback, type Callback, withQuery } from '../../domain/callback.ts'
import type { Interaction } from '../../domain/interaction.ts'
import { confirmOtp } from '../../shopper/confirm-otp.ts'
import { cancel } from '../../shopper/link.ts'
import { type Credentials, logIn } from '../../shopper/log-in.ts'
import { type Place, placeOf, type Visit } from '../../shopper/visit.ts'
import { nowIn } from '../../store/now.ts'
import { MAGIC_OTPS, OTPS, SEED_ACCOUNTS } from '../../store/seed.ts'
import { ControlError } from '../guards.ts'
import { type Call, type ControlDeps, onlyKnown, textIn } from './calls.ts'

/** What a shopper without a browser types, step by step; what is left out is not done. */
interface Typed {
  readonly credentials?: Credentials
  readonly otp?: string
  readonly cancels?: true
}

const otpFor = (outcome: string): string => OTPS.find((o) => o.outcome === outcome)?.otp ?? ''

const willing = (): Credentials => {
  const account = SEED_ACCOUNTS.find(({ pin, blocked }) => pin !== null && !blocked)
  return { phone: account?.phone ?? '', pin: account?.pin ?? '' }
}

/** What a shopper types for each outcome that can be asked for. */
const OUTCOMES: Readonly<Record<string, () => Typed>> = {
  linked: () => ({ credentials: willing(), otp: otpFor('accepted') }),
  stopped: () => ({ credentials: willing(), otp: otpFor('usedUp') }),
  cancelled: () => ({ cancels: true }),
}

const typedIn = (body: Readonly<Record<string, unknown>>): Typed => {
  onlyKnown(body, ['phone', 'pin', 'otp', 'outcome'])
  const outcome = textIn(body, 'outcome')
  if (outcome !== undefined) {
    const typed = Object.hasOwn(OUTCOMES, outcome) ? OUTCOMES[outcome] : undefined
    if (typed) return typed()
    const known = Object.keys(OUTCOMES).join(', ')
    throw new ControlError(400, `"outcome" must be one of ${known}`)
  }
  const [phone, pin, otp] = [textIn(body, 'phone'), textIn(body, 'pin'), textIn(body, 'otp')]
  return {
    ...((phone ?? pin) !== undefined && { credentials: { phone: phone ?? '', pin: pin ?? '' } }),
    ...(otp !== undefined && { otp }),
  }
}

/** Does what a shopper on the pages would do, with the same functions. */
const walk = (interaction: Interaction, typed: Typed, visit: Visit): Interaction => {
  if (typed.cancels) return cancel(interaction, visit)
  const { credentials, otp } = typed
  const loggedIn = credentials ? logIn(interaction, credentials, visit) : interaction
  return otp === undefined ? loggedIn : confirmOtp(loggedIn, otp, MAGIC_OTPS, visit)
}

/** The request that the browser would make to the merchant. */
const nextOf = ({ method, url, fields }: Callback) => ({
  method,
  url: method === 'get' ? withQuery(url, fields) : url,
  fields,
})

const stateOf = ({ step }: Interaction, place: Place): string =>
  place === 'expired' ? 'expired' : step === 'otp' && place !== 'otp' ? 'login' : step

/** A shopper without a browser. */
export const interactionCalls = ({ core }: ControlDeps): Call[] => [
  {
    method: 'post',
    path: '/interactions/:tk/complete',
    run: ({ params: { tk = '' }, body }) => {
      const typed = typedIn(body)
      const home = core.store.homeOf('interactions', tk)
      if (home === undefined) throw new ControlError(404, `there is no interaction "${tk}"`)
      return core.store.transact(home, (tx) => {
        const { env } = core
        const visit = { tx, now: nowIn(tx, env.systemNow()), ids: env.ids }
        const before = tx.interactions.get(tk)
        if (!before) throw new ControlError(404, `there is no interaction "${tk}"`)
        const after = walk(before, typed, visit)
        const binding = tx.bindings.get(after.tXid)
        const merchant = tx.merchants.get(after.iMid)
        if (!binding || !merchant) throw new ControlError(409, `interaction "${tk}" is incomplete`)
        const state = stateOf(after, placeOf(after, visit.now))
        const goesBack = !['login', 'otp'].includes(state)
        const callback = bindingCallback(binding, merchant.settings.callbackMethod)
        return { state, notice: after.notice, next: goesBack ? nextOf(callback) : null }
      })
    },
  },
]
