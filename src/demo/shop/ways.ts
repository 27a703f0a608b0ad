import type { InWords } from '../../domain/kredivo-account.ts'
import type { SIGNED } from '../../protocol/tokens.ts'
import {
  bindingRequest,
  type Credentials,
  checkedToken,
  type Fields,
  orderRequest,
  paymentFields,
} from '../merchant.ts'
import type { Customer, Goods } from './catalogue.ts'
import type { News } from './deals.ts'

/** What a way to pay makes its request of. */
export interface Wish {
  readonly referenceNo: string
  readonly customer: Customer
  readonly goods: Goods
  /** The customer's userToken, where the account is linked. */
  readonly userToken: string | undefined
  readonly dbProcessUrl: string
  readonly callBackUrl: string
}

/** Where the customer's browser goes next, and the step as the shop remembers it. */
export interface Sending {
  readonly url: string
  readonly news: News
}

/** One way to pay, or to link an account: everything that the shop knows of it. */
export interface Way {
  readonly id: string
  readonly kind: 'order' | 'binding'
  readonly label: InWords
  readonly hint: InWords
  /** Whether it takes a linked account. */
  readonly needsLink: boolean
  /** Whether its notification brings a userToken to remember. */
  readonly links: boolean
  /** Where it is registered, and which values the registration signs. */
  readonly path: string
  readonly signs: keyof typeof SIGNED
  readonly request: (merchant: Credentials, wish: Wish, now: Date) => Fields
  /** Where the browser goes after an accepted registration; nothing when it stays in the shop. */
  readonly next: (about: {
    readonly baseUrl: string
    readonly merchant: Credentials
    readonly asked: Fields
    readonly answered: Fields
    readonly callBackUrl: string
    readonly now: Date
  }) => Sending | undefined
}

/** NICEPAY's paths for orders. */
export const DIRECT = '/nicepay/direct/v2'

const toPaymentStep: Way['next'] = ({ baseUrl, merchant, asked, answered, callBackUrl, now }) => {
  const { tXid } = answered
  if (tXid === undefined) return undefined
  const { referenceNo = '', amt = '' } = asked
  const order = { tXid, referenceNo, amt }
  const fields = paymentFields(merchant, order, callBackUrl, now)
  const path = `${DIRECT}/payment`
  return {
    url: `${baseUrl}${path}?${new URLSearchParams(fields)}`,
    news: {
      kind: 'payment',
      line: `GET ${path}`,
      fields,
      token: checkedToken('payment', { ...fields, referenceNo, amt }, merchant),
    },
  }
}

const toLink: Way['next'] = ({ answered }) => {
  const url = answered.redirectUrlHttp
  return url === undefined
    ? undefined
    : { url, news: { kind: 'redirect', line: `GET ${url}`, fields: {} } }
}

/** An order at Kredivo; `more` is what makes it another way to pay. */
const atKredivo = (
  more: (wish: Wish) => { readonly clientUserKey?: string; readonly userToken?: string },
): Pick<Way, 'kind' | 'path' | 'signs' | 'request' | 'next'> => ({
  kind: 'order',
  path: `${DIRECT}/registration`,
  signs: 'registration',
  next: toPaymentStep,
  request: (merchant, wish, now) => {
    const { referenceNo, goods, customer, dbProcessUrl } = wish
    const order = {
      referenceNo,
      goodsNm: goods.goodsNm,
      amt: goods.amt,
      billingNm: customer.name,
      billingPhone: customer.phone,
      dbProcessUrl,
    }
    return orderRequest(merchant, { ...order, ...more(wish) }, now)
  },
})

/** Everything that a customer can do with money here; the first is the ordinary way. A further way is one entry more. */
export const WAYS: readonly [Way, ...Way[]] = [
  {
    id: 'kredivo',
    label: { id: 'Beli dengan Kredivo', en: 'Buy with Kredivo' },
    hint: {
      id: 'Login, OTP dan pilihan tenor di halaman Kredivo.',
      en: 'Login, OTP and the choice of tenure on Kredivo’s pages.',
    },
    needsLink: false,
    links: false,
    ...atKredivo(() => ({})),
  },
  {
    id: 'remember',
    label: { id: 'Beli dan ingat akun', en: 'Buy and remember the account' },
    hint: {
      id: 'Sekaligus menghubungkan akun: tokenizeUser 1, userToken datang dengan notifikasi.',
      en: 'Links the account with it: tokenizeUser 1, the userToken comes with the notification.',
    },
    needsLink: false,
    links: true,
    ...atKredivo(({ customer }) => ({ clientUserKey: customer.clientUserKey })),
  },
  {
    id: 'oneClick',
    label: { id: 'Beli sekali klik', en: 'Buy with one click' },
    hint: {
      id: 'Akun yang terhubung membayar tanpa login: tokenizeUser 2.',
      en: 'A linked account pays without a login: tokenizeUser 2.',
    },
    needsLink: true,
    links: false,
    ...atKredivo(({ userToken = '' }) => ({ userToken })),
  },
  {
    id: 'link',
    kind: 'binding',
    label: { id: 'Hubungkan akun Kredivo', en: 'Link Kredivo account' },
    hint: {
      id: 'Tanpa membeli (account binding).',
      en: 'Without buying (account binding).',
    },
    needsLink: false,
    links: true,
    path: '/nicepay/v2/userAccountBinding',
    signs: 'bindingRegistration',
    next: toLink,
    request: (merchant, { referenceNo, customer, dbProcessUrl, callBackUrl }, now) => {
      const wish = {
        referenceNo,
        billingNm: customer.name,
        billingPhone: `+62-${customer.phone.slice(1)}`,
        clientUserKey: customer.clientUserKey,
        dbProcessUrl,
        callBackUrl,
      }
      return bindingRequest(merchant, wish, now)
    },
  },
]

/** The way with an id, or the ordinary one. */
export const wayOf = (id: string | undefined): Way => WAYS.find((way) => way.id === id) ?? WAYS[0]
