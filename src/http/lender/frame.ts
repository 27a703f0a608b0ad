import type { Language } from '../../config.ts'
import type { AccountLink } from '../../domain/account-link.ts'
import type { Errand } from '../../domain/errand.ts'
import { type Interaction, type Notice, noticeAt } from '../../domain/interaction.ts'
import type { KredivoAccount } from '../../domain/kredivo-account.ts'
import type { Merchant } from '../../domain/merchant.ts'
import { partnerNameOf } from '../../domain/methods/index.ts'
import type { Tenure } from '../../domain/tenure.ts'
import type { Transaction } from '../../domain/transaction.ts'
import { pathOf } from '../../lender/paths.ts'
import type { Place } from '../../lender/visit.ts'
import type { Instant } from '../../protocol/time.ts'
import { otherThan } from '../texts.ts'
import { rupiah } from './figures.ts'
import { noticeText, translator } from './texts.ts'

/** A page ready for its template: which one, with which HTTP status, and everything it prints. */
export interface View {
  readonly status: number
  readonly template: string
  readonly locals: Readonly<Record<string, unknown>>
  /** Whether its form leads to the merchant. */
  readonly leadsBack?: true
}

/** What the pages of one interaction are made of. */
export interface Facts {
  readonly interaction: Interaction
  readonly errand: Errand
  readonly merchant: Merchant
  /** Null when an account is to be linked. */
  readonly order: Transaction | null
  /** The binding of a wallet, where the page is of its web view. */
  readonly link: AccountLink | null
  /** The account that is logged in. */
  readonly account: KredivoAccount | null
  /** What the account may choose from, where it stands at the review. */
  readonly tenures: readonly Tenure[]
  readonly accounts: Iterable<KredivoAccount>
  readonly now: Instant
  readonly language: Language
}

const INFORMS: readonly Notice['kind'][] = ['otpSent', 'linkOtpSent']

const noticeOf = ({ interaction, now, language }: Facts) => {
  const shown = noticeAt(interaction, now)
  return {
    notice: noticeText(shown, language, now),
    noticeIsGood: shown !== null && INFORMS.includes(shown.kind),
  }
}

/** Whose pages they are. */
const lenderOf = ({ order, link }: Facts): string => {
  if (order) return partnerNameOf(order) ?? 'Bank'
  if (!link) return 'Kredivo'
  return partnerNameOf({ payMethod: '05', mitraCd: link.mitraCd, details: {} }) ?? 'E-Wallet'
}

/** What every page of an interaction prints. */
export const frame = (facts: Facts, place: Place) => {
  const { interaction, errand, merchant, order, now, language } = facts
  return {
    t: translator(language),
    language,
    lender: lenderOf(facts),
    brand: facts.link && lenderOf(facts),
    otherLanguageUrl: pathOf(place, interaction, { lang: otherThan(language) }),
    action: pathOf(place, interaction, { lang: language }),
    formToken: interaction.formToken,
    merchant: merchant.name,
    referenceNo: errand.referenceNo,
    amount: order && rupiah(order.amt, language),
    secondsLeft: Math.max(0, Math.floor((errand.expiresAt - now) / 1000)),
    ...noticeOf(facts),
  }
}

const deadEnd = (
  status: number,
  language: Language,
  words: { readonly title: string; readonly lead: string },
  addresses: { readonly here: string; readonly back: string | null },
): View => ({
  status,
  template: 'lender/dead-end',
  locals: {
    t: translator(language),
    language,
    lender: 'Kredivo',
    otherLanguageUrl: addresses.here,
    ...words,
    back: addresses.back,
  },
})

/** The page for a link that nobody knows. */
export const notFoundView = (language: Language): View =>
  deadEnd(
    404,
    language,
    { title: 'notFoundTitle', lead: 'notFoundLead' },
    { here: `?lang=${otherThan(language)}`, back: null },
  )

/** The page for a form that was sent by somebody else. */
export const badFormView = (language: Language, place: Place, interaction: Interaction): View =>
  deadEnd(
    403,
    language,
    { title: 'badFormTitle', lead: 'badFormLead' },
    {
      here: pathOf(place, interaction, { lang: otherThan(language) }),
      back: pathOf(place, interaction, { lang: language }),
    },
  )
