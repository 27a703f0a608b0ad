import type { Merchant } from '../domain/merchant.ts'
import {
  type Fields,
  type Message,
  type Partially,
  readable,
  requirePresent,
} from '../protocol/fields.ts'
import type { Ids } from '../protocol/ids.ts'
import { missingReason } from '../protocol/missing.ts'
import { NicepayError, RESULT, type Result, type ResultName } from '../protocol/results.ts'
import { shown } from '../protocol/shown.ts'
import type { Instant } from '../protocol/time.ts'
import { nowIn } from '../store/now.ts'
import type { Tx } from '../store/overlay.ts'
import { callOfToken, rememberToken } from './accepted-tokens.ts'
import { type ApiAnswer, type Endpoint, refusalOf } from './answer.ts'
import { checkToken } from './checks.ts'
import { type Core, merchantsBeside } from './core.ts'
import { type ApiRequest, inputOf } from './input.ts'
import { storedOf } from './stored.ts'

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
  readonly [K in Exclude<keyof F, 'resultCd'>]?: ReplyValue
}

/** What a row of an answer holds: a text, nothing, or a list of entries of texts. */
type ReplyValue = string | null | readonly Readonly<Record<string, string>>[]

type ReplyFields = Readonly<Record<string, ReplyValue | undefined>>

/** The fields of a call as they were sent. */
type Sent = Readonly<Record<string, unknown>>

/** Everything that is particular to one endpoint. */
export interface Definition<Q extends Fields, P extends Fields> {
  /** Also its operationId in the OpenAPI document: `binding.registration`. */
  readonly name: string
  readonly method: 'post'
  /** As the vendor writes it, the newest spelling first; letter case, `-` and `_` do not count when a call comes in. */
  readonly path: string | readonly string[]
  /** The page of docs.nicepay.co.id that describes it. */
  readonly documented: string
  /** The vendor's request table. */
  readonly request: Q
  /** The vendor's reply table; its order is the order of the answer. */
  readonly reply: P
  /** The fields that merchantToken is made of; the merchantKey follows. */
  readonly signs: readonly (keyof Q & string)[]
  /** Decides and changes, at once, in a transaction. Throws NicepayError to refuse; then nothing is changed. */
  readonly handle: (message: Message<Q>, context: Context) => Reply<P>
}

/** What is common to the endpoints of a family. */
export interface Family {
  /** The result of a wrong merchantToken. */
  readonly badToken: ResultName
}

/** An endpoint made of a definition. */
export type JsonEndpoint = Definition<Fields, Fields> & Family & Endpoint

/** Makes the endpoint of a definition: reads, checks fields and merchantToken, runs the handler, answers in order. */
const make = <Q extends Fields, P extends Fields>(
  definition: Definition<Q, P>,
  family: Family,
): JsonEndpoint => {
  const { request, reply, signs, handle } = definition
  const others = Object.keys(request).filter(
    (name) => name !== 'merchantToken' && !signs.includes(name),
  )
  const replyNames = Object.keys(reply)

  const answer = (
    { resultCd, resultMsg }: Pick<Result, 'resultCd' | 'resultMsg'>,
    fields: ReplyFields,
    about: Pick<ApiAnswer, 'iMid' | 'tXid' | 'reason' | 'explained'>,
  ): ApiAnswer => {
    const values: Record<string, unknown> = { resultMsg, ...fields, resultCd }
    const given = replyNames.filter((name) => reply[name]?.required || values[name] !== undefined)
    const body = Object.fromEntries(given.map((name) => [name, values[name] ?? null]))
    return { status: 200, content: { kind: 'json', body }, resultCd, ...about }
  }

  // Guess: the order of checks. Source: dev server checks the format before it checks whether a method is active.
  const decide = (message: Partially<Q>, sent: Sent, tx: Tx, core: Core): ReplyFields => {
    const merchant = tx.merchants.get(message.iMid ?? '')
    if (!merchant) throw unknownMerchant(message.iMid, request, sent)
    // A token cannot be checked over fields that are not there, so those are asked for first.
    requirePresent(request, message, signs, sent)
    checkToken({
      received: message.merchantToken,
      signs,
      fields: message,
      merchant,
      badToken: family.badToken,
      merchants: () => merchantsBeside(merchant, core),
      stored: () => storedOf(message, tx),
      sent,
      earlier: callOfToken(core.store),
    })
    requirePresent(request, message, others, sent)
    const { systemNow, ids } = core.env
    const context = { tx, merchant, now: nowIn(tx, systemNow()), ids, baseUrl: core.baseUrl }
    return handle(message as Message<Q>, context)
  }

  const invoke = async (call: ApiRequest, core: Core): Promise<ApiAnswer> => {
    let iMid: string | null = null
    try {
      const sent = inputOf(call)
      const message = readable(request, sent)
      iMid = message.iMid ?? null
      const namespace = core.store.homeOf('merchants', iMid ?? '')
      if (!namespace) throw unknownMerchant(message.iMid, request, sent)
      const fields = await core.store.transact(namespace, (tx) => decide(message, sent, tx, core))
      const tXid = typeof fields.tXid === 'string' ? fields.tXid : (message.tXid ?? null)
      rememberToken(core.store, message.merchantToken ?? '', definition.name)
      return answer(RESULT.SUCCESS, fields, { iMid, tXid, reason: null })
    } catch (error) {
      const { result, reason, explained } = refusalOf(error, core, definition.documented)
      return answer(RESULT[result], {}, { iMid, tXid: null, reason, explained })
    }
  }

  return {
    ...(definition as unknown as Definition<Fields, Fields>),
    ...family,
    methods: [definition.method],
    paths: [definition.path].flat(),
    read: inputOf,
    invoke,
    refuse: (_call, result) => answer(result, {}, { iMid: null, tXid: null, reason: null }),
  }
}

/** An endpoint that registers something. Guess: a wrong merchantToken answers 9010, by its text. */
export const registrationEndpoint = <Q extends Fields, P extends Fields>(
  definition: Definition<Q, P>,
): JsonEndpoint => make(definition, { badToken: 'BAD_TOKEN' })

/** An endpoint about a linked account. Guess: a wrong merchantToken answers 9010, by its text. */
export const accountEndpoint = registrationEndpoint

/** An endpoint about a merchant's own money. Guess: a wrong merchantToken answers 9010, by its text. */
export const balanceEndpoint = registrationEndpoint

/** An endpoint about a customer's fixed virtual accounts. Guess: a wrong merchantToken answers 9225, which stands among their codes. */
export const customerEndpoint = <Q extends Fields, P extends Fields>(
  definition: Definition<Q, P>,
): JsonEndpoint => make(definition, { badToken: 'BAD_VA_TOKEN' })

/**
 * An endpoint about a registered order. Source: recorded answers to inquiry, cancel and payment: whatever does not
 * match the order, a wrong merchantToken included, answers 8001.
 */
export const orderEndpoint = <Q extends Fields, P extends Fields>(
  definition: Definition<Q, P>,
): JsonEndpoint => make(definition, { badToken: 'NO_SUCH_ORDER' })

const unknownMerchant = (iMid: string | undefined, request: Fields, sent: Sent): NicepayError =>
  new NicepayError(
    'UNKNOWN_MERCHANT',
    iMid === undefined
      ? missingReason('iMid', request, sent)
      : `no merchant has the iMid ${shown(iMid)}; see GET /_sandbox/merchants`,
  )
