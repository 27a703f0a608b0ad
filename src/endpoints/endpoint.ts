import type { Merchant } from '../domain/merchant.ts'
import {
  type Fields,
  type Message,
  type Partially,
  readable,
  requirePresent,
} from '../protocol/fields.ts'
import type { Ids } from '../protocol/ids.ts'
import { NicepayError, RESULT, type ResultName } from '../protocol/results.ts'
import { maskedKey, merchantToken, sameToken } from '../protocol/signature.ts'
import type { Instant } from '../protocol/time.ts'
import { nowIn } from '../store/now.ts'
import type { Tx } from '../store/overlay.ts'
import { StorageError } from '../store/store.ts'
import type { Core } from './core.ts'
import { type ApiRequest, inputOf } from './input.ts'

/** A transaction of one merchant's call, with the time and the ids that it may use. */
export interface Context {
  readonly tx: Tx
  readonly merchant: Merchant
  readonly now: Instant
  readonly ids: Ids
  readonly baseUrl: string
}

/**
 * What a handler fills in; rows of the reply table that it leaves out are answered as null, optional rows are left out
 * of the answer too.
 */
export type Reply<F extends Fields> = {
  readonly [K in Exclude<keyof F, 'resultCd'>]?: string | null
}

type ReplyFields = Readonly<Record<string, string | null | undefined>>

/** Everything that is particular to one endpoint. */
export interface Definition<Q extends Fields, P extends Fields> {
  /** Also its operationId in the OpenAPI document: `binding.registration`. */
  readonly name: string
  readonly method: 'post'
  /** As the vendor writes it; letter case, `-` and `_` do not count when a call comes in. */
  readonly path: string
  /** The vendor's request table. */
  readonly request: Q
  /** The vendor's reply table; its order is the order of the answer. */
  readonly reply: P
  /** The fields that merchantToken is made of; the merchantKey follows. */
  readonly signs: readonly (keyof Q & string)[]
  /** Decides and changes, at once, in a transaction. Throws NicepayError to refuse; then nothing is changed. */
  readonly handle: (message: Message<Q>, context: Context) => Reply<P>
}

/** An answer to a call, with what the journal shows of it. */
export interface ApiAnswer {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
  readonly resultCd: string
  readonly iMid: string | null
  readonly tXid: string | null
  /** Why the call was refused, for our user; null when it was not. */
  readonly reason: string | null
}

/** What is common to the endpoints of a family. */
export interface Family {
  /** The result of a wrong merchantToken. */
  readonly badToken: ResultName
}

/** An endpoint that can be called, without a server too. */
export interface Endpoint extends Definition<Fields, Fields>, Family {
  invoke(request: ApiRequest, core: Core): Promise<ApiAnswer>
}

/** Makes the endpoint of a definition: reads, checks fields and merchantToken, runs the handler, answers in order. */
const make = <Q extends Fields, P extends Fields>(
  definition: Definition<Q, P>,
  family: Family,
): Endpoint => {
  const { request, reply, signs, handle } = definition
  const others = Object.keys(request).filter(
    (name) => name !== 'merchantToken' && !signs.includes(name),
  )
  const replyNames = Object.keys(reply)

  const answer = (
    result: ResultName,
    fields: ReplyFields,
    about: Pick<ApiAnswer, 'iMid' | 'tXid' | 'reason'>,
  ): ApiAnswer => {
    const { resultCd, resultMsg } = RESULT[result]
    const values: Record<string, unknown> = { resultMsg, ...fields, resultCd }
    const given = replyNames.filter((name) => reply[name]?.required || values[name] !== undefined)
    const body = Object.fromEntries(given.map((name) => [name, values[name] ?? null]))
    return { status: 200, body, resultCd, ...about }
  }

  // Guess: the order of checks. Source: dev server checks the format before it checks whether a method is active.
  const decide = (message: Partially<Q>, tx: Tx, core: Core): ReplyFields => {
    const merchant = tx.merchants.get(message.iMid ?? '')
    if (!merchant) throw unknownMerchant(message.iMid)
    // A token cannot be checked over fields that are not there, so those are asked for first.
    requirePresent(request, message, signs)
    checkToken(message, signs, merchant, family.badToken)
    requirePresent(request, message, others)
    const { systemNow, ids } = core.env
    const context = { tx, merchant, now: nowIn(tx, systemNow()), ids, baseUrl: core.baseUrl }
    return handle(message as Message<Q>, context)
  }

  const invoke = async (call: ApiRequest, core: Core): Promise<ApiAnswer> => {
    let iMid: string | null = null
    try {
      const message = readable(request, inputOf(call))
      iMid = message.iMid ?? null
      const namespace = core.store.homeOf('merchants', iMid ?? '')
      if (!namespace) throw unknownMerchant(iMid)
      const fields = await core.store.transact(namespace, (tx) => decide(message, tx, core))
      const tXid = fields.tXid ?? message.tXid ?? null
      return answer('SUCCESS', fields, { iMid, tXid, reason: null })
    } catch (error) {
      const { result, reason } = refusalOf(error, core)
      return answer(result, {}, { iMid, tXid: null, reason })
    }
  }

  return { ...(definition as unknown as Definition<Fields, Fields>), ...family, invoke }
}

/** An endpoint that registers something. Guess: a wrong merchantToken answers 9010, by its text. */
export const registrationEndpoint = <Q extends Fields, P extends Fields>(
  definition: Definition<Q, P>,
): Endpoint => make(definition, { badToken: 'BAD_TOKEN' })

/**
 * An endpoint about a registered order. Source: recorded answers to inquiry, cancel and payment: whatever does not
 * match the order, a wrong merchantToken included, answers 8001.
 */
export const orderEndpoint = <Q extends Fields, P extends Fields>(
  definition: Definition<Q, P>,
): Endpoint => make(definition, { badToken: 'NO_SUCH_ORDER' })

const unknownMerchant = (iMid: string | null | undefined): NicepayError =>
  new NicepayError(
    'UNKNOWN_MERCHANT',
    iMid ? `no merchant has the iMid "${iMid}"; see GET /_sandbox/merchants` : 'iMid is missing',
  )

const checkToken = (
  message: Readonly<Record<string, string | undefined>>,
  signs: readonly string[],
  merchant: Merchant,
  badToken: ResultName,
): void => {
  const values = signs.map((name) => message[name] ?? '')
  const expected = merchantToken(values, merchant.merchantKey)
  const received = message.merchantToken ?? ''
  if (sameToken(received, expected)) return
  if (received === '') throw new NicepayError(badToken, 'merchantToken is missing')
  throw new NicepayError(
    badToken,
    `merchantToken must be the SHA-256 of ${[...signs, 'merchantKey'].join('+')}: ` +
      `"${values.join('')}" and the key ${maskedKey(merchant.merchantKey)} of ${merchant.iMid} give ` +
      `${expected.slice(0, 8)}…, received ${received.slice(0, 8)}…`,
  )
}

/** What an error is to the caller. Differs: a bug of the sandbox is told as 1003 with HTTP 200, never as a 5xx. */
export const refusalOf = (error: unknown, core: Core): { result: ResultName; reason: string } => {
  if (error instanceof NicepayError) return error
  if (error instanceof StorageError) return { result: 'BUSY', reason: error.message }
  core.bug(error)
  const message = error instanceof Error ? error.message : String(error)
  return { result: 'SERVER_ERROR', reason: `a bug of the sandbox, please report it: ${message}` }
}
