import { ConfigError, readFlags } from '../config/flags.ts'
import { VERSION } from '../server.ts'
import type { Command, Io } from './command.ts'
import { complaintOf, EXIT } from './complaint.ts'
import { demo } from './demo.ts'
import { exec } from './exec.ts'
import { helpOf, helpOfOne } from './help.ts'
import { listen } from './listen.ts'
import { sign } from './sign.ts'
import { start } from './start.ts'

/** Every command there is. */
export const COMMANDS: readonly Command[] = [start, demo, sign, listen, exec]

/** Runs a command line; answers the exit code, and tells what went wrong on the standard error. */
export const runCommandLine = async (argv: readonly string[], io: Io): Promise<number> => {
  try {
    return await run(argv, io)
  } catch (error) {
    const { text, code } = complaintOf(error)
    io.err(`${text}\n`)
    return code
  }
}

const HELP = new Set(['--help', '-h', 'help'])

const run = async (argv: readonly string[], io: Io): Promise<number> => {
  const [first = '', second = ''] = argv
  if (HELP.has(first) && second === '') return print(helpOf(COMMANDS, start), io)
  if (first === '--version') return print(`${VERSION}\n`, io)
  const isNamed = first !== '' && !first.startsWith('-')
  const command = isNamed ? named(first === 'help' ? second : first) : start
  if (first === 'help') return print(helpOfOne(command), io)

  const { own, rest } = parted(isNamed ? argv.slice(1) : argv, command)
  const help = `${command.name} --help`
  const { values, words } = readFlags(own, io.env, command.flags, help)
  if (values.help !== undefined) return print(helpOfOne(command), io)
  const extra = words[command.words]
  if (extra !== undefined) throw new ConfigError(`"${extra}" is one word too many; see ${help}`)
  return command.run({ values, words, rest, io })
}

const print = (text: string, io: Io): number => {
  io.out(text)
  return EXIT.WELL
}

const named = (name: string): Command => {
  const command = COMMANDS.find((one) => one.name === name)
  if (command) return command
  throw new ConfigError(`there is no command "${name}"; see --help`)
}

/** What is the program's own, and what is another's, behind `--`. */
const parted = (argv: readonly string[], { rest }: Command) => {
  const end = argv.indexOf('--')
  if (!rest || end < 0) return { own: argv, rest: [] }
  return { own: argv.slice(0, end), rest: argv.slice(end + 1) }
}
