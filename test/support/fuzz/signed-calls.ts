import fc from 'fast-check'
import type { Endpoint } from '../../../src/endpoints/answer.ts'
import { payment } from '../../../src/endpoints/direct/payment.ts'
import { merchantToken } from '../../../src/protocol/signature.ts'
import { CARDS } from '../../../src/store/seed.ts'
import { type Fields, fixture, KEY } from '../fixtures.ts'
import { TIME } from '../payloan.ts'
import { VARIANTS, type Variant } from '../variants.ts'
import { type Change, changes } from './changes.ts'
import type { Live } from './live.ts'
import {
  type Entries,
  FORM_TYPE,
  formOf,
  JSON_TYPE,
  jsonOf,
  mostly,
  oddType,
  type Sent,
  textOf,
  withEntries,
} from './sent.ts'
import { damaged } from './values.ts'

/** A call that would be accepted but for its token, with what that is made of besides its fields. */
interface Documented {
  readonly endpoint: Endpoint
  readonly fields: Entries
  readonly signedToo: Fields
}

/** Fields with the values of a record where it has them. */
const about = (fields: Fields, record: Fields): Entries =>
  Object.entries(fields).map(([name, value]) => [
    name,
    Object.hasOwn(record, name) ? textOf(record[name]) : value,
  ])

const REGISTRATION: Readonly<Record<string, string>> = fixture('requests/direct.registration.json')
const CART = JSON.parse(REGISTRATION.cartData ?? '')
const SELLERS = JSON.parse(REGISTRATION.sellers ?? '')

const cart: fc.Arbitrary<string> = fc.tuple(changes, changes).map(([outer, inner]) => {
  const item = Object.fromEntries(inner(Object.entries(CART.item[0])))
  return jsonOf(outer(Object.entries({ ...CART, item: [item] })))
})
const sellers: fc.Arbitrary<string> = changes.map(
  (change) => `[${jsonOf(change(Object.entries(SELLERS[0])))}]`,
)

const registered = (live: Live): fc.Arbitrary<object> =>
  fc.record({
    referenceNo: fc.stringMatching(/^[A-Z0-9]{8,12}$/),
    mitraCd: mostly(fc.constant('KDVI'), fc.constantFrom('AKLP', 'IDNA'), 4),
    cartData: mostly(fc.constant(textOf(REGISTRATION.cartData)), cart, 3),
    sellers: mostly(fc.constant(textOf(REGISTRATION.sellers)), sellers, 6),
    dbProcessUrl: fc.constant(`${live.shopUrl}/notification`),
  })

const tokenized = (live: Live): fc.Arbitrary<object> =>
  fc.constantFrom(
    { tokenizeUser: '0', clientUserKey: '', userToken: '' },
    { tokenizeUser: '1', clientUserKey: 'customer', userToken: '' },
    ...live.tokens.map(({ clientUserKey, userToken }) => ({
      tokenizeUser: '2',
      clientUserKey,
      userToken,
    })),
  )

const documented = ({ name, endpoint }: Variant, live: Live): fc.Arbitrary<Documented> => {
  const fields: Fields = fixture(`requests/${name}.json`)
  const call = (record: object): Documented => ({
    endpoint,
    fields: about(fields, { ...record, timeStamp: TIME }),
    signedToo: {},
  })
  if (fields.tXid && endpoint.name.startsWith('payout.')) {
    return fc.constantFrom(...live.payouts).map(call)
  }
  if (endpoint.name.startsWith('fixed-va.')) {
    return fc
      .tuple(fc.constantFrom(...live.customers), fc.constantFrom(...live.numbers))
      .map(([{ iMid, customerId }, vacctNo]) => call({ iMid, customerId, vacctNo }))
  }
  if (fields.tXid) return fc.constantFrom(...live.orders).map(call)
  if (fields.userToken) return fc.constantFrom(...live.tokens).map(call)
  return fc.tuple(registered(live), tokenized(live)).map(([a, b]) => call({ ...a, ...b }))
}

