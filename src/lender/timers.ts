import { autoPay } from '../acquirer/deposit.ts'
import type { Visit } from '../acquirer/visit.ts'
import type { Timer } from '../domain/timer.ts'
import { decide } from './decide.ts'
import { unlink } from './user-tokens.ts'

/** What happens when a timer is due. */
export const ring = (timer: Timer, visit: Visit): void => {
  if (timer.kind === 'decision') decide(timer.tXid, timer.decision, visit)
  else if (timer.kind === 'payment') autoPay(timer.tXid, visit)
  else unlink(timer.userToken, visit)
}
