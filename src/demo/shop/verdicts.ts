import type { Fields } from '../merchant.ts'
import { answeredOf, askedOf, type Deal, type Step, type StepKind } from './deals.ts'

/** What the shop thinks of a step. */
export type Verdict =
  | 'accepted'
  | 'refused'
  | 'unreachable'
  | 'sent'
  | 'prepared'
  | 'returned'
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
  returned: 'good',
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

/** Whether a message says that all went well: 0000, or a code of SNAP that begins as HTTP's 200 does. */
export const isSuccess = ({ resultCd = '' }: Fields): boolean => /^(0000|200\d{4})$/.test(resultCd)

/** A call of the shop's: refused unless NICEPAY says that it went well. */
const called = ({ answer }: Step): Verdict => {
  if (answer?.status == null) return 'unreachable'
  return isSuccess(answer.fields) ? 'accepted' : 'refused'
}

const asked = (step: Step, deal: Deal): Verdict => {
  const verdict = called(step)
  if (verdict !== 'accepted') return verdict
  return agrees(step, deal, ['tXid', 'referenceNo', 'amt']) ? 'matches' : 'differs'
}

/** A wallet's web view signs nothing; that the browser was sent by the shop shows in the state, which it alone knows. */
const cameFromWallet = ({ fields }: Step, deal: Deal): Verdict => {
  const isOurs = fields.state === askedOf(deal).state && fields.tXid === answeredOf(deal).tXid
  if (!isOurs) return 'elsewhere'
  return isSuccess(fields) && fields.authCode ? 'returned' : 'unsigned'
}

const cameBack = (step: Step, deal: Deal): Verdict => {
  if (deal.way.signs === 'snap') return cameFromWallet(step, deal)
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
  // SNAP has no notification of a link, and does not sign the body of any.
  if (deal.way.signs === 'snap' && deal.way.kind === 'binding') return 'elsewhere'
  if (!agrees(step, deal, ['tXid'])) return 'elsewhere'
  if (isOtherAmount(step)) return 'otherAmount'
  return step.fields.status === '1' || agrees(step, deal, ['amt']) ? 'verified' : 'elsewhere'
}

const VERDICTS: Readonly<Record<StepKind, (step: Step, deal: Deal) => Verdict>> = {
  registration: called,
  // The shop makes the form; only the customer's browser knows when it is sent, and what was typed.
  payment: (_step, { way }) => (way.shows ? 'prepared' : 'sent'),
  accessToken: called,
  customerToken: called,
  webView: () => 'sent',
  redirect: () => 'sent',
  page: () => 'sent',
  callback: cameBack,
  notification: notified,
  inquiry: asked,
  cancel: called,
  removeToken: called,
  unbinding: called,
  deactivation: ({ token }) => (token?.isGenuine ? 'verified' : 'forged'),
}

/** What the shop thinks of a step, and what it goes by. */
export const verdictOf = (step: Step, deal: Deal): Verdict => VERDICTS[step.kind](step, deal)

/** Whether a deal has a step with a verdict. */
export const has = (deal: Deal, kind: StepKind, verdict: Verdict): boolean =>
  deal.steps.some((step) => step.kind === kind && verdictOf(step, deal) === verdict)
