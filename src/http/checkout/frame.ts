import { canChoose } from '../../acquirer/choose.ts'
import type { Visit } from '../../acquirer/visit.ts'
import type { Language } from '../../config.ts'
import { type Callback, paymentCallback, withQuery } from '../../domain/callback.ts'
import type { Merchant } from '../../domain/merchant.ts'
import type { Transaction } from '../../domain/transaction.ts'
import { CHECKOUT_PAGE } from '../../endpoints/checkout/path.ts'
import { lineTotal } from '../../protocol/cart.ts'
import { rupiah } from '../lender/figures.ts'
import { otherThan, translatorOf } from '../texts.ts'
import { type Standing, versionOf } from './acts.ts'
import { en } from './texts/en.ts'
import { id } from './texts/id.ts'

const translator = translatorOf({ id, en })

/** A page ready for its template. */
export interface View {
  readonly template: string
  readonly locals: Readonly<Record<string, unknown>>
  /** Why there is nothing to see, for our user. */
  readonly reason?: string
  /** Whether its form leads to the merchant. */
  readonly leadsBack?: true
}

/** What a page is made of. */
export interface Facts {
  readonly order: Transaction
  readonly merchant: Merchant
  readonly visit: Visit
  readonly language: Language
  /** What the address asks for: a method that is looked at, what is left out. */
  readonly query: Readonly<Record<string, string>>
  /** The name of a text about what was done last. */
  readonly notice: string | null
}

/** The address of the page for an order. */
export const pageUrl = (tXid: string, query: Readonly<Record<string, string>>): string =>
  `${CHECKOUT_PAGE}?${new URLSearchParams({ tXid, ...query })}`

/** How the browser goes back: a form to post, or a link to follow. */
const wayBack = ({ method, url, fields }: Callback) =>
  method === 'post'
    ? { postTo: url, fields: Object.entries(fields), link: null }
    : { postTo: null, fields: [], link: withQuery(url, fields) }

/** `23-12-2022 11:06 WIB` of an instant. */
const wibMinute = (at: number): string => {
  const iso = new Date(at + 7 * 3_600_000).toISOString()
  const [year, month, day] = iso.slice(0, 10).split('-')
  return `${day}-${month}-${year} ${iso.slice(11, 16)} WIB`
}

/** Source: fitriawan/slate: optDisplayCB and optDisplayBL of V1, 1 hides. Guess: V2 heeds them too. */
export const hides = ({ query }: Facts, name: string): boolean => query[name] === '1'

/** What every page of an order prints. */
export const frame = (facts: Facts, standing: Standing) => {
  const { order, merchant, visit, language, notice } = facts
  const t = translator(language)
  const { optDisplayCB, optDisplayBL } = facts.query
  const stays = {
    lang: language,
    ...(optDisplayCB && { optDisplayCB }),
    ...(optDisplayBL && { optDisplayBL }),
  }
  const back = wayBack(paymentCallback(order, merchant, visit.now))
  return {
    t,
    language,
    standing,
    version: versionOf(order, visit.now),
    otherLanguageUrl: pageUrl(order.tXid, { ...stays, lang: otherThan(language) }),
    action: pageUrl(order.tXid, stays),
    toMethod: (code: string) => pageUrl(order.tXid, { ...stays, method: code }),
    merchant: merchant.name,
    referenceNo: order.referenceNo,
    goodsNm: order.goodsNm,
    items: order.items.map((item) => ({
      name: item.name,
      quantity: item.quantity,
      sum: rupiah(lineTotal(item), language),
    })),
    amount: rupiah(order.amt, language),
    until: wibMinute(order.expiresAt),
    secondsLeft: Math.max(0, Math.floor((order.expiresAt - visit.now) / 1000)),
    notice: notice && t(notice),
    back: hides(facts, 'optDisplayBL') ? null : back,
    canChange: canChoose(order, visit.now) && !hides(facts, 'optDisplayCB'),
    returnAfter: null,
  }
}

/** Guess: which way back there is while nothing is decided: none that tells a result, only the address. */
export const bareBack = ({ order }: Facts) => ({
  postTo: null,
  fields: [],
  link: order.callBackUrl,
})

/** A page without an order. */
export const problemView = (
  kind: 'unknown' | 'badForm',
  language: Language,
  reason: string,
): View => ({
  template: 'checkout/problem',
  locals: {
    t: translator(language),
    language,
    standing: kind,
    words: kind,
    otherLanguageUrl: `?lang=${otherThan(language)}`,
  },
  reason,
})
