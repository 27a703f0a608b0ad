import type { Timer } from '../domain/timer.ts'
import { decide } from './decide.ts'
import { unlink } from './user-tokens.ts'
import type { Visit } from './visit.ts'

/** What happens when a timer is due. */
export const ring = (timer: Timer, visit: Visit): void => {
  if (timer.kind === 'decision') decide(timer.tXid, timer.decision, visit)
  else unlink(timer.userToken, visit)
}
