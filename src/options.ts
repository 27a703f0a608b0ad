import { ConfigError } from './config/flags.ts'
import { type Config, embeddedConfig, FLAGS } from './config.ts'

/** The flag that an option is named after: `baseUrl` is `--base-url`. */
const flagOf = (option: string): string =>
  option === 'knowsThisIsASimulator'
    ? 'i-know-this-is-a-simulator'
    : option.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`)

/**
 * The Config of startSandbox's options, under the rules of the flags that they are named after; what is undefined counts
 * as left out. Throws ConfigError with one clear line.
 */
export const configOfOptions = (options: Partial<Config>): Config => {
  const given = Object.entries(options).filter(([, value]) => value !== undefined)
  const foreign = given.find(([name]) => !Object.hasOwn(FLAGS, flagOf(name)))
  if (foreign) throw new ConfigError(`startSandbox has no option "${foreign[0]}"`)
  const flags = given.map(([name, value]) => [flagOf(name), String(value)])
  return embeddedConfig(Object.fromEntries(flags))
}
