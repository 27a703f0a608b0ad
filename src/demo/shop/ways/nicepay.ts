import { wibDateTime } from '../../../protocol/time.ts'
import { type Fields, saleRequest } from '../../merchant.ts'
import { byForm } from './payment-step.ts'
import { DIRECT, orderOf, type Way } from './way.ts'

/** How long the shop gives a customer for a transfer or a walk to a till. */
const A_DAY = 24 * 60 * 60 * 1000

/** The two fields, by which a number is said to be good for a day. */
const forADay = (dateField: string, timeField: string, now: Date): Fields => {
  const { date, time } = wibDateTime(now.getTime() + A_DAY)
  return { [dateField]: date, [timeField]: time }
}

const PLAIN = { kind: 'order', needsLink: false, links: false, signs: 'registration' } as const

/** NICEPAY's own page, on which the customer chooses how to pay. */
export const CHECKOUT: Way = {
  ...PLAIN,
  id: 'checkout',
  group: 'nicepay',
  label: { id: 'Halaman NICEPAY (checkout)', en: 'NICEPAY’s page (checkout)' },
  hint: {
    id: 'Pelanggan memilih di halaman NICEPAY: kartu, transfer, minimarket, e-wallet, paylater, QRIS.',
    en: 'The customer chooses on NICEPAY’s page: card, transfer, store, e-wallet, paylater, QRIS.',
  },
  inLanguage: true,
  path: '/nicepay/redirect/v2/registration',
  request: (merchant, wish, now) => {
    const { callBackUrl } = wish
    return saleRequest(merchant, orderOf(wish), { payMethod: '00', callBackUrl }, now)
  },
  // Source: docs.nicepay.co.id, page "Payment API - Checkout": the merchant puts ?tXid= behind the address.
  next: ({ answered: { paymentURL, tXid } }) => {
    if (paymentURL === undefined || tXid === undefined) return undefined
    const url = `${paymentURL}?${new URLSearchParams({ tXid })}`
    return { url, news: { kind: 'page', line: `GET ${url}`, fields: {} } }
  },
}

/** A way whose customer pays with what the shop's own page shows. */
const here = (
  way: Pick<Way, 'id' | 'label' | 'hint'> & { readonly shows: Way['shows'] & string },
  method: (now: Date) => Fields,
): Way => ({
  ...PLAIN,
  ...way,
  group: 'here',
  path: `${DIRECT}/registration`,
  request: (merchant, wish, now) => saleRequest(merchant, orderOf(wish), method(now), now),
  next: way.shows === 'card' || way.shows === 'push' ? byForm : () => undefined,
})

const AT_A_STORE = {
  id: 'Nomor untuk kasir tampil di halaman pesanan toko.',
  en: 'The number for the till is on the shop’s order page.',
}

const atStore = (id: string, name: string, mitraCd: string): Way =>
  here({ id, label: { id: name, en: name }, hint: AT_A_STORE, shows: 'store' }, (now) => ({
    payMethod: '03',
    mitraCd,
    ...forADay('payValidDt', 'payValidTm', now),
  }))

/** Every way whose customer pays with what the shop's own page shows. */
export const HERE: readonly Way[] = [
  here(
    {
      id: 'va',
      label: { id: 'Transfer ke virtual account BCA', en: 'Transfer to a BCA virtual account' },
      hint: {
        id: 'Nomornya tampil di halaman pesanan toko.',
        en: 'The number is on the shop’s order page.',
      },
      shows: 'va',
    },
    (now) => ({
      payMethod: '02',
      bankCd: 'CENA',
      ...forADay('vacctValidDt', 'vacctValidTm', now),
    }),
  ),
  atStore('indomaret', 'Indomaret', 'INDO'),
  atStore('alfamart', 'Alfamart', 'ALMA'),
  here(
    {
      id: 'card',
      label: { id: 'Kartu kredit', en: 'Credit card' },
      hint: {
        id: 'Formulir kartu ada di toko; isinya dikirim browser langsung ke NICEPAY.',
        en: 'The card form is the shop’s; the browser posts it straight to NICEPAY.',
      },
      shows: 'card',
    },
    () => ({ payMethod: '01', instmntType: '1', instmntMon: '1', recurrOpt: '2' }),
  ),
  here(
    {
      id: 'ovo',
      label: { id: 'OVO', en: 'OVO' },
      hint: {
        id: 'OVO bertanya di ponsel pelanggan; browser menunggu.',
        en: 'OVO asks on the customer’s phone; the browser waits.',
      },
      shows: 'push',
    },
    () => ({ payMethod: '05', mitraCd: 'OVOE' }),
  ),
  here(
    {
      id: 'qris',
      label: { id: 'QRIS', en: 'QRIS' },
      hint: {
        id: 'Kode QR tampil di halaman pesanan toko.',
        en: 'The QR code is on the shop’s order page.',
      },
      shows: 'code',
    },
    () => ({ payMethod: '08', mitraCd: 'QSHP', shopId: 'KEMBANG' }),
  ),
]
