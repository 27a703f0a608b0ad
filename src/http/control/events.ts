import { clearInterval, setInterval } from 'node:timers'
import type { RequestHandler, Response } from 'express'
import type { AccountBinding } from '../../domain/binding.ts'
import type { Delivery } from '../../domain/delivery.ts'
import type { Transaction } from '../../domain/transaction.ts'
import { isoOf } from '../../protocol/time.ts'
import { inSlices } from '../../store/slices.ts'
import type { Change, Commit } from '../../store/state.ts'
import { textsOf } from '../fields.ts'
import { type Exchange, type ExchangeFilter, fitting } from '../journal.ts'
import { type ControlDeps, limitIn } from './calls.ts'
import { filterIn } from './requests.ts'

/** Server-sent events of what happens, for the console and for programs. */
export interface EventStream {
  readonly handler: RequestHandler
  /** Ends every stream. */
  close(): void
}

/** What an unread stream may hold back until it is cut off, in bytes. */
const BACKLOG = 1024 * 1024

/** How often a silent stream says that it lives, in milliseconds. */
const HEARTBEAT = 15_000

/** An exchange without its headers and bodies. */
export const exchangeSummary = ({ request: _request, response: _response, ...rest }: Exchange) =>
  rest

/** A delivery in a line. */
export const deliverySummary = (namespace: string, delivery: Delivery) => {
  const { id, kind, iMid, tXid, url, status, dueAt, attempts } = delivery
  const last = attempts.at(-1)
  return {
    namespace,
    id,
    kind,
    iMid,
    tXid,
    url,
    status,
    dueAt: dueAt === null ? null : isoOf(dueAt),
    attempts: attempts.length,
    last: last ? (last.error ?? `HTTP ${last.httpStatus}`) : null,
  }
}

/** An order or a binding in a line, as it is stored. */
export const orderSummary = (namespace: string, order: Transaction | AccountBinding) => {
  const { tXid, iMid, referenceNo, status } = order
  const isBinding = 'requestedAt' in order
  const kind = isBinding ? 'binding' : 'order'
  return { namespace, kind, tXid, iMid, referenceNo, amt: isBinding ? null : order.amt, status }
}

interface News {
  readonly event: 'delivery' | 'transaction'
  readonly about: {
    readonly namespace: string
    readonly iMid: string
    readonly tXid: string | null
  }
}

/** What a change of a record tells, if it tells anything. */
const newsOf = (namespace: string, [table, , record]: Change): News | undefined => {
  if (record === null) return undefined
  if (table === 'deliveries') {
    return { event: 'delivery', about: deliverySummary(namespace, record as Delivery) }
  }
  if (table !== 'transactions' && table !== 'bindings') return undefined
  const order = record as Transaction | AccountBinding
  return { event: 'transaction', about: orderSummary(namespace, order) }
}

/** What a listener wants to hear of. */
interface Wishes {
  readonly exchange: (exchange: Exchange) => boolean
  readonly news: (news: News, data: string) => boolean
}

const wishesIn = (query: Readonly<Record<string, string>>): Wishes => {
  const filter = filterIn(query)
  const { namespace, iMid, tXid } = filter
  const part = filter.q?.toLowerCase()
  const exact = Object.entries({ namespace, iMid, tXid }).filter(([, value]) => value !== undefined)
  const names = query.events?.split(',')
  const isNamed = (event: string): boolean => names === undefined || names.includes(event)
  const fits = fitting(filter)
  return {
    exchange: (exchange) => isNamed('exchange') && fits(exchange),
    news: ({ event, about }, data) =>
      isNamed(event) &&
      exact.every(([name, value]) => about[name as keyof News['about']] === value) &&
      (part === undefined || data.toLowerCase().includes(part)),
  }
}

const eventOf = (name: string, data: string): string => `event: ${name}\ndata: ${data}\n\n`

/**
 * Opens the stream; with nobody listening it does nothing. A query narrows it as it narrows the journal, and to some
 * `events` by their names; with `list=N` it begins with the newest N exchanges, in one event `exchanges`, so that nothing is missed in between.
 */
export const eventStream = ({ core, journal }: ControlDeps): EventStream => {
  const clients = new Map<Response, Wishes>()
  /** What happens while a client's list is looked up; it comes after the list. */
  const held = new Map<Response, string[]>()

  const write = (client: Response, text: string): void => {
    const waiting = held.get(client)
    if (waiting) waiting.push(text)
    else if (client.writableLength > BACKLOG) client.destroy()
    else client.write(text)
  }

  const begin = async (client: Response, filter: ExchangeFilter, limit: number): Promise<void> => {
    held.set(client, [])
    const summary = (one: Exchange): string => JSON.stringify(exchangeSummary(one))
    const rows = await journal.find(filter, limit, summary)
    const meanwhile = held.get(client) ?? []
    held.delete(client)
    if (!clients.has(client) || client.writableEnded) return
    write(client, [eventOf('exchanges', `[${rows.join(',')}]`), ...meanwhile].join(''))
  }

  journal.onExchange((exchange) => {
    if (clients.size === 0) return
    const text = eventOf('exchange', JSON.stringify(exchangeSummary(exchange)))
    for (const [client, wishes] of clients) if (wishes.exchange(exchange)) write(client, text)
  })

  /** What is committed and not told yet, in order. A large commit, an import say, is told in slices. */
  const untold: Commit[] = []
  let telling = false

  const tell = (namespace: string, change: Change): void => {
    const news = newsOf(namespace, change)
    if (!news) return
    const data = JSON.stringify(news.about)
    const text = eventOf(news.event, data)
    for (const [client, wishes] of clients) if (wishes.news(news, data)) write(client, text)
  }

  const tellAll = async (): Promise<void> => {
    telling = true
    const slices = inSlices()
    for (let commit = untold.shift(); commit; commit = untold.shift()) {
      for (const change of commit.changes) {
        if (clients.size === 0) break
        tell(commit.namespace, change)
        if (slices.isOver()) await slices.next()
      }
    }
    telling = false
  }

  core.store.onCommit((commit) => {
    if (clients.size === 0) return
    untold.push(commit)
    if (!telling) tellAll().catch(core.bug)
  })

  return {
    handler: async (req, res) => {
      const query = textsOf(req.query)
      const wishes = wishesIn(query)
      const listed = query.list === undefined ? undefined : limitIn({ limit: query.list })
      res.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' })
      if (req.method === 'HEAD') return void res.end()
      res.write(': the sandbox is listening\n\n')
      clients.set(res, wishes)
      const heartbeat = setInterval(() => res.write(': still here\n\n'), HEARTBEAT)
      heartbeat.unref()
      res.on('close', () => {
        clearInterval(heartbeat)
        clients.delete(res)
      })
      if (listed !== undefined) await begin(res, filterIn(query), listed)
    },
    close: () => {
      for (const client of clients.keys()) client.end()
    },
  }
}
