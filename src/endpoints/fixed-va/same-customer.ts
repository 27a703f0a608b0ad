import { type Customer, customerKey } from '../../domain/fixed-va.ts'
import { NicepayError } from '../../protocol/results.ts'
import { shown } from '../../protocol/shown.ts'
import type { Tx } from '../../store/overlay.ts'

/** The customer that a call is about. Throws NicepayError. */
export const sameCustomer = (
  { iMid, customerId }: Pick<Customer, 'iMid' | 'customerId'>,
  tx: Tx,
): Customer => {
  const customer = tx.customers.get(customerKey(iMid, customerId))
  if (customer) return customer
  throw new NicepayError(
    'NO_SUCH_CUSTOMER',
    `customerId must be one that is registered for ${iMid}, received ${shown(customerId)}`,
  )
}
