import { parseArgs } from 'node:util'

/** A flag or an environment variable that cannot be used; the message is for the person who gave it. */
export class ConfigError extends Error {
  override name = 'ConfigError' as const
}

/** One flag: its value in the help ('' for a switch), what it does, what it is when left out. */
export interface Flag {
  readonly value: string
  readonly says: string
  readonly initial?: string
  /** The switch without which it means nothing. */
  readonly needs?: string
  /** The environment variable, where it is not the one that follows from the name. */
  readonly variable?: string
}

export type Flags = Readonly<Record<string, Flag>>

/** The environment variable of a flag: NICEPAY_SANDBOX_ADMIN_TOKEN. */
export const variableOf = (name: string, { variable }: Partial<Flag> = {}): string =>
  variable ?? `NICEPAY_SANDBOX_${name.toUpperCase().replaceAll('-', '_')}`

export type Values = Readonly<Record<string, string | undefined>>

/** What a command line says. */
export interface CommandLine {
  readonly values: Values
  readonly words: readonly string[]
}

/**
 * The flags of a command line, filled up from the environment and from what they are when left out. Throws
 * ConfigError, which names the help to look at.
 */
export const readFlags = (
  argv: readonly string[],
  env: Values,
  flags: Flags,
  help = '--help',
): CommandLine => {
  const { given, words } = parsed(argv, flags, help)
  const known = Object.entries(flags).map(([name, flag]) => [
    name,
    given[name] ?? (env[variableOf(name, flag)] || flag.initial),
  ])
  const values: Values = { ...Object.fromEntries(known), help: given.help }
  for (const name of Object.keys(given)) {
    const { needs } = flags[name] ?? {}
    if (needs && !isOn(values, needs)) throw new ConfigError(`--${name} is for --${needs} only`)
  }
  return { values, words }
}

const parsed = (argv: readonly string[], flags: Flags, help: string) => {
  const options = Object.fromEntries(
    Object.entries({ ...flags, help: { value: '' } }).map(([name, { value }]) => [
      name,
      { type: value ? 'string' : 'boolean' } as const,
    ]),
  )
  try {
    const { values, positionals } = parseArgs({ args: [...argv], options, allowPositionals: true })
    const given = Object.entries(values).map(([name, value]) => [name, String(value)])
    return { given: Object.fromEntries(given) as Values, words: positionals }
  } catch (error) {
    // What Node adds in further sentences is about "--", which means something else here.
    const [sentence = ''] = (error as Error).message.split(/\. |\n/)
    throw new ConfigError(`${sentence.replace(/^Option '(--[\w-]+)[^']*'/, '$1')}; see ${help}`)
  }
}

const SWITCH: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
])

/** Whether a switch is on. Throws ConfigError for a variable that is neither true nor false. */
export const isOn = (values: Values, name: string): boolean => {
  const on = SWITCH.get(values[name] ?? 'false')
  if (on !== undefined) return on
  throw new ConfigError(`${variableOf(name)} must be true or false, not "${values[name]}"`)
}

/** The whole number of a flag, or nothing when it has none. Throws ConfigError. */
export const wholeNumber = (values: Values, name: string, max: number): number | undefined => {
  const text = values[name]
  if (text === undefined) return undefined
  if (/^\d{1,16}$/.test(text) && Number(text) <= max) return Number(text)
  throw new ConfigError(`--${name} must be a whole number up to ${max}, not "${text}"`)
}

/** The choice of a flag. Throws ConfigError. */
export const oneOf = <T extends string>(values: Values, name: string, choices: readonly T[]): T => {
  const chosen = choices.find((choice) => choice === values[name])
  if (chosen !== undefined) return chosen
  throw new ConfigError(`--${name} must be one of ${choices.join(', ')}, not "${values[name]}"`)
}
