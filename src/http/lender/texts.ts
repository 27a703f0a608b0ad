import type { Language } from '../../config.ts'
import type { Notice } from '../../domain/interaction.ts'
import type { Instant } from '../../protocol/time.ts'
import { filled, translatorOf } from '../texts.ts'
import { en } from './texts/en.ts'
import { id } from './texts/id.ts'

type NoticeTexts = { readonly [K in Notice['kind']]: string }

/** What the pages say in one language. */
export interface Texts {
  readonly notices: NoticeTexts
  readonly words: Readonly<Record<string, string>>
}

const TEXTS: Readonly<Record<Language, Texts>> = { id, en }

export const translator = translatorOf({ id: id.words, en: en.words })

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
