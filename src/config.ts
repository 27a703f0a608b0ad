import { ConfigError, type Flags, isOn, oneOf, type Values, wholeNumber } from './config/flags.ts'
import { listenable, loopback } from './config/loopback.ts'

export const LANGUAGES = ['id', 'en'] as const
export type Language = (typeof LANGUAGES)[number]

export const LOGS = ['pretty', 'json', 'silent'] as const
export type LogStyle = (typeof LOGS)[number]

/** To what a shopper without a browser brings whatever is opened: nobody does, or to an outcome. */
export const AUTOPILOTS = [
  'off',
  'approved',
  'declined',
  'fraud',
  'underReview',
  'stopped',
  'cancelled',
] as const
export type Autopilot = (typeof AUTOPILOTS)[number]

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
  /** Further names under which pages and programs reach the sandbox, between commas. */
  readonly allowHost: string | undefined
  /** Makes ids the same at every start on an empty state. */
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
  /** Whether it also serves https. */
  readonly tls: boolean
  readonly tlsPort: number
  /** Where the CA is kept that signs the certificate of https; `~` is the user's home. */
  readonly tlsDir: string
  readonly autopilot: Autopilot
  /** Starts although NODE_ENV is production. */
  readonly knowsThisIsASimulator: boolean
}

/** The one table of a sandbox's flags; help, environment names and README derive from it. */
export const FLAGS = {
  port: { value: 'N', says: 'port to listen on; 0 takes any free one', initial: '8106' },
  host: { value: 'ADDRESS', says: 'address to listen on', initial: '127.0.0.1' },
  db: {
    value: 'FILE',
    says: 'where the state is kept; :memory: keeps none',
    initial: '.nicepay-sandbox/db.json',
  },
  'base-url': { value: 'URL', says: 'address that links to the sandbox begin with' },
  'allow-host': {
    value: 'NAMES',
    says: 'further host names that it is reached under, between commas',
  },
  seed: { value: 'N', says: 'the same ids at every start on an empty state' },
  'seed-file': {
    value: 'FILE',
    says: 'further merchants and shoppers that a state begins with',
  },
  keep: { value: 'N', says: 'orders that a namespace keeps; the oldest go', initial: '100000' },
  lang: { value: LANGUAGES.join('|'), says: 'language that pages begin in', initial: 'id' },
  log: { value: LOGS.join('|'), says: 'what is printed of each call', initial: 'pretty' },
  autopilot: {
    value: 'OUTCOME',
    says: 'a stand-in brings every link that is opened to approved, declined, underReview …',
    initial: 'off',
  },
  'admin-token': { value: 'TOKEN', says: 'asked for by console and control API' },
  tls: {
    value: '',
    says: 'https too, with a certificate for the host names of NICEPAY and Kredivo',
  },
  'tls-port': {
    value: 'N',
    says: 'port of https; 0 takes any free one',
    initial: '8443',
    needs: 'tls',
  },
  'tls-dir': {
    value: 'FOLDER',
    says: 'where the CA of that certificate is kept',
    initial: '~/.nicepay-sandbox',
    needs: 'tls',
  },
  'i-know-this-is-a-simulator': { value: '', says: 'start although NODE_ENV is production' },
} as const satisfies Flags

/** The Config of flags. Throws ConfigError with one clear line. */
export const configOf = (values: Values): Config => ({
  port: wholeNumber(values, 'port', 65_535) ?? 0,
  host: listenable(values.host ?? '127.0.0.1'),
  db: values.db ?? ':memory:',
  baseUrl: values['base-url'] === undefined ? undefined : origin(values['base-url']),
  allowHost: values['allow-host'],
  seed: wholeNumber(values, 'seed', Number.MAX_SAFE_INTEGER),
  seedFile: values['seed-file'],
  keep: wholeNumber(values, 'keep', Number.MAX_SAFE_INTEGER) ?? 100_000,
  lang: oneOf(values, 'lang', LANGUAGES),
  log: oneOf(values, 'log', LOGS),
  adminToken: values['admin-token'],
  autopilot: oneOf(values, 'autopilot', AUTOPILOTS),
  tls: isOn(values, 'tls'),
  tlsPort: wholeNumber(values, 'tls-port', 65_535) ?? 0,
  tlsDir: values['tls-dir'] ?? FLAGS['tls-dir'].initial,
  knowsThisIsASimulator: isOn(values, 'i-know-this-is-a-simulator'),
})

/**
 * The Config of a sandbox inside another program: nothing on disk, any free port, no output, unless the flags say so. Throws
 * ConfigError.
 */
export const embeddedConfig = (values: Values = {}): Config =>
  configOf({
    port: '0',
    host: loopback(),
    'tls-port': '0',
    lang: 'id',
    log: 'silent',
    db: ':memory:',
    autopilot: 'off',
    ...values,
  })

const origin = (text: string): string => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url && /^https?:$/.test(url.protocol) && url.pathname === '/' && !url.search)
    return url.origin
  throw new ConfigError(`--base-url must be like http://localhost:8106, not "${text}"`)
}

/** The host names of `--allow-host`. */
export const allowedHosts = ({ allowHost = '' }: Pick<Config, 'allowHost'>): string[] =>
  allowHost
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '')

const HOST_NAME = /^[a-z0-9_]([a-z0-9._-]{0,251}[a-z0-9_])?$/

const LOOPBACK = /^(127(\.\d{1,3}){3}|::1|localhost)$/

/**
 * Why the sandbox cannot run on a version of Node.js, or nothing. Source: nodejs.org, zlib.crc32: added in v22.2.0 and v20.15.0;
 * the packages that it stands on want 20.19.
 */
export const nodeFlaw = (version: string): string | undefined => {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if ((major === 20 && minor >= 19) || (major === 22 && minor >= 2) || major > 22) return undefined
  return `Node.js ${version} is too old for nicepay-sandbox, which runs on 20.19 or later of 20, and on 22.2 and later`
}

/** Why the sandbox should not start with this configuration, or nothing. */
export const configFlaw = (config: Config, nodeEnv: string | undefined): string | undefined => {
  if (nodeEnv === 'production' && !config.knowsThisIsASimulator) {
    return 'this is a simulator with published keys and NODE_ENV is production; --i-know-this-is-a-simulator starts it'
  }
  if (config.adminToken !== undefined && !/^[\x21-\x7e]{8,200}$/.test(config.adminToken)) {
    return 'the --admin-token must have 8 to 200 characters without blanks'
  }
  const noName = allowedHosts(config).find((name) => !HOST_NAME.test(name))
  if (noName !== undefined) {
    return `--allow-host takes host names like shop.test, without scheme and port, not "${noName}"`
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
