import { type Instant, instantOfWib, wibStamp } from './time.ts'

/**
 * NICEPAY's transaction number, 30 characters: iMid (10), method code (2), yyyyMMddHHmmss in WIB (14), 4 digits.
 * Source: dozens of samples, e.g. giliheriawan/slate:source/includes/V2/EN and nicepay-dev/java-nicepay:README_V2.md
 */
export const tXidOf = (iMid: string, payMethod: string, at: Instant, sequence: number): string =>
  `${iMid}${payMethod}${wibStamp(at)}${String(sequence).padStart(4, '0')}`

/** How many tXids one merchant can have for one method in one second. */
export const TXIDS_A_SECOND = 10_000

/** The merchant that a tXid belongs to: its first ten characters. */
export const iMidOfTXid = (tXid: string): string => tXid.slice(0, 10)

/** The instant inside a tXid, or nothing when the text is not a tXid. */
export const instantOfTXid = (tXid: string): Instant | undefined =>
  tXid.length === 30 ? instantOfWib(tXid.slice(12, 26)) : undefined

/** Where ids come from; the only source of randomness that the rest of the program knows. */
export interface Ids {
  /** A new tXid; `taken` says whether one is in use already. */
  tXid(iMid: string, payMethod: string, at: Instant, taken: (id: string) => boolean): string
  /** A Kredivo user token: a UUID. Source: sample e0478456-6b50-460c-85e0-627a1e22d2e0 of NICEPAY's pages. */
  userToken(): string
  /** An unguessable word for a link, a form or a record. */
  word(): string
}
