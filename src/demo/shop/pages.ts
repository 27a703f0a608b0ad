import type { Language } from '../../config.ts'
import { rupiah } from '../../http/lender/figures.ts'
import type { Answer } from './calls.ts'
import { DEAD_TOKEN } from './cashier.ts'
import { CUSTOMERS, type Customer, GOODS, type Goods, OTP } from './catalogue.ts'
import { askedOf, type Deal, lastOf, type Step } from './deals.ts'
import type { Links } from './links.ts'
import { shownWays } from './shown-ways.ts'
import { clockTime, type ShownStep, shownSteps } from './steps.ts'
import { SHOP_TEXTS } from './texts.ts'
import { tillOf } from './till.ts'
import { awaitsNews, cancelledOf, has, isUndecided, stateOf } from './verdicts.ts'
import { LINK } from './ways/kredivo.ts'
import type { Way } from './ways/way.ts'

/** Who looks at a page, and in which language. */
export interface Viewer {
  readonly lang: Language
  readonly links: Links
  readonly now: number
  /** Where the customer's browser finds NICEPAY. */
  readonly baseUrl: string
}

const frame = (lang: Language) => ({
  lang,
  t: SHOP_TEXTS[lang],
  other: lang === 'id' ? 'en' : 'id',
})

const shownGoods = (goods: Goods, lang: Language) => ({
  id: goods.id,
  name: goods.name[lang],
  price: rupiah(Number(goods.amt), lang),
  shows: goods.shows[lang],
  picture: `/assets/shop/${goods.picture}`,
})

interface Limit {
  readonly paymentType?: unknown
  readonly remainingUserLimit?: unknown
  readonly totalUserLimit?: unknown
}

/** From short to long; NICEPAY sorts them as words. */
const TENURES = ['30_days', '3_months', '6_months', '12_months']

/** `30_days` and `12_months`, in words. */
const tenure = (paymentType: string, lang: Language): string =>
  paymentType
    .replace('30_days', SHOP_TEXTS[lang].days)
    .replace('_months', ` ${SHOP_TEXTS[lang].months}`)

const shownLimits = (body: unknown, lang: Language) => {
  const { limitDetails } = body as { limitDetails?: unknown }
  const rows: Limit[] = Array.isArray(limitDetails) ? limitDetails : []
  return rows
    .toSorted((a, b) => TENURES.indexOf(`${a.paymentType}`) - TENURES.indexOf(`${b.paymentType}`))
    .map(({ paymentType, remainingUserLimit, totalUserLimit }) => ({
      tenure: tenure(`${paymentType}`, lang),
      left: Number(remainingUserLimit),
      total: Number(totalUserLimit),
      leftInWords: rupiah(Number(remainingUserLimit), lang),
      totalInWords: rupiah(Number(totalUserLimit), lang),
    }))
}

/** A linked account as NICEPAY tells of it; nothing without a link. */
const shownAccount = (details: Answer | undefined, lang: Language) => {
  if (!details) return null
  const { fields, body } = details
  const { resultCd, resultMsg, billingPhone = '', accountStatus, accountType } = fields
  const says = `${resultCd ?? ''} ${resultMsg ?? details.reason ?? ''}`.trim()
  if (resultCd !== '0000')
    return { state: resultCd === DEAD_TOKEN ? 'dead' : 'unknown', says } as const
  return {
    state: 'linked',
    says,
    phone: billingPhone,
    isPremium: accountType === '2',
    isBlocked: accountStatus === '2',
    limits: shownLimits(body, lang),
  } as const
}

const shownDeal = (deal: Deal, lang: Language) => {
  const state = stateOf(deal)
  const isOrder = deal.way.kind === 'order'
  return {
    referenceNo: deal.referenceNo,
    isOrder,
    goods: isOrder ? shownGoods(deal.goods, lang) : null,
    title: isOrder ? deal.goods.name[lang] : SHOP_TEXTS[lang].link,
    way: deal.way.label[lang],
    customer: deal.customer,
    at: clockTime(deal.steps[0]?.at ?? 0),
    state,
    stateInWords: SHOP_TEXTS[lang].states[state],
  }
}

const NOTICES = ['unlinked', 'notLinked', 'gone'] as const

/** A short thing that the shop says once, after a button. */
export type NoticeName = (typeof NOTICES)[number]

