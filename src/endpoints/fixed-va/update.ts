import { type Customer, customerKey, renamed, withBanks } from '../../domain/fixed-va.ts'
import { answering, N, optional } from '../../protocol/fields.ts'
import { NicepayError } from '../../protocol/results.ts'
import { shown } from '../../protocol/shown.ts'
import { SIGNED } from '../../protocol/tokens.ts'
import { type Context, customerEndpoint } from '../endpoint.ts'
import { checkNumbersFree } from './numbers-free.ts'
import { CUSTOMER_NM, CUSTOMER_REPLY, customerReply, OF_CUSTOMER } from './rows.ts'
import { sameCustomer } from './same-customer.ts'

type Update = (customer: Customer, customerNm: string | undefined, context: Context) => Customer

const keep = (customer: Customer, { tx }: Context): Customer => {
  tx.customers.put(customerKey(customer.iMid, customer.customerId), customer)
  return customer
}

/** Guess: a bank that the merchant has no more keeps its number; with nothing to add the answer is the same. */
const addBanks: Update = (customer, _customerNm, context) => {
  const more = withBanks(customer, context.merchant.settings.fixedVaBanks)
  checkNumbersFree(more, context.tx)
  return keep(more, context)
}

const rename: Update = (customer, customerNm, context) => {
  if (customerNm !== undefined) return keep(renamed(customer, customerNm), context)
  throw new NicepayError('BAD_CUSTOMER_NAME', 'customerNm is missing; updateType 2 is a new name')
}

/** Guess: all numbers of the customer end, as no field names one; the same customerId can be registered again. */
const end: Update = (customer, _customerNm, { tx }) => {
  tx.customers.remove(customerKey(customer.iMid, customer.customerId))
  return { ...customer, accounts: [] }
}

/** What can be done, by updateType. Source: the comment on it in nicepay-dev/nicepay-php's FixOpenV2Controller. */
const UPDATES: ReadonlyMap<string, Update> = new Map([
  ['1', addBanks],
  ['2', rename],
  ['3', end],
])

/**
 * Changes a customer: 1 numbers at banks that are new, 2 another name, 3 no numbers any more.
 * Source: nicepay-dev/nicepay-php:app/Http/Controllers/api/v2/FixOpenV2Controller.php; docs.nicepay.co.id, page "Virtual Account
 * Static". Guess: the answer is that of the registration; another updateType answers 9229, of all texts the nearest.
 */
export const updateCustomer = customerEndpoint({
  name: 'fixed-va.update',
  method: 'post',
  path: '/nicepay/api/vacctCustomerUpdate.do',
  documented: 'Virtual Account Static',
  request: {
    ...OF_CUSTOMER,
    customerNm: optional(CUSTOMER_NM),
    updateType: answering(N(1), 'BAD_UPDATE_TYPE'),
  },
  reply: CUSTOMER_REPLY,
  signs: SIGNED.customer,
  handle: (message, context) => {
    const { updateType, customerNm } = message
    const update = UPDATES.get(updateType)
    if (!update) {
      const rule = 'updateType must be 1 (new banks), 2 (new name) or 3 (end)'
      throw new NicepayError('BAD_UPDATE_TYPE', `${rule}, received ${shown(updateType)}`)
    }
    return customerReply(update(sameCustomer(message, context.tx), customerNm, context))
  },
})
