import type { Io } from '../../src/commands/command.ts'
import { runCommandLine } from '../../src/commands/index.ts'
import { T0 } from './clock.ts'

/** A command that runs in this process. */
export interface Run {
  out(): string
  err(): string
  /** Asks it to stop. */
  stop(): void
  /** Its exit code. */
  readonly code: Promise<number>
}

/** Runs a command line in this process, at T0. */
export const runHere = (
  argv: readonly string[],
  { env = {}, input = '' }: { env?: NodeJS.ProcessEnv; input?: string } = {},
): Run => {
  let [out, err] = ['', '']
  let stop = (): void => {}
  const asked = new Promise<void>((resolve) => {
    stop = resolve
  })
  const io: Io = {
    out: (text) => {
      out += text
    },
    err: (text) => {
      err += text
    },
    input: async () => input,
    stopped: () => asked,
    env,
    now: () => new Date(T0),
  }
  return { out: () => out, err: () => err, stop, code: runCommandLine(argv, io) }
}

/** What a command line that ends by itself prints and answers. */
export const ran = async (...args: Parameters<typeof runHere>) => {
  const run = runHere(...args)
  const code = await run.code
  return { code, out: run.out(), err: run.err() }
}
