import { clearInterval, setInterval } from 'node:timers'
import type { RequestHandler, Response } from 'express'
import type { Delivery } from '../../domain/delivery.ts'
import { isoOf } from '../../protocol/time.ts'
import type { Exchange } from '../journal.ts'
import type { ControlDeps } from './calls.ts'

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

/** Opens the stream; with nobody listening it does nothing. */
export const eventStream = ({ core, journal }: ControlDeps): EventStream => {
  const clients = new Set<Response>()

  const tell = (event: string, data: object): void => {
    const text = `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`
    for (const client of clients) {
      if (client.writableLength > BACKLOG) client.destroy()
      else client.write(text)
    }
  }

  journal.onExchange((exchange) => {
    if (clients.size > 0) tell('exchange', exchangeSummary(exchange))
  })
  core.store.onCommit(({ namespace, changes }) => {
    if (clients.size === 0) return
    for (const [table, , record] of changes) {
      if (table !== 'deliveries' || record === null) continue
      tell('delivery', deliverySummary(namespace, record as Delivery))
    }
  })

  return {
    handler: (req, res) => {
      res.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' })
      if (req.method === 'HEAD') return void res.end()
      res.write(': the sandbox is listening\n\n')
      clients.add(res)
      const heartbeat = setInterval(() => res.write(': still here\n\n'), HEARTBEAT)
      heartbeat.unref()
      res.on('close', () => {
        clearInterval(heartbeat)
        clients.delete(res)
      })
    },
    close: () => {
      for (const client of clients) client.end()
    },
  }
}
