import type { Fault, FaultStep } from '../domain/fault.ts'
import type { Merchant } from '../domain/merchant.ts'
import type { Settings } from '../domain/settings.ts'
import type { shownDelivery } from '../http/control/notifications.ts'
import type { shownShopper } from '../http/control/shoppers.ts'
import type { shownOrder } from '../http/control/transactions.ts'
import type { shownToken } from '../http/control/user-tokens.ts'
import type { readableExchange } from '../http/journal.ts'

export type Order = ReturnType<typeof shownOrder>
export type Notification = ReturnType<typeof shownDelivery>
export type Shopper = ReturnType<typeof shownShopper>
export type LinkedToken = ReturnType<typeof shownToken>
export type RecordedExchange = ReturnType<typeof readableExchange>
export type PlannedFault = Omit<Fault, 'createdAt'> & { readonly createdAt: string }

/** A merchant with its settings; the key is masked but where it was just made. */
export type ShownMerchant = Pick<Merchant, 'iMid' | 'name' | 'merchantKey'> & Settings

/** What may be said of a merchant. */
export type MerchantChange = Partial<Pick<Merchant, 'name' | 'merchantKey'> & Settings>

/** A clock of the sandbox; times in ISO 8601. */
export interface ShownClock {
  readonly now: string
  readonly offsetMs: number
  readonly frozen: boolean
  readonly nextDue: string | null
}

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

/** What a shopper without a browser does: comes to an outcome, or types. */
export type Behaviour =
  | { readonly outcome: string }
  | {
      readonly phone?: string
      readonly pin?: string
      readonly otp?: string
      readonly paymentType?: string
    }

/** Where that led. */
export interface Completed {
  readonly state: string
  readonly notice: object | null
  /** The request that the browser would make to the merchant. */
  readonly next: {
    readonly method: 'get' | 'post'
    readonly url: string
    readonly fields: Readonly<Record<string, string>>
  } | null
}

/** What is waited for, of an order or a binding. */
export interface Wished {
  readonly tXid: string
  readonly status?: string
  readonly notified?: boolean
  /** In milliseconds, up to 120000; 4000 unless given. */
  readonly timeoutMs?: number
}

/** A step of a fault; once unless `times` says more. */
export type PlannedStep = Partial<FaultStep>

/** A call of the control API that was refused. `status` is the HTTP status, the message what was wrong. */
export class ControlRefusal extends Error {
  override name = 'ControlRefusal' as const
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

export interface ControlOptions {
  /** The namespace that is driven; `default` unless given. */
  readonly namespace?: string
  readonly adminToken?: string
  /** What makes the calls; the global `fetch` unless given. */
  readonly fetch?: typeof fetch
}
