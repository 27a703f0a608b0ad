import fc, { type AsyncCommand } from 'fast-check'
import type { Driven } from './sandbox.ts'

/** A model of a part of the sandbox: what is done at random, and what is compared at the end. */
export interface Model<W extends object> {
  readonly commands: readonly (readonly [
    weight: number,
    command: fc.Arbitrary<AsyncCommand<W, Driven, true>>,
  ])[]
  /** The world before anything has happened, in a sandbox that has forgotten everything. */
  begin(driven: Driven): Promise<W>
  finish(world: W, driven: Driven): Promise<void>
}

/** How a run of random sequences is asked for. */
export interface RunOptions {
  readonly sequences: number
  readonly seed: number
  /** The most commands of a sequence; 40 unless given. */
  readonly length?: number
  /** Where a failure was found before, as it was printed. */
  readonly path?: string
  readonly replayPath?: string
  /** Told before each sequence how many there were. */
  readonly onSequence?: (number: number) => void
}

const inWords = (steps: readonly string[]): string =>
  steps.map((step, index) => `${index + 1}. ${step}`).join('\n')

/** Runs random sequences against the sandbox and a model. Answers fast-check's details. */
export const runSequences = <W extends object>(
  driven: Driven,
  { commands, begin, finish }: Model<W>,
  options: RunOptions,
) => {
  const { sequences, seed, length = 40, path, replayPath, onSequence } = options
  let number = 0
  const one = fc.oneof(...commands.map(([weight, arbitrary]) => ({ weight, arbitrary })))
  const several = fc.commands([one], {
    maxCommands: length,
    size: 'max',
    ...(replayPath !== undefined && { replayPath }),
  })
  const property = fc.asyncProperty(several, async (all) => {
    onSequence?.(number++)
    await driven.begin()
    const world = await begin(driven)
    try {
      await fc.asyncModelRun(() => ({ model: world, real: driven }), all)
      await finish(world, driven)
    } catch (error) {
      throw new Error(`${inWords(driven.steps)}\n${(error as Error).message}`, { cause: error })
    }
  })
  return fc.check(property, { numRuns: sequences, seed, ...(path !== undefined && { path }) })
}
