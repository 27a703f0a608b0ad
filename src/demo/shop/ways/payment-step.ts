import { checkedToken, paymentFields } from '../../merchant.ts'
import type { News } from '../deals.ts'
import { DIRECT, type Registered, type Way } from './way.ts'

/** Where a browser brings the payment step. */
export const PAYMENT = `${DIRECT}/payment`

/** The signed payment step of a registered order, as the shop remembers it. */
const paymentNews = (
  method: 'GET' | 'POST',
  { merchant, asked, answered, callBackUrl, now }: Registered,
): News | undefined => {
  const { tXid } = answered
  if (tXid === undefined) return undefined
  const { referenceNo = '', amt = '' } = asked
  const fields = paymentFields(merchant, { tXid, referenceNo, amt }, callBackUrl, now)
  return {
    kind: 'payment',
    line: `${method} ${PAYMENT}`,
    fields,
    token: checkedToken('payment', { ...fields, referenceNo, amt }, merchant),
  }
}

/** Sends the browser to the payment step by an address with everything in it. */
export const toPaymentStep: Way['next'] = (about) => {
  const news = paymentNews('GET', about)
  return news && { url: `${about.baseUrl}${PAYMENT}?${new URLSearchParams(news.fields)}`, news }
}

/** Makes the fields of a form on the shop's page, which the customer's browser posts. */
export const byForm: Way['next'] = (about) => {
  const news = paymentNews('POST', about)
  return news && { news }
}
