import { instantOfIso, isoOf } from '../../protocol/time.ts'
import { ControlError } from '../guards.ts'
import { readableExchange } from '../journal.ts'
import { type Call, type ControlDeps, type ControlRequest, LIMIT, limitIn } from './calls.ts'

/** The `since` of a query, as the journal writes times. */
const sinceIn = ({ since }: ControlRequest['query']): string | undefined => {
  if (since === undefined) return undefined
  const at = instantOfIso(since)
  if (at !== undefined) return isoOf(at)
  throw new ControlError(400, '"since" must be an ISO 8601 time, as 2026-01-31T10:00:00Z')
}

/** The journal of exchanges. */
export const requestCalls = ({ journal }: ControlDeps): Call[] => [
  {
    method: 'get',
    path: '/requests',
    says: 'the exchanges of late, newest first; without a namespace, of all of them',
    query: {
      iMid: 'of this merchant',
      tXid: 'about this order or binding',
      path: 'with this in the address',
      resultCd: 'answered so',
      since: 'from this ISO 8601 time on',
      ...LIMIT,
    },
    run: ({ query }) => {
      const { namespace, iMid, tXid, resultCd, path } = query
      const filter = { namespace, iMid, tXid, resultCd, path, since: sinceIn(query) }
      return journal.list(filter, limitIn(query)).map(readableExchange)
    },
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
