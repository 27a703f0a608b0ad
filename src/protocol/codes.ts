/** How an order by payloan stands, in our words. */
export type OrderStatus = 'init' | 'unpaid' | 'paid' | 'void' | 'refund' | 'failed'

/**
 * NICEPAY's status code of a payloan order, which an inquiry answers as `status`.
 * Source: docs.nicepay.co.id, page "Payment Status Code". The inquiry's resultMsg is the word.
 * Guess: the words but `init` and `paid`, which recorded answers show.
 */
export const STATUS_CODE: Readonly<Record<OrderStatus, string>> = {
  paid: '0',
  void: '1',
  refund: '2',
  unpaid: '3',
  failed: '8',
  init: '9',
}

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
