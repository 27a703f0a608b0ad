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

/** Makes a command: nothing where `prepare` finds nothing to do it to. */
export const command = (name: string, prepare: (world: World) => Deed | undefined): Command => ({
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

/** The nth newest of several, going round. */
export const newest = <T>(all: readonly T[], n: number): T | undefined =>
  all.at(-1 - (n % Math.max(1, all.length)))

/** A link in words. */
export const linkName = ({ tk, order }: Link): string => `link ${tk} of ${order.referenceNo}`
