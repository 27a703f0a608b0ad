import type { AccountLink } from '../domain/account-link.ts'
import type { AccountBinding } from '../domain/binding.ts'
import type { Clock } from '../domain/clock.ts'
import type { Delivery } from '../domain/delivery.ts'
import type { Fault } from '../domain/fault.ts'
import { type Customer, depositKey, numberEnd } from '../domain/fixed-va.ts'
import type { Interaction } from '../domain/interaction.ts'
import type { KeyPairs } from '../domain/key-pairs.ts'
import type { KredivoAccount } from '../domain/kredivo-account.ts'
import type { Loan } from '../domain/ledger.ts'
import type { Merchant } from '../domain/merchant.ts'
import type { Payout } from '../domain/payout.ts'
import type { Timer } from '../domain/timer.ts'
import type { Transaction } from '../domain/transaction.ts'
import type { UserToken } from '../domain/user-token.ts'

/** What one record of each table is. A new table is one line here and one in INDEXES. */
export interface Records {
  readonly merchants: Merchant
  readonly accounts: KredivoAccount
  readonly clock: Clock
  readonly bindings: AccountBinding
  readonly accountLinks: AccountLink
  readonly transactions: Transaction
  readonly payouts: Payout
  readonly customers: Customer
  readonly loans: Loan
  readonly userTokens: UserToken
  readonly interactions: Interaction
  readonly timers: Timer
  readonly deliveries: Delivery
  readonly faults: Fault
  readonly keyPairs: KeyPairs
}

export type TableName = keyof Records

/**
 * Derived look-ups of each table: from a record to the key under which it is found, or to nothing. Kept in memory
 * and rebuilt at start, never stored.
 */
export const INDEXES = {
  merchants: {},
  accounts: {},
  clock: {},
  bindings: { referenceNo: (b: AccountBinding) => `${b.iMid} ${b.referenceNo}` },
  accountLinks: {
    partnerReferenceNo: (l: AccountLink) => `${l.iMid} ${l.partnerReferenceNo}`,
    authCode: (l: AccountLink) => l.authCode ?? undefined,
    customerToken: (l: AccountLink) => l.tokens?.accessToken,
    refreshToken: (l: AccountLink) => l.tokens?.refreshToken,
  },
  transactions: {
    referenceNo: (t: Transaction) => `${t.iMid} ${t.referenceNo}`,
    recurringToken: (t: Transaction) => t.details.recurringToken,
    deposit: depositKey,
    // Money that is reserved, and neither taken nor given back yet.
    preauthToken: (t: Transaction) =>
      t.status === 'paid' && t.details.ccTransType === '3' ? t.details.preauthToken : undefined,
  },
  payouts: { referenceNo: (p: Payout) => `${p.iMid} ${p.referenceNo}` },
  customers: { numberEnd: (c: Customer) => numberEnd(c.customerId) },
  loans: {
    phone: (l: Loan) => l.phone,
    held: (l: Loan) => (l.heldUntil === null ? undefined : l.phone),
  },
  userTokens: {
    activeClientUserKey: (t: UserToken) =>
      t.status === 'active' ? `${t.iMid} ${t.clientUserKey}` : undefined,
    phone: (t: UserToken) => t.phone,
  },
  interactions: {
    tXid: (i: Interaction) => i.tXid,
    otpSentTo: (i: Interaction) => (i.step === 'otp' ? (i.phone ?? undefined) : undefined),
  },
  timers: {},
  deliveries: {
    tXid: (d: Delivery) => d.tXid ?? undefined,
    waitsForNext: (d: Delivery) => (d.heldUntil === 'next' ? d.iMid : undefined),
  },
  faults: {},
  keyPairs: {},
} as const satisfies {
  [T in TableName]: Readonly<Record<string, (record: Records[T]) => string | undefined>>
}

/**
 * Derived totals: from a record to the key under which it counts and what it adds, or to nothing. Kept as the look-ups
 * are, so that a total costs the same however many records stand behind it. Whole numbers only, which add up exactly.
 */
export const TOTALS = {
  loans: {
    owed: (l: Loan): Addend =>
      l.heldUntil === null ? [`${l.phone} ${l.paymentType}`, l.principal] : undefined,
  },
} as const

/** What a record adds to a total, and under which key. */
export type Addend = readonly [key: string, amount: number] | undefined

export type TotalName<T extends TableName> = T extends keyof typeof TOTALS
  ? keyof (typeof TOTALS)[T] & string
  : never

export type IndexName<T extends TableName> = keyof (typeof INDEXES)[T] & string

export const TABLES = Object.keys(INDEXES) as readonly TableName[]

/** Tables whose ids are unique across namespaces: a call finds its namespace by them. */
export const HOMES = ['merchants', 'interactions'] as const satisfies readonly TableName[]

export const isHome = (table: TableName): table is (typeof HOMES)[number] =>
  (HOMES as readonly TableName[]).includes(table)

export type Tables = { readonly [T in TableName]: ReadonlyMap<string, Records[T]> }

/** A record put (or, as null, removed) under an id of a table. */
export type Change = readonly [table: TableName, id: string, record: Records[TableName] | null]

/**
 * What one transaction changed. `fresh`: the namespace begins anew before the changes, with what was staged under the
 * name `from` if there is one (store/replace.ts); `gone`: it ends instead.
 */
export interface Commit {
  readonly seq: number
  readonly namespace: string
  readonly fresh?: true
  readonly gone?: true
  readonly from?: string
  /** Told only, never stored: the records came with an import, and are no news of what happens. */
  readonly imported?: true
  /** Ids are drawn from another series from here on. */
  readonly idSeries?: string
  readonly changes: readonly Change[]
}

/** Whether a value that was read back is a commit; its records are looked at elsewhere (store/sound.ts). */
export const isCommit = (value: {
  readonly namespace?: unknown
  readonly changes?: unknown
}): boolean =>
  typeof value.namespace === 'string' &&
  Array.isArray(value.changes) &&
  value.changes.every(
    (change) =>
      Array.isArray(change) && Object.hasOwn(INDEXES, change[0]) && typeof change[1] === 'string',
  )

/** The layout of the stored file; a file of a later one is refused, of an earlier one migrated. */
export const VERSION = 3

/** What lowdb holds: every namespace's tables, and the commits that the next write makes durable. */
export interface State {
  /** Number of the last commit that was applied. */
  seq: number
  /** The series that ids are drawn from (env.ts): the first one has no name. */
  idSeries: string
  readonly namespaces: Map<string, Tables>
  batch: readonly Commit[]
}

export const emptyState = (): State => ({ seq: 0, idSeries: '', namespaces: new Map(), batch: [] })

export const emptyTables = (): Tables =>
  Object.fromEntries(TABLES.map((name) => [name, new Map()])) as unknown as Tables
