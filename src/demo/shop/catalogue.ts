import type { InWords } from '../../domain/kredivo-account.ts'
import { localPhone } from '../../domain/phone.ts'
import { OTPS, SEED_ACCOUNTS } from '../../store/seed.ts'

/** Something that the shop sells. */
export interface Goods {
  readonly id: string
  readonly name: InWords
  /** What is registered as goodsNm. */
  readonly goodsNm: string
  /** The price in rupiah, as it is sent. */
  readonly amt: string
  /** What the price shows about paying with Kredivo. */
  readonly shows: InWords
  /** A file of assets/shop. */
  readonly picture: string
}

const COFFEE: Goods = {
  id: 'coffee',
  name: { id: 'Kopi Gayo 250 g', en: 'Gayo coffee 250 g' },
  goodsNm: 'Kopi Gayo',
  // Source: the amount of NICEPAY's own samples.
  amt: '25145',
  shows: { id: 'Kredivo: 30 hari', en: 'Kredivo: 30 days' },
  picture: 'coffee.svg',
}

/** All that the shop sells; the first is chosen until somebody chooses. */
export const GOODS: readonly [Goods, ...Goods[]] = [
  COFFEE,
  {
    id: 'backpack',
    name: { id: 'Ransel kanvas', en: 'Canvas backpack' },
    goodsNm: 'Ransel kanvas',
    amt: '1450000',
    shows: {
      id: 'Kredivo: 30 hari; cicilan baru mulai Rp1.500.000',
      en: 'Kredivo: 30 days; instalments only from Rp1,500,000',
    },
    picture: 'backpack.svg',
  },
  {
    id: 'bicycle',
    name: { id: 'Sepeda lipat', en: 'Folding bicycle' },
    goodsNm: 'Sepeda lipat',
    amt: '2500000',
    shows: { id: 'Kredivo: 30 hari, 3, 6, 12 bulan', en: 'Kredivo: 30 days, 3, 6, 12 months' },
    picture: 'bicycle.svg',
  },
  {
    id: 'scooter',
    name: { id: 'Motor listrik', en: 'Electric scooter' },
    goodsNm: 'Motor listrik',
    amt: '34900000',
    shows: {
      id: 'Kredivo: lebih dari limit setiap akun uji, ditolak',
      en: 'Kredivo: beyond every test shopper’s limit, declined',
    },
    picture: 'scooter.svg',
  },
]

/** The goods with an id, or the first. */
export const goodsOf = (id: string | undefined): Goods =>
  GOODS.find((goods) => goods.id === id) ?? GOODS[0]

/** A customer of the shop: one of the published test shoppers. */
export interface Customer {
  /** A01, A02 … */
  readonly label: string
  readonly name: string
  /** In the form 08…. */
  readonly phone: string
  /** What to type at Kredivo; null where every PIN is wrong. */
  readonly pin: string | null
  /** What this shopper is good for. */
  readonly purpose: InWords
  /** The name under which the shop's customer is known to NICEPAY. */
  readonly clientUserKey: string
}

export const CUSTOMERS: readonly Customer[] = SEED_ACCOUNTS.map(
  ({ label, legalName, phone, pin, behaviour }) => ({
    label,
    name: legalName,
    phone: localPhone(phone),
    pin,
    purpose: behaviour,
    clientUserKey: `shop-customer-${label}`,
  }),
)

/** The customer with a label, or the first. */
export const customerOf = (label: string | undefined): Customer => {
  const customer = CUSTOMERS.find((one) => one.label === label) ?? CUSTOMERS[0]
  if (!customer) throw new Error('there is no test shopper')
  return customer
}

/** The OTP that Kredivo's pages take. */
export const OTP = OTPS.find(({ outcome }) => outcome === 'accepted')?.otp ?? ''
