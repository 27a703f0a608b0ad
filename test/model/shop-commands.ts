import { type Fields, fixture } from '../support/fixtures.ts'
import { cartOf, signed, TIME } from '../support/payloan.ts'
import { cancel, endToken, inquire, register, type Wish } from './merchant.ts'
import type { Driven } from './sandbox.ts'
import { beginPayment } from './shopper.ts'
import { type Command, command, type Deed, newest } from './step.ts'
import type { Order, World } from './world.ts'

const IMID = 'PAYLOANTES'
const SAMPLE: Fields = fixture('requests/direct.registration.json')
const NOBODYS_TOKEN = 'e0478456-6b50-460c-85e0-627a1e22d2e0'

/** What kind of order is registered; a seamless one with a token that lives, is dead, or was never given out. */
export type Sort = 'plain' | 'tokenize' | 'live' | 'dead' | 'unknown'

/** What a registration is drawn from. */
export interface Draft {
  readonly sort: Sort
  readonly amt: number
  readonly customer: string
  readonly lender: Order['lender']
  readonly which: number
  readonly again: boolean
}

const wishOf = (draft: Draft, { orders, tokens }: World): Wish | undefined => {
  const { sort, amt, lender, customer, which, again } = draft
  const last = orders.at(-1)
  const referenceNo = again && last ? last.referenceNo : `ORDER-${orders.length + 1}`
  const common = { referenceNo, lender, amt, customer, userToken: null }
  if (sort === 'plain') return { ...common, tokenize: 'none' }
  if (sort === 'tokenize') return { ...common, tokenize: 'tokenize' }
  if (sort === 'unknown') return { ...common, tokenize: 'seamless', userToken: NOBODYS_TOKEN }
  const fitting = tokens.filter(({ active }) => active === (sort === 'live'))
  const token = newest(fitting, which)
  if (!token) return undefined
  return { ...common, tokenize: 'seamless', userToken: token.id, customer: token.customer }
}

const CODES = { none: '0', tokenize: '1', seamless: '2' } as const

const registrationBody = (wish: Wish, dbProcessUrl: string): Fields => {
  const { referenceNo, lender, tokenize, customer, userToken } = wish
  const amt = String(wish.amt)
  const about = { referenceNo, amt, mitraCd: lender, cartData: cartOf(amt), dbProcessUrl }
  const tokens = {
    tokenizeUser: CODES[tokenize],
    clientUserKey: tokenize === 'tokenize' ? customer : '',
    userToken: userToken ?? '',
  }
  return signed({ ...SAMPLE, iMid: IMID, timeStamp: TIME, ...about, ...tokens }, 'registration')
}

/** A registration on both sides; nothing where there is no userToken of the sort. */
export const registering = (draft: Draft, world: World): Deed | undefined => {
  const wish = wishOf(draft, world)
  if (!wish) return undefined
  const { referenceNo, lender, amt, tokenize, customer, userToken } = wish
  const about = `${referenceNo} over ${amt} at ${lender}`
  return {
    words: `the shop registers ${about}, ${tokenize}, for ${userToken ?? customer}`,
    both: async (driven) => {
      const asked = registrationBody(wish, driven.dbProcessUrl())
      const { body } = await driven.call('POST', '/nicepay/direct/v2/registration', asked)
      return { sandbox: body.resultCd, model: register(wish, body.tXid, world) }
    },
  }
}

/** The shop registers an order. */
export const registers = (draft: Draft): Command =>
  command('registers', (world) => registering(draft, world))

/** Sends the browser to the payment step of an order; both sides follow. Answers what both said. */
export const toPayment = async (order: Order, world: World, driven: Driven) => {
  const { tXid, referenceNo } = order
  const about = { iMid: IMID, referenceNo, amt: String(order.amt), timeStamp: TIME }
  const { merchantToken } = signed(about, 'payment')
  const callBackUrl = 'http://127.0.0.1:9/callback'
  const asked = { timeStamp: TIME, tXid, merchantToken, callBackUrl, returnJsonFormat: '1' }
  const { body } = await driven.call('POST', '/nicepay/direct/v2/payment', asked)
  const address: string | null = body.redirectUrlHttp
  const tk = address && new URL(address).searchParams.get('tk')
  const sandbox = { resultCd: body.resultCd, leads: tk !== null }
  return { sandbox, model: beginPayment(order, tk, world) }
}

