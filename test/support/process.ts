import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'

/** The project's folder. */
export const ROOT = join(import.meta.dirname, '../..')

/** A program that was started, with what it prints. */
export interface Running {
  readonly pid: number
  readonly process: ChildProcess
  /** All that it printed so far. */
  output(): string
  /** The first match of a pattern in what it prints; throws when it ends without one. */
  printed(pattern: RegExp): Promise<RegExpExecArray>
  /** How it ended: its exit code, or the signal. */
  readonly ended: Promise<number | string>
}

/** The program as it was built last; `npm test` begins with that. */
export const PROGRAM = join(ROOT, 'dist/cli.js')

/** Starts the program with a command line. */
export const runCli = (args: readonly string[], env: NodeJS.ProcessEnv = {}, cwd = ROOT): Running =>
  run(process.execPath, [PROGRAM, ...args], env, cwd)

const alive = new Set<ChildProcess>()

/** For commands: what they started ends with them, also when they are interrupted. */
export const endTogether = (): void => {
  process.on('exit', () => {
    for (const child of alive) child.kill('SIGKILL')
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => process.exit(1))
}

/** Starts a program. */
export const run = (
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  cwd = ROOT,
): Running => {
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env } })
  alive.add(child)
  let text = ''
  const listeners = new Set<() => void>()
  const add = (chunk: Buffer) => {
    text += chunk.toString()
    for (const listener of listeners) listener()
  }
  child.stdout.on('data', add)
  child.stderr.on('data', add)
  const ended = new Promise<number | string>((resolve) => {
    child.on('close', (code, signal) => {
      alive.delete(child)
      resolve(code ?? signal ?? 'gone')
    })
  })
  return {
    pid: child.pid ?? 0,
    process: child,
    output: () => text,
    ended,
    printed: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const match = pattern.exec(text)
          if (!match) return
          listeners.delete(look)
          resolve(match)
        }
        listeners.add(look)
        look()
        void ended.then(() => reject(new Error(`ended without printing ${pattern}:\n${text}`)))
      }),
  }
}