/** What the page /demo shows. */
export const shopPage = (
  about: {
    readonly customer: Customer
    readonly goods: Goods
    readonly way: Way
    readonly details: Answer | undefined
    readonly deals: readonly Deal[]
    readonly notice: string | undefined
  },
  { lang, links }: Viewer,
) => {
  const notice = NOTICES.find((name) => name === about.notice)
  const isLinked = links.get(about.customer) !== undefined
  return {
    ...frame(lang),
    otherUrl: `/demo?customer=${about.customer.label}&goods=${about.goods.id}&way=${about.way.id}`,
    notice: notice && SHOP_TEXTS[lang].notices[notice],
    customer: { ...about.customer, purpose: about.customer.purpose[lang] },
    customers: CUSTOMERS.map((one) => ({
      label: one.label,
      name: one.name,
      purpose: one.purpose[lang],
      isLinked: links.get(one) !== undefined,
    })),
    otp: OTP,
    goods: GOODS.map((one) => ({ ...shownGoods(one, lang), chosen: one === about.goods })),
    groups: shownWays(isLinked, about.way, lang),
    link: { label: LINK.label[lang], hint: LINK.hint[lang] },
    isLinked,
    account: shownAccount(about.details, lang),
    deals: about.deals.map((deal) => shownDeal(deal, lang)),
  }
}

/** What changes when there is something new to see of a deal. */
export const versionOf = (deal: Deal): string => {
  const arrivals = deal.steps.filter(({ kind }) => kind === 'notification')
  const times = arrivals.reduce((sum, step) => sum + step.times, 0)
  return `${deal.steps.length}.${times}.${stateOf(deal)}`
}

const PAID = ['paid', 'partly', 'mispaid']

/** What the shop says about its own behaviour with a token that turned out to be dead. */
const tokenNews = (
  deal: Deal,
  registration: Step | undefined,
): 'deadToken' | 'askedLogin' | null => {
  if (!deal.way.needsLink) return null
  if (registration?.answer?.fields.resultCd === DEAD_TOKEN) return 'deadToken'
  const payment = lastOf(deal, 'notification')
  const isAnonymous = payment !== undefined && !payment.fields.userToken
  return isAnonymous && has(deal, 'notification', 'verified') ? 'askedLogin' : null
}

/** What a shop goes by, at a glance: the last of each, or that it is not there yet. */
const checksOf = (steps: readonly ShownStep[], { way }: Deal, lang: Language) => {
  const t = SHOP_TEXTS[lang]
  const isOrder = way.kind === 'order'
  // A number or a code is paid elsewhere: no browser comes back from there.
  const comesBack = way.shows === undefined || way.shows === 'card' || way.shows === 'push'
  const kinds = ['callback', 'notification', 'inquiry'] as const
  const looked = kinds.filter((kind) =>
    kind === 'callback' ? comesBack : isOrder || kind === 'notification',
  )
  return looked.map((kind) => {
    const none = { tone: 'plain', verdict: kind === 'inquiry' ? t.notAsked : t.notYet }
    const { tone, verdict } = steps.findLast((one) => one.kind === kind) ?? none
    return { title: t.steps[kind].title, tone, verdict }
  })
}

/** What the page of an order or a link shows. */
export const orderPage = (deal: Deal, { lang, links, now, baseUrl }: Viewer) => {
  const shown = shownDeal(deal, lang)
  const t = SHOP_TEXTS[lang]
  const { isOrder, state } = shown
  const left = Number(askedOf(deal).amt ?? 0) - cancelledOf(deal)
  const news = tokenNews(deal, deal.steps[0])
  const path = `/demo/orders/${deal.referenceNo}`
  const steps = shownSteps(deal, lang)
  const isRegistered = state !== 'refused' && state !== 'unreachable'
  return {
    ...frame(lang),
    otherUrl: `${path}?`,
    path,
    deal: shown,
    meaning: t.meanings[state],
    tokenNews: news && t[news],
    left: rupiah(left, lang),
    isOpen: isOrder && isUndecided(deal),
    till: tillOf(deal, lang, baseUrl),
    resumes: isOrder && isUndecided(deal) && !deal.way.shows && t.resumes[deal.way.group],
    isPaid: isOrder && PAID.includes(state),
    isWhole: state !== 'partly',
    mayAsk: isOrder && isRegistered,
    groups: shownWays(links.get(deal.customer) !== undefined, deal.way, lang),
    checks: isRegistered ? checksOf(steps, deal, lang) : [],
    steps,
    awaitsNotification:
      (isUndecided(deal) || PAID.includes(state)) && lastOf(deal, 'notification') === undefined,
    version: versionOf(deal),
    waits: awaitsNews(deal, now),
  }
}
