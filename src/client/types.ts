import type { FaultStep } from '../domain/fault.ts'
import type { Merchant } from '../domain/merchant.ts'
import type { Settings } from '../domain/settings.ts'

export type {
  ShownBinding,
  ShownClock,
  ShownDelivery,
  ShownExchange,
  ShownFault,
  ShownLink,
  ShownMerchant,
  ShownNamespace,
  ShownOrder,
  ShownPayout,
  ShownShopper,
  ShownToken,
  ShownVirtualAccount,
  WaitingOtp,
} from '../http/control/shown.ts'

/** What may be said of a merchant. */
export type MerchantChange = Partial<Pick<Merchant, 'name' | 'merchantKey'> & Settings>

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

/** What a customer chooses on the checkout page. */
export interface Chosen {
  readonly payMethod: string
  /** bankCd or mitraCd. */
  readonly partner?: string
  /** Whom a wallet's app asks. */
  readonly customer?: string
  readonly cardNo?: string
  readonly cardExpYymm?: string
  readonly cardCvv?: string
}

/** A SNAP call that is to be signed; what is left out is made up. */
export interface SnapCallAsked {
  readonly endpoint: string
  readonly iMid: string
  readonly message?: object
  /** The body byte for byte, in the place of `message`. */
  readonly text?: string
  readonly accessToken?: string
  readonly timestamp?: string
  readonly externalId?: string
}

/** A SNAP call as it was sent. */
export interface SnapCallSent {
  readonly endpoint: string
  readonly headers: object
  readonly text?: string
  readonly body?: object
  readonly path?: string
}

/** A step of a fault; once unless `times` says more. */
export type PlannedStep = Partial<FaultStep>

/** A call of the control API that was refused. `status` is the HTTP status, 0 where nobody answered; the message is what was wrong. */
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
