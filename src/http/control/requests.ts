import { ControlError } from '../guards.ts'
import { readableExchange } from '../journal.ts'
import { type Call, type ControlDeps, limitIn } from './calls.ts'

/** The journal of exchanges. */
export const requestCalls = ({ journal }: ControlDeps): Call[] => [
  {
    method: 'get',
    path: '/requests',
    run: ({ query }) => {
      const { namespace, iMid, tXid, resultCd, path, since } = query
      const filter = { namespace, iMid, tXid, resultCd, path, since }
      return journal.list(filter, limitIn(query)).map(readableExchange)
    },
  },
  {
    method: 'delete',
    path: '/requests',
    run: () => {
      journal.clear()
      return { cleared: true }
    },
  },
  {
    method: 'get',
    path: '/requests/:id',
    run: ({ params: { id = '' } }) => {
      const exchange = journal.get(id)
      if (!exchange) throw new ControlError(404, `there is no exchange "${id}" (any more)`)
      return readableExchange(exchange)
    },
  },
]
