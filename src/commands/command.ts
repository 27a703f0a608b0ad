import type { CommandLine, Flag, Flags } from '../config/flags.ts'
import { FLAGS } from '../config.ts'

/** What a command has of the process that it runs in. */
export interface Io {
  /** Writes to the standard output. */
  out(text: string): void
  /** Writes to the standard error. */
  err(text: string): void
  /** All of the standard input. */
  input(): Promise<string>
  /** Resolves when the process is asked to stop. */
  stopped(): Promise<void>
  readonly env: NodeJS.ProcessEnv
  now(): Date
}

/** A command line that was read, and where its command runs. */
export interface Invocation extends CommandLine {
  /** What stands behind `--`. */
  readonly rest: readonly string[]
  readonly io: Io
}

/** One command of the program; the table in index.ts has them all, and the help is made of it. */
export interface Command {
  readonly name: string
  /** What it takes besides flags, as the help writes it: `ENDPOINT [FIELD=VALUE …]`. */
  readonly takes: string
  /** How many words it takes at most. */
  readonly words: number
  /** Whether it takes something behind `--`. */
  readonly rest?: true
  readonly says: string
  /** Command lines that show what it is for. */
  readonly examples: readonly string[]
  /** What else its help says. */
  readonly more?: readonly string[]
  readonly flags: Flags
  /** Answers the exit code. Throws what complaint.ts knows how to tell. */
  run(invocation: Invocation): Promise<number>
}

/** Some of the flags of a sandbox. */
export const some = (...names: readonly (keyof typeof FLAGS)[]): Flags =>
  Object.fromEntries(names.map((name) => [name, FLAGS[name]]))

/** The flag of the key that merchantTokens are made with. */
export const KEY_FLAG: Flag = {
  value: 'KEY',
  says: 'merchantKey; the published test key unless given',
}
