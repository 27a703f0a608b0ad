import { customerKey, registeredCustomer } from '../../domain/fixed-va.ts'
import { virtualAccount } from '../../domain/methods/virtual-account.ts'
import { NicepayError } from '../../protocol/results.ts'
import { SIGNED } from '../../protocol/tokens.ts'
import { checkMethodActive } from '../checks.ts'
import { customerEndpoint } from '../endpoint.ts'
import { checkNumbersFree } from './numbers-free.ts'
import { CUSTOMER_NM, CUSTOMER_REPLY, customerReply, OF_CUSTOMER } from './rows.ts'

/**
 * Registers a customer, who gets a number at each bank of the merchant's, to transfer any amount to at any time.
 * Source: docs.nicepay.co.id, page "Virtual Account Static"; its merchantToken reproduces.
 * Guess: the merchant needs payMethod 02; vacctValidDt and vacctValidTm, which nicepay-dev/nicepay-php sends empty, are ignored.
 */
export const registerCustomer = customerEndpoint({
  name: 'fixed-va.register',
  method: 'post',
  path: '/nicepay/api/vacctCustomerRegist.do',
  documented: 'Virtual Account Static',
  request: { ...OF_CUSTOMER, customerNm: CUSTOMER_NM },
  reply: CUSTOMER_REPLY,
  signs: SIGNED.customer,
  handle: ({ iMid, customerId, customerNm }, { tx, merchant, now }) => {
    checkMethodActive(virtualAccount.code, merchant)
    const key = customerKey(iMid, customerId)
    if (tx.customers.get(key)) {
      throw new NicepayError(
        'CUSTOMER_EXISTS',
        `customerId must be a new one, received "${customerId}", which ${iMid} has registered; ` +
          'vacctCustomerUpdate.do changes it',
      )
    }
    const { fixedVaBanks } = merchant.settings
    const customer = registeredCustomer({ iMid, customerId, customerNm }, fixedVaBanks, now)
    checkNumbersFree(customer, tx)
    tx.customers.put(key, customer)
    return customerReply(customer)
  },
})
