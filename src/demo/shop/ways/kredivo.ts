import { bindingRequest, orderRequest } from '../../merchant.ts'
import { toPaymentStep } from './payment-step.ts'
import { DIRECT, orderOf, type V2Way, type Way, type Wish } from './way.ts'

const toLink: Way['next'] = ({ answered }) => {
  const url = answered.redirectUrlHttp
  return url === undefined
    ? undefined
    : { url, news: { kind: 'redirect', line: `GET ${url}`, fields: {} } }
}

/** An order at Kredivo; `more` is what makes it another way to pay. */
const atKredivo = (
  more: (wish: Wish) => { readonly clientUserKey?: string; readonly userToken?: string },
): Pick<V2Way, 'kind' | 'group' | 'path' | 'signs' | 'request' | 'next'> => ({
  kind: 'order',
  group: 'kredivo',
  path: `${DIRECT}/registration`,
  signs: 'registration',
  next: toPaymentStep,
  request: (merchant, wish, now) =>
    orderRequest(merchant, { ...orderOf(wish), ...more(wish) }, now),
})

/** Paying at Kredivo, with and without a linked account. */
export const KREDIVO: readonly Way[] = [
  {
    id: 'kredivo',
    label: { id: 'Kredivo', en: 'Kredivo' },
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
    label: { id: 'Kredivo, dan ingat akunnya', en: 'Kredivo, remembering the account' },
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
    label: { id: 'Kredivo sekali klik', en: 'Kredivo with one click' },
    hint: {
      id: 'Akun yang terhubung membayar tanpa login: tokenizeUser 2.',
      en: 'A linked account pays without a login: tokenizeUser 2.',
    },
    needsLink: true,
    links: false,
    ...atKredivo(({ userToken = '' }) => ({ userToken })),
  },
]

/** Linking an account without buying. */
export const LINK: Way = {
  id: 'link',
  kind: 'binding',
  group: 'kredivo',
  label: { id: 'Hubungkan akun Kredivo', en: 'Link Kredivo account' },
  hint: {
    id: 'Tanpa membeli (account binding).',
    en: 'Without buying (account binding).',
  },
  needsLink: false,
  links: true,
  inLanguage: true,
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
}
