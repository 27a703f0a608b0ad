import type { Language } from '../../config.ts'
import type { Rupiah } from '../../domain/instalment.ts'
import type { Instant } from '../../protocol/time.ts'

const LOCALES: Readonly<Record<Language, string>> = { id: 'id-ID', en: 'en-US' }

const forBoth = <T>(make: (locale: string) => T): Readonly<Record<Language, T>> => ({
  id: make(LOCALES.id),
  en: make(LOCALES.en),
})

const numbers = forBoth((locale) => new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }))
const dates = forBoth(
  (locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'Asia/Jakarta' }),
)

/** An amount as a shopper reads it, without cents: `Rp2.500.000`, in English `Rp2,500,000`. */
export const rupiah = (amount: Rupiah, language: Language): string =>
  `${amount < 0 ? '−' : ''}Rp${numbers[language].format(Math.floor(Math.abs(amount)))}`

/** A day as a shopper reads it: `2 Maret 2026`, in English `March 2, 2026`. */
export const day = (at: Instant, language: Language): string => dates[language].format(at)
