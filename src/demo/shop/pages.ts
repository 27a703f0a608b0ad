import type { Language } from '../../config.ts'
import { rupiah } from '../../http/lender/figures.ts'
import type { Answer } from './calls.ts'
import { isDeadToken } from './cashier.ts'
import { CUSTOMERS, type Customer, GOODS, type Goods, OTP } from './catalogue.ts'
import { askedOf, type Deal, lastOf, registrationOf, type Step } from './deals.ts'
import type { Links } from './links.ts'
import { shownAccount } from './shown-account.ts'
import { shownWays } from './shown-ways.ts'
import { awaitsNews, cancelledOf, isUndecided, stateOf } from './states.ts'
import { clockTime, type ShownStep, shownSteps } from './steps.ts'
import { SHOP_TEXTS } from './texts.ts'
import { tillOf } from './till.ts'
import { has } from './verdicts.ts'
import { LINK } from './ways/kredivo.ts'
import { WALLET_LINK } from './ways/wallet.ts'
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

const ACCOUNTS = ['kredivo', 'wallet'] as const

const NOTICES = ['unlinked', 'walletUnlinked', 'notLinked', 'gone'] as const

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
      isLinked: ACCOUNTS.some((account) => links.get(one, account) !== undefined),
    })),
    otp: OTP,
    goods: GOODS.map((one) => ({ ...shownGoods(one, lang), chosen: one === about.goods })),
    groups: shownWays(about.customer, links, about.way, lang),
    link: { label: LINK.label[lang], hint: LINK.hint[lang] },
    isLinked,
    wallet: {
      label: WALLET_LINK.label[lang],
      hint: WALLET_LINK.hint[lang],
      isLinked: links.get(about.customer, 'wallet') !== undefined,
    },
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
): 'deadToken' | 'deadWallet' | 'askedLogin' | null => {
  if (!deal.way.needsLink) return null
  const isSnap = deal.way.signs === 'snap'
  if (isDeadToken(registration?.answer?.fields.resultCd)) {
    return isSnap ? 'deadWallet' : 'deadToken'
  }
  if (isSnap) return null
  const payment = lastOf(deal, 'notification')
  const isAnonymous = payment !== undefined && !payment.fields.userToken
  return isAnonymous && has(deal, 'notification', 'verified') ? 'askedLogin' : null
}

const LOOKED = ['callback', 'customerToken', 'notification', 'inquiry'] as const

/** By SNAP a link comes with the browser, and a payment without one. */
const SNAP_LOOKED: Readonly<Record<Way['kind'], readonly (typeof LOOKED)[number][]>> = {
  order: ['notification', 'inquiry'],
  binding: ['callback', 'customerToken'],
}

/** What a shop goes by, at a glance: the last of each, or that it is not there yet. */
const checksOf = (steps: readonly ShownStep[], { way }: Deal, lang: Language) => {
  const t = SHOP_TEXTS[lang]
  const isOrder = way.kind === 'order'
  // A number or a code is paid elsewhere: no browser comes back from there.
  const isElsewhere = way.shows !== undefined && way.shows !== 'card' && way.shows !== 'push'
  const looked = LOOKED.filter((kind) => {
    if (way.signs === 'snap') return SNAP_LOOKED[way.kind].includes(kind)
    if (kind === 'customerToken') return false
    return kind === 'callback' ? !isElsewhere : isOrder || kind === 'notification'
  })
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
  const news = tokenNews(deal, registrationOf(deal))
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
    resumes:
      isOrder &&
      isUndecided(deal) &&
      !deal.way.shows &&
      deal.way.signs !== 'snap' &&
      t.resumes[deal.way.group],
    isPaid: isOrder && PAID.includes(state),
    isWhole: state !== 'partly',
    // SNAP's status does not say how much of an order was given back.
    hasParts: deal.way.signs !== 'snap',
    mayAsk: isOrder && isRegistered,
    groups: shownWays(deal.customer, links, deal.way, lang),
    checks: isRegistered ? checksOf(steps, deal, lang) : [],
    steps,
    awaitsNotification:
      (isUndecided(deal) || PAID.includes(state)) &&
      (isOrder || deal.way.signs !== 'snap') &&
      lastOf(deal, 'notification') === undefined,
    version: versionOf(deal),
    waits: awaitsNews(deal, now),
  }
}
