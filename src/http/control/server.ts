import { isoOf } from '../../protocol/time.ts'
import { nowOf } from '../../store/now.ts'
import type { Call, ControlDeps } from './calls.ts'

/** Whether the sandbox runs. */
export const serverCalls = ({ core, startedAt, version }: ControlDeps): Call[] => [
  {
    method: 'get',
    path: '/health',
    says: 'that the sandbox runs, since when, and what its clock shows',
    run: ({ world }) => ({
      status: 'ok',
      version,
      now: isoOf(nowOf(world, core.env.systemNow())),
      startedAt,
    }),
  },
]
