import type { Receiver } from '../../src/demo/receiver.ts'
import { merchantToken } from '../../src/protocol/signature.ts'
import { SIGNED } from '../../src/protocol/tokens.ts'
import { type Fields, fixture, KEY, tkOf } from './fixtures.ts'
import type { TestSandbox } from './sandbox.ts'

/** The documented registration, without anything to link. */
const PLAIN: Fields = {
  ...fixture('requests/direct.registration.json'),
  tokenizeUser: '0',
  clientUserKey: '',
}

export const TIME = '20260131100000'

/** Fields with the merchantToken that their call is signed by. */
export const signed = (fields: Fields, call: keyof typeof SIGNED, key = KEY): Fields => {
  const values = SIGNED[call].map((name) => String(fields[name] ?? ''))
  return { ...fields, merchantToken: merchantToken(values, key) }
}

/** A cart of one thing for a price. */
export const cartOf = (amt: string): string =>
  JSON.stringify({
    count: '1',
    item: [{ goods_id: 'BB1', goods_name: 'Pasar Modern', goods_amt: amt, goods_quantity: '1' }],
  })

/** What a merchant remembers of an order. */
export interface Registered {
  readonly iMid: string
  readonly tXid: string
  readonly referenceNo: string
  readonly amt: string
}

/** A shop that sells by payloan: its server's calls, and where it sends browsers to. */
export interface PayloanShop {
  readonly callBackUrl: string
  /** Registers an order; throws when it is refused. */
  register(change?: Fields): Promise<Registered>
  /** The address of the payment step, with everything in its query. */
  paymentUrl(order: Registered, change?: Readonly<Record<string, string>>): string
  /** Sends a browser to the payment step; answers the `tk` of the link that it is led to. */
  sendBrowser(order: Registered): Promise<string>
  /** Lets a shopper without a window do all the rest; answers what the control call says. */
  // biome-ignore lint/suspicious/noExplicitAny: an answer's JSON, which each test knows the shape of
  complete(order: Registered, how: Fields): Promise<any>
  inquire(order: Registered): Promise<Record<string, string | null>>
  cancel(order: Registered, change?: Fields): Promise<Record<string, string | null>>
  /** What has been notified, once all that is due has left. */
  notified(): Promise<Record<string, string>[]>
  /** What browsers brought back. */
  calledBack(): { method: string; fields: Readonly<Record<string, string>> }[]
}

export const payloanShop = (
  sandbox: TestSandbox,
  receiver: Receiver,
  iMid = 'PAYLOANTES',
): PayloanShop => {
  let count = 0
  const post = (call: string, body: Fields) =>
    sandbox.http.post(`/nicepay/direct/v2/${call}`).send(body)
  const callBackUrl = `${receiver.url}/callback`
  const paymentUrl: PayloanShop['paymentUrl'] = (order, change = {}) => {
    const { merchantToken: token } = signed({ ...order, timeStamp: TIME }, 'payment')
    const query = { timeStamp: TIME, tXid: order.tXid, merchantToken: `${token}`, callBackUrl }
    return `${sandbox.url}/nicepay/direct/v2/payment?${new URLSearchParams({ ...query, ...change })}`
  }
  const sendBrowser = async (order: Registered): Promise<string> => {
    const answer = await sandbox.http.get(paymentUrl(order).replace(sandbox.url, '')).expect(302)
    return tkOf(answer.get('Location'))
  }
  return {
    callBackUrl,
    register: async (change = {}) => {
      const amt = String(change.amt ?? '25145')
      const asked: Fields = {
        ...PLAIN,
        iMid,
        amt,
        timeStamp: TIME,
        referenceNo: `ORDER-${++count}`,
        cartData: cartOf(amt),
        dbProcessUrl: `${receiver.url}/notification`,
        ...change,
      }
      const { body } = await post('registration', signed(asked, 'registration'))
      if (body.resultCd !== '0000') throw new Error(JSON.stringify(body))
      const { tXid, referenceNo } = body
      return { iMid, tXid, referenceNo, amt }
    },
    paymentUrl,
    sendBrowser,
    complete: async (order, how) => {
      const tk = await sendBrowser(order)
      return (await sandbox.control(`/interactions/${tk}/complete`, how).expect(200)).body
    },
    inquire: async (order) =>
      (await post('inquiry', signed({ ...order, timeStamp: TIME }, 'inquiry'))).body,
    cancel: async ({ tXid, amt }, change = {}) => {
      const asked = {
        iMid,
        tXid,
        amt,
        payMethod: '06',
        cancelType: '1',
        timeStamp: TIME,
        ...change,
      }
      return (await post('cancel', signed(asked, 'cancel'))).body
    },
    notified: async () => {
      await sandbox.control('/notifications/flush').expect(200)
      return receiver.received
        .filter((c) => c.path === '/notification')
        .map((c) => ({ ...c.fields }))
    },
    calledBack: () =>
      receiver.received
        .filter((c) => c.path === '/callback')
        .map(({ method, fields }) => ({ method, fields })),
  }
}
