import { setImmediate } from 'node:timers'
import type { LogStyle } from '../config.ts'
import type { Delivery } from '../domain/delivery.ts'
import { isoOf } from '../protocol/time.ts'
import type { Commit } from '../store/state.ts'
import type { Exchange } from './journal.ts'

/** One line for each exchange and each attempt at a delivery. */
export interface Log {
  exchange(exchange: Exchange): void
  commit(commit: Commit): void
  /** A sentence for whoever runs the program. */
  say(sentence: string): void
  /** Writes what is buffered. */
  flush(): void
}

type Write = (text: string) => void

/** Buffered bytes from which lines are written at once; otherwise they wait for the end of the turn. */
const BUFFER = 16 * 1024

/**
 * Opens a log; lines are gathered, so that logging does not cost a system call each. A silent one still has what somebody
 * should know said to `warn`.
 */
export const openLog = (style: LogStyle, write: Write, warn: Write = () => {}): Log => {
  let lines: string[] = []
  let size = 0
  const flush = (): void => {
    if (lines.length === 0) return
    write(lines.join(''))
    lines = []
    size = 0
  }
  const line = (text: string): void => {
    if (lines.length === 0) setImmediate(flush)
    lines.push(`${text}\n`)
    size += text.length
    if (size > BUFFER) flush()
  }
  const { exchange, delivery } = FORMATS[style]
  return {
    flush,
    say: (sentence) => {
      if (style === 'silent') return warn(`${sentence}\n`)
      line(style === 'json' ? JSON.stringify({ say: sentence }) : sentence)
    },
    exchange: (one) => {
      const text = exchange?.(one)
      if (text) line(text)
    },
    commit: ({ imported, changes }) => {
      if (!delivery || imported) return
      for (const [table, , record] of changes) {
        if (table !== 'deliveries' || record === null) continue
        if ((record as Delivery).attempts.length > 0) line(delivery(record as Delivery))
      }
    },
  }
}

interface Format {
  readonly exchange?: (exchange: Exchange) => string
  readonly delivery?: (delivery: Delivery) => string
}

const CONTROL = /[\p{Cc}\u2028\u2029]/gu

/** A text without characters that could steer a terminal. */
export const plain = (text: string): string => text.replace(CONTROL, '·')

const prettyExchange = ({ at, method, url, status, resultCd, reason, id }: Exchange): string => {
  const path = url.length > 100 ? `${url.slice(0, 100)}…` : url
  const http = status === 0 ? 'no answer' : `${status}`
  const result = resultCd === null ? http : `${http} ${resultCd}`
  const why = reason === null ? '' : `\n    ${reason}`
  return plain(`${at.slice(11, 19)} ${id} ${method} ${path} → ${result}`) + plainLines(why)
}

const plainLines = (text: string): string => text.split('\n').map(plain).join('\n')

const prettyDelivery = (delivery: Delivery): string => {
  const last = delivery.attempts.at(-1)
  const how = last?.error ?? `HTTP ${last?.httpStatus}`
  const next = delivery.dueAt === null ? '' : `, again at ${isoOf(delivery.dueAt)}`
  const at = isoOf(last?.at ?? 0).slice(11, 19)
  return plain(`${at} notification → ${delivery.url}: ${how}, ${delivery.status}${next}`)
}

const FORMATS: Readonly<Record<LogStyle, Format>> = {
  silent: {},
  pretty: { exchange: prettyExchange, delivery: prettyDelivery },
  json: {
    exchange: ({ request: _request, response: _response, ...rest }) =>
      JSON.stringify({ exchange: rest }),
    delivery: ({ body: _body, ...rest }) => JSON.stringify({ delivery: rest }),
  },
}
