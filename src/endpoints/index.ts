import type { Endpoint } from './answer.ts'
import { bindingRegistration } from './binding/registration.ts'
import { removeToken } from './binding/remove-token.ts'
import { userDetails } from './binding/user-details.ts'
import type { ByPayMethod } from './by-pay-method.ts'
import { checkoutRegistration } from './checkout/registration.ts'
import { cancel } from './direct/cancel.ts'
import { confirmAkulaku } from './direct/confirm-akulaku.ts'
import { inquiry } from './direct/inquiry.ts'
import { payment } from './direct/payment.ts'
import { registration } from './direct/registration.ts'
import type { JsonEndpoint } from './endpoint.ts'
import { customerDeposits } from './fixed-va/customer-deposits.ts'
import { deposits } from './fixed-va/deposits.ts'
import { inquireCustomer } from './fixed-va/inquiry.ts'
import { registerCustomer } from './fixed-va/register.ts'
import { updateCustomer } from './fixed-va/update.ts'
import { approvePayout } from './payout/approve.ts'
import { balanceInquiry } from './payout/balance.ts'
import { cancelPayout } from './payout/cancel.ts'
import { inquiryPayout } from './payout/inquiry.ts'
import { rejectPayout } from './payout/reject.ts'
import { requestPayout } from './payout/request.ts'

/** The endpoints that a merchant's server calls: fields in, JSON out. */
export const JSON_ENDPOINTS: readonly (JsonEndpoint | ByPayMethod)[] = [
  bindingRegistration,
  registration,
  checkoutRegistration,
  inquiry,
  cancel,
  confirmAkulaku,
  userDetails,
  removeToken,
  requestPayout,
  approvePayout,
  rejectPayout,
  inquiryPayout,
  cancelPayout,
  balanceInquiry,
  registerCustomer,
  inquireCustomer,
  updateCustomer,
  deposits,
  customerDeposits,
]

/** Every endpoint there is. */
export const ENDPOINTS: readonly Endpoint[] = [...JSON_ENDPOINTS, payment]
