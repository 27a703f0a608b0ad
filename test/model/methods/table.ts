import { type Fields, fixture } from '../../support/fixtures.ts'
import { BY } from '../../support/methods.ts'
import { DAY, HOUR, MINUTE } from '../facts.ts'

/** What a paid order becomes when its money goes back, and whether a part of it can; a code where it cannot go back. */
export type GivesBack =
  | string
  | { readonly into: 'void' | 'refund' | 'sameDayVoid' | 'firstDayVoid'; readonly part: boolean }

/** A method, as far as this model knows it: what is to be registered, and what can come of it. */
export interface Method {
  readonly name: string
  readonly code: string
  /** What registers it by V2 beside what every order has. */
  readonly by: Fields
  /** How an order stands before anybody has paid, and when its time is over. */
  readonly opens: 'init' | 'unpaid'
  readonly over: 'expired' | 'failed'
  readonly life: number
  /** How long a customer has who was sent to the wallet, where that is shorter. */
  readonly atWallet?: number
  /** Whether an unpaid order can be cancelled. */
  readonly unpaid: 'void' | 'refuse'
  readonly givesBack: GivesBack
  /** After how long it cannot any more; where null, after 90 days, with another code. */
  readonly atMost: 'sameDay' | number | null
  /** Money comes in by itself, also more or less than was asked for. */
  readonly takesDeposits: boolean
  /** Which service of SNAP sells it, if any. */
  readonly snap: 'va' | 'debit' | 'qris' | null
}

const PAGE = { opens: 'init', over: 'failed', life: DAY, unpaid: 'refuse', atMost: null } as const
const OUTSIDE = { opens: 'unpaid', over: 'expired', unpaid: 'void', atMost: null } as const
const WALLET = { ...PAGE, over: 'expired' } as const
const ON_A_PAGE = { takesDeposits: false, snap: null } as const
const BY_ITSELF = { takesDeposits: true, snap: null } as const
const INSTALMENTS = { instmntType: '1', instmntMon: '1' }
const MONTH = 30 * DAY

const method = (
  name: keyof typeof BY,
  rest: Omit<Method, 'name' | 'code' | 'by'>,
  more: Fields = {},
): Method => ({ name, code: BY[name].payMethod, by: { ...BY[name], ...more }, ...rest })

const CARD = {
  ...PAGE,
  ...ON_A_PAGE,
  givesBack: { into: 'sameDayVoid', part: true },
} as const
const STORE = { ...OUTSIDE, ...BY_ITSELF, life: 7 * DAY, givesBack: '9314' } as const
const BANK_PAGE = { ...PAGE, ...ON_A_PAGE, givesBack: { into: 'void', part: false } } as const

/** Kredivo's orders have a model of their own; here they are one method among others. */
const PAYLOAN: Method = {
  ...CARD,
  name: 'payloan',
  code: '06',
  by: { payMethod: '06', mitraCd: 'KDVI', tokenizeUser: '0', clientUserKey: '' },
  unpaid: 'void',
}

export const METHODS: readonly Method[] = [
  PAYLOAN,
  method('card', CARD, INSTALMENTS),
  method('gpn', CARD),
  method('transfer', {
    ...OUTSIDE,
    ...BY_ITSELF,
    life: 2 * DAY,
    givesBack: '9330',
    snap: 'va',
  }),
  method('alfamart', STORE),
  method('indomaret', STORE),
  method('mandiri', BANK_PAGE),
  method('jenius', BANK_PAGE),
  method('ovo', {
    ...WALLET,
    ...ON_A_PAGE,
    givesBack: { into: 'void', part: false },
    atMost: 'sameDay',
  }),
  method('dana', {
    ...WALLET,
    ...ON_A_PAGE,
    givesBack: { into: 'firstDayVoid', part: true },
    atMost: MONTH,
    snap: 'debit',
  }),
  method('linkAja', {
    ...WALLET,
    ...ON_A_PAGE,
    atWallet: 5 * MINUTE,
    givesBack: { into: 'void', part: true },
    atMost: MONTH,
    snap: 'debit',
  }),
  method('qris', {
    ...OUTSIDE,
    ...BY_ITSELF,
    life: 5 * MINUTE,
    givesBack: { into: 'refund', part: false },
    snap: 'qris',
  }),
]

const named = (name: string): Method => {
  const one = METHODS.find((other) => other.name === name)
  if (!one) throw new Error(`there is no method ${name}`)
  return one
}

/** A wallet that is charged by a token of a linked account, by SNAP only. */
export const ASTRAPAY: Method = {
  ...named('dana'),
  name: 'astraPay',
  by: { payMethod: '05', mitraCd: 'ASTR' },
}

/** An order of the checkout page whose customer has not chosen yet. */
export const UNDECIDED: Method = {
  ...OUTSIDE,
  ...ON_A_PAGE,
  name: 'undecided',
  code: '00',
  by: fixture('requests/checkout.registration.json'),
  opens: 'init',
  life: DAY,
  givesBack: { into: 'void', part: false },
}

/** What the customer of the checkout page may choose, and the code of the partner. */
export const CHOICES: readonly (readonly [method: Method, partner: string])[] = [
  [named('transfer'), 'CENA'],
  [named('indomaret'), 'INDO'],
  [named('qris'), 'QSHP'],
  [named('dana'), 'DANA'],
]

/** The codes of an inquiry's status; some methods have their own. */
export const STATUS_CODES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '01': { paid: '0', void: '1', refund: '2', failed: '8', init: '9' },
  '02': { paid: '0', refund: '1', init: '9', unpaid: '3', expired: '4', void: '4' },
  '03': { paid: '0', init: '9', unpaid: '3', expired: '4', void: '4', ready: '5' },
  '04': { paid: '0', void: '1', refund: '1', unpaid: '3', failed: '3', init: '9' },
  '05': { paid: '0', void: '1', refund: '2', unpaid: '3', expired: '5', failed: '8', init: '9' },
  '06': { paid: '0', void: '1', refund: '2', unpaid: '3', failed: '8', init: '9' },
  '08': { paid: '0', refund: '2', init: '9', unpaid: '3', expired: '5', void: '5', failed: '6' },
  '09': { paid: '0', void: '1', refund: '2', failed: '8', init: '9' },
  '00': { init: '9', unpaid: '9', expired: '4', void: '4' },
}

/** A payout waits so long at NICEPAY once it is approved: what the merchants of this model have set. */
export const PAYOUT_DELAY = MINUTE
export const CUSTOMER_TOKEN_LIFE = 15 * DAY
/** Jakarta's day, counted. */
export const dayOf = (at: number): number => Math.floor((at + 7 * HOUR) / DAY)
