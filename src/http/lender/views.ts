import type { Language } from '../../config.ts'
import { type Callback, withQuery } from '../../domain/callback.ts'
import type { Quote } from '../../domain/instalment.ts'
import { OTP_RESEND_GAP } from '../../domain/otp.ts'
import { localPhone, maskedPhone, normalPhone } from '../../domain/phone.ts'
import { firstDueAt, scheduleOf } from '../../domain/schedule.ts'
import { firstChoice, quoteFor, type Tenure } from '../../domain/tenure.ts'
import type { Refusal } from '../../domain/transaction.ts'
import type { Place } from '../../lender/visit.ts'
import { lineTotal } from '../../protocol/cart.ts'
import type { Instant } from '../../protocol/time.ts'
import { AMOUNT_ENDINGS, OTPS, TARIFF } from '../../store/seed.ts'
import type { Translate } from '../texts.ts'
import { day, rupiah } from './figures.ts'
import { type Facts, frame, type View } from './frame.ts'
import { consentView, linkOtpView, pinView } from './link-views.ts'
import { pushView, secureView, walletView } from './partner-views.ts'
import { translator } from './texts.ts'

/** Seconds until the browser goes back to the merchant by itself. */
const RETURN_AFTER = 3

const loginView = (facts: Facts, place: 'connecting' | 'signin'): View => {
  const { language } = facts
  const testAccounts = [...facts.accounts].map(({ label, phone, pin, behaviour }) => ({
    label,
    phone: localPhone(phone),
    pin,
    behaviour: behaviour[language],
  }))
  const otps = OTPS.map(({ otp, behaviour }) => ({ otp, behaviour: behaviour[language] }))
  const decides = place === 'signin' && facts.merchant.settings.amountEndings === 'on'
  const amountEndings = (decides ? AMOUNT_ENDINGS : []).map(({ ending, behaviour }) => ({
    ending,
    behaviour: behaviour[language],
  }))
  const { typedPhone } = facts.interaction
  const title = place === 'connecting' ? 'login' : 'signin'
  return {
    status: 200,
    template: 'lender/login',
    locals: { ...frame(facts, place), title, typedPhone, testAccounts, otps, amountEndings },
  }
}

const otpView = (facts: Facts): View => {
  const { interaction, errand, now } = facts
  const { phone, otp } = interaction
  const differs = phone !== null && normalPhone(errand.billingPhone) !== phone
  const resendIn = Math.max(0, Math.ceil(((otp?.sentAt ?? 0) + OTP_RESEND_GAP - now) / 1000))
  return {
    status: 200,
    template: 'lender/otp',
    locals: {
      ...frame(facts, 'otp'),
      phone: maskedPhone(phone ?? ''),
      billingPhone: differs ? errand.billingPhone : null,
      resendIn,
    },
  }
}

const tenureName = (months: number, t: Translate): string =>
  months === 1 ? t('tenure1') : t('tenures', { n: months })

/** The instalments of a purchase as a shopper reads them. */
const scheduleRows = (quote: Quote, at: Instant, language: Language) =>
  scheduleOf(quote, at).map(({ number, dueAt, amount }) => ({
    number,
    date: day(dueAt, language),
    amount: rupiah(amount, language),
  }))

/** One tenure as a shopper reads it. */
const tenureRow = ({ quote, remaining, closed }: Tenure, facts: Facts, t: Translate) => {
  const { now, language, merchant } = facts
  const { paymentType, months, serviceFee: fee } = quote
  const money = (amount: number): string => rupiah(amount, language)
  const date = day(firstDueAt(now), language)
  const tenor = tenureName(months, t)
  const x = money(remaining)
  const whyClosed = {
    limit: () => t('closedLimit', { tenor, x }),
    minimum: () => t('closedMinimum', { least: money(merchant.settings.leastForInstalments) }),
    fixed: () => t('closedFixed'),
  }
  return {
    paymentType,
    name: tenor,
    price: t(months === 1 ? 'once' : 'monthly', { monthly: money(quote.monthly) }),
    details: t(fee > 0 ? 'quote' : 'quoteFree', {
      total: money(quote.total),
      fee: money(fee),
      date,
    }),
    remaining: t('remaining', { x }),
    closed: closed && whyClosed[closed](),
    schedule: scheduleRows(quote, now, language),
  }
}

