import {
  type Fault,
  type FaultStep,
  NOTIFICATION,
  STEPS_SCHEMA,
  stepsFlaw,
} from '../../domain/fault.ts'
import { oneOf, type Rule, text } from '../../domain/rule.ts'
import { ENDPOINTS } from '../../endpoints/index.ts'
import { isoOf } from '../../protocol/time.ts'
import { nowIn } from '../../store/now.ts'
import { gathered } from '../../store/slices.ts'
import { ControlError } from '../guards.ts'
import { type Call, type ControlDeps, textIn } from './calls.ts'
import type { ShownFault } from './shown.ts'

const ENDPOINT: Rule = oneOf(...ENDPOINTS.map(({ name }) => name), NOTIFICATION)

const STEPS: Rule = { values: 'a list of steps', schema: STEPS_SCHEMA, fits: Array.isArray }

const shown = (fault: Fault): ShownFault => ({ ...fault, createdAt: isoOf(fault.createdAt) })

const stepsIn = (endpoint: string, steps: unknown): FaultStep[] => {
  const flaw = stepsFlaw(endpoint, steps)
  if (flaw) throw new ControlError(400, flaw)
  return (steps as Partial<FaultStep>[]).map((step) => ({ times: 1, ...step }))
}

/** What goes wrong on purpose, with calls and notifications. */
export const faultCalls = ({ core }: ControlDeps): Call[] => {
  const { store, env } = core
  return [
    {
      method: 'get',
      path: '/faults',
      says: 'the faults that are still to come, oldest first, with the steps that are left',
      run: ({ world }) => gathered(world.tables.faults.values(), shown),
    },
    {
      method: 'post',
      path: '/faults',
      says: 'makes the next calls of an endpoint, or the next notifications, go wrong step by step; then all is well',
      body: { endpoint: ENDPOINT, iMid: text(10), steps: STEPS },
      required: ['endpoint', 'steps'],
      run: ({ namespace, world, body }) => {
        const endpoint = textIn(body, 'endpoint') ?? ''
        const iMid = textIn(body, 'iMid') ?? null
        if (iMid !== null && !world.tables.merchants.has(iMid)) {
          throw new ControlError(404, `there is no merchant "${iMid}" in this namespace`)
        }
        const steps = stepsIn(endpoint, body.steps)
        return store.transact(namespace, (tx) => {
          const createdAt = nowIn(tx, env.systemNow())
          const fault: Fault = { id: env.ids.word(), endpoint, iMid, steps, createdAt }
          tx.faults.put(fault.id, fault)
          return shown(fault)
        })
      },
    },
    {
      method: 'delete',
      path: '/faults',
      says: 'forgets the faults that are still to come',
      run: ({ namespace, world }) =>
        store.transact(namespace, (tx) => {
          for (const id of world.tables.faults.keys()) tx.faults.remove(id)
          return { cleared: true }
        }),
    },
    {
      method: 'delete',
      path: '/faults/:id',
      says: 'forgets one fault',
      run: ({ namespace, params: { id = '' } }) =>
        store.transact(namespace, (tx) => {
          if (!tx.faults.get(id))
            throw new ControlError(404, `there is no fault "${id}" (any more)`)
          tx.faults.remove(id)
          return { cleared: true }
        }),
    },
  ]
}
