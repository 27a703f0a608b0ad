import { setImmediate } from 'node:timers'

/** How long one slice of a long piece of work may hold up everything else, in milliseconds; several may go side by side. */
const SLICE_MS = 3

/** After how many steps the clock is looked at, unless a step costs more than the look: well under a millisecond. */
const STEPS = 16

/** Work that has no bound of its own, done a few milliseconds at a time. */
export interface Slices {
  /** To be asked after each step: whether the turn is to be given back, by `next`. */
  isOver(): boolean
  /** Lets everything else that waits have its turn; then the next slice begins. */
  next(): Promise<void>
}

export interface SlicesOptions {
  readonly steps?: number
  /** Milliseconds of a clock that never goes back. */
  readonly now?: () => number
  /** Gives the turn back; the system's own, which goes on in a program whose tests have faked the timers. */
  readonly turn?: () => Promise<void>
}

const oneTurn = (): Promise<void> => new Promise((done) => setImmediate(done))

/** Begins the first slice. */
export const inSlices = ({
  steps = STEPS,
  now = () => performance.now(),
  turn = oneTurn,
}: SlicesOptions = {}): Slices => {
  let since = now()
  let done = 0
  return {
    isOver: () => ++done % steps === 0 && now() - since >= SLICE_MS,
    next: async () => {
      await turn()
      since = now()
    },
  }
}

/** Does work that stops after each of its steps, in slices; answers what comes of it. */
export const inTurns = async <T>(
  work: Generator<undefined, T>,
  slices = inSlices({ steps: 1 }),
): Promise<T> => {
  for (;;) {
    const { done, value } = work.next()
    if (done) return value as T
    if (slices.isOver()) await slices.next()
  }
}

/** What is made of each item, in their order and in slices; items of which nothing is made are left out. */
export const gathered = async <T, R>(
  items: Iterable<T>,
  made: (item: T) => R | undefined,
  slices = inSlices({ steps: 1 }),
): Promise<R[]> => {
  const all: R[] = []
  for (const item of items) {
    const one = made(item)
    if (one !== undefined) all.push(one)
    if (slices.isOver()) await slices.next()
  }
  return all
}

/** The first few of what there may be much of. */
export const firstOf = <T>(items: Iterable<T>, count: number): T[] => {
  const first: T[] = []
  for (const item of items) {
    if (first.push(item) === count) break
  }
  return first
}
