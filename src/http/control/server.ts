import { isoOf } from '../../protocol/time.ts'
import { nowOf } from '../../store/now.ts'
import type { Call, ControlDeps } from './calls.ts'

/** Health, all that is stored, and beginning anew. */
export const serverCalls = ({ core, seed, startedAt, version }: ControlDeps): Call[] => [
  {
    method: 'get',
    path: '/health',
    run: ({ world }) => ({
      status: 'ok',
      version,
      now: isoOf(nowOf(world, core.env.systemNow())),
      startedAt,
    }),
  },
  {
    method: 'get',
    path: '/state',
    run: ({ namespace, world }) => ({
      namespace,
      ...Object.fromEntries(
        Object.entries(world.tables).map(([table, records]) => [
          table,
          Object.fromEntries(records),
        ]),
      ),
    }),
  },
  {
    method: 'delete',
    path: '/state',
    run: async ({ namespace }) => {
      const now = core.env.systemNow()
      await core.store.renew(namespace, (tx) => seed(tx, now))
      return { reset: namespace }
    },
  },
]
