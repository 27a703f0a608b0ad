import type { AccountLink, CustomerTokens } from '../../domain/account-link.ts'
import type { AccountBinding, BoundAccount } from '../../domain/binding.ts'
import type { Attempt, Delivery } from '../../domain/delivery.ts'
import type { Fault } from '../../domain/fault.ts'
import type { Customer, FixedAccount } from '../../domain/fixed-va.ts'
import type { PaymentType } from '../../domain/instalment.ts'
import type { KredivoAccount } from '../../domain/kredivo-account.ts'
import type { Loan } from '../../domain/ledger.ts'
import type { Merchant } from '../../domain/merchant.ts'
import type { Payout } from '../../domain/payout.ts'
import type { Instalment } from '../../domain/schedule.ts'
import type { Settings } from '../../domain/settings.ts'
import type { Transaction } from '../../domain/transaction.ts'
import type { UserToken } from '../../domain/user-token.ts'
import type { ExchangeFacts } from '../exchange.ts'

// What the control API answers. Only types, and none of Express or Node, as programs that drive the sandbox see them.

/** The same with its instants in ISO 8601. */
type InIso<T, Instants extends keyof T> = Omit<T, Instants> & {
  readonly [K in Instants]: null extends T[K] ? string | null : string
}

/** An order: its status in words, as of now. */
export type ShownOrder = InIso<Transaction, 'registeredAt' | 'expiresAt' | 'paidAt' | 'deliveredAt'>

/** A payout, its status in words. */
export type ShownPayout = InIso<
  Payout,
  'registeredAt' | 'reservedAt' | 'approvedAt' | 'transferAt' | 'cashoutValidUntil'
>

/** A number that is a customer's for good. */
export type ShownVirtualAccount = FixedAccount & InIso<Omit<Customer, 'accounts'>, 'registeredAt'>

/** A binding: `requested`, or `bound` with the userToken and the account. */
export type ShownBinding =
  | InIso<Extract<AccountBinding, { status: 'requested' }>, 'requestedAt'>
  | InIso<BoundAccount, 'requestedAt' | 'boundAt'>

/** A wallet that is bound by SNAP, or about to be; `expired`: its customer was too late. */
export type ShownLink = Omit<
  InIso<AccountLink, 'requestedAt' | 'authorizedAt'>,
  'status' | 'tokens'
> & {
  readonly status: AccountLink['status'] | 'expired'
  readonly tokens: InIso<CustomerTokens, 'accessTokenUntil' | 'refreshTokenUntil'> | null
}

export type ShownDelivery = Omit<InIso<Delivery, 'createdAt' | 'dueAt'>, 'attempts'> & {
  readonly attempts: readonly InIso<Attempt, 'at'>[]
}

export type ShownToken = InIso<UserToken, 'createdAt'>

export type ShownLoan = InIso<Loan, 'openedAt' | 'heldUntil'> & {
  readonly schedule: readonly InIso<Instalment, 'dueAt'>[]
}

/** A shopper: what is left of the limits, the loans and tokens, the phone as its owner writes it. */
export type ShownShopper = Omit<InIso<KredivoAccount, 'lockedUntil'>, 'limits'> & {
  readonly limits: readonly {
    readonly paymentType: PaymentType
    readonly remaining: string
    readonly total: string
  }[]
  readonly loans: readonly ShownLoan[]
  readonly userTokens: readonly ShownToken[]
}

/** A merchant with its settings; the key is masked but where it was just made. */
export type ShownMerchant = Pick<
  Merchant,
  'iMid' | 'name' | 'merchantKey' | 'clientSecret' | 'publicKey'
> &
  Settings

export type ShownFault = InIso<Fault, 'createdAt'>

/** An exchange with headers and bodies. */
export interface ShownExchange extends ExchangeFacts {
  readonly request: { readonly headers: object; readonly body: string }
  readonly response: { readonly headers: object; readonly body: string }
}

/** A clock of the sandbox. */
export interface ShownClock {
  readonly now: string
  readonly offsetMs: number
  readonly frozen: boolean
  readonly nextDue: string | null
  /** Notifications whose receivers have not answered yet. */
  readonly underWay: number
}

/** An OTP that waits to be typed. */
export interface WaitingOtp {
  readonly phone: string
  readonly otp: string
  readonly sentAt: string
  readonly expiresAt: string
  readonly tk: string
  readonly tXid: string
  readonly iMid: string
}

export interface ShownNamespace {
  readonly name: string
  readonly merchants: readonly string[]
  readonly transactions: number
  readonly bindings: number
}
