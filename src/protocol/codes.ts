/**
 * How an order stands, in our words; each payment method has some of them, with codes of its own (domain/methods).
 * `unpaid`: the customer has somewhere to pay; `processing`: a wallet is deciding; `ready`: a till is about to take the
 * money.
 */
export type OrderStatus =
  | 'init'
  | 'unpaid'
  | 'processing'
  | 'ready'
  | 'paid'
  | 'void'
  | 'refund'
  | 'failed'
  | 'expired'

/** What an order does with the shopper's account, in our words and as tokenizeUser. Guess: 0 for a plain purchase. */
export const TOKENIZE_USER = { none: '0', tokenize: '1', seamless: '2' } as const

export type Tokenize = keyof typeof TOKENIZE_USER

/** A lender behind payloan. */
export interface Lender {
  readonly name: string
  /** The months that it offers. */
  readonly months: readonly string[]
}

/** The lender whose whole checkout, accounts and tokens are simulated. */
export const KREDIVO = 'KDVI'

/** The lender that a merchant confirms the delivery of goods to. */
export const AKULAKU = 'AKLP'

/**
 * Lenders by mitraCd.
 * Source: docs.nicepay.co.id, page "Registration API - Payloan"; nicepay-dev/kotlin-nicepay-lib:PayloanMitra.kt.
 * Guess: Akulaku's months.
 */
export const LENDERS: ReadonlyMap<string, Lender> = new Map([
  [KREDIVO, { name: 'Kredivo', months: ['1', '3', '6', '12'] }],
  [AKULAKU, { name: 'Akulaku', months: ['1', '3', '6', '12'] }],
  ['IDNA', { name: 'Indodana', months: ['1', '3', '6', '12', '18', '24'] }],
])
