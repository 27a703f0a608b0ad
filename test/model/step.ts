import type { AsyncCommand } from 'fast-check'
import { compare, mustAgree } from './compare.ts'
import type { Driven } from './sandbox.ts'
import type { Link, World } from './world.ts'

/** A command of a random sequence. */
export type Command = AsyncCommand<World, Driven, true>

/** What a command does to the sandbox and to the model; it answers what both of them said, to be compared. */
export interface Deed {
  readonly words: string
  readonly both: (driven: Driven) => Promise<{ readonly sandbox: unknown; readonly model: unknown }>
}

/**
 * Makes commands of a model: nothing where `prepare` finds nothing to do it to. `compare` is run after each and throws
 * when the sandbox and the model say different things.
 */
export const commander =
  <W extends object>(compare: (world: W, driven: Driven) => Promise<void>) =>
  (name: string, prepare: (world: W) => Deed | undefined): AsyncCommand<W, Driven, true> => ({
    check: async (world) => prepare(world) !== undefined,
    run: async (world, driven) => {
      const deed = prepare(world)
      if (!deed) return
      driven.steps.push(deed.words)
      const { sandbox, model } = await deed.both(driven)
      mustAgree(deed.words, sandbox, model)
      await compare(world, driven)
    },
    toString: () => name,
  })

/** Several commands, one after the other; those that find nothing to do it to are left out. */
export const inTurn = <W extends object>(
  ...all: readonly AsyncCommand<W, Driven, true>[]
): AsyncCommand<W, Driven, true> => ({
  check: async (world) => (await all[0]?.check(world)) ?? false,
  run: async (world, driven) => {
    for (const one of all) if (await one.check(world)) await one.run(world, driven)
  },
  toString: () => all.join(', '),
})

/** Makes a command of the payloan model. */
export const command = commander<World>(compare)

/** The nth newest of several, going round. */
export const newest = <T>(all: readonly T[], n: number): T | undefined =>
  all.at(-1 - (n % Math.max(1, all.length)))

/** A link in words. */
export const linkName = ({ tk, order }: Link): string => `link ${tk} of ${order.referenceNo}`
