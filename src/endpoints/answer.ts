import type { Explained } from '../protocol/explained.ts'
import type { Fields } from '../protocol/fields.ts'
import type { PaymentResult } from '../protocol/payment-result.ts'
import { NicepayError, type Result, type ResultName } from '../protocol/results.ts'
import { StorageError } from '../store/store.ts'
import type { Core } from './core.ts'
import type { ApiRequest } from './input.ts'

/** What a caller gets to see. */
export type Content =
  | { readonly kind: 'json'; readonly body: Readonly<Record<string, unknown>> }
  | { readonly kind: 'redirect'; readonly location: string }
  | { readonly kind: 'html'; readonly body: string }
  /** A page whose form sends the browser on by itself. */
  | {
      readonly kind: 'autoForm'
      readonly name: string
      readonly action: string
      readonly fields: Readonly<Record<string, string>>
    }
  /** The connection breaks off instead. */
  | { readonly kind: 'nothing' }
  /** The page that sends the browser back to the merchant; with no address to go to, it only shows the result. */
  | { readonly kind: 'resultPage'; readonly callBackUrl: string; readonly result: PaymentResult }

/** An answer to a call, with what the journal shows of it. */
export interface ApiAnswer {
  /** The HTTP status; 0 when there is no answer. */
  readonly status: number
  readonly content: Content
  readonly resultCd: string | null
  readonly iMid: string | null
  readonly tXid: string | null
  /** Why the call was refused, for our user; null when it was not. */
  readonly reason: string | null
  /** Of a wrong merchantToken: how it should have been made. */
  readonly explained?: Explained | null
}

/** What can be called under NICEPAY's paths, without a server too. */
export interface Callable {
  /** Also its operationId in the OpenAPI document: `binding.registration`. */
  readonly name: string
  readonly methods: readonly ('get' | 'post' | 'delete')[]
  /** The first one is the one that our documentation names. */
  readonly paths: readonly string[]
  /** The page of docs.nicepay.co.id that describes it. */
  readonly documented: string
  /** The fields of a call, as it reads them. Throws NicepayError or SnapError where it cannot. */
  read(request: ApiRequest): Readonly<Record<string, unknown>>
  invoke(request: ApiRequest, core: Core): Promise<ApiAnswer>
  /** How it answers a call that is refused with a result, whichever that is; nothing is done. */
  refuse(request: ApiRequest, result: Pick<Result, 'resultCd' | 'resultMsg'>): ApiAnswer
}

/** A call of API V2, whose fields are signed by a merchantToken. */
export interface Endpoint extends Callable {
  /** The fields that merchantToken is made of; the merchantKey follows. */
  readonly signs: readonly string[]
  /** The vendor's request table. */
  readonly request: Fields
  /** The vendor's reply table; null where the answer is a page or the way to one. */
  readonly reply: Fields | null
}

/** What a caller is told, and what our user is told beside it. */
export interface Refusal {
  readonly result: ResultName
  readonly reason: string
  readonly explained: Explained | null
}

/** The longest reason, in characters: it goes into a header. */
const LONGEST_REASON = 1000

const documentedAt = (page: string): string => ` (docs.nicepay.co.id, "${page}")`

const cut = (reason: string, tail: string): string => {
  const room = LONGEST_REASON - tail.length
  return (reason.length > room ? `${reason.slice(0, room - 1)}…` : reason) + tail
}

/** What an error is to the caller. Differs: a bug of the sandbox is told as 1003 with HTTP 200, never as a 5xx. */
export const refusalOf = (error: unknown, core: Core, page?: string): Refusal => {
  if (error instanceof NicepayError) {
    const { result, reason, explained } = error
    return {
      result,
      explained,
      reason: page === undefined ? cut(reason, '') : cut(reason, documentedAt(page)),
    }
  }
  if (error instanceof StorageError)
    return { result: 'BUSY', reason: error.message, explained: null }
  core.bug(error)
  const message = error instanceof Error ? error.message : String(error)
  const reason = `a bug of the sandbox, please report it: ${message}`
  return { result: 'SERVER_ERROR', reason, explained: null }
}
