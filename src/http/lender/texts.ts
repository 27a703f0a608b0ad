import { LANGUAGES, type Language } from '../../config.ts'
import type { Notice } from '../../domain/interaction.ts'
import type { Instant } from '../../protocol/time.ts'
import { en } from './texts/en.ts'
import { id } from './texts/id.ts'

/** The language that a page is asked for, or the one that pages begin in. */
export const languageOf = (asked: unknown, initial: Language): Language =>
  LANGUAGES.find((language) => language === asked) ?? initial

type NoticeTexts = { readonly [K in Notice['kind']]: string }

/** What the pages say in one language. */
export interface Texts {
  readonly notices: NoticeTexts
  readonly words: Readonly<Record<string, string>>
}

const TEXTS: Readonly<Record<Language, Texts>> = { id, en }

/** A text with its `{gaps}` filled. */
const filled = (text: string, gaps: Readonly<Record<string, string | number>>): string =>
  text.replace(/\{(\w+)\}/g, (gap, name: string) => String(gaps[name] ?? gap))

/** A page's words in a language; `t('otpLead', { phone })` fills the gaps. */
export type Translate = (key: string, gaps?: Readonly<Record<string, string | number>>) => string

export const translator =
  (language: Language): Translate =>
  (key, gaps = {}) => {
    const text = TEXTS[language].words[key]
    if (text === undefined) throw new Error(`no text "${key}" in ${language}`)
    return filled(text, gaps)
  }

/** What a notice says now, or nothing when the time that it speaks of has come. */
export const noticeText = (
  notice: Notice | null,
  language: Language,
  now: Instant,
): string | undefined => {
  if (!notice) return undefined
  const gaps: Record<string, number> = {}
  if ('left' in notice) gaps.n = notice.left
  if ('until' in notice) {
    if (notice.until <= now) return undefined
    gaps.m = Math.ceil((notice.until - now) / 60_000)
    gaps.s = Math.ceil((notice.until - now) / 1000)
  }
  return filled(TEXTS[language].notices[notice.kind], gaps)
}
