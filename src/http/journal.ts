import type { Mask } from '../protocol/masking.ts'
import { fifo } from '../store/fifo.ts'
import { inSlices } from '../store/slices.ts'
import type { ShownExchange } from './control/shown.ts'
import type { ExchangeFacts } from './exchange.ts'
import { maskedExchange } from './masked.ts'
import { newest } from './newest.ts'

/** One call and its answer, as they went over the wire. */
export interface Exchange extends ExchangeFacts {
  readonly request: { readonly headers: object; readonly body: Buffer | string }
  readonly response: { readonly headers: object; readonly body: string }
}

/** The same as JSON can hold it. */
export const readableExchange = (exchange: Exchange): ShownExchange => {
  const { headers, body } = exchange.request
  return { ...exchange, request: { headers, body: body.toString() } }
}

/** What a list of exchanges is narrowed by. */
export interface ExchangeFilter {
  readonly namespace?: string | undefined
  readonly iMid?: string | undefined
  readonly tXid?: string | undefined
  readonly resultCd?: string | undefined
  /** A part of the path. */
  readonly path?: string | undefined
  /** A part of anything: address, bodies, reason, order, merchant; letter case does not count. */
  readonly q?: string | undefined
  /** Only what was refused. */
  readonly refused?: boolean | undefined
  /** ISO 8601. */
  readonly since?: string | undefined
}

/** The exchanges of late, in memory only, bounded in number and bytes. */
export interface Journal {
  /** The id that the next exchange will have. */
  nextId(): string
  add(exchange: Exchange): void
  get(id: string): Exchange | undefined
  /** The newest of what there is when it begins, newest first, as rows; it lets other work through meanwhile. */
  find<R>(filter: ExchangeFilter, limit: number, show: (exchange: Exchange) => R): Promise<R[]>
  /** Forgets the exchanges of a namespace, or all. */
  clear(namespace?: string): void
  onExchange(listener: (exchange: Exchange) => void): void
}

export interface JournalLimits {
  readonly entries: number
  readonly bytes: number
}

/** What an exchange takes besides its bodies, roughly, in bytes. */
const OVERHEAD = 1500

const headersSize = (headers: object): number => {
  let size = 0
  for (const value of Object.values(headers)) size += String(value).length
  return size
}

const sizeOf = ({ request, response, url, reason }: Exchange): number =>
  OVERHEAD +
  url.length +
  (reason?.length ?? 0) +
  request.body.length +
  response.body.length +
  headersSize(request.headers)

/**
 * Opens an empty journal; what goes over its limits pushes the oldest out. `mask` takes keys out of what is looked at.
 */
export const openJournal = (
  mask: Mask,
  limits: JournalLimits = { entries: 10_000, bytes: 64 * 1024 * 1024 },
): Journal => {
  const shown = (exchange: Exchange): Exchange => maskedExchange(exchange, mask)
  const exchanges = new Map<string, Exchange>()
  // Their ids, oldest first: a Map that much was deleted from is slow to give its first one.
  let order = fifo<string>()
  const listeners: ((exchange: Exchange) => void)[] = []
  let bytes = 0
  let count = 0

  const drop = (exchange: Exchange): void => {
    exchanges.delete(exchange.id)
    bytes -= sizeOf(exchange)
  }

  return {
    nextId: () => `x${++count}`,
    add: (exchange) => {
      exchanges.set(exchange.id, exchange)
      order.push(exchange.id)
      bytes += sizeOf(exchange)
      while (exchanges.size > limits.entries || bytes > limits.bytes) {
        const oldest = exchanges.get(order.take([], 1) ?? '')
        if (!oldest) break
        drop(oldest)
      }
      for (const listener of listeners) listener(exchange)
    },
    get: (id) => {
      const exchange = exchanges.get(id)
      return exchange && shown(exchange)
    },
    find: (filter, limit, show) =>
      newest(
        {
          records: exchanges,
          // Taken at once, few as they are, so that what comes meanwhile is told by the events alone.
          ids: [...exchanges.keys()],
          fits: fitting(filter),
          limit,
          show: (exchange) => show(shown(exchange)),
        },
        inSlices({ steps: 1 }),
      ),
    clear: (namespace) => {
      for (const exchange of exchanges.values()) {
        if (namespace === undefined || exchange.namespace === namespace) drop(exchange)
      }
      order = fifo()
      for (const id of exchanges.keys()) order.push(id)
    },
    onExchange: (listener) => void listeners.push(listener),
  }
}

/** Whether a call was not accepted. */
export const isRefused = ({ reason, status }: Pick<Exchange, 'reason' | 'status'>): boolean =>
  reason !== null || status >= 400

/** Every text of an exchange but its headers. */
function* textsOf({ request, response, ...rest }: Exchange): Generator<string> {
  const { url, reason, tXid, iMid, endpoint, resultCd, id } = rest
  for (const text of [id, url, reason, tXid, iMid, endpoint, resultCd]) if (text) yield text
  yield request.body.toString()
  yield response.body
}

const mentions = (exchange: Exchange, part: string): boolean => {
  for (const text of textsOf(exchange)) if (text.toLowerCase().includes(part)) return true
  return false
}

/** Whether an exchange passes a filter. */
export const fitting = (filter: ExchangeFilter): ((exchange: Exchange) => boolean) => {
  const { path, since, q, refused, ...rest } = filter
  const exact = Object.entries(rest).filter(([, value]) => value !== undefined)
  const part = q?.toLowerCase()
  return (exchange) =>
    (!refused || isRefused(exchange)) &&
    (path === undefined || exchange.url.includes(path)) &&
    (since === undefined || exchange.at >= since) &&
    exact.every(([name, value]) => exchange[name as keyof typeof rest] === value) &&
    (part === undefined || mentions(exchange, part))
}
