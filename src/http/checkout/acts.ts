import { choose, chooseAgain, preset } from '../../acquirer/choose.ts'
import { atTheTill, deposit, hasTwoSteps, takesDeposits } from '../../acquirer/deposit.ts'
import type { Visit } from '../../acquirer/visit.ts'
import type { Interaction } from '../../domain/interaction.ts'
import { METHODS } from '../../domain/methods/index.ts'
import { isOpen, type Transaction } from '../../domain/transaction.ts'
import { beginStep } from '../../lender/payment-step.ts'

/** A form's fields, as sent. */
export type Form = Readonly<Record<string, string>>

/** What an act on the checkout page comes to: on to another page, or where the order stands now. */
export type Acted = { readonly link: Interaction | null }

type Act = (order: Transaction, form: Form, visit: Visit) => Acted

const STAYS: Acted = { link: null }

/**
 * The month and the year of a card as they are typed (MM/YY, also without the stroke or with the whole year), as NICEPAY's
 * field has them (YYMM). Source: a public test of the real page types 0139.
 */
const expiryOf = (typed: string): string => {
  const [, month = '', year = ''] = /^(0?[1-9]|1[0-2])[/ -]*(?:20)?(\d\d)$/.exec(typed.trim()) ?? []
  return `${year}${month.padStart(2, '0')}`
}

/** Chooses a method and its partner, and begins to pay. Throws NicepayError for a card that does not pay. */
const chooses: Act = (order, form, visit) => {
  const { payMethod = '', partner, customer } = form
  const method = METHODS.find(({ code }) => code === payMethod)
  const asked = partner ?? (method && preset(order, method))
  const chosen = choose(order, { payMethod, partner: asked || null }, visit)
  if (!chosen || method?.paidBy === 'outside') return STAYS
  const card =
    method?.paidBy === 'card'
      ? {
          cardNo: form.cardNo,
          cardExpYymm: expiryOf(form.expiry ?? ''),
          cardCvv: form.cardCvv,
        }
      : {}
  return beginStep(chosen, chosen.callBackUrl ?? '', { ...card, customer }, visit)
}

/** What the buttons of the page do, by their value. */
export const ACTS: ReadonlyMap<string, Act> = new Map<string, Act>([
  ['choose', chooses],
  [
    'change',
    (order, _form, visit) => {
      chooseAgain(order, visit)
      return STAYS
    },
  ],
  [
    'ready',
    (order, _form, visit) => {
      if (takesDeposits(order, visit) && hasTwoSteps(order)) atTheTill(order, visit)
      return STAYS
    },
  ],
  [
    'pay',
    (order, _form, visit) => {
      if (takesDeposits(order, visit)) deposit(order, order.amt, visit)
      return STAYS
    },
  ],
])

/** Where an order stands on the page. */
export type Standing = 'methods' | 'number' | 'code' | 'away' | 'ended' | 'expired'

/** Where an order stands at an instant: to be chosen, to be paid to a number or code, on other pages, decided, or over. */
export const standingOf = (order: Transaction, now: number): Standing => {
  if (!isOpen(order, now)) {
    return ['paid', 'void', 'refund'].includes(order.status) || order.refusal !== null
      ? 'ended'
      : 'expired'
  }
  if (order.underReview) return 'away'
  if (order.status === 'init') return 'methods'
  if (order.details.qrContent !== undefined) return 'code'
  if (takesDeposits(order, { now })) return 'number'
  return 'away'
}

/** What changes when there is something new to see of an order. */
export const versionOf = (order: Transaction, now: number): string =>
  `${standingOf(order, now)} ${order.status}`
