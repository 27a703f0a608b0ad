import type { Explained } from '../protocol/explained.ts'

/** One call and its answer, without what went over the wire. Keys and PINs in it are masked. */
export interface ExchangeFacts {
  readonly id: string
  /** ISO 8601, by the clock of the namespace. */
  readonly at: string
  readonly namespace: string | null
  readonly method: string
  /** Path and query. */
  readonly url: string
  /** The HTTP status; 0 when the connection was broken off. */
  readonly status: number
  /** How long it took, in milliseconds. */
  readonly ms: number
  /** The endpoint's name, where one was found. */
  readonly endpoint: string | null
  readonly iMid: string | null
  readonly tXid: string | null
  readonly resultCd: string | null
  /** Why the call was refused, in words. */
  readonly reason: string | null
  /** Of a wrong merchantToken: how it should have been made. */
  readonly explained: Explained | null
}
