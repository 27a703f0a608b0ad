import { instantOfIso, isoOf } from '../../protocol/time.ts'
import { ControlError } from '../guards.ts'
import { type ExchangeFilter, readableExchange } from '../journal.ts'
import { type Call, type ControlDeps, type ControlRequest, LIMIT, limitIn } from './calls.ts'

/** What a list of exchanges is narrowed by, with what each means. */
export const FILTER = {
  iMid: 'of this merchant',
  tXid: 'about this order or binding',
  path: 'with this in the address',
  resultCd: 'answered so',
  q: 'with this anywhere: address, reason, headers, bodies',
  refused: '1: refused ones only',
  since: 'from this ISO 8601 time on',
} as const

/** The `since` of a query, as the journal writes times. */
const sinceIn = ({ since }: ControlRequest['query']): string | undefined => {
  if (since === undefined) return undefined
  const at = instantOfIso(since)
  if (at !== undefined) return isoOf(at)
  throw new ControlError(400, '"since" must be an ISO 8601 time, as 2026-01-31T10:00:00Z')
}

/** The filter that a query asks for; what is empty there, as a form sends it, narrows nothing. */
export const filterIn = (query: ControlRequest['query']): ExchangeFilter => {
  const given = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''))
  const { namespace, iMid, tXid, resultCd, path, q, refused } = given
  if (refused !== undefined && refused !== '1') {
    throw new ControlError(400, '"refused" must be 1, or left out')
  }
  return {
    namespace,
    iMid,
    tXid,
    resultCd,
    path,
    q,
    refused: refused === '1',
    since: sinceIn(given),
  }
}

/** The journal of exchanges. */
export const requestCalls = ({ journal }: ControlDeps): Call[] => [
  {
    method: 'get',
    path: '/requests',
    says: 'the exchanges of late, newest first; without a namespace, of all of them',
    query: { ...FILTER, ...LIMIT },
    run: ({ query }) => journal.find(filterIn(query), limitIn(query), readableExchange),
  },
  {
    method: 'delete',
    path: '/requests',
    says: 'forgets the exchanges, of a namespace or of all',
    run: ({ query }) => {
      journal.clear(query.namespace)
      return { cleared: true }
    },
  },
  {
    method: 'get',
    path: '/requests/:id',
    says: 'one exchange with headers and bodies',
    run: ({ params: { id = '' } }) => {
      const exchange = journal.get(id)
      if (!exchange) throw new ControlError(404, `there is no exchange "${id}" (any more)`)
      return readableExchange(exchange)
    },
  },
]
