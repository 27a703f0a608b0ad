import type { Fields } from '../merchant.ts'
import { answeredOf, askedOf, type Deal, lastOf, type Step, type StepKind } from './deals.ts'

/** What the shop thinks of a step. */
export type Verdict =
  | 'accepted'
  | 'refused'
  | 'unreachable'
  | 'sent'
  | 'prepared'
  | 'verified'
  | 'unsigned'
  | 'byInquiry'
  | 'forged'
  | 'elsewhere'
  | 'otherAmount'
  | 'matches'
  | 'differs'

/** How good a verdict is. */
export const TONES: Readonly<Record<Verdict, 'good' | 'plain' | 'bad'>> = {
  accepted: 'good',
  refused: 'bad',
  unreachable: 'bad',
  sent: 'plain',
  prepared: 'plain',
  verified: 'good',
  unsigned: 'plain',
  byInquiry: 'plain',
  forged: 'bad',
  elsewhere: 'bad',
  otherAmount: 'bad',
  matches: 'good',
  differs: 'bad',
}

/** Whether a field of a step, if it is there, is the one that the deal knows. */
const agrees = (step: Step, deal: Deal, names: readonly string[]): boolean => {
  const { amt = '' } = askedOf(deal)
  // The checkout page's return has the amount under two names.
  const known = { ...askedOf(deal), amount: amt, tXid: answeredOf(deal).tXid }
  const said = step.answer?.fields ?? step.fields
  return names.every((name) => !said[name] || said[name] === known[name as keyof typeof known])
}

/** A call of the shop's: refused unless NICEPAY says 0000. */
const called = ({ answer }: Step): Verdict => {
  if (answer?.status == null) return 'unreachable'
  return answer.fields.resultCd === '0000' ? 'accepted' : 'refused'
}

const asked = (step: Step, deal: Deal): Verdict => {
  const verdict = called(step)
  if (verdict !== 'accepted') return verdict
  return agrees(step, deal, ['tXid', 'referenceNo', 'amt']) ? 'matches' : 'differs'
}

const cameBack = (step: Step, deal: Deal): Verdict => {
  if (step.fields.merchantToken && !step.token?.isGenuine) return 'forged'
  if (!agrees(step, deal, ['tXid', 'referenceNo', 'amt', 'amount'])) return 'elsewhere'
  if (step.fields.merchantToken) return 'verified'
  return deal.way.group === 'nicepay' ? 'byInquiry' : 'unsigned'
}

/** What came in for a number of ours. Source: docs.nicepay.co.id, page "Notification API - Virtual Account": matchCl 2 more, 3 less. */
const isOtherAmount = ({ fields }: Step): boolean => ['2', '3'].includes(fields.matchCl ?? '')

/** The referenceNo is not signed, so a genuine notification of another order could be sent under this one's name. */
const notified = (step: Step, deal: Deal): Verdict => {
  if (!step.token?.isGenuine) return 'forged'
  if (!agrees(step, deal, ['tXid'])) return 'elsewhere'
  if (isOtherAmount(step)) return 'otherAmount'
  return step.fields.status === '1' || agrees(step, deal, ['amt']) ? 'verified' : 'elsewhere'
}

const VERDICTS: Readonly<Record<StepKind, (step: Step, deal: Deal) => Verdict>> = {
  registration: called,
  // The shop makes the form; only the customer's browser knows when it is sent, and what was typed.
  payment: (_step, { way }) => (way.shows ? 'prepared' : 'sent'),
  redirect: () => 'sent',
  page: () => 'sent',
  callback: cameBack,
  notification: notified,
  inquiry: asked,
  cancel: called,
  removeToken: called,
  deactivation: ({ token }) => (token?.isGenuine ? 'verified' : 'forged'),
}

/** What the shop thinks of a step, and what it goes by. */
export const verdictOf = (step: Step, deal: Deal): Verdict => VERDICTS[step.kind](step, deal)

/** Whether a deal has a step with a verdict. */
export const has = (deal: Deal, kind: StepKind, verdict: Verdict): boolean =>
  deal.steps.some((step) => step.kind === kind && verdictOf(step, deal) === verdict)

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

const bindingState = (deal: Deal): DealState => {
  if (has(deal, 'removeToken', 'accepted') || has(deal, 'deactivation', 'verified'))
    return 'unlinked'
  if (has(deal, 'notification', 'verified')) return 'linked'
  const callback = lastOf(deal, 'callback')
  return callback && callback.fields.resultCd !== '0000' ? 'failed' : 'waiting'
}

/** An order is what NICEPAY says when asked; a link what the notification says, or a callback without success. */
export const stateOf = (deal: Deal): DealState => {
  const [registration] = deal.steps
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
