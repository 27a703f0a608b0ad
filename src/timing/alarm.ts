import { clearTimeout, setTimeout } from 'node:timers'

/** One timer of the system for everything that is due some time. */
export interface Alarm {
  /** Works off what is due now, and sets itself for what comes next. */
  readonly set: () => void
  readonly stop: () => void
}

/** The longest a timer can wait, in milliseconds. */
const LONGEST_WAIT = 2 ** 31 - 1

/** `work` does what is due and answers in how many milliseconds there is more, or Infinity. */
export const alarm = (work: () => number): Alarm => {
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  const set = (): void => {
    clearTimeout(timer)
    if (stopped) return
    const wait = work()
    if (wait === Number.POSITIVE_INFINITY) return
    timer = setTimeout(set, Math.max(1, Math.min(wait, LONGEST_WAIT)))
  }
  return {
    set,
    stop: () => {
      stopped = true
      clearTimeout(timer)
    },
  }
}
