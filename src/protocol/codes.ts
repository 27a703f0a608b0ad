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

/**
 * Lenders behind payloan by mitraCd, with the months that each offers.
 * Source: docs.nicepay.co.id, page "Registration API - Payloan"; nicepay-dev/kotlin-nicepay-lib:PayloanMitra.kt.
 * Guess: Akulaku's months.
 */
export const LENDERS: ReadonlyMap<string, readonly string[]> = new Map([
  ['KDVI', ['1', '3', '6', '12']],
  ['AKLP', ['1', '3', '6', '12']],
  ['IDNA', ['1', '3', '6', '12', '18', '24']],
])
