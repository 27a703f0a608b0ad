import type { Fields } from './merchant.ts'

/** Something that the demo shop asked for, a linked account or an order: only what really went over the wire. */
export interface Deal {
  readonly kind: 'binding' | 'order'
  readonly referenceNo: string
  readonly request: Fields
  readonly answer: Fields
  readonly callback: Fields | null
  /** When the shopper's browser came back, in milliseconds since 1970. */
  readonly backAt: number | null
  readonly notification: { readonly fields: Fields; readonly genuine: boolean } | null
  /** The last inquiry's answer. */
  readonly inquiry: Fields | null
  /** The answer to the shop's cancel. */
  readonly cancel: Fields | null
}

/** How a deal stands, as far as the shop can know. */
export type DealState = 'refused' | 'waiting' | 'failed' | 'linked' | 'paid' | 'cancelled'

/** What the demo shop remembers: its latest deals, in memory. */
export interface Deals {
  add(deal: Pick<Deal, 'kind' | 'referenceNo' | 'request' | 'answer'>): void
  get(referenceNo: string | undefined): Deal | undefined
  /** Adds what came in about a deal; nothing when the shop does not know it. */
  update(referenceNo: string | undefined, news: Partial<Deal>): void
  /** Newest first. */
  list(): Deal[]
}

const KEPT = 20

export const openDeals = (): Deals => {
  const deals = new Map<string, Deal>()
  return {
    add: (deal) => {
      const nothing = {
        callback: null,
        backAt: null,
        notification: null,
        inquiry: null,
        cancel: null,
      }
      deals.set(deal.referenceNo, { ...deal, ...nothing })
      const [oldest] = deals.keys()
      if (deals.size > KEPT && oldest !== undefined) deals.delete(oldest)
    },
    get: (referenceNo = '') => deals.get(referenceNo),
    update: (referenceNo = '', news) => {
      const known = deals.get(referenceNo)
      if (known) deals.set(referenceNo, { ...known, ...news })
    },
    list: () => [...deals.values()].reverse(),
  }
}

const ORDER_STATES: Readonly<Record<string, DealState>> = {
  '0': 'paid',
  '1': 'cancelled',
  '2': 'cancelled',
  '8': 'failed',
}

/** An order is what NICEPAY says when asked; a binding what the notification and the callback say. */
export const stateOf = ({ kind, answer, callback, notification, inquiry }: Deal): DealState => {
  if (answer.resultCd !== '0000') return 'refused'
  if (kind === 'order') return ORDER_STATES[inquiry?.status ?? ''] ?? 'waiting'
  if (notification?.genuine) return 'linked'
  return callback && callback.resultCd !== '0000' ? 'failed' : 'waiting'
}

/** The newest userToken that the shop was genuinely given for each of its customers. */
export const userTokensOf = (deals: Deals): Map<string, string> => {
  const tokens = new Map<string, string>()
  for (const { notification } of deals.list().reverse()) {
    const { clientUserKey, userToken } = notification?.genuine ? notification.fields : {}
    if (clientUserKey && userToken) tokens.set(clientUserKey, userToken)
  }
  return tokens
}
