import type { Settings } from './settings.ts'

/** A merchant of NICEPAY. `iMid` has ten characters; the key signs every call. */
export interface Merchant {
  readonly iMid: string
  readonly merchantKey: string
  readonly name: string
  readonly settings: Settings
}
