import type { OrderStatus } from '../../protocol/codes.ts'
import type { Fields, Message } from '../../protocol/fields.ts'
import { NicepayError, type ResultName } from '../../protocol/results.ts'
import { shown } from '../../protocol/shown.ts'
import type { Instant } from '../../protocol/time.ts'
import type { CancelRules } from '../cancel-rules.ts'
import { type DetailName, type Details, detailsOf } from '../details.ts'
import type { InWords } from '../kredivo-account.ts'
import type { Merchant } from '../merchant.ts'
import type { Order, Transaction } from '../transaction.ts'

/** A bank, a chain of stores, a wallet or a lender that a customer pays by. */
export interface Partner {
  readonly name: string
  /** It can be registered directly only. */
  readonly notOnPage?: true
}

/** Who stands behind a method, by the code in `field`. */
export interface Partners {
  readonly field: 'bankCd' | 'mitraCd'
  readonly list: ReadonlyMap<string, Partner>
  /** What answers a code that is not in the list. */
  readonly unknown: ResultName
}

/**
 * How the customer comes to pay: on a lender's pages, by the data of a card, in a wallet or at a bank's page, or outside
 * of any page (a transfer, a till, a scanned picture).
 */
export type PaidBy = 'lender' | 'card' | 'partner' | 'outside'

/** The code and the word of each status, as an inquiry answers them; a method has not all of them. */
export type Statuses = Readonly<
  Partial<Record<OrderStatus, readonly [status: string, resultMsg: string]>>
>

/** What a method adds to an order: which of its fields say something, and what follows from the method itself. */
export type Added = Pick<
  Order,
  'mitraCd' | 'instmntType' | 'instmntMon' | 'items' | 'tokenize' | 'clientUserKey' | 'userToken'
> & {
  readonly details: Details
}

/** A registration whose fields were read by the method's own table. */
export type Read = Readonly<Record<string, string | undefined>>

/** Until when an order can be paid: the fields that say so, and how long it is where they do not, in milliseconds. */
export interface Validity {
  readonly fields: readonly [date: string, time: string]
  readonly life: (partner: string | null) => number
  /** What answers a time that does not exist or is over. */
  readonly wrong: ResultName
}

/** One payment method. Adding one is a file with such a value and a line in index.ts. */
export interface PayMethod {
  /** payMethod, two digits. */
  readonly code: string
  readonly name: InWords
  /** The page of docs.nicepay.co.id that describes its registration. */
  readonly documented: string
  readonly paidBy: PaidBy
  readonly partners: Partners | null
  /** Whether it can be paid in instalments. */
  readonly hasInstalments?: true
  /** The request table of its direct registration. */
  readonly request: Fields
  /** Rows of the registration's reply that it alone has. */
  readonly reply?: Fields
  /** What it makes of the fields of a registration. Throws NicepayError where values do not fit together. */
  readonly read: (message: Read, merchant: Merchant) => Added
  readonly validity: Validity
  /** What answers an amount of nothing. */
  readonly tooLow: ResultName
  /** What is known as soon as the customer's partner is: a number to pay to, a QR code. */
  readonly issued?: (order: Transaction) => Details
  /** The fields of the registration's answer that say something, beside tXid, referenceNo, payMethod and amt. */
  readonly answers: readonly string[]
  readonly statuses: Statuses
  /** How an order stands when its time is over. */
  readonly timeOver: 'failed' | 'expired'
  /** What an inquiry's transDt and transTm tell; null for nothing. */
  readonly transAt: (order: Transaction) => Instant | null
  /** What the customer brings back of an order that the method's partner did not pay. */
  readonly failed: ResultName
  /** The last parameters of the browser's return by a link, in order; the form has all of the result page. */
  readonly link: readonly string[]
  /** The parameters of the browser's return from the checkout page, in order. */
  readonly checkout: readonly string[]
  /** The fields of a notification, in order. */
  readonly notified: readonly string[]
  readonly cancel: CancelRules
}

/**
 * What a registration adds to its order: the named details, and what the method says. Source: recorded inquiries repeat
 * instmntType and instmntMon of orders that have no instalments.
 */
export const added = (
  message: Read,
  said: Partial<Added> = {},
  names: readonly DetailName[] = [],
): Added => ({
  mitraCd: message.mitraCd ?? null,
  instmntType: message.instmntType ?? null,
  instmntMon: message.instmntMon ?? null,
  items: [],
  tokenize: 'none',
  clientUserKey: null,
  userToken: null,
  details: detailsOf(message, ...names, 'vat', 'fee', 'notaxAmt'),
  ...said,
})

/** The partner of a code. Throws NicepayError for one that is not in the list. */
export const partnerOf = ({ field, list, unknown }: Partners, code: string): Partner => {
  const partner = list.get(code)
  if (partner) return partner
  const known = [...list.keys()].join(', ')
  throw new NicepayError(unknown, `${field} must be one of ${known}, received ${shown(code)}`)
}

/** What a file of this folder says of its method, with the fields of its own request table. */
type Definition<Q extends Fields> = Omit<PayMethod, 'request' | 'read'> & {
  readonly request: Q
  readonly read: (message: Message<Q>, merchant: Merchant) => Added
}

/** A method of a definition. */
export const payMethod = <Q extends Fields>(definition: Definition<Q>): PayMethod =>
  definition as unknown as PayMethod
