import { en } from './texts/en.ts'
import { id } from './texts/id.ts'

/** The demo shop's words. */
export const SHOP_TEXTS = { id, en } as const

export type ShopTexts = typeof id
