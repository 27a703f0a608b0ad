import { readFileSync } from 'node:fs'
import { ConfigError } from '../config/flags.ts'
import { type AccountFields, accountFlaw } from '../domain/account-fields.ts'
import { type PaymentType, quote } from '../domain/instalment.ts'
import type { Loan } from '../domain/ledger.ts'
import { changedMerchant, merchantFlaw } from '../domain/merchant.ts'
import { normalPhone } from '../domain/phone.ts'
import { INITIAL_SETTINGS } from '../domain/settings.ts'
import { type Instant, instantOfRelative } from '../protocol/time.ts'
import type { Tx } from './overlay.ts'
import { newAccount, SEED_MERCHANTS, seed, seedShoppers, TARIFF } from './seed.ts'

/** Fills a namespace that begins. */
export type Seed = (tx: Tx, now: Instant) => void

/** What namespaces begin with. */
export interface Seeds {
  /** The one that is always there. */
  readonly ofDefault: Seed
  /** Every other one; an iMid exists once, so its merchants are its own. */
  readonly ofOthers: Seed
}

type Row = Readonly<Record<string, unknown>>

const isRow = (value: unknown): value is Row =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

/**
 * What namespaces begin with: the published merchants and shoppers and, where a file is named, those of the file
 * (`{"merchants": […], "shoppers": […]}`, times as ISO 8601 or `now-3d`). Throws ConfigError for a file that cannot be used.
 */
export const seedFrom = (file: string | undefined): Seeds => {
  if (file === undefined) return { ofDefault: seed, ofOthers: seedShoppers }
  const refuse = (why: string): never => {
    throw new ConfigError(`--seed-file ${file}: ${why}`)
  }
  const { merchants = [], shoppers = [], ...others } = read(file, refuse)
  const [foreign] = Object.keys(others)
  if (foreign !== undefined) refuse(`"${foreign}" is not known; known are merchants, shoppers`)
  const list = (value: unknown, name: string): readonly Row[] =>
    Array.isArray(value) && value.every(isRow)
      ? value
      : refuse(`"${name}" must be a list of objects`)

  const ofShops = list(merchants, 'merchants').map((row) => merchantSeed(row, refuse))
  const ofShoppers = list(shoppers, 'shoppers').map((row) => shopperSeed(row, refuse))
  return {
    ofDefault: inTurn([seed, ...ofShops, ...ofShoppers]),
    ofOthers: inTurn([seedShoppers, ...ofShoppers]),
  }
}

const inTurn =
  (seeds: readonly Seed[]): Seed =>
  (tx, now) => {
    for (const one of seeds) one(tx, now)
  }

type Refuse = (why: string) => never

const read = (file: string, refuse: Refuse): Row => {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (isRow(value)) return value
  } catch (error) {
    refuse((error as Error).message)
  }
  return refuse('it must hold an object')
}

const merchantSeed = (row: Row, refuse: Refuse): Seed => {
  const { iMid } = row
  const flaw = iMid === undefined ? 'a merchant has no iMid' : merchantFlaw(row)
  if (flaw) refuse(`merchant ${String(iMid)}: ${flaw}`)
  const name = String(iMid)
  const [published] = SEED_MERCHANTS
  const bare = {
    iMid: name,
    name,
    merchantKey: published?.merchantKey ?? '',
    clientSecret: published?.clientSecret ?? '',
    publicKey: published?.publicKey ?? null,
    settings: INITIAL_SETTINGS,
  }
  return (tx) => tx.merchants.put(name, changedMerchant(tx.merchants.get(name) ?? bare, row))
}

const shopperSeed = (row: Row, refuse: Refuse): Seed => {
  const { phone: typed, loans = [], ...said } = row
  const phone = normalPhone(String(typed ?? ''))
  if (!phone) return refuse(`shopper ${String(typed)}: "phone" must be an Indonesian mobile number`)
  const flaw = accountFlaw(said)
  if (flaw) refuse(`shopper ${phone}: ${flaw}`)
  if (!Array.isArray(loans) || !loans.every(isRow)) {
    return refuse(`shopper ${phone}: "loans" must be a list of objects`)
  }
  const made = loans.map((loan, index) =>
    loanSeed(loan, phone, `seed-${phone}-${index + 1}`, (why) =>
      refuse(`shopper ${phone}, loan ${index + 1}: ${why}`),
    ),
  )
  return (tx, now) => {
    const before = tx.accounts.get(phone)
    tx.accounts.put(phone, {
      ...(before ?? newAccount(phone, said)),
      ...(said as Partial<AccountFields>),
    })
    for (const loan of made) tx.loans.put(loan(now).tXid, loan(now))
  }
}

const loanSeed = (
  row: Row,
  phone: string,
  tXid: string,
  refuse: Refuse,
): ((now: Instant) => Loan) => {
  const { amount, paymentType, openedAt = 'now', ...others } = row
  const [foreign] = Object.keys(others)
  if (foreign !== undefined) refuse(`"${foreign}" is not known`)
  if (!Number.isSafeInteger(amount) || (amount as number) <= 0) {
    refuse('"amount" must be whole rupiah, more than 0')
  }
  if (typeof paymentType !== 'string' || !Object.hasOwn(TARIFF.plans, paymentType)) {
    refuse(`"paymentType" must be one of ${Object.keys(TARIFF.plans).join(', ')}`)
  }
  const when = String(openedAt)
  if (instantOfRelative(when, 0) === undefined) {
    refuse('"openedAt" must be an ISO 8601 time or like now-3d')
  }
  const tenure = paymentType as PaymentType
  const price = amount as number
  const { months, monthly } = quote(price, tenure, TARIFF)
  return (now) => ({
    tXid,
    phone,
    paymentType: tenure,
    price,
    principal: price,
    months,
    monthly,
    openedAt: instantOfRelative(when, now) ?? now,
    heldUntil: null,
  })
}
