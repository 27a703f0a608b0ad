import type { AccountFields } from '../domain/account-fields.ts'
import type { Delivery } from '../domain/delivery.ts'
import type { KeyPair } from '../domain/key-pairs.ts'
import type { Signed } from '../endpoints/sign.ts'
import type { SnapExplained, SnapSigned } from '../endpoints/snap/signed.ts'
import type { Explained } from '../protocol/explained.ts'
import { callsAt, part } from './calls.ts'
import type {
  Behaviour,
  Chosen,
  Completed,
  ControlOptions,
  MerchantChange,
  PlannedStep,
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
  SnapCallAsked,
  SnapCallSent,
  WaitingOtp,
  Wished,
} from './types.ts'

type Exchanges = {
  iMid?: string
  tXid?: string
  path?: string
  resultCd?: string
  q?: string
  refused?: '1'
  since?: string
}

/** The `tk` of a link to the lender's pages, or the text itself. */
const tkOf = (link: string): string =>
  URL.canParse(link) ? (new URL(link).searchParams.get('tk') ?? link) : link

/** Drives a sandbox, or one namespace of it, through its control API. Every function throws ControlRefusal. */
export interface Control extends ReturnType<typeof callsOf> {
  /** The same sandbox, another namespace. */
  in(name: string): Control
}

/** Opens the control API of a running sandbox; `url` is its base URL. */
export const openControl = (url: string, options: ControlOptions = {}): Control => ({
  ...callsOf(url, options),
  in: (name) => openControl(url, { ...options, namespace: name }),
})

