import { type Deal, STEPS } from './client.ts'

type Table = Readonly<Record<string, Readonly<Record<string, unknown>>>>

/** All that a server says it holds. */
export type Held = Readonly<Record<string, Table>>

/** How far the server has brought a deal, as a place in STEPS; -1 when it does not know of it. */
const reachedBy = ({ bindings = {}, transactions = {} }: Held, { kind, tXid }: Deal): number => {
  if (kind === 'binding') {
    const binding = bindings[tXid]
    return binding
      ? STEPS.binding.indexOf(binding.status === 'bound' ? 'linked' : 'registered')
      : -1
  }
  const order = transactions[tXid]
  if (!order) return -1
  const step = order.status === 'paid' || order.status === 'void' ? order.status : 'registered'
  return STEPS.order.indexOf(step)
}

/** What was acknowledged and is not there, or is there and was never asked for. */
const lost = (held: Held, deals: readonly Deal[]): string[] =>
  deals.flatMap((deal) => {
    const { kind, tXid, referenceNo, acknowledged, asked } = deal
    const record = (kind === 'binding' ? held.bindings : held.transactions)?.[tXid]
    if (record?.referenceNo !== referenceNo) return [`${tXid} is lost or altered`]
    const reached = reachedBy(held, deal)
    if (reached >= acknowledged && reached <= asked) return []
    return [`${tXid} was ${STEPS[kind][acknowledged]}, is ${STEPS[kind][reached]}`]
  })

/** What is half there: an order, its loan, its notification and its token must say the same. */
const half = (held: Held): string[] => {
  const { bindings = {}, transactions = {}, interactions = {} } = held
  const { loans = {}, userTokens = {}, deliveries = {} } = held
  const notified = new Set(Object.values(deliveries).map(({ tXid }) => tXid))
  const orders = Object.values(transactions).flatMap(({ tXid, status, paidAt, amt }) => {
    const loan = loans[String(tXid)]
    const isPaid = status === 'paid'
    const whole =
      isPaid === (loan !== undefined) &&
      (!loan || loan.principal === amt) &&
      (paidAt !== null) === notified.has(tXid)
    return whole ? [] : [`order ${tXid} is half ${status}`]
  })
  const links = Object.values(bindings).flatMap(({ tXid, tk, status, userToken }) => {
    const interaction = interactions[String(tk)]
    const isBound = status === 'bound'
    const whole =
      interaction?.tXid === tXid &&
      isBound === (interaction?.step === 'ended') &&
      isBound === notified.has(tXid) &&
      (!isBound || userTokens[String(userToken)] !== undefined)
    return whole ? [] : [`binding ${tXid} is half ${status}`]
  })
  return [...orders, ...links]
}

/** Everything acknowledged must be there, nothing may be half there, no number may have been given out twice. */
export const faultsIn = (held: Held, deals: readonly Deal[]): string[] => {
  const ids = new Set(deals.map(({ tXid }) => tXid))
  const twice = ids.size === deals.length ? [] : ['a tXid was given out twice']
  return [...lost(held, deals), ...half(held), ...twice]
}
