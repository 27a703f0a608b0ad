/** A number from 0 to 1, the next of a row that a seed decides. */
export type Random = () => number

/** The same row of numbers for the same seed (mulberry32). */
export const randomOf = (seed: number): Random => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A whole number below `most`. */
export const below = (random: Random, most: number): number => Math.floor(random() * most)

/** One of several. */
export const oneOf = <T>(random: Random, all: readonly T[]): T =>
  all[below(random, all.length)] as T
