import {
  inV2Names,
  type Message,
  type SnapCredentials,
  type SnapKeys,
  type SnapSealed,
  sealedByKey,
  sealedBySecret,
  snapAmount,
} from '../snap.ts'
import type { Answer, Post } from './calls.ts'
import type { Customer } from './catalogue.ts'
import {
  answeredOf,
  askedOf,
  type Deal,
  type Deals,
  registrationOf,
  type StepKind,
} from './deals.ts'
import type { Links } from './links.ts'
import { has, verdictOf } from './verdicts.ts'
import { unbinding } from './ways/wallet.ts'

/** What the shop's server does at NICEPAY by SNAP; every call is written down in its deal. */
export interface SnapDesk {
  /** Registers a deal, for the customer whose token is given. */
  register(
    referenceNo: string,
    path: string,
    body: Message,
    customerToken: string | undefined,
  ): Promise<Answer>
  /** Asks how an order stands. */
  inquire(deal: Deal): Promise<void>
  /** Gives the money of an order back. */
  refund(deal: Deal): Promise<void>
  /** Changes the code that the browser brought for a customer's token, once. */
  exchange(deal: Deal): Promise<void>
  /** Ends the link to a customer's wallet. */
  unlink(customer: Customer): Promise<void>
}

export interface SnapDeskDeps {
  readonly merchant: SnapCredentials
  readonly keys: () => Promise<SnapKeys>
  readonly now: () => Date
  readonly word: () => string
  readonly post: Post
  readonly deals: Deals
  readonly links: Links
}

const TOKENS = '/nicepay/v1.0/access-token'
const SNAP = '/nicepay/api/v1.0'

const linesOf = (headers: Message): string[] =>
  Object.entries(headers).map(([name, value]) => `${name}: ${value}`)

export const openSnapDesk = (deps: SnapDeskDeps): SnapDesk => {
  const { merchant, keys, now, word, post, deals, links } = deps
  /** The token that the last calls were made with; one of another time answers 401. */
  let accessToken = ''

  const send = async (
    referenceNo: string,
    kind: StepKind,
    path: string,
    body: Message,
    { headers, token }: SnapSealed,
  ): Promise<Answer> => {
    const at = now().getTime()
    const came = await post(path, body, headers)
    const answer = { ...came, fields: inV2Names(came.body) }
    const step = { kind, at, line: `POST ${path}`, fields: inV2Names(body), body, token, answer }
    deals.add(referenceNo, { ...step, headers: linesOf(headers) })
    return answer
  }

  const askToken = async (referenceNo: string): Promise<void> => {
    const body = { grantType: 'client_credentials', additionalInfo: {} }
    const seal = sealedByKey(merchant, await keys(), now())
    const { fields } = await send(referenceNo, 'accessToken', `${TOKENS}/b2b`, body, seal)
    accessToken = fields.accessToken ?? ''
  }

  const call = (
    referenceNo: string,
    kind: StepKind,
    path: string,
    body: Message,
    more: Readonly<Record<string, string>> = {},
  ): Promise<Answer> => {
    const about = { path, body: JSON.stringify(body), accessToken, externalId: word() }
    const { headers, token } = sealedBySecret(merchant, about, now())
    return send(referenceNo, kind, path, body, { headers: { ...headers, ...more }, token })
  }

  /** Calls about an older deal, with another token if the last one is too old by now. */
  const callAgain: typeof call = async (referenceNo, ...about) => {
    if (accessToken === '') await askToken(referenceNo)
    const answer = await call(referenceNo, ...about)
    if (answer.status !== 401) return answer
    await askToken(referenceNo)
    return call(referenceNo, ...about)
  }

  const namesOf = (deal: Deal) => ({
    originalReferenceNo: answeredOf(deal).tXid ?? '',
    originalPartnerReferenceNo: deal.referenceNo,
    merchantId: merchant.iMid,
  })

  const inquire = async (deal: Deal): Promise<void> => {
    // A payment without a page may be notified before the answer to its registration is there.
    if (!registrationOf(deal)) return
    const amount = snapAmount(askedOf(deal).amt ?? '')
    const body = { ...namesOf(deal), serviceCode: '54', amount }
    await callAgain(deal.referenceNo, 'inquiry', `${SNAP}/debit/status`, body)
  }

  return {
    register: async (referenceNo, path, body, customerToken) => {
      await askToken(referenceNo)
      const more = customerToken ? { 'Authorization-Customer': `Bearer ${customerToken}` } : {}
      return call(referenceNo, 'registration', path, body, more)
    },
    inquire,
    refund: async (deal) => {
      const body = {
        ...namesOf(deal),
        partnerRefundNo: `REFUND-${word().slice(0, 8)}`,
        refundAmount: snapAmount(askedOf(deal).amt ?? ''),
        reason: 'Request Cancel',
        additionalInfo: { refundType: '1' },
      }
      await callAgain(deal.referenceNo, 'cancel', `${SNAP}/debit/refund`, body)
      await inquire(deal)
    },
    exchange: async ({ referenceNo }) => {
      const deal = deals.get(referenceNo)
      if (!deal || has(deal, 'customerToken', 'accepted')) return
      const back = deal.steps.findLast((step) => verdictOf(step, deal) === 'returned')
      if (!back) return
      const { authCode = '' } = back.fields
      const body = { grantType: 'AUTHORIZATION_CODE', authCode }
      const seal = sealedByKey(merchant, await keys(), now())
      const { fields } = await send(referenceNo, 'customerToken', `${TOKENS}/b2b2c`, body, seal)
      const { accessToken: userToken } = fields
      if (userToken === undefined) return
      const proof = { tXid: answeredOf(deal).tXid ?? '', authCode }
      links.remember(deal.customer, { userToken, referenceNo, proof }, 'wallet')
    },
    unlink: async (customer) => {
      const link = links.get(customer, 'wallet')
      if (!link?.proof) return
      links.forget(customer, 'wallet')
      const body = unbinding(merchant.iMid, link.referenceNo, link.proof)
      const path = `${SNAP}/registration-account-unbinding`
      await callAgain(link.referenceNo, 'unbinding', path, body)
    },
  }
}
