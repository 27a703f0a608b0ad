import type { Instant } from '../protocol/time.ts'

/** A sandbox clock: the system clock plus an offset, or standing still. */
export interface Clock {
  readonly offsetMs: number
  readonly frozenAt: Instant | null
}

/** The clock that shows the system's time. */
export const SYSTEM_CLOCK: Clock = { offsetMs: 0, frozenAt: null }

/** What the clock shows at an instant of the system. */
export const shownBy = (clock: Clock, system: Instant): Instant =>
  clock.frozenAt ?? system + clock.offsetMs

/** The same clock, showing another time; a frozen one stays frozen. */
export const setTo = (clock: Clock, at: Instant, system: Instant): Clock =>
  clock.frozenAt === null ? { ...clock, offsetMs: at - system } : { ...clock, frozenAt: at }

/** The same clock put forward, or back by a negative time, in milliseconds; it runs or stands as before. */
export const shifted = ({ offsetMs, frozenAt }: Clock, ms: number): Clock => ({
  offsetMs: offsetMs + ms,
  frozenAt: frozenAt === null ? null : frozenAt + ms,
})

/** The same clock standing still. */
export const frozen = (clock: Clock, system: Instant): Clock => ({
  offsetMs: shownBy(clock, system) - system,
  frozenAt: shownBy(clock, system),
})

/** The same clock running on from where it stands. */
export const running = (clock: Clock, system: Instant): Clock => ({
  offsetMs: shownBy(clock, system) - system,
  frozenAt: null,
})
