import { daysOf } from '../../domain/fixed-va.ts'
import { AN, listOf, N } from '../../protocol/fields.ts'
import { SIGNED } from '../../protocol/tokens.ts'
import { customerEndpoint } from '../endpoint.ts'
import { BANK_CD, DEPOSIT, depositReply, depositsOn } from './deposit-rows.ts'
import { CUSTOMER_ID, DAYS, OF_CUSTOMER } from './rows.ts'
import { sameCustomer } from './same-customer.ts'

/**
 * What came in on all numbers of a customer between two days.
 * Source: titipbeliin/nicepay-python:nicepay/nicepay_v2.py and moonlay-technologies/lunggo:Lunggo.ApCommon/Payment/Wrapper/Nicepay
 * (path, request, token, answer). Guess: oldest first.
 */
export const customerDeposits = customerEndpoint({
  name: 'fixed-va.customer-deposits',
  method: 'post',
  path: '/nicepay/api/vacctCustomerIdInquiry.do',
  documented: 'Virtual Account Static',
  request: { ...OF_CUSTOMER, ...DAYS },
  reply: {
    resultCd: N(4),
    resultMsg: AN(255),
    customerId: CUSTOMER_ID,
    depositCustomerIdInfo: listOf({ bankCd: BANK_CD, vacctNo: N(20), ...DEPOSIT }),
  },
  signs: SIGNED.customerDeposits,
  handle: (message, { tx, now }) => {
    const { iMid, customerId, accounts } = sameCustomer(message, tx)
    const days = daysOf(message.startDt, message.endDt, now)
    const found = accounts.flatMap(({ bankCd, vacctNo }) =>
      depositsOn(iMid, vacctNo, days, tx).map((order) => ({ bankCd, vacctNo, order })),
    )
    found.sort((a, b) => (a.order.paidAt ?? 0) - (b.order.paidAt ?? 0))
    return {
      customerId,
      depositCustomerIdInfo: found.map(({ bankCd, vacctNo, order }) => ({
        bankCd,
        vacctNo,
        ...depositReply(order),
      })),
    }
  },
})