const callsOf = (url: string, options: ControlOptions) => {
  const { get, post, put, patch, remove } = callsAt(url, options)
  const deed = (name: string) => (tXid: string) =>
    post<ShownOrder>(`/transactions/${part(tXid)}/${name}`)
  return {
    health: () => get<{ status: 'ok'; version: string; now: string; startedAt: string }>('/health'),
    /** Answers as soon as all is there; when the time is over, throws with what is missing. */
    wait: ({ ...wished }: Wished) =>
      get<(ShownOrder | ShownBinding) & { notifications: ShownDelivery[] }>('/wait', wished),
    /** A shopper without a browser, at a link to the lender's pages or its `tk`. */
    complete: (link: string, how: Behaviour) =>
      post<Completed>(`/interactions/${part(tkOf(link))}/complete`, how),
    /** The OTPs that wait to be typed; waits for one as long as `timeoutMs` allows. */
    otps: (of: { phone?: string; tXid?: string; timeoutMs?: number } = {}) =>
      get<WaitingOtp[]>('/kredivo/otps', of),
    /** The merchantToken of a message, and the string that is hashed, the key masked in it. */
    sign: (message: { endpoint: string; iMid?: string; message: object }) =>
      post<Signed>('/sign', message),
    /** What a merchantToken should have been made of, and the mistake with which it was made. */
    explain: (asked: { request: string } | { endpoint: string; body: object }) =>
      post<Explained & { endpoint: string }>('/explain', asked),
    snap: {
      /** A SNAP call of a merchant, ready to be sent: path, headers with X-SIGNATURE, body. */
      sign: (call: SnapCallAsked) => post<SnapSigned>('/sign', call),
      /** What an X-SIGNATURE should have been made of, and the mistake with which it was made. */
      explain: (asked: { request: string } | SnapCallSent) =>
        post<SnapExplained & { endpoint: string }>('/explain', asked),
      /** A key pair to ask for access tokens with, and the public half of the one that signs notifications. */
      keys: () => get<{ merchant: KeyPair; notification: { publicKey: string } }>('/keys'),
    },
    openapi: () => get<object>('/openapi.json'),

    namespaces: {
      list: () => get<ShownNamespace[]>('/namespaces'),
      make: (name?: string) =>
        post<{ name: string; merchant: ShownMerchant }>('/namespaces', name ? { name } : {}),
      drop: (name: string) => remove(`/namespaces/${part(name)}`),
    },
    state: {
      export: () => get<object>('/state'),
      import: (state: object) => put<{ imported: string }>('/state', state),
      reset: () => remove<{ reset: string }>('/state'),
    },
    clock: {
      get: () => get<ShownClock>('/clock'),
      /** By an ISO 8601 duration (`PT30M`), or to whatever is due `next`. */
      advance: (by: string) => put<ShownClock>('/clock', { advance: by }),
      /** To an ISO 8601 time. */
      set: (to: string) => put<ShownClock>('/clock', { set: to }),
      freeze: (stands = true) => put<ShownClock>('/clock', { freeze: stands }),
      /** Back to the system's time. */
      reset: () => remove<ShownClock>('/clock'),
    },
    merchants: {
      list: () => get<ShownMerchant[]>('/merchants'),
      get: (iMid: string) => get<ShownMerchant>(`/merchants/${part(iMid)}`),
      make: (said: MerchantChange & { iMid?: string } = {}) =>
        post<ShownMerchant>('/merchants', said),
      change: (iMid: string, change: MerchantChange) =>
        patch<ShownMerchant>(`/merchants/${part(iMid)}`, change),
    },
    shoppers: {
      list: () => get<ShownShopper[]>('/kredivo/accounts'),
      get: (phone: string) => get<ShownShopper>(`/kredivo/accounts/${part(phone)}`),
      make: (said: Partial<AccountFields> & { phone: string }) =>
        post<ShownShopper>('/kredivo/accounts', said),
      change: (phone: string, change: Partial<AccountFields>) =>
        patch<ShownShopper>(`/kredivo/accounts/${part(phone)}`, change),
      repay: (phone: string, what: { amount?: number; tXid?: string } = {}) =>
        post<ShownShopper>(`/kredivo/accounts/${part(phone)}/repay`, what),
      reset: (phone: string) => post<ShownShopper>(`/kredivo/accounts/${part(phone)}/reset`),
    },
    userTokens: {
      list: (of: { iMid?: string; clientUserKey?: string; status?: string; limit?: number } = {}) =>
        get<ShownToken[]>('/user-tokens', of),
      /** The customer unlinks the account in Kredivo's app. */
      deactivate: (userToken: string) =>
        post<ShownToken>(`/user-tokens/${part(userToken)}/deactivate`),
    },
    accountLinks: {
      list: (
        of: { iMid?: string; partnerReferenceNo?: string; status?: string; limit?: number } = {},
      ) => get<ShownLink[]>('/account-links', of),
      /** The customer unlinks the account in the wallet's app. */
      unlink: (referenceNo: string) =>
        post<ShownLink>(`/account-links/${part(referenceNo)}/unlink`),
    },
    transactions: {
      list: (of: { iMid?: string; referenceNo?: string; status?: string; limit?: number } = {}) =>
        get<ShownOrder[]>('/transactions', of),
      get: (tXid: string) => get<ShownOrder>(`/transactions/${part(tXid)}`),
      /** The customer of the checkout page chooses; `tk` is of the link that the browser would be led to. */
      choose: (tXid: string, choice: Chosen) =>
        post<ShownOrder & { tk: string | null }>(`/transactions/${part(tXid)}/choose`, choice),
      /** By transfer, at a till or by scanning also more or less than it costs. */
      pay: (tXid: string, what: { amount?: number } = {}) =>
        post<ShownOrder>(`/transactions/${part(tXid)}/pay`, what),
      ready: deed('ready'),
      reverse: deed('reverse'),
      approve: deed('approve'),
      deny: deed('deny'),
      expire: deed('expire'),
    },
    payouts: {
      list: (of: { iMid?: string; status?: string; limit?: number } = {}) =>
        get<ShownPayout[]>('/payouts', of),
      get: (tXid: string) => get<ShownPayout>(`/payouts/${part(tXid)}`),
      /** Nothing is heard from the bank of a payout that it has. */
      timeout: (tXid: string) => post<ShownPayout>(`/payouts/${part(tXid)}/timeout`),
      fail: (tXid: string) => post<ShownPayout>(`/payouts/${part(tXid)}/fail`),
      /** One that nothing was heard of has arrived. */
      arrive: (tXid: string) => post<ShownPayout>(`/payouts/${part(tXid)}/arrive`),
    },
    virtualAccounts: {
      list: (of: { iMid?: string; customerId?: string; limit?: number } = {}) =>
        get<ShownVirtualAccount[]>('/virtual-accounts', of),
      /** Somebody transfers an amount to a customer's number. */
      deposit: (vacctNo: string, amount: number) =>
        post<ShownOrder>(`/virtual-accounts/${part(vacctNo)}/deposit`, { amount }),
    },
    notifications: {
      list: (
        of: { tXid?: string; iMid?: string; status?: Delivery['status']; limit?: number } = {},
      ) => get<ShownDelivery[]>('/notifications', of),
      get: (id: string) => get<ShownDelivery>(`/notifications/${part(id)}`),
      redeliver: (id: string) => post<ShownDelivery>(`/notifications/${part(id)}/redeliver`),
      /** Sends one on that a fault holds back. */
      release: (id: string) => post<ShownDelivery>(`/notifications/${part(id)}/release`),
      /** Sends all that is due now, and answers when that is done. */
      flush: () => post<{ flushed: string; underWay: number }>('/notifications/flush'),
    },
    requests: {
      list: (of: Exchanges & { limit?: number } = {}) => get<ShownExchange[]>('/requests', of),
      get: (id: string) => get<ShownExchange>(`/requests/${part(id)}`),
      clear: () => remove('/requests'),
    },
    faults: {
      list: () => get<ShownFault[]>('/faults'),
      make: (fault: { endpoint: string; iMid?: string; steps: readonly PlannedStep[] }) =>
        post<ShownFault>('/faults', fault),
      remove: (id: string) => remove(`/faults/${part(id)}`),
      clear: () => remove('/faults'),
    },
  }
}
