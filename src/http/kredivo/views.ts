import type { Language } from '../../config.ts'
import type { AccountBinding } from '../../domain/binding.ts'
import { bindingCallback, type Callback, withQuery } from '../../domain/callback.ts'
import { type Interaction, type Notice, noticeAt } from '../../domain/interaction.ts'
import type { KredivoAccount } from '../../domain/kredivo-account.ts'
import type { Merchant } from '../../domain/merchant.ts'
import { OTP_RESEND_GAP } from '../../domain/otp.ts'
import { localPhone, maskedPhone, normalPhone } from '../../domain/phone.ts'
import type { Instant } from '../../protocol/time.ts'
import type { Place } from '../../shopper/visit.ts'
import { OTPS } from '../../store/seed.ts'
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
  readonly binding: AccountBinding
  readonly merchant: Merchant
  readonly accounts: Iterable<KredivoAccount>
  readonly now: Instant
  readonly language: Language
}

/** Seconds until the browser goes back to the merchant by itself. */
const RETURN_AFTER = 3

/** The address of a page for a link, in a language. */
export const pageUrl = (place: Place, tk: string, language: Language): string =>
  `/kredivo/v2/${place}?${new URLSearchParams({ tk, lang: language })}`

const otherThan = (language: Language): Language => (language === 'id' ? 'en' : 'id')

const frame = (language: Language, path: string) => ({
  t: translator(language),
  language,
  otherLanguageUrl: path,
})

const common = (facts: Facts, place: Place) => {
  const { interaction, binding, merchant, now, language } = facts
  return {
    ...frame(language, pageUrl(place, interaction.tk, otherThan(language))),
    action: pageUrl(place, interaction.tk, language),
    formToken: interaction.formToken,
    merchant: merchant.name,
    referenceNo: binding.referenceNo,
    secondsLeft: Math.max(0, Math.floor((interaction.expiresAt - now) / 1000)),
  }
}

const INFORMS: readonly Notice['kind'][] = ['otpSent']

const notice = (facts: Facts) => {
  const now = noticeAt(facts.interaction, facts.now)
  const text = noticeText(now, facts.language, facts.now)
  return { notice: text, noticeIsGood: now !== null && INFORMS.includes(now.kind) }
}

const loginView = (facts: Facts): View => {
  const testAccounts = [...facts.accounts].map(({ label, phone, pin, behaviour }) => ({
    label,
    phone: localPhone(phone),
    pin,
    behaviour: behaviour[facts.language],
  }))
  const otps = OTPS.map(({ otp, behaviour }) => ({ otp, behaviour: behaviour[facts.language] }))
  const typedPhone = facts.interaction.typedPhone
  return {
    status: 200,
    template: 'kredivo/login',
    locals: {
      ...common(facts, 'connecting'),
      ...notice(facts),
      typedPhone,
      testAccounts,
      otps,
    },
  }
}

const otpView = (facts: Facts): View => {
  const { interaction, binding, now } = facts
  const { phone, otp } = interaction
  const differs = phone !== null && normalPhone(binding.billingPhone) !== phone
  const resendIn = Math.max(0, Math.ceil(((otp?.sentAt ?? 0) + OTP_RESEND_GAP - now) / 1000))
  return {
    status: 200,
    template: 'kredivo/otp',
    locals: {
      ...common(facts, 'otp'),
      ...notice(facts),
      phone: maskedPhone(phone ?? ''),
      billingPhone: differs ? binding.billingPhone : null,
      resendIn,
    },
  }
}

/** How the browser goes back: a form to post, or a link to follow. */
const wayBack = ({ method, url, fields }: Callback) =>
  method === 'post'
    ? { postTo: url, fields: Object.entries(fields), link: null }
    : { postTo: null, fields: [], link: withQuery(url, fields) }

const endView = (facts: Facts, place: Place, outcome: string, status: number): View => {
  const callback = bindingCallback(facts.binding, facts.merchant.settings.callbackMethod)
  return {
    status,
    template: 'kredivo/result',
    locals: {
      ...common(facts, place),
      outcome,
      back: wayBack(callback),
      returnAfter: status === 200 ? RETURN_AFTER : null,
    },
    leadsBack: true,
  }
}

/** The page on which an interaction stands. */
export const viewOf = (facts: Facts, place: Place): View => {
  if (place === 'connecting') return loginView(facts)
  if (place === 'otp') return otpView(facts)
  if (place === 'expired') return endView(facts, place, 'expired', 410)
  return endView(facts, place, facts.interaction.step, 200)
}

/** The page for a link that nobody knows. */
export const notFoundView = (language: Language): View => ({
  status: 404,
  template: 'kredivo/dead-end',
  locals: {
    ...frame(language, `?lang=${otherThan(language)}`),
    title: 'notFoundTitle',
    lead: 'notFoundLead',
    back: null,
  },
})

/** The page for a form that was sent by somebody else. */
export const badFormView = (language: Language, place: Place, tk: string): View => ({
  status: 403,
  template: 'kredivo/dead-end',
  locals: {
    ...frame(language, pageUrl(place, tk, otherThan(language))),
    title: 'badFormTitle',
    lead: 'badFormLead',
    back: pageUrl(place, tk, language),
  },
})
