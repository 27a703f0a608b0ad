import { LINKS, LOGIN_IDLE, OTP_LIFE, PIN_LOCK, type Shopper, TRIES } from './facts.ts'
import { approve, charge, chargeUnasked, isHindered, refuse } from './lender.ts'
import {
  type Link,
  type Lock,
  lockOf,
  type Notice,
  type Order,
  restOf,
  statusOf,
  type World,
} from './world.ts'

/** How an order has ended, in the control API's words, or null while it can still be paid. */
const outcomeOf = (order: Order, at: number): string | null => {
  const status = statusOf(order, at)
  if (status === 'paid') return 'approved'
  if (status === 'failed') return order.refused ? 'declined' : 'expired'
  if (status === 'void' || status === 'refund') return 'withdrawn'
  return order.underReview ? 'underReview' : null
}

const RESULT_CDS: Readonly<Record<string, string>> = {
  approved: '0000',
  declined: '9106',
  withdrawn: '9116',
  expired: '9129',
}

/** The code with which the browser returns to the merchant. */
const resultCdOf = (order: Order, at: number): string =>
  RESULT_CDS[outcomeOf(order, at) ?? ''] ?? '9030'

const isInside = ({ step }: Link): boolean => step === 'otp' || step === 'review'
const isIdle = ({ activeAt }: Link, now: number): boolean => now >= activeAt + LOGIN_IDLE

const isOver = ({ order, step }: Link, now: number): boolean =>
  outcomeOf(order, now) !== null || step === 'stopped'

/** Whether a shopper stands at a step, logged in. */
const isAt = (step: 'otp' | 'review', link: Link, { now }: World): boolean =>
  link.step === step && !isOver(link, now) && !isIdle(link, now)

/** What the payment step answers: a result, and whether the browser is led to a link. */
export const beginPayment = (
  order: Order,
  tk: string | null,
  world: World,
): { resultCd: string; leads: boolean } => {
  const { now, tokens } = world
  const there = { resultCd: resultCdOf(order, now), leads: false }
  if (outcomeOf(order, now) !== null) return there

  order.status = 'unpaid'
  const token = tokens.find(({ id, active }) => active && id === order.userToken)
  const bySeamless = order.tokenize === 'seamless' ? token : undefined
  // A dead token pays nothing, and nothing is told of it later.
  if (order.tokenize === 'seamless' && !token) order.tokenize = 'none'
  if (bySeamless && !bySeamless.shopper.otpForToken) {
    chargeUnasked(order, bySeamless.shopper, world)
    return { ...there, resultCd: resultCdOf(order, now) }
  }
  addLink(order, tk ?? '', bySeamless?.shopper ?? null, world)
  return { resultCd: '0000', leads: true }
}

const addLink = (order: Order, tk: string, shopper: Shopper | null, world: World): void => {
  const { links, now } = world
  const others = links.filter((link) => link.order === order && !link.isGone)
  for (const oldest of others.slice(0, 1 - LINKS)) oldest.isGone = true
  links.push({
    tk,
    order,
    step: shopper ? 'otp' : 'login',
    shopper,
    byToken: shopper !== null,
    wrongOtps: 0,
    otpSentAt: now,
    activeAt: now,
    notice: null,
    isGone: false,
  })
}

/** Ends a login; wrong OTPs stay counted. */
const logOut = (link: Link, step: Link['step'], notice: Notice | null): void => {
  Object.assign(link, { step, notice, shopper: null, byToken: false })
}

/** Types a phone number and a PIN. */
export const logIn = (link: Link, shopper: Shopper, pin: string, world: World): void => {
  const { now } = world
  const lock = lockOf(shopper, world)
  if (isOver(link, now)) return
  const refused = tryPin(lock, shopper, pin, now)
  const entered = { step: 'otp', shopper, byToken: false, notice: null } as const
  if (refused) logOut(link, 'login', refused)
  else Object.assign(link, { ...entered, otpSentAt: now, activeAt: now })
}

