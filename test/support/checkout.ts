import type { Receiver } from '../../src/demo/receiver.ts'
import { type Fields, fixture } from './fixtures.ts'
import { cartOf, type Registered, signed, TIME } from './payloan.ts'
import type { Stage } from './stage.ts'

/** A registered order of the checkout page, and where its customer goes. */
export interface CheckoutOrder extends Registered {
  readonly address: string
}

let count = 0

/** Registers an order for the checkout page; throws when it is refused. */
export const registerCheckout = async (
  { sandbox, receiver }: Pick<Stage, 'sandbox'> & { readonly receiver: Pick<Receiver, 'url'> },
  change: Fields = {},
): Promise<CheckoutOrder> => {
  const amt = String(change.amt ?? '25145')
  const asked: Fields = {
    ...fixture('requests/checkout.registration.json'),
    iMid: 'IONPAYTEST',
    timeStamp: TIME,
    amt,
    referenceNo: `CHECKOUT-${++count}`,
    cartData: cartOf(amt),
    callBackUrl: `${receiver.url}/callback`,
    dbProcessUrl: `${receiver.url}/notification`,
    ...change,
  }
  const body = signed(asked, 'registration')
  const answer = await sandbox.http.post('/nicepay/redirect/v2/registration').send(body)
  const { resultCd, tXid, referenceNo, paymentURL } = answer.body
  if (resultCd !== '0000') throw new Error(JSON.stringify(answer.body))
  const iMid = String(asked.iMid)
  return { iMid, tXid, referenceNo, amt, address: `${paymentURL}?tXid=${tXid}` }
}
