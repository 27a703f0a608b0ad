import { frozen, running, SYSTEM_CLOCK, shownBy } from '../../domain/clock.ts'
import { TRUE_OR_FALSE, text } from '../../domain/rule.ts'
import {
  type Instant,
  instantOfIso,
  isoOf,
  LAST_INSTANT,
  millisecondsOf,
} from '../../protocol/time.ts'
import { CLOCK } from '../../store/now.ts'
import { travel } from '../../timing/travel.ts'
import { ControlError } from '../guards.ts'
import { type Call, type ControlDeps, type ControlRequest, textIn } from './calls.ts'

/** The clock of a namespace as it is shown. */
export const shownClock = ({ core, worker }: ControlDeps, namespace: string) => {
  const clock = core.store.world(namespace)?.tables.clock.get(CLOCK) ?? SYSTEM_CLOCK
  const system = core.env.systemNow()
  const due = worker.nextDue(namespace)
  return {
    now: isoOf(shownBy(clock, system)),
    offsetMs: shownBy(clock, system) - system,
    frozen: clock.frozenAt !== null,
    nextDue: due === undefined ? null : isoOf(due),
  }
}

/** The clock of a namespace: reading it, moving it (what falls due on the way happens), stopping it. */
export const clockCalls = (deps: ControlDeps): Call[] => {
  const { core, worker } = deps
  const { store, env } = core
  const shown = (namespace: string) => shownClock(deps, namespace)

  const target = ({ namespace, body }: ControlRequest, now: Instant): Instant => {
    const set = textIn(body, 'set')
    const advance = textIn(body, 'advance')
    const to =
      set !== undefined
        ? (instantOfIso(set) ?? Number.NaN)
        : advance === 'next'
          ? worker.nextDue(namespace)
          : now + (millisecondsOf(advance ?? '') ?? Number.NaN)
    if (to === undefined) throw new ControlError(409, 'nothing is due, so there is no "next"')
    if (to >= 0 && to <= LAST_INSTANT) return to
    throw new ControlError(
      400,
      set !== undefined
        ? '"set" must be an ISO 8601 time from 1970 to 9999, as 2026-01-31T10:00:00Z'
        : '"advance" must be "next" or an ISO 8601 duration that ends before 9999, as PT30M or P1DT2H',
    )
  }

  const freeze = (namespace: string, stand: boolean): Promise<void> =>
    store.transact(namespace, (tx) => {
      const clock = tx.clock.get(CLOCK) ?? SYSTEM_CLOCK
      tx.clock.put(CLOCK, (stand ? frozen : running)(clock, env.systemNow()))
    })

  return [
    {
      method: 'get',
      path: '/clock',
      says: 'the clock: now, how far it is from the system’s, whether it stands, when something falls due next',
      run: ({ namespace }) => shown(namespace),
    },
    {
      method: 'put',
      path: '/clock',
      says: 'moves or stops the clock; what falls due on the way has happened, in order, before the answer',
      body: { advance: text(40), set: text(40), freeze: TRUE_OR_FALSE },
      run: async (request) => {
        const { namespace, body } = request
        if (Object.keys(body).length !== 1) {
          throw new ControlError(400, 'give one of "advance", "set" and "freeze"')
        }
        if ('freeze' in body) {
          await freeze(namespace, body.freeze === true)
          worker.wake()
        } else {
          // What is on its way may fall due again, and that is what "next" asks for.
          if (body.advance === 'next') await worker.flush(namespace)
          await travel({ store, worker, systemNow: env.systemNow }, namespace, (now) =>
            target(request, now),
          )
        }
        return shown(namespace)
      },
    },
    {
      method: 'delete',
      path: '/clock',
      says: 'the clock shows the system’s time again',
      run: async ({ namespace }) => {
        await travel({ store, worker, systemNow: env.systemNow }, namespace, env.systemNow)
        await store.transact(namespace, (tx) => tx.clock.put(CLOCK, SYSTEM_CLOCK))
        worker.wake()
        return shown(namespace)
      },
    },
  ]
}