const settlementView = (facts: Facts): View => {
  const { account, order, tenures, language } = facts
  const t = translator(language)
  const items = (order?.items ?? []).map((item) => ({
    name: item.name,
    quantity: item.quantity,
    sum: rupiah(lineTotal(item), language),
  }))
  return {
    status: 200,
    template: 'lender/settlement',
    locals: {
      ...frame(facts, 'settlement'),
      name: account?.legalName ?? '',
      phone: maskedPhone(account?.phone ?? ''),
      items,
      tenures: tenures.map((tenure) => tenureRow(tenure, facts, t)),
      chosen: firstChoice(tenures),
      linksAccount: order?.tokenize === 'tokenize',
    },
  }
}

const plainView = (facts: Facts): View => ({
  status: 200,
  template: 'lender/checkout',
  locals: frame(facts, 'checkout'),
})

/** How the browser goes back: a form to post, or a link to follow. */
const wayBack = ({ method, url, fields }: Callback) =>
  method === 'post'
    ? { postTo: url, fields: Object.entries(fields), link: null }
    : { postTo: null, fields: [], link: withQuery(url, fields) }

/** Ends that are told in other words when it is an order that was to be paid. */
const OF_AN_ORDER: Readonly<Record<string, string>> = {
  cancelled: 'orderCancelled',
  stopped: 'orderStopped',
  expired: 'orderExpired',
}

/** Ends of a wallet's web view, where they are not told as a cancel. */
const OF_A_LINK: Readonly<Record<string, string>> = {
  linked: 'walletLinked',
  unlinked: 'walletUnlinked',
  stopped: 'walletStopped',
  blocked: 'walletBlocked',
  inactive: 'walletInactive',
  expired: 'expired',
}

const wordsOf = ({ order, link }: Facts, outcome: string): string => {
  if (link) return OF_A_LINK[outcome] ?? 'walletCancelled'
  return (order && OF_AN_ORDER[outcome]) ?? outcome
}

const MARKS: Readonly<Record<string, string>> = {
  linked: 'good',
  approved: 'good',
  underReview: 'wait',
}

/** What may be said of a refusal. Source: Kredivo gives no reason code; a suspicion of fraud is never told. */
const TOLD: Readonly<Partial<Record<Refusal, string>>> = {
  limit: 'refusalLimit',
  minimum: 'refusalMinimum',
  overdue: 'refusalOverdue',
  blocked: 'refusalBlocked',
  card: 'refusalCard',
  secure: 'refusalSecure',
  balance: 'refusalBalance',
}

const endView = (facts: Facts, place: Place): View => {
  const { interaction, errand, merchant, order, language } = facts
  const outcome = place === 'expired' ? 'expired' : (errand.outcome ?? interaction.step)
  const status = outcome === 'expired' ? 410 : 200
  const t = translator(language)
  const payer = errand.outcome === 'approved' ? order?.payer : null
  const agreed = order && payer ? quoteFor(order, payer.paymentType, TARIFF) : null
  return {
    status,
    template: 'lender/result',
    locals: {
      ...frame(facts, 'result'),
      words: wordsOf(facts, outcome),
      mark: MARKS[outcome] ?? 'bad',
      why: errand.refusal && TOLD[errand.refusal],
      tenure: agreed && tenureName(agreed.months, t),
      schedule: agreed && scheduleRows(agreed, order?.paidAt ?? facts.now, language),
      back: wayBack(errand.callback(merchant)),
      returnAfter: status === 200 ? RETURN_AFTER : null,
    },
    leadsBack: true,
  }
}

const VIEWS: Readonly<Record<Place, (facts: Facts) => View>> = {
  connecting: (facts) => loginView(facts, 'connecting'),
  signin: (facts) => loginView(facts, 'signin'),
  checkout: plainView,
  secure: secureView,
  push: pushView,
  wallet: walletView,
  consent: consentView,
  otp: (facts) => (facts.link ? linkOtpView(facts) : otpView(facts)),
  pin: pinView,
  settlement: settlementView,
  result: (facts) => endView(facts, 'result'),
  expired: (facts) => endView(facts, 'expired'),
}

/** The page on which an interaction stands. */
export const viewOf = (place: Place, facts: Facts): View => VIEWS[place](facts)
