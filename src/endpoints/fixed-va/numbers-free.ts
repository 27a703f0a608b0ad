import { accountOf, type Customer, numberEnd } from '../../domain/fixed-va.ts'
import { NicepayError } from '../../protocol/results.ts'
import type { Tx } from '../../store/overlay.ts'

/** Refuses numbers that are another customer's: 123 and 00000123 end alike. */
export const checkNumbersFree = (customer: Customer, tx: Tx): void => {
  for (const other of tx.customers.where('numberEnd', numberEnd(customer.customerId))) {
    if (other.iMid === customer.iMid && other.customerId === customer.customerId) continue
    const taken = customer.accounts.find(({ vacctNo }) => accountOf(other, vacctNo))
    if (!taken) continue
    throw new NicepayError(
      'VA_TAKEN',
      `customerId must make numbers of its own, received "${customer.customerId}": ` +
        `${taken.vacctNo} is that of "${other.customerId}" of ${other.iMid}`,
    )
  }
}
