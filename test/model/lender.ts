import { LEAST_FOR_INSTALMENTS, REVIEW_TIME, type Shopper, type Verdict } from './facts.ts'
import { isOpen, nextDue, type Order, restOf, type Token, type World } from './world.ts'

/** The id of the nth userToken of a world, as the test's own ids count. */
const tokenId = (number: number): string =>
  `e0478456-6b50-460c-85e0-${String(number).padStart(12, '0')}`

const issueToken = (order: Order, shopper: Shopper, at: number, world: World): void => {
  const { customer } = order
  for (const token of world.tokens) if (token.customer === customer) token.active = false
  const token: Token = { id: tokenId(world.tokens.length + 1), customer, shopper, active: true }
  world.tokens.push(token)
  order.userToken = token.id
  const { unlinksAfter } = shopper
  if (unlinksAfter !== null) world.timers.push({ at: at + unlinksAfter, token })
}

/** The lender pays. */
export const approve = (order: Order, at: number, world: World): void => {
  Object.assign(order, { status: 'paid', underReview: false, paidAt: at })
  order.notified += order.payer?.pushes ?? 1
  if (order.tokenize === 'tokenize' && order.payer) issueToken(order, order.payer, at, world)
}

/** The lender does not pay. */
export const refuse = (order: Order): void => {
  Object.assign(order, { status: 'failed', underReview: false, refused: true })
}

/** The order's time is over. */
export const expire = (order: Order): void => {
  Object.assign(order, { status: 'failed', underReview: false })
}

/** Kredivo decides on a purchase in 30 days. */
export const charge = (order: Order, shopper: Shopper, world: World): void => {
  const { verdict } = shopper
  if (verdict !== 'deny') order.payer = shopper
  if (verdict === 'deny') refuse(order)
  else if (verdict === 'approve') approve(order, world.now, world)
  else review(order, verdict, world)
}

const review = (order: Order, verdict: Verdict, world: World): void => {
  order.underReview = true
  if (verdict === 'never') return
  const decision = verdict === 'approveLater' ? 'approve' : 'deny'
  world.timers.push({ at: world.now + REVIEW_TIME, order, decision })
}

/** A payment by userToken: in 30 days, as registered, or not at all. */
export const chargeUnasked = (order: Order, shopper: Shopper, world: World): void => {
  const { blocked, overdue } = shopper
  if (blocked || overdue || order.amt > restOf(shopper, world)) refuse(order)
  else charge(order, shopper, world)
}

/** Whether an account cannot buy on credit at all, in no tenure. */
export const isHindered = (order: Order, shopper: Shopper, world: World): boolean => {
  if (shopper.blocked || shopper.overdue) return true
  const elsewhere = shopper.hasInstalments && order.amt >= LEAST_FOR_INSTALMENTS
  return order.amt > restOf(shopper, world) && !elsewhere
}

/** Somebody ends a review; answers whether there was one. */
export const decide = (
  order: Order,
  decision: 'approve' | 'deny',
  at: number,
  world: World,
): boolean => {
  if (!order.underReview || !isOpen(order, at)) return false
  if (decision === 'approve') approve(order, at, world)
  else refuse(order)
  return true
}

/** The time goes on; what falls due on the way happens at its own time, in order. */
export const advance = (to: number, world: World): void => {
  for (let due = nextDue(world); due !== null && due <= to; due = nextDue(world)) {
    const timer = world.timers.find(({ at }) => at === due)
    world.timers = world.timers.filter((one) => one !== timer)
    if (!timer) return
    if ('token' in timer) timer.token.active = false
    else decide(timer.order, timer.decision, due, world)
  }
  world.now = to
}
