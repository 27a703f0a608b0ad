import type { Instant } from '../protocol/time.ts'

/** What a merchant asks for when it registers an account binding. */
export interface BindingRequest {
  readonly iMid: string
  readonly referenceNo: string
  readonly payMethod: string
  readonly mitraCd: string
  readonly billingNm: string
  readonly billingPhone: string
  readonly billingEmail: string | null
  readonly dbProcessUrl: string
  readonly callBackUrl: string
  readonly clientUserKey: string
}

/** A merchant's request to link a shopper's Kredivo account: waiting for the shopper, or bound. */
export type AccountBinding = BindingRequest & {
  readonly tXid: string
  /** The link that the shopper follows. */
  readonly tk: string
  readonly requestedAt: Instant
} & (
    | { readonly status: 'requested' }
    | {
        readonly status: 'bound'
        readonly userToken: string
        /** The account that was linked, in the form 628…. */
        readonly phone: string
        readonly boundAt: Instant
      }
  )

export type BoundAccount = Extract<AccountBinding, { status: 'bound' }>

/** A binding that waits for the shopper. */
export const requested = (
  request: BindingRequest,
  tXid: string,
  tk: string,
  at: Instant,
): AccountBinding => ({ ...request, tXid, tk, requestedAt: at, status: 'requested' })

/** The binding with the shopper's account linked. */
export const bound = (
  binding: AccountBinding,
  userToken: string,
  phone: string,
  at: Instant,
): BoundAccount => ({ ...binding, status: 'bound', userToken, phone, boundAt: at })
