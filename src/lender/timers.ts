import type { Timer } from '../domain/timer.ts'
import { decide } from './decide.ts'
import type { Visit } from './visit.ts'

/** What happens when a timer is due. */
export const ring = ({ tXid, decision }: Timer, visit: Visit): void => {
  decide(tXid, decision, visit)
}
