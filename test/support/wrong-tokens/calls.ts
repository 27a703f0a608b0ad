import type { ApiAnswer, Endpoint } from '../../../src/endpoints/answer.ts'
import type { Core } from '../../../src/endpoints/core.ts'
import { ENDPOINTS } from '../../../src/endpoints/index.ts'
import { issueToken } from '../../../src/lender/user-tokens.ts'
import { SEED_MERCHANTS, seed } from '../../../src/store/seed.ts'
import { openStore } from '../../../src/store/store.ts'
import { T0 } from '../clock.ts'
import { testCore } from '../core.ts'
import { type Fields, fixture, KEY } from '../fixtures.ts'
import { type Call, right } from './programs.ts'

/** A merchant beside, with a key of its own. */
export const OTHER = {
  iMid: 'MYSHOP0001',
  merchantKey: 'cGxlYXNlIGRvIG5vdCBwcmludCB0aGlzIGtleSBvZiBhbm90aGVyIG1lcmNoYW50',
}

const I_MID = 'IONPAYTEST'
const REFERENCE = 'Order/7 Caf\u00e9-A 0001'
const AMT = '12500000'

/** The number of the customer 20260131 of IONPAYTEST at Danamon. */
export const VACCT_NO = '7917155420260131'

/** A call of one endpoint that would be accepted with the right token. */
export interface SignedCall extends Call {
  readonly endpoint: Endpoint
}

/** A core without a server, with the seeded merchants and the other one. */
export const coreWithOther = async (): Promise<Core> => {
  const store = await openStore()
  await store.renew('default', seed)
  const [merchant] = SEED_MERCHANTS
  await store.transact('default', (tx) => {
    if (merchant) tx.merchants.put(OTHER.iMid, { ...merchant, ...OTHER, name: 'My shop' })
  })
  return testCore(store)
}

export const send = (call: SignedCall, merchantToken: string, core: Core): Promise<ApiAnswer> => {
  const body = Buffer.from(JSON.stringify({ ...call.fields, merchantToken }))
  return call.endpoint.invoke({ query: '', contentType: 'application/json', body }, core)
}

const texts = (fields: Fields): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]))

const callOf = (name: string, fields: Fields, knows: Fields = {}): SignedCall => {
  const endpoint = ENDPOINTS.find((one) => one.name === name)
  if (!endpoint) throw new Error(`there is no ${name}`)
  const known = texts({ ...fields, ...knows })
  return {
    endpoint,
    signed: endpoint.signs.map((field) => [field, known[field] ?? '']),
    fields: texts(fields),
    knows: texts(knows),
    key: KEY,
    otherKey: OTHER.merchantKey,
    otherIMid: OTHER.iMid,
  }
}

/** The documented call with other values in the fields that it has. */
const documented = (name: string, change: Fields, knows: Fields = {}): SignedCall => {
  const sample: Fields = fixture(`requests/${name}.json`)
  const all = {
    iMid: I_MID,
    timeStamp: '20260131150000',
    referenceNo: REFERENCE,
    amt: AMT,
    ...change,
  }
  const fitting = Object.entries(all).filter(([field]) => field in sample)
  return callOf(name, { ...sample, ...Object.fromEntries(fitting) }, knows)
}

/** A call of every endpoint, about an order, a linked account, a payout and a customer that are there. */
export const signedCalls = async (core: Core): Promise<readonly SignedCall[]> => {
  const { cartData } = fixture('requests/direct.registration.json')
  const registration = documented('direct.registration', {
    cartData: cartData.replace('25145', AMT),
  })
  const { tXid } = await send(registration, right(registration), core)
  const clientUserKey = 'customer-1'
  const userToken = await core.store.transact('default', (tx) =>
    issueToken(
      { iMid: I_MID, clientUserKey, phone: '6281513114262' },
      { tx, now: T0, ids: core.env.ids },
    ),
  )
  const later = { tXid, timeStamp: '20260131150730' }
  const order = { iMid: I_MID, referenceNo: REFERENCE, amt: AMT }
  const request = documented('payout.request', {
    referenceNo: 'PAYOUT/7',
    reservedDt: '',
    reservedTm: '',
  })
  const { tXid: payout } = await send(request, right(request), core)
  const { accountNo = '' } = request.fields
  const money = { tXid: payout, accountNo, timeStamp: '20260131151730' }
  const known = { ...order, referenceNo: 'PAYOUT/7', accountNo }
  const customerId = '20260131'
  const first = documented('fixed-va.register', { customerId })
  await send(first, right(first), core)
  const days = { customerId, startDt: '20260130', endDt: '20260201' }
  const account = { userToken, timeStamp: '20260131151245' }
  return [
    registration,
    documented('binding.registration', {}),
    documented('direct.inquiry', later),
    documented('direct.cancel', later, order),
    documented('direct.confirm-akulaku', later, order),
    callOf('direct.payment', { ...later, callBackUrl: 'http://shop.test/back' }, order),
    documented('binding.user-details', account, { clientUserKey }),
    documented('binding.remove-token', account, { clientUserKey }),
    request,
    documented('payout.approve', money, known),
    documented('payout.reject', money, known),
    documented('payout.inquiry', money, known),
    documented('payout.cancel', money, known),
    documented('payout.balance', money),
    documented('fixed-va.register', { customerId: '20260132' }),
    documented('fixed-va.inquiry', { customerId }),
    documented('fixed-va.update', { customerId }),
    documented('fixed-va.deposits', { ...days, vacctNo: VACCT_NO }),
    documented('fixed-va.customer-deposits', days),
  ]
}
