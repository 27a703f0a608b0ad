import { NOUNS } from '../../src/http/control/api.ts'
import type { Call, ControlDeps } from '../../src/http/control/calls.ts'

/** Every call of the control API. None of them is run, so what they work with need not be there. */
export const CONTROL_CALLS: readonly Call[] = NOUNS.flatMap((callsOf) =>
  callsOf({ core: {} } as unknown as ControlDeps),
)