/** What a browser may bring to the payment step. */
const PAID_WITH: readonly Fields[] = [
  {},
  ...CARDS.map(({ cardNo, cardExpYymm, cardCvv }) => ({ cardNo, cardExpYymm, cardCvv })),
  { clickPayNo: '1234567890123456', clickPayToken: '123456', dataField3: '123' },
  { recurringToken: 'x' },
  { preauthToken: 'x' },
]

const paymentStep = (live: Live): fc.Arbitrary<Documented> =>
  fc
    .tuple(
      fc.constantFrom(...live.orders),
      fc.constantFrom('0', '1'),
      fc.constantFrom(...PAID_WITH),
    )
    .map(([order, returnJsonFormat, paidWith]) => ({
      endpoint: payment,
      fields: Object.entries({
        timeStamp: TIME,
        tXid: order.tXid,
        callBackUrl: `${live.shopUrl}/callback`,
        returnJsonFormat,
        ...paidWith,
      }),
      signedToo: { ...order },
    }))

const signed = ({ endpoint, fields, signedToo }: Documented): Entries => {
  const known = new Map<string, unknown>([...Object.entries(signedToo), ...fields])
  const values = endpoint.signs.map((name) => textOf(known.get(name) ?? ''))
  const others = fields.filter(([name]) => name !== 'merchantToken')
  return [...others, ['merchantToken', merchantToken(values, KEY)]]
}

/** Signed before the change, so that the token may be wrong, or after it, so that the handler is reached. */
const changed = (call: Documented, change: Change, after: boolean): Entries =>
  after ? signed({ ...call, fields: change(call.fields) }) : change(signed(call))

/** The path as it is documented, or as clients write it too. */
const pathsOf = ({ paths: [path = '/'] }: Endpoint): fc.Arbitrary<string> =>
  mostly(
    fc.constant(path),
    fc.constantFrom(path.toUpperCase(), `/${path}`, `${path}/`, path.replace('v2', 'v%32')),
    20,
  )

const encoded = (call: Documented, fields: Entries): fc.Arbitrary<Sent> => {
  const { endpoint } = call
  const isGet = endpoint.methods.some((method) => method === 'get')
  const ways = ['json', 'json', 'form', ...(isGet ? ['query', 'query', 'query'] : [])]
  return fc
    .tuple(fc.constantFrom(...ways), pathsOf(endpoint), mostly(fc.constant(undefined), oddType, 15))
    .chain(([way, path, odd]) => {
      const type = way === 'form' ? FORM_TYPE : JSON_TYPE
      const text = way === 'json' ? jsonOf(fields) : way === 'form' ? formOf(fields) : ''
      const whole = Buffer.from(text)
      const body = text === '' ? fc.constant(whole) : mostly(fc.constant(whole), damaged(whole), 20)
      const method = mostly(
        fc.constant(way === 'query' && isGet ? 'GET' : 'POST'),
        fc.constantFrom('GET', 'PUT', 'HEAD', 'POST'),
        30,
      )
      return fc.record({
        kind: fc.constant(endpoint.name === payment.name ? 'payment step' : 'signed call'),
        method,
        target: fc.constant(withEntries(path, way === 'query' ? fields : [])),
        headers: fc.constant({ 'Content-Type': odd ?? type }),
        body,
      })
    })
}

const sentOf = (call: fc.Arbitrary<Documented>): fc.Arbitrary<Sent> =>
  fc
    .tuple(
      call,
      mostly(
        changes,
        fc.constant<Change>((fields) => fields),
        3,
      ),
      fc.boolean(),
    )
    .chain(([one, change, after]) => encoded(one, changed(one, change, after)))

/** Calls of a merchant's server: documented ones, signed rightly, with something done to them. */
export const signedCalls = (live: Live): fc.Arbitrary<Sent> =>
  fc.oneof(...VARIANTS.map((variant) => sentOf(documented(variant, live))))

/** The step of the customer's browser, by query, form or JSON. */
export const paymentSteps = (live: Live): fc.Arbitrary<Sent> => sentOf(paymentStep(live))
