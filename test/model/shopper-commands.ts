import type { Fields } from '../support/fixtures.ts'
import { mustAgree } from './compare.ts'
import type { Shopper } from './facts.ts'
import type { Driven } from './sandbox.ts'
import { type Draft, registering, toPayment } from './shop-commands.ts'
import { confirm, decidePlainly, enterOtp, giveUp, logIn, reportOf } from './shopper.ts'
import { type Command, command, linkName, newest } from './step.ts'
import type { Link, Order, World } from './world.ts'

/** What a shopper does on a link of Kredivo's; what is left out is not done. */
export interface Typing {
  readonly login?: { readonly shopper: Shopper; readonly isRight: boolean }
  readonly otp?: string
  readonly pays?: boolean
}

const pinOf = ({ shopper, isRight }: NonNullable<Typing['login']>): string =>
  isRight ? (shopper.pin ?? '123456') : '000000'

const bodyOf = ({ login, otp, pays }: Typing): Fields => ({
  ...(login && { phone: login.shopper.phone, pin: pinOf(login) }),
  ...(otp !== undefined && { otp }),
  ...(pays && { paymentType: '30_days' }),
})

const typeInModel = (link: Link, { login, otp, pays }: Typing, world: World): void => {
  if (login) logIn(link, login.shopper, pinOf(login), world)
  if (otp !== undefined) enterOtp(link, otp, world)
  if (pays) confirm(link, world)
}

/** Lets the headless shopper do something on a link, and the model the same. */
const onLink = async (
  link: Link,
  body: Fields,
  inModel: () => void,
  world: World,
  { call }: Driven,
) => {
  const answer = await call('POST', `/_sandbox/interactions/${link.tk}/complete`, body)
  if (link.isGone) return { sandbox: answer.status, model: 404 }
  inModel()
  const { state, notice, next } = answer.body
  return {
    sandbox: { state, notice, resultCd: next?.fields.resultCd ?? null },
    model: reportOf(link, world),
  }
}

const inWords = ({ login, otp, pays }: Typing): string =>
  [
    login && `logs in as ${login.shopper.label} with a ${login.isRight ? 'right' : 'wrong'} PIN`,
    otp && `enters the OTP ${otp}`,
    pays && 'confirms 30 days',
  ]
    .filter(Boolean)
    .join(', ')

const linksOf = ({ links }: World, lender: 'KDVI' | 'AKLP'): Link[] =>
  links.filter(({ order }) => order.lender === lender)

/** A shopper types something at Kredivo. */
export const types = (which: number, typing: Typing): Command =>
  command(inWords(typing), (world) => {
    const link = newest(linksOf(world, 'KDVI'), which)
    return (
      link && {
        words: `on ${linkName(link)} the shopper ${inWords(typing)}`,
        both: (driven) =>
          onLink(link, bodyOf(typing), () => typeInModel(link, typing, world), world, driven),
      }
    )
  })

/** The payment step and, where it leads to Kredivo, what a shopper types there. */
const pay = async (order: Order, typing: Typing, world: World, driven: Driven) => {
  const there = await toPayment(order, world, driven)
  mustAgree('the payment step', there.sandbox, there.model)
  const link = world.links.at(-1)
  if (!there.model.leads || !link || order.lender !== 'KDVI') return there
  return onLink(link, bodyOf(typing), () => typeInModel(link, typing, world), world, driven)
}

/** The whole way of an order that is there. */
export const buys = (which: number, typing: Typing): Command =>
  command('buys', (world) => {
    const order = newest(world.orders, which)
    return (
      order && {
        words: `the browser is sent to pay ${order.referenceNo}, the shopper ${inWords(typing)}`,
        both: (driven) => pay(order, typing, world, driven),
      }
    )
  })

/** The whole way of a new order. */
const sell = async (draft: Draft, typing: Typing, world: World, driven: Driven) => {
  const said = await registering(draft, world)?.both(driven)
  mustAgree('the registration', said?.sandbox, said?.model)
  const order = world.orders.at(-1)
  return order && said?.model === '0000' ? pay(order, typing, world, driven) : said
}

/** The whole way of new orders, so many in the same instant. */
export const sells = (draft: Draft, typing: Typing, times: number): Command =>
  command('sells', (world) => {
    const registration = registering(draft, world)
    const often = times === 1 ? '' : `, ${times} times`
    return (
      registration && {
        words: `${registration.words} and the shopper ${inWords(typing)}${often}`,
        both: async (driven) => {
          const said = []
          for (let time = 0; time < times; time++) {
            said.push(await sell(draft, typing, world, driven))
          }
          return { sandbox: said.map((s) => s?.sandbox), model: said.map((s) => s?.model) }
        },
      }
    )
  })

/** A shopper gives up at Kredivo. */
export const givesUp = (which: number): Command =>
  command('gives up', (world) => {
    const link = newest(linksOf(world, 'KDVI'), which)
    return (
      link && {
        words: `on ${linkName(link)} the shopper gives up`,
        both: (driven) =>
          onLink(link, { outcome: 'cancelled' }, () => giveUp(link, world), world, driven),
      }
    )
  })

/** Somebody decides on Akulaku's plain page. */
export const decidesPlainly = (which: number, outcome: string): Command =>
  command(`is ${outcome} at Akulaku`, (world) => {
    const link = newest(linksOf(world, 'AKLP'), which)
    return (
      link && {
        words: `on ${linkName(link)} somebody says ${outcome}`,
        both: (driven) =>
          onLink(link, { outcome }, () => decidePlainly(link, outcome, world), world, driven),
      }
    )
  })
