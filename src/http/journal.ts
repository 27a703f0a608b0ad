/** One call and its answer, as they went over the wire. Keys and PINs in it are masked. */
export interface Exchange {
  readonly id: string
  /** ISO 8601, by the clock of the namespace. */
  readonly at: string
  readonly namespace: string | null
  readonly method: string
  /** Path and query. */
  readonly url: string
  readonly status: number
  readonly ms: number
  /** The endpoint's name, where one was found. */
  readonly endpoint: string | null
  readonly iMid: string | null
  readonly tXid: string | null
  readonly resultCd: string | null
  /** Why the call was refused, in words. */
  readonly reason: string | null
  readonly request: { readonly headers: object; readonly body: Buffer | string }
  readonly response: { readonly headers: object; readonly body: string }
}

/** The same as JSON can hold it. */
export const readableExchange = (exchange: Exchange) => {
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
  /** ISO 8601. */
  readonly since?: string | undefined
}

/** The exchanges of late, in memory only, bounded in number and bytes. */
export interface Journal {
  /** The id that the next exchange will have. */
  nextId(): string
  add(exchange: Exchange): void
  get(id: string): Exchange | undefined
  /** Newest first. */
  list(filter: ExchangeFilter, limit: number): Exchange[]
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

/** Opens an empty journal; what goes over its limits pushes the oldest out. */
export const openJournal = (
  limits: JournalLimits = { entries: 10_000, bytes: 64 * 1024 * 1024 },
): Journal => {
  const exchanges = new Map<string, Exchange>()
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
      bytes += sizeOf(exchange)
      for (const oldest of exchanges.values()) {
        if (exchanges.size <= limits.entries && bytes <= limits.bytes) break
        drop(oldest)
      }
      for (const listener of listeners) listener(exchange)
    },
    get: (id) => exchanges.get(id),
    list: (filter, limit) => {
      const found: Exchange[] = []
      for (const exchange of [...exchanges.values()].reverse()) {
        if (found.length === limit) break
        if (fits(exchange, filter)) found.push(exchange)
      }
      return found
    },
    clear: (namespace) => {
      for (const exchange of exchanges.values()) {
        if (namespace === undefined || exchange.namespace === namespace) drop(exchange)
      }
    },
    onExchange: (listener) => void listeners.push(listener),
  }
}

const fits = (exchange: Exchange, { path, since, ...exact }: ExchangeFilter): boolean =>
  (path === undefined || exchange.url.includes(path)) &&
  (since === undefined || exchange.at >= since) &&
  Object.entries(exact).every(
    ([name, value]) => value === undefined || exchange[name as keyof typeof exact] === value,
  )
