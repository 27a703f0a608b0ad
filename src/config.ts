import { parseArgs } from 'node:util'

export const LANGUAGES = ['id', 'en'] as const
export type Language = (typeof LANGUAGES)[number]

export const LOGS = ['pretty', 'json', 'silent'] as const
export type LogStyle = (typeof LOGS)[number]

/** Everything that can be chosen when the sandbox starts. */
export interface Config {
  /** The port to listen on; 0 takes any free one. */
  readonly port: number
  /** The address to listen on; one that the network reaches needs an adminToken. */
  readonly host: string
  /** The file that keeps the state, or `:memory:`. */
  readonly db: string
  /** What links to the sandbox begin with, where it is not reached under host and port. */
  readonly baseUrl: string | undefined
  /** Makes ids the same at every start. */
  readonly seed: number | undefined
  /** A file of further merchants and shoppers that a state begins with. */
  readonly seedFile: string | undefined
  /** How many orders a namespace keeps. */
  readonly keep: number
  /** The language that pages begin in. */
  readonly lang: Language
  /** What is printed of each call. */
  readonly log: LogStyle
  /** Asked for by console and control API; 8 to 200 characters. */
  readonly adminToken: string | undefined
  /** Starts although NODE_ENV is production. */
  readonly knowsThisIsASimulator: boolean
}

/** A flag or an environment variable that cannot be used; the message is for the person who gave it. */
export class ConfigError extends Error {
  override name = 'ConfigError' as const
}

/** One flag: its value in the help ('' for a switch), what it does, what it is when left out. */
interface Flag {
  readonly value: string
  readonly says: string
  readonly initial?: string
}

/** The one table of flags; help, environment names and README derive from it. */
export const FLAGS: Readonly<Record<string, Flag>> = {
  port: { value: 'N', says: 'port to listen on; 0 takes any free one', initial: '8106' },
  host: { value: 'ADDRESS', says: 'address to listen on', initial: '127.0.0.1' },
  db: {
    value: 'FILE',
    says: 'where the state is kept; :memory: keeps none',
    initial: '.nicepay-sandbox/db.json',
  },
  'base-url': { value: 'URL', says: 'address that links to the sandbox begin with' },
  seed: { value: 'N', says: 'the same ids at every start' },
  'seed-file': {
    value: 'FILE',
    says: 'further merchants and shoppers that a state begins with',
  },
  keep: { value: 'N', says: 'orders that a namespace keeps; the oldest go', initial: '100000' },
  lang: { value: LANGUAGES.join('|'), says: 'language that pages begin in', initial: 'id' },
  log: { value: LOGS.join('|'), says: 'what is printed of each call', initial: 'pretty' },
  'admin-token': { value: 'TOKEN', says: 'asked for by console and control API' },
  'i-know-this-is-a-simulator': { value: '', says: 'start although NODE_ENV is production' },
}

/** The environment variable of a flag: NICEPAY_SANDBOX_ADMIN_TOKEN. */
export const variableOf = (flag: string): string =>
  `NICEPAY_SANDBOX_${flag.toUpperCase().replaceAll('-', '_')}`

export type Values = Readonly<Record<string, string | undefined>>

/**
 * The flags of a command line, filled up from the environment and from what they are when left out. Throws
 * ConfigError.
 */
export const readFlags = (
  argv: readonly string[],
  env: Values,
): { values: Values; words: readonly string[] } => {
  const options = Object.fromEntries(
    Object.entries({ ...FLAGS, help: { value: '' }, version: { value: '' } }).map(
      ([name, { value }]) => [name, { type: value ? 'string' : 'boolean' } as const],
    ),
  )
  try {
    const { values, positionals } = parseArgs({ args: [...argv], options, allowPositionals: true })
    const given = Object.entries(values).map(([name, value]) => [name, String(value)])
    const known = Object.keys(FLAGS).map((name) => [
      name,
      env[variableOf(name)] || FLAGS[name]?.initial,
    ])
    return {
      values: { ...Object.fromEntries(known), ...Object.fromEntries(given) },
      words: positionals,
    }
  } catch (error) {
    throw new ConfigError((error as Error).message)
  }
}

/** The Config of flags. Throws ConfigError with one clear line. */
export const configOf = (values: Values): Config => ({
  port: wholeNumber(values, 'port', 65_535) ?? 0,
  host: values.host ?? '127.0.0.1',
  db: values.db ?? ':memory:',
  baseUrl: values['base-url'] === undefined ? undefined : origin(values['base-url']),
  seed: wholeNumber(values, 'seed', Number.MAX_SAFE_INTEGER),
  seedFile: values['seed-file'],
  keep: wholeNumber(values, 'keep', Number.MAX_SAFE_INTEGER) ?? 100_000,
  lang: oneOf(values, 'lang', LANGUAGES),
  log: oneOf(values, 'log', LOGS),
  adminToken: values['admin-token'],
  knowsThisIsASimulator: values['i-know-this-is-a-simulator'] === 'true',
})

const wholeNumber = (values: Values, name: string, max: number): number | undefined => {
  const text = values[name]
  if (text === undefined) return undefined
  if (/^\d{1,16}$/.test(text) && Number(text) <= max) return Number(text)
  throw new ConfigError(`--${name} must be a whole number up to ${max}, not "${text}"`)
}

const oneOf = <T extends string>(values: Values, name: string, choices: readonly T[]): T => {
  const chosen = choices.find((choice) => choice === values[name])
  if (chosen !== undefined) return chosen
  throw new ConfigError(`--${name} must be one of ${choices.join(', ')}, not "${values[name]}"`)
}

const origin = (text: string): string => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url && /^https?:$/.test(url.protocol) && url.pathname === '/' && !url.search)
    return url.origin
  throw new ConfigError(`--base-url must be like http://localhost:8106, not "${text}"`)
}

const LOOPBACK = /^(127(\.\d{1,3}){3}|::1|localhost)$/

/** Why the sandbox should not start with this configuration, or nothing. */
export const configFlaw = (config: Config, nodeEnv: string | undefined): string | undefined => {
  if (nodeEnv === 'production' && !config.knowsThisIsASimulator) {
    return 'this is a simulator with published keys and NODE_ENV is production; --i-know-this-is-a-simulator starts it'
  }
  if (config.adminToken !== undefined && !/^[\x21-\x7e]{8,200}$/.test(config.adminToken)) {
    return 'the --admin-token must have 8 to 200 characters without blanks'
  }
  if (config.keep < 1) return '--keep must be at least 1'
  if (config.db !== ':memory:' && !config.db.endsWith('.json')) {
    return `--db must be :memory: or a file that ends in .json, not "${config.db}"`
  }
  if (!LOOPBACK.test(config.host) && config.adminToken === undefined) {
    return `listening on ${config.host} opens console and control API to the network; give an --admin-token`
  }
  return undefined
}