/** Counts a wrong PIN and locks; answers what the page says then, or nothing. */
const tryPin = (lock: Lock, shopper: Shopper, pin: string, now: number): Notice | null => {
  const { lockedUntil } = lock
  if (lockedUntil !== null && now < lockedUntil) return { kind: 'locked', until: lockedUntil }
  if (lockedUntil !== null || pin === shopper.pin) lock.wrongPins = 0
  lock.lockedUntil = null
  if (pin === shopper.pin) return shopper.blocked ? { kind: 'blocked' } : null
  lock.wrongPins++
  const left = TRIES - lock.wrongPins
  if (left > 0) return { kind: 'pinWrong', left }
  lock.lockedUntil = now + PIN_LOCK
  return { kind: 'locked', until: lock.lockedUntil }
}

/** Types an OTP. */
export const enterOtp = (link: Link, otp: string, world: World): void => {
  if (!isAt('otp', link, world)) return
  const notice = tryOtp(link, otp, world.now)
  if (notice === null) enterReview(link, world)
  else if (notice.kind === 'otpUsedUp') logOut(link, 'stopped', notice)
  else Object.assign(link, { notice, activeAt: world.now })
}

/** Counts a wrong OTP; answers what the page says then, or nothing. */
const tryOtp = (link: Link, otp: string, now: number): Notice | null => {
  if (otp === '0000' || now >= link.otpSentAt + OTP_LIFE) return { kind: 'otpExpired' }
  if (otp === '4567') return null
  if (otp === '9999') return { kind: 'otpFailed' }
  if (otp !== '2222') link.wrongOtps++
  const left = otp === '2222' ? 0 : TRIES - link.wrongOtps
  return left > 0 ? { kind: 'otpWrong', left } : { kind: 'otpUsedUp' }
}

const enterReview = (link: Link, world: World): void => {
  const { order, shopper, byToken } = link
  if (!shopper) return
  if (byToken && !world.tokens.some(({ id, active }) => active && id === order.userToken)) {
    order.tokenize = 'none'
    logOut(link, 'login', { kind: 'sessionEnded' })
    return
  }
  Object.assign(link, { step: 'review', activeAt: world.now, notice: null })
  if (byToken) chargeUnasked(order, shopper, world)
  else if (isHindered(order, shopper, world)) refuse(order)
}

/** Confirms the purchase in 30 days. */
export const confirm = (link: Link, world: World): void => {
  const { order, shopper } = link
  if (!isAt('review', link, world) || !shopper) return
  if (isHindered(order, shopper, world)) refuse(order)
  else if (order.amt <= restOf(shopper, world)) charge(order, shopper, world)
  else Object.assign(link, { notice: { kind: 'tenureClosed' }, activeAt: world.now })
}

/** Gives up; the link stays good. */
export const giveUp = (link: Link, { now }: World): void => {
  if (!isOver(link, now)) logOut(link, 'cancelled', null)
}

/** What a person decides in the place of another lender. */
export const decidePlainly = (link: Link, outcome: string, world: World): void => {
  const { order } = link
  if (isOver(link, world.now)) return
  if (outcome === 'cancelled') giveUp(link, world)
  else if (outcome === 'approved') approve(order, world.now, world)
  else if (outcome === 'declined') refuse(order)
  else order.underReview = true
}

/** What the headless shopper is told; the notice of a link whose order has ended is nobody's business. */
export const reportOf = (link: Link, { now }: World) => {
  const outcome = outcomeOf(link.order, now)
  const wasThrownOut = isInside(link) && isIdle(link, now)
  const goesBack = isOver(link, now) || link.step === 'cancelled'
  const notice = wasThrownOut ? { kind: 'sessionEnded' } : link.notice
  return {
    state: outcome ?? (wasThrownOut ? 'login' : link.step),
    notice: outcome === null ? notice : null,
    resultCd: goesBack ? resultCdOf(link.order, now) : null,
  }
}