/** The shop sends the customer's browser to the payment step, so many times. */
export const sendsBrowser = (which: number, times: number): Command =>
  command('sends the browser', (world) => {
    const order = newest(world.orders, which)
    return (
      order && {
        words: `the browser is sent ${times} times to the payment step of ${order.referenceNo}`,
        both: async (driven) => {
          const said = []
          for (let time = 0; time < times; time++) said.push(await toPayment(order, world, driven))
          return { sandbox: said.map((s) => s.sandbox), model: said.map((s) => s.model) }
        },
      }
    )
  })

/** How much is cancelled: all of the order, what is left, a share of it, or more than there is. */
export type Amount = 'all' | 'left' | 'half' | 'tooMuch' | 'nothing'

const amountOf = (how: Amount, { amt, cancelled }: Order): number => {
  const left = amt - cancelled
  const amounts = { all: amt, left, half: Math.ceil(left / 2), tooMuch: left + 1, nothing: 0 }
  return amounts[how]
}

/** The shop cancels, whole or a part. */
export const cancels = (which: number, isFull: boolean, how: Amount): Command =>
  command('cancels', (world) => {
    const order = newest(world.orders, which)
    if (!order) return undefined
    const amt = amountOf(how, order)
    return {
      words: `the shop cancels ${amt} of ${order.referenceNo}, ${isFull ? 'whole' : 'a part'}`,
      both: async (driven) => {
        const { tXid } = order
        const cancelType = isFull ? '1' : '2'
        const about = { iMid: IMID, tXid, payMethod: '06', timeStamp: TIME, amt: String(amt) }
        const asked = signed({ ...about, cancelType }, 'cancel')
        const { body } = await driven.call('POST', '/nicepay/direct/v2/cancel', asked)
        return { sandbox: body.resultCd, model: cancel(order, isFull, amt, world) }
      },
    }
  })

/** The shop inquires. */
export const inquires = (which: number): Command =>
  command('inquires', (world) => {
    const order = newest(world.orders, which)
    return (
      order && {
        words: `the shop inquires of ${order.referenceNo}`,
        both: async (driven) => ({
          sandbox: await inquiryOf(order, driven),
          model: inquire(order, world),
        }),
      }
    )
  })

/** What the inquiry answers of an order. */
export const inquiryOf = async ({ tXid, referenceNo, amt }: Order, { call }: Driven) => {
  const about = { timeStamp: TIME, iMid: IMID, tXid, referenceNo, amt: String(amt) }
  const { body } = await call('POST', '/nicepay/direct/v2/inquiry', signed(about, 'inquiry'))
  const { resultCd, status, resultMsg, cancelAmt } = body
  return { resultCd, status, resultMsg, amt: body.amt, cancelAmt }
}

const tokenIdOf = (which: number, { tokens }: World): string =>
  which === 0 ? NOBODYS_TOKEN : (newest(tokens, which)?.id ?? NOBODYS_TOKEN)

/** The shop removes a userToken by the endpoint. */
export const removesToken = (which: number): Command =>
  command('removes a token', (world) => {
    const userToken = tokenIdOf(which, world)
    return {
      words: `the shop removes the userToken ${userToken}`,
      both: async (driven) => {
        const asked = signed({ timeStamp: TIME, iMid: IMID, userToken }, 'removeToken')
        const { body } = await driven.call('POST', '/nicepay/direct/v2/remove-token', asked)
        return { sandbox: body.resultCd, model: endToken(userToken, world) ? '0000' : '9920' }
      },
    }
  })

/** The customer unlinks in Kredivo's app, by the control API. */
export const unlinks = (which: number): Command =>
  command('unlinks', (world) => {
    const userToken = tokenIdOf(which, world)
    const isKnown = world.tokens.some(({ id }) => id === userToken)
    return {
      words: `the customer unlinks ${userToken}`,
      both: async (driven) => {
        const path = `/_sandbox/user-tokens/${userToken}/deactivate`
        const { status } = await driven.call('POST', path, {})
        const model = endToken(userToken, world) ? 200 : isKnown ? 409 : 404
        return { sandbox: status, model }
      },
    }
  })
