import { frozen, running, SYSTEM_CLOCK, shownBy } from '../../domain/clock.ts'
import { TRUE_OR_FALSE, text } from '../../domain/rule.ts'
import {
  type Instant,
  instantOfIso,
  isoOf,
  LAST_SET_CLOCK,
  millisecondsOf,
} from '../../protocol/time.ts'
import { CLOCK } from '../../store/now.ts'
import { BeganAnew, changeClock, inTurn, type TimeTravel, travel } from '../../timing/travel.ts'
import { patienceOf } from '../../timing/worker.ts'
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
    underWay: worker.underWay(namespace),
  }
}

/** The clock of a namespace: reading it, moving it (what falls due on the way happens), stopping it. */
export const clockCalls = (deps: ControlDeps): Call[] => {
  const { core, worker } = deps
  const { store, env } = core
  const timeWith = (patience: Promise<unknown>): TimeTravel => ({
    store,
    worker,
    systemNow: () => env.systemNow(),
    patience,
  })
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
    if (to >= 0 && to <= LAST_SET_CLOCK) return to
    throw new ControlError(
      400,
      set !== undefined
        ? '"set" must be an ISO 8601 time from 1970 to 9990, as 2026-01-31T10:00:00Z'
        : '"advance" must be "next" or an ISO 8601 duration that ends before 9991, as PT30M or P1DT2H',
    )
  }

  /** Changes the clock when those who came before have done so, and shows it. */
  const changed = async ({ namespace, world }: ControlRequest, change: () => Promise<void>) => {
    try {
      await inTurn(world, change)
    } catch (error) {
      throw error instanceof BeganAnew ? new ControlError(409, error.message) : error
    }
    return shown(namespace)
  }

  const freeze = async (request: ControlRequest, stand: boolean): Promise<void> => {
    await changeClock(store, request, (clock) => (stand ? frozen : running)(clock, env.systemNow()))
    worker.wake()
  }

  const move = async (request: ControlRequest): Promise<void> => {
    const patience = patienceOf()
    // What is on its way may fall due again, and that is what "next" asks for.
    if (request.body.advance === 'next') await worker.flush(request.namespace, patience)
    await travel(timeWith(patience), request, (now) => target(request, now))
  }

  const reset = async (request: ControlRequest): Promise<void> => {
    await travel(timeWith(patienceOf()), request, env.systemNow)
    await changeClock(store, request, () => SYSTEM_CLOCK)
    worker.wake()
  }

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
      says: 'moves or stops the clock; what falls due on the way has happened, in order, before the answer; receivers that hang are waited for 5 seconds in all, and `underWay` says how many still are',
      body: { advance: text(40), set: text(40), freeze: TRUE_OR_FALSE },
      run: (request) => {
        const { body } = request
        if (Object.keys(body).length !== 1) {
          throw new ControlError(400, 'give one of "advance", "set" and "freeze"')
        }
        return changed(request, () =>
          'freeze' in body ? freeze(request, body.freeze === true) : move(request),
        )
      },
    },
    {
      method: 'delete',
      path: '/clock',
      says: 'the clock shows the system’s time again',
      run: (request) => changed(request, () => reset(request)),
    },
  ]
}
