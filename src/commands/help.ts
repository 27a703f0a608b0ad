import { type Flags, variableOf } from '../config/flags.ts'
import { VERSION } from '../server.ts'
import type { Command } from './command.ts'

const COLUMN = 34

/** Two columns; what is too long for the first has a line of its own. */
const row = (left: string, right: string): string =>
  left.length > COLUMN ? `  ${left}\n${row('', right)}` : `  ${left.padEnd(COLUMN)} ${right}`

const flagRows = (flags: Flags): string[] =>
  Object.entries(flags).flatMap(([name, flag]) => {
    const { value, says, initial } = flag
    return [
      row(`--${name}${value && ` ${value}`}`, says + (initial ? ` (${initial})` : '')),
      row('', variableOf(name, flag)),
    ]
  })

const flagsOf = (title: string, flags: Flags): string[] =>
  Object.keys(flags).length === 0 ? [] : ['', title, ...flagRows(flags)]

const EXITS = ['Exit codes: 0 all is well, 1 something failed, 2 the command line is wrong.']

/** The help of the whole program. `first` is the command when none is named. */
export const helpOf = (commands: readonly Command[], first: Command): string =>
  [
    `nicepay-sandbox ${VERSION}: a local stand-in for NICEPAY and for Kredivo's pages behind it`,
    '',
    'nicepay-sandbox [COMMAND] [FLAGS]',
    '',
    'Commands:',
    ...commands.flatMap(({ name, takes, says, examples: [example = ''] }) => [
      row(`${name} ${takes}`.trim(), says),
      `      ${example}`,
    ]),
    row('COMMAND --help', 'tells more of a command, and its flags'),
    row('--version', 'prints the version'),
    ...flagsOf(`Flags of ${first.name}, or the environment variable below each:`, first.flags),
    '',
    ...EXITS,
    '',
  ].join('\n')

/** The help of one command. */
export const helpOfOne = ({ name, takes, says, examples, more, flags }: Command): string =>
  [
    `nicepay-sandbox ${name} ${takes}`.trim(),
    `  ${says}`,
    '',
    ...examples.map((example) => `  ${example}`),
    ...(more ? ['', ...more] : []),
    ...flagsOf('Flags, or the environment variable below each:', flags),
    '',
    ...EXITS,
    '',
  ].join('\n')
