import { CANCEL_PERIOD, DAY } from '../facts.ts'
import { dayOf, type Method, PAYOUT_DELAY } from './table.ts'
import { isOpen, type Payout, type Place, type Sale, statusOf } from './world.ts'

const told = (place: Place, tXid: string, amt: number, at = place.now): void =>
  void place.news.push({ tXid, amt, at })

/** Somebody pays by control; answers whether that can be. */
export const pay = (sale: Sale, amount: number | undefined, place: Place): boolean => {
  const { method, amt } = sale
  if (sale.isCheckout && sale.status === 'init') return false
  if (!isOpen(sale, place)) return false
  if (amount !== undefined && !method.takesDeposits) return false
  Object.assign(sale, { status: 'paid', paidAt: place.now })
  told(place, sale.tXid, amount ?? amt)
  return true
}

/** The bank takes a transfer back. */
export const reverse = (sale: Sale, place: Place): boolean => {
  if (sale.status !== 'paid' || sale.method.code !== '02') return false
  sale.status = 'refund'
  told(place, sale.tXid, sale.amt)
  return true
}

/** The till of an Alfamart has asked. */
export const ready = (sale: Sale, place: Place): boolean => {
  const isWaiting = sale.method.name === 'alfamart' && statusOf(sale, place) === 'unpaid'
  if (isWaiting) sale.status = 'ready'
  return isWaiting
}

export const expire = (sale: Sale, place: Place): boolean => {
  if (!isOpen(sale, place)) return false
  sale.status = sale.method.over
  return true
}

/** The customer of the checkout page chooses, or chooses anew. */
export const choose = (sale: Sale, method: Method, place: Place): boolean => {
  const isShown = sale.method.code === '08' && sale.status !== 'init'
  if (!sale.isCheckout || !isOpen(sale, place) || isShown || sale.status === 'ready') return false
  const life = method.code === '08' ? place.now + method.life : sale.pageUntil
  // Whoever goes on to a page has begun to pay; what is paid outside of any has its number then.
  Object.assign(sale, { method, status: 'unpaid', expiresAt: Math.min(life, sale.pageUntil) })
  return true
}

const amountFlaw = (sale: Sale, isFull: boolean, amt: number): string | null => {
  const left = sale.amt - sale.cancelled
  if (isFull && sale.cancelled > 0) return '9320'
  if (amt === 0) return '9321'
  if (amt > left) return '9319'
  return isFull && amt < left ? '8061' : null
}

/** Why the money of a paid order does not go back, or null. */
const paidFlaw = (sale: Sale, isFull: boolean, { now }: Place): string | null => {
  const { method, paidAt } = sale
  const age = now - (paidAt ?? now)
  if (age > CANCEL_PERIOD) return '9334'
  const { givesBack, atMost } = method
  if (typeof givesBack === 'string') return givesBack
  if (atMost === 'sameDay' && dayOf(now) !== dayOf(paidAt ?? now)) return '9314'
  if (typeof atMost === 'number' && age > atMost) return '9314'
  return isFull || givesBack.part ? null : '9332'
}

const endOf = ({ method, paidAt }: Sale, { now }: Place): 'void' | 'refund' => {
  const { givesBack } = method
  if (typeof givesBack === 'string') return 'void'
  const { into } = givesBack
  if (into === 'sameDayVoid') return dayOf(now) === dayOf(paidAt ?? now) ? 'void' : 'refund'
  if (into === 'firstDayVoid') return now - (paidAt ?? now) < DAY ? 'void' : 'refund'
  return into
}

/** Cancels, whole or a part; answers the code of V2. */
export const cancel = (sale: Sale, isFull: boolean, amt: number, place: Place): string => {
  if (isOpen(sale, place)) {
    if (sale.method.unpaid === 'refuse') return '9314'
    const flaw = isFull ? amountFlaw(sale, isFull, amt) : '9327'
    if (flaw === null) Object.assign(sale, { status: 'void', cancelled: amt })
    return flaw ?? '0000'
  }
  if (sale.status !== 'paid') return '9314'
  const flaw = paidFlaw(sale, isFull, place) ?? amountFlaw(sale, isFull, amt)
  if (flaw !== null) return flaw
  sale.cancelled += amt
  if (sale.cancelled === sale.amt) sale.status = endOf(sale, place)
  return '0000'
}

/** How much of the balance a payout holds. */
const held = ({ status, amt }: Payout): number =>
  status === 'approved' || status === 'timeout' ? amt : 0

const isAtBank = ({ transferAt }: Payout, { now }: Place): boolean =>
  transferAt !== null && now >= transferAt

/** What can be done to a payout: when, and what follows. */
const DECISIONS: Readonly<
  Record<string, { when: (payout: Payout, place: Place) => boolean; into: Payout['status'] }>
> = {
  approve: {
    when: (payout, { balance }) => payout.status === 'requested' && payout.amt <= balance,
    into: 'approved',
  },
  reject: { when: ({ status }) => status === 'requested', into: 'rejected' },
  cancel: {
    when: (payout, place) => payout.status === 'approved' && !isAtBank(payout, place),
    into: 'cancelled',
  },
  timeout: {
    when: (payout, place) => payout.status === 'approved' && isAtBank(payout, place),
    into: 'timeout',
  },
  fail: {
    when: (payout, place) =>
      ['approved', 'timeout'].includes(payout.status) && isAtBank(payout, place),
    into: 'failed',
  },
  arrive: {
    when: (payout, place) => payout.status === 'timeout' && isAtBank(payout, place),
    into: 'approved',
  },
}

export type Decision = 'approve' | 'reject' | 'cancel' | 'timeout' | 'fail' | 'arrive'

/** Whether a decision can be made on a payout now. */
export const canDecide = (payout: Payout, decision: Decision, place: Place): boolean =>
  DECISIONS[decision]?.when(payout, place) ?? false

/** Decides on a payout; answers whether that can be. */
export const decide = (payout: Payout, decision: Decision, place: Place): boolean => {
  const rule = DECISIONS[decision]
  if (!rule?.when(payout, place)) return false
  const before = held(payout)
  payout.status = rule.into
  if (decision === 'approve') payout.transferAt = place.now + PAYOUT_DELAY
  place.balance += before - held(payout)
  // What was to be told of a transfer is not told when there is other news before it.
  const { tXid, amt } = payout
  place.news = place.news.filter((news) => news.tXid !== tXid || news.at <= place.now)
  const isTold = payout.status === 'approved' || payout.status === 'failed'
  if (isTold) told(place, tXid, amt, Math.max(place.now, payout.transferAt ?? 0))
  return true
}
