import type { Fields } from '../merchant.ts'
import { type Deal, lastOf, registrationOf, type StepKind } from './deals.ts'
import { has, isSuccess, type Verdict, verdictOf } from './verdicts.ts'

/** How a deal stands, as far as the shop can know. */
export type DealState =
  | 'refused'
  | 'unreachable'
  | 'waiting'
  | 'unpaid'
  | 'mispaid'
  | 'review'
  | 'unsettled'
  | 'failed'
  | 'linked'
  | 'unlinked'
  | 'paid'
  | 'partly'
  | 'cancelled'

/** What the status of an inquiry means by any method, where the method has no other meaning for it. */
const ORDER_STATES: Readonly<Record<string, DealState>> = {
  '0': 'paid',
  '1': 'cancelled',
  '2': 'cancelled',
  '8': 'failed',
}

/** What it means by one method, by its payMethod. Source: docs.nicepay.co.id, page "Payment Status Code". */
const STATES_BY: Readonly<Record<string, Readonly<Record<string, DealState>>>> = {
  '00': { '4': 'failed' },
  '02': { '3': 'unpaid', '4': 'failed' },
  '03': { '3': 'unpaid', '4': 'failed', '5': 'unpaid' },
  '05': { '5': 'failed' },
  '08': { '3': 'unpaid', '4': 'unpaid', '5': 'failed', '6': 'failed' },
}

/** The answer to the last inquiry that agrees with the order. */
export const foundOut = (deal: Deal): Fields =>
  deal.steps.findLast((step) => step.kind === 'inquiry' && verdictOf(step, deal) === 'matches')
    ?.answer?.fields ?? {}

/** How much of an order has been cancelled, in rupiah. */
export const cancelledOf = (deal: Deal): number => Number(foundOut(deal).cancelAmt ?? 0)

/** What the last inquiry says, once there was one and it says something. */
const toldState = (deal: Deal): DealState | undefined => {
  const { status = '', payMethod = '' } = foundOut(deal)
  const state = STATES_BY[payMethod]?.[status] ?? ORDER_STATES[status]
  // A number that was cancelled answers as one whose time is over.
  if (state === 'failed' && has(deal, 'cancel', 'accepted')) return 'cancelled'
  if (state !== 'paid') return state
  if (has(deal, 'notification', 'otherAmount')) return 'mispaid'
  return cancelledOf(deal) > 0 ? 'partly' : 'paid'
}

const orderState = (deal: Deal): DealState => {
  const state = toldState(deal)
  if (state !== undefined) return state
  if (deal.way.shows) return 'unpaid'
  // NICEPAY has one code for a review and for a customer who went away, unless a setting says otherwise.
  const callback = lastOf(deal, 'callback')
  if (!callback) return 'waiting'
  const isReview = callback.fields.resultCd === '0000' && verdictOf(callback, deal) === 'verified'
  return isReview ? 'review' : 'unsettled'
}

type Sign = readonly [kind: StepKind, verdict: Verdict]

const BEGINNINGS: readonly Sign[] = [
  ['notification', 'verified'],
  ['customerToken', 'accepted'],
]
const ENDS: readonly Sign[] = [
  ['removeToken', 'accepted'],
  ['unbinding', 'accepted'],
  ['deactivation', 'verified'],
]

const bindingState = (deal: Deal): DealState => {
  if (ENDS.some(([kind, verdict]) => has(deal, kind, verdict))) return 'unlinked'
  if (BEGINNINGS.some(([kind, verdict]) => has(deal, kind, verdict))) return 'linked'
  const callback = lastOf(deal, 'callback')
  if (callback && verdictOf(callback, deal) === 'elsewhere') return 'waiting'
  return callback && !isSuccess(callback.fields) ? 'failed' : 'waiting'
}

/** An order is what NICEPAY says when asked; a link what the notification says, or a callback without success. */
export const stateOf = (deal: Deal): DealState => {
  const registration = registrationOf(deal)
  const verdict = registration && verdictOf(registration, deal)
  if (verdict === 'refused' || verdict === 'unreachable') return verdict
  return deal.way.kind === 'order' ? orderState(deal) : bindingState(deal)
}

/** Whether a deal may still become something else by itself. */
export const isUndecided = (deal: Deal): boolean =>
  ['waiting', 'unpaid', 'review', 'unsettled'].includes(stateOf(deal))

/** How long the order page looks for news by itself, in milliseconds: Kredivo's review takes a minute, a customer more. */
const PATIENCE: Readonly<Partial<Record<DealState, number>>> = {
  waiting: 180_000,
  unpaid: 1_800_000,
  review: 180_000,
  unsettled: 180_000,
  // A notification may still come; and may be one that never does.
  paid: 15_000,
}

/** Whether news of a deal may still come by itself. */
export const awaitsNews = (deal: Deal, now: number): boolean => {
  const state = stateOf(deal)
  if (state === 'paid' && has(deal, 'notification', 'verified')) return false
  const last = deal.steps.findLast(({ kind }) => kind !== 'inquiry')
  return now < (last?.lastAt ?? 0) + (PATIENCE[state] ?? 0)
}
