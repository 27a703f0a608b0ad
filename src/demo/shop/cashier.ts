import type { Instant } from '../../protocol/time.ts'
import {
  cancelRequest,
  checkedToken,
  type Fields,
  inquiryRequest,
  type KnownOrder,
  removeTokenRequest,
  userDetailsRequest,
} from '../merchant.ts'
import type { SnapCredentials, SnapKeys } from '../snap.ts'
import type { Answer, Post } from './calls.ts'
import type { Customer, Goods } from './catalogue.ts'
import { answeredOf, askedOf, type Deal, type Deals, lastOf, type StepKind } from './deals.ts'
import type { AccountName, Links } from './links.ts'
import { openSnapDesk } from './snap-desk.ts'
import { foundOut, isUndecided } from './states.ts'
import { isSuccess } from './verdicts.ts'
import { DIRECT, type Way, type Wish } from './ways/way.ts'

/** NICEPAY's code for a userToken that is not active any more. Source: docs.nicepay.co.id, page "Get User Detail". */
export const DEAD_TOKEN = '9920'

/** Whether a registration was refused for a customer's token: by that code, or SNAP's for a token in a payment. */
export const isDeadToken = (resultCd: string | undefined): boolean =>
  resultCd === DEAD_TOKEN || resultCd === '4015402'

/** What the shop's server does at NICEPAY; every call is written down in its deal. */
export interface Cashier {
  /** Registers an order or a link; answers the deal and where the browser goes next, if anywhere. */
  begin(
    wish: { way: Way; customer: Customer; goods: Goods },
    callBackUrl: (referenceNo: string) => string,
  ): Promise<{ referenceNo: string; url: string | undefined }>
  /** Sends the browser to an order's payment step once more. */
  resume(deal: Deal, callBackUrl: string): string | undefined
  /** Asks how an order stands. */
  inquire(deal: Deal): Promise<void>
  /** The same about an order that was asked about before, is still undecided, and was not asked about just now. */
  inquireAgain(deal: Deal): Promise<void>
  /** Cancels an order, whole or in part, and asks how it stands. */
  cancel(deal: Deal, part?: string): Promise<void>
  /** Makes a link of what the browser brought back, where that is how it is made. */
  exchange(deal: Deal): Promise<void>
  /** Ends the link to a customer's account. */
  unlink(customer: Customer, account: AccountName): Promise<void>
  /** What NICEPAY tells of a customer's linked account; nothing without a link. */
  detailsOf(customer: Customer): Promise<Answer | undefined>
}

export interface CashierDeps {
  readonly baseUrl: string
  readonly localUrl: string
  readonly merchant: SnapCredentials
  readonly keys: () => Promise<SnapKeys>
  readonly now: () => Date
  readonly word: () => string
  readonly post: Post
  readonly deals: Deals
  readonly links: Links
}

/** How long an answer to an inquiry is good enough, in milliseconds. */
const FRESH = 3000

/** The order of a deal, as later calls name it. */
const orderOf = (deal: Deal): KnownOrder => ({
  tXid: answeredOf(deal).tXid ?? '',
  referenceNo: deal.referenceNo,
  amt: askedOf(deal).amt ?? '',
  // On NICEPAY's page the customer chose it, which only an inquiry tells.
  payMethod: foundOut(deal).payMethod ?? askedOf(deal).payMethod,
})

export const openCashier = (deps: CashierDeps): Cashier => {
  const { baseUrl, localUrl, merchant, now, word, post, deals, links } = deps
  const snap = openSnapDesk(deps)

  /** Posts a signed request and writes both down. */
  const call = async (
    referenceNo: string,
    kind: StepKind,
    signs: Parameters<typeof checkedToken>[0],
    path: string,
    fields: Fields,
  ): Promise<Answer> => {
    const at: Instant = now().getTime()
    const answer = await post(path, fields)
    const token = checkedToken(signs, fields, merchant)
    deals.add(referenceNo, { kind, at, line: `POST ${path}`, fields, token, answer })
    return answer
  }

  const inquire = async (deal: Deal): Promise<void> => {
    if (deal.way.signs === 'snap') return snap.inquire(deal)
    const request = inquiryRequest(merchant, orderOf(deal), now())
    await call(deal.referenceNo, 'inquiry', 'inquiry', `${DIRECT}/inquiry`, request)
  }

  const sendOn = (deal: Deal, callBackUrl: string): string | undefined => {
    const [asked, answered] = [askedOf(deal), answeredOf(deal)]
    const sending = deal.way.next({ baseUrl, merchant, asked, answered, callBackUrl, now: now() })
    if (sending) deals.add(deal.referenceNo, sending.news)
    return sending?.url
  }

  const register = (way: Way, wish: Wish): Promise<Answer> => {
    const { referenceNo, userToken } = wish
    if (way.signs === 'snap') {
      const customerToken = way.needsLink ? userToken : undefined
      return snap.register(referenceNo, way.path, way.request(merchant, wish), customerToken)
    }
    const request = way.request(merchant, wish, now())
    return call(referenceNo, 'registration', way.signs, way.path, request)
  }

  return {
    begin: async ({ way, customer, goods }, callBackUrl) => {
      const referenceNo = `SHOP-${word().slice(0, 8)}`
      const userToken = links.get(customer, way.account)?.userToken
      const dbProcessUrl = `${localUrl}/demo/notification`
      const about = { referenceNo, customer, goods }
      const urls = { dbProcessUrl, callBackUrl: callBackUrl(referenceNo) }
      const wish = { ...about, ...urls, userToken, state: word() }
      deals.open({ ...about, way })
      const { fields } = await register(way, wish)
      if (isDeadToken(fields.resultCd) && way.needsLink) links.forget(customer, way.account)
      const deal = deals.get(referenceNo)
      const isAccepted = isSuccess(fields) && deal !== undefined
      // No browser comes back from a payment without a page, so nothing else would make the shop ask.
      if (isAccepted && way.signs === 'snap' && way.kind === 'order') await inquire(deal)
      return { referenceNo, url: isAccepted ? sendOn(deal, wish.callBackUrl) : undefined }
    },
    resume: sendOn,
    inquire,
    inquireAgain: async (deal) => {
      const last = lastOf(deal, 'inquiry')
      if (!last || !isUndecided(deal)) return
      if (now().getTime() >= last.lastAt + FRESH) await inquire(deal)
    },
    cancel: async (deal, part) => {
      if (deal.way.signs === 'snap') return snap.refund(deal)
      const request = cancelRequest(merchant, orderOf(deal), now(), part)
      await call(deal.referenceNo, 'cancel', 'cancel', `${DIRECT}/cancel`, request)
      await inquire(deal)
    },
    exchange: async (deal) => {
      if (deal.way.signs === 'snap') await snap.exchange(deal)
    },
    unlink: async (customer, account) => {
      if (account === 'wallet') return snap.unlink(customer)
      const link = links.get(customer)
      if (!link) return
      // Whatever NICEPAY answers, the shop does not use the token again.
      links.forget(customer)
      const request = removeTokenRequest(merchant, link.userToken, now())
      const path = `${DIRECT}/remove-token`
      await call(link.referenceNo, 'removeToken', 'removeToken', path, request)
    },
    detailsOf: async (customer) => {
      const link = links.get(customer)
      if (!link) return undefined
      return post(`${DIRECT}/user-details`, userDetailsRequest(merchant, link.userToken, now()))
    },
  }
}
