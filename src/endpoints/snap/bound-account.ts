import type { Transaction } from '../../domain/transaction.ts'
import { SnapError } from '../../protocol/snap/results.ts'
import type { SnapCall, SnapContext } from './snap-endpoint.ts'

/**
 * The access token of a customer who has linked an account, where a call has one. Source: Bank Indonesia's standard names the header;
 * how NICEPAY charges a linked account is unpublished.
 */
export const customerTokenOf = ({ headers }: SnapCall): string | undefined =>
  headers['authorization-customer']?.replace(/^Bearer\s+/i, '').trim()

/** Charges a linked account for a fresh order, without a page; answers the order as it is then. Throws SnapError. */
export const chargeBound = (
  order: Transaction,
  _customerToken: string,
  _context: SnapContext,
): Transaction => {
  throw new SnapError(
    'INVALID_CUSTOMER_TOKEN',
    '',
    `Authorization-Customer must be the token of an account that is linked to ${order.iMid}; without that header the customer pays on a page`,
  )
}
