import { LANGUAGES, type Language } from '../config.ts'

/** The language that a page is asked for, or the one that pages begin in. */
export const languageOf = (asked: unknown, initial: Language): Language =>
  LANGUAGES.find((language) => language === asked) ?? initial

/** The language that a page is not in. */
export const otherThan = (language: Language): Language => (language === 'id' ? 'en' : 'id')

/** A text with its `{gaps}` filled. */
export const filled = (text: string, gaps: Readonly<Record<string, string | number>>): string =>
  text.replace(/\{(\w+)\}/g, (gap, name: string) => String(gaps[name] ?? gap))

/** What pages say, by a name for each text. */
export type Words = Readonly<Record<string, string>>

/** A page's words in a language; `t('otpLead', { phone })` fills the gaps. */
export type Translate = (key: string, gaps?: Readonly<Record<string, string | number>>) => string

/** Words in every language as translations. Throws for a name without a text. */
export const translatorOf =
  (words: Readonly<Record<Language, Words>>) =>
  (language: Language): Translate =>
  (key, gaps = {}) => {
    const text = words[language][key]
    if (text === undefined) throw new Error(`no text "${key}" in ${language}`)
    return filled(text, gaps)
  }
