import type { Instant } from '../../protocol/time.ts'
import type { Fields, TokenCheck } from '../merchant.ts'
import type { Answer } from './calls.ts'
import type { Customer, Goods } from './catalogue.ts'
import type { Way } from './ways/way.ts'

/** What can go over the wire about a deal. */
export type StepKind =
  | 'registration'
  | 'payment'
  | 'accessToken'
  | 'customerToken'
  | 'webView'
  | 'redirect'
  | 'page'
  | 'callback'
  | 'notification'
  | 'inquiry'
  | 'cancel'
  | 'removeToken'
  | 'unbinding'
  | 'deactivation'

/** One thing that went over the wire. */
export interface Step {
  readonly kind: StepKind
  readonly at: Instant
  /** How often the same thing came or was answered, and when last. */
  readonly times: number
  readonly lastAt: Instant
  /** The request line: `POST /nicepay/direct/v2/registration`. */
  readonly line: string
  /** Headers that a merchant looks at, of what came in; of what it sent by SNAP, which signs in them. */
  readonly headers: readonly string[]
  /** The body as it came in; null for what the shop sent. */
  readonly raw: string | null
  readonly fields: Fields
  /** A message that has other names, or more than texts, as it is; null where the fields are all of it. */
  readonly body: unknown
  /** The signature in it, made again; null where there is none to make. */
  readonly token: TokenCheck | null
  /** What NICEPAY answered to a call of the shop's. */
  readonly answer: Answer | null
}

/** A step as it happens. */
export type News = Pick<Step, 'kind' | 'line' | 'fields'> & Partial<Step>

/** Something that the shop asked for: an order, or a link to a customer's account. */
export interface Deal {
  readonly referenceNo: string
  readonly way: Way
  readonly customer: Customer
  readonly goods: Goods
  readonly steps: readonly Step[]
}

/** What the shop remembers of its deals, in memory: the latest ones, and of each a bounded number of steps. */
export interface Deals {
  open(deal: Omit<Deal, 'steps'>): void
  get(referenceNo: string | undefined): Deal | undefined
  /** Adds what happened, or counts what happened once more; nothing when the shop does not know the deal. */
  add(referenceNo: string, news: News): void
  /** Newest first. */
  list(): Deal[]
}

const KEPT_DEALS = 30
const KEPT_STEPS = 40

/** Steps of one deal that anybody could have made up; further ones are not kept, so they push nothing out. */
const KEPT_UNPROVEN = 10

export const openDeals = (now: () => Instant): Deals => {
  const deals = new Map<string, Deal>()
  return {
    open: (deal) => {
      deals.set(deal.referenceNo, { ...deal, steps: [] })
      const [oldest] = deals.keys()
      if (deals.size > KEPT_DEALS && oldest !== undefined) deals.delete(oldest)
    },
    get: (referenceNo = '') => deals.get(referenceNo),
    add: (referenceNo, news) => {
      const deal = deals.get(referenceNo)
      if (!deal) return
      deals.set(referenceNo, { ...deal, steps: withNews(deal.steps, news, now()) })
    },
    list: () => [...deals.values()].reverse(),
  }
}

const NOTHING = { headers: [], raw: null, body: null, token: null, answer: null }

const withNews = (steps: readonly Step[], news: News, now: Instant): readonly Step[] => {
  const same = steps.findIndex((step, index) => isSame(step, news, index === steps.length - 1))
  if (same >= 0) {
    return steps.map((step, index) =>
      index === same ? { ...step, times: step.times + 1, lastAt: now } : step,
    )
  }
  if (isUnproven(news) && steps.filter(isUnproven).length >= KEPT_UNPROVEN) return steps
  const step: Step = { ...NOTHING, at: now, lastAt: now, times: 1, ...news }
  // The registration stays: all that is checked later is compared with it.
  const begun = steps.findIndex(({ kind }) => kind === 'registration') + 1
  return [...steps.slice(0, begun), ...steps.slice(begun).slice(begun + 1 - KEPT_STEPS), step]
}

const isUnproven = ({ answer, token }: Partial<Step>): boolean => !answer && !token?.isGenuine

/** The same notification at any time, or the same answer to an inquiry with nothing in between. */
const isSame = (step: Step, news: News, isLast: boolean): boolean => {
  if (step.kind !== news.kind) return false
  // SNAP signs beside the body, so the same body may come forged and genuine.
  if (step.kind === 'notification') {
    return step.raw === news.raw && step.token?.isGenuine === news.token?.isGenuine
  }
  return step.kind === 'inquiry' && isLast && step.answer?.text === news.answer?.text
}

/** The last step of a kind. */
export const lastOf = (deal: Deal, kind: StepKind): Step | undefined =>
  deal.steps.findLast((step) => step.kind === kind)

/** The call that a deal began with; SNAP has one for a token before it. */
export const registrationOf = (deal: Deal): Step | undefined =>
  deal.steps.find(({ kind }) => kind === 'registration')

/** What the shop asked for at the beginning. */
export const askedOf = (deal: Deal): Fields => registrationOf(deal)?.fields ?? {}

/** What NICEPAY answered to that. */
export const answeredOf = (deal: Deal): Fields => registrationOf(deal)?.answer?.fields ?? {}
