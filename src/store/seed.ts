import type { AccountFields } from '../domain/account-fields.ts'
import type { TestCard } from '../domain/card.ts'
import { SYSTEM_CLOCK } from '../domain/clock.ts'
import type { Tariff } from '../domain/instalment.ts'
import type { InWords, KredivoAccount } from '../domain/kredivo-account.ts'
import type { Limits } from '../domain/ledger.ts'
import type { Merchant } from '../domain/merchant.ts'
import type { MagicOtps, OtpEffect } from '../domain/otp.ts'
import { INITIAL_SETTINGS, type Settings } from '../domain/settings.ts'
import { fixture } from '../package.ts'
import { CLOCK } from './now.ts'
import type { Tx } from './overlay.ts'

interface SeedMerchant {
  readonly iMid: string
  readonly name: string
  readonly settings?: Partial<Settings>
}

const { merchantKey, publicKey, merchants } = fixture('merchants.json') as {
  merchantKey: string
  publicKey: string
  merchants: readonly SeedMerchant[]
}

/** The published test key. */
export const TEST_KEY = merchantKey

/** The published test merchants, all with the published test key. */
export const SEED_MERCHANTS: readonly Merchant[] = merchants.map(({ iMid, name, settings }) => ({
  iMid,
  name,
  merchantKey,
  clientSecret: merchantKey,
  publicKey,
  settings: { ...INITIAL_SETTINGS, ...settings },
}))

type SeedAccount = Omit<KredivoAccount, 'limits'> & { readonly limits: string }

const { limits, accounts } = fixture('accounts.json') as {
  limits: Readonly<Record<string, Limits>>
  accounts: readonly SeedAccount[]
}

/** An account that nothing is the matter with. */
const ORDINARY = {
  blocked: false,
  overdue: false,
  verdict: 'approve',
  otpForToken: false,
  pushes: 1,
  unlinksAfter: null,
  wrongPins: 0,
  lockedUntil: null,
} as const

/** The test shoppers. */
export const SEED_ACCOUNTS: readonly KredivoAccount[] = accounts.map((account) => ({
  ...ORDINARY,
  ...account,
  limits: limits[account.limits] ?? {},
}))

/** A further account: an ordinary premium one but for what is said of it; its phone in the form 628…. */
export const newAccount = (phone: string, said: Partial<AccountFields>): KredivoAccount => {
  const accountType = said.accountType ?? 'premium'
  return {
    ...ORDINARY,
    label: 'own',
    phone,
    pin: '663482',
    legalName: 'Pelanggan Uji',
    accountType,
    limits: limits[accountType] ?? {},
    behaviour: { id: 'Akun tambahan', en: 'Added account' },
    ...said,
  }
}

/** What the end of an amount can decide, where a merchant has that on. */
export type AmountEffect = 'limit' | 'deny' | 'fraud' | 'approveLater' | 'noPush'

/** The endings of amounts that do something by themselves, with what a tester sees of each. */
export const AMOUNT_ENDINGS: readonly {
  ending: string
  effect: AmountEffect
  behaviour: InWords
}[] = fixture('amount-endings.json').endings

/** The cards that can pay, or are refused, and the OTP of their banks. */
export const { cards: CARDS, otp: CARD_OTP }: { cards: readonly TestCard[]; otp: string } =
  fixture('cards.json')

/** A customer of every wallet and bank. */
export interface WalletUser {
  readonly phone: string
  readonly pin: string
  readonly outcome: 'approve' | 'decline' | 'balance'
  readonly behaviour: InWords
}

/** The customers of wallets and banks. */
export const WALLET_USERS: readonly WalletUser[] = fixture('wallets.json').users

/** What an OTP or a PIN of a wallet's web view does by itself; any other six digits are wrong. */
export type LinkOtpEffect = 'accepted' | 'wrong' | 'expired' | 'usedUp' | 'inactive' | 'cancelled'
export type LinkPinEffect = 'accepted' | 'wrong' | 'blocked' | 'inactive'

/** The OTPs and PINs of a wallet's web view, with what a tester sees of each. */
export const LINK_VALUES: {
  readonly otps: readonly { otp: string; outcome: LinkOtpEffect; behaviour: InWords }[]
  readonly pins: readonly { pin: string; outcome: LinkPinEffect; behaviour: InWords }[]
} = fixture('account-links.json')

/** The same, from code to effect. */
export const LINK_OTPS: Readonly<Record<string, LinkOtpEffect>> = Object.fromEntries(
  LINK_VALUES.otps.map(({ otp, outcome }) => [otp, outcome]),
)
export const LINK_PINS: Readonly<Record<string, LinkPinEffect>> = Object.fromEntries(
  LINK_VALUES.pins.map(({ pin, outcome }) => [pin, outcome]),
)

/** What Kredivo's credit costs. */
export const TARIFF: Tariff = fixture('tariff.json')

/** The OTPs that do something by themselves, with what a tester sees of each. */
export const OTPS: readonly { otp: string; outcome: OtpEffect; behaviour: InWords }[] =
  fixture('otps.json').otps

/** The same, from code to effect. */
export const MAGIC_OTPS: MagicOtps = Object.fromEntries(OTPS.map((o) => [o.otp, o.outcome]))

/** Puts the published merchants, the test shoppers and the system's clock into a namespace. */
export const seed = (tx: Tx): void => {
  for (const merchant of SEED_MERCHANTS) tx.merchants.put(merchant.iMid, merchant)
  seedShoppers(tx)
}

/** Puts the test shoppers and the system's clock into a namespace whose merchants are its own. */
export const seedShoppers = (tx: Tx): void => {
  for (const account of SEED_ACCOUNTS) tx.accounts.put(account.phone, account)
  tx.clock.put(CLOCK, SYSTEM_CLOCK)
}
