import { SIGNED } from '../../protocol/tokens.ts'
import { customerEndpoint } from '../endpoint.ts'
import { CUSTOMER_REPLY, customerReply, OF_CUSTOMER } from './rows.ts'
import { sameCustomer } from './same-customer.ts'

/**
 * A registered customer and the numbers.
 * Source: nicepay-dev/nicepay-php:app/Http/Controllers/api/v2/FixOpenV2Controller.php for the request.
 * Guess: the answer is that of the registration.
 */
export const inquireCustomer = customerEndpoint({
  name: 'fixed-va.inquiry',
  method: 'post',
  path: '/nicepay/api/vacctCustomerInquiry.do',
  documented: 'Virtual Account Static',
  request: OF_CUSTOMER,
  reply: CUSTOMER_REPLY,
  signs: SIGNED.customer,
  handle: (message, { tx }) => customerReply(sameCustomer(message, tx)),
})
