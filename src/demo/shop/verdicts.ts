import { answeredOf, askedOf, type Deal, lastOf, type Step, type StepKind } from './deals.ts'

/** What the shop thinks of a step. */
export type Verdict =
  | 'accepted'
  | 'refused'
  | 'unreachable'
  | 'sent'
  | 'verified'
  | 'unsigned'
  | 'forged'
  | 'elsewhere'
  | 'matches'
  | 'differs'

/** How good a verdict is. */
export const TONES: Readonly<Record<Verdict, 'good' | 'plain' | 'bad'>> = {
  accepted: 'good',
  refused: 'bad',
  unreachable: 'bad',
  sent: 'plain',
  verified: 'good',
  unsigned: 'plain',
  forged: 'bad',
  elsewhere: 'bad',
  matches: 'good',
  differs: 'bad',
}

/** Whether a field of a step, if it is there, is the one that the deal knows. */
const agrees = (step: Step, deal: Deal, names: readonly string[]): boolean => {
  const known = { ...askedOf(deal), tXid: answeredOf(deal).tXid }
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
  if (!agrees(step, deal, ['tXid', 'referenceNo', 'amt'])) return 'elsewhere'
  return step.fields.merchantToken ? 'verified' : 'unsigned'
}

/** The referenceNo is not signed, so a genuine notification of another order could be sent under this one's name. */
const notified = (step: Step, deal: Deal): Verdict => {
  if (!step.token?.isGenuine) return 'forged'
  const names = step.fields.status === '1' ? ['tXid'] : ['tXid', 'amt']
  return agrees(step, deal, names) ? 'verified' : 'elsewhere'
}

const VERDICTS: Readonly<Record<StepKind, (step: Step, deal: Deal) => Verdict>> = {
  registration: called,
  payment: () => 'sent',
  redirect: () => 'sent',
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
  | 'review'
  | 'unsettled'
  | 'failed'
  | 'linked'
  | 'unlinked'
  | 'paid'
  | 'partly'
  | 'cancelled'

const ORDER_STATES: Readonly<Record<string, DealState>> = {
  '0': 'paid',
  '1': 'cancelled',
  '2': 'cancelled',
  '8': 'failed',
}

/** The answer to the last inquiry that agrees with the order. */
const foundOut = (deal: Deal) =>
  deal.steps.findLast((step) => step.kind === 'inquiry' && verdictOf(step, deal) === 'matches')
    ?.answer?.fields ?? {}

/** How much of an order has been cancelled, in rupiah. */
export const cancelledOf = (deal: Deal): number => Number(foundOut(deal).cancelAmt ?? 0)

const orderState = (deal: Deal): DealState => {
  const state = ORDER_STATES[foundOut(deal).status ?? '']
  if (state === 'paid' && cancelledOf(deal) > 0) return 'partly'
  if (state !== undefined) return state
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
  ['waiting', 'review', 'unsettled'].includes(stateOf(deal))

/** How long the order page looks for news by itself, in milliseconds: Kredivo's review takes a minute. */
const PATIENCE: Readonly<Partial<Record<DealState, number>>> = {
  waiting: 180_000,
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
