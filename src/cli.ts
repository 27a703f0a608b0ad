#!/usr/bin/env node
import { type Config, ConfigError, configOf, FLAGS, readFlags, variableOf } from './config.ts'
import { demo } from './demo/command.ts'
import { localPhone } from './domain/phone.ts'
import { type Sandbox, startSandbox, VERSION } from './server.ts'
import { DamagedFile } from './store/journal-lines.ts'
import { LockedFile } from './store/lock.ts'
import { OTPS, SEED_ACCOUNTS } from './store/seed.ts'

const help = (): string => {
  const rows = Object.entries(FLAGS).map(([name, { value, says, initial }]) => {
    const flag = `--${name}${value && ` ${value}`}`
    return `  ${flag.padEnd(32)} ${says}${initial ? ` (${initial})` : ''}\n${' '.repeat(35)}${variableOf(name)}`
  })
  return [
    `nicepay-sandbox ${VERSION}: a local stand-in for NICEPAY and for Kredivo's pages behind it`,
    '',
    'nicepay-sandbox [start] [flags]   starts it',
    'nicepay-sandbox demo [URL]        binds an account and pays at that sandbox or a fresh one, prints each exchange',
    '',
    'Flags, or the environment variable below each:',
    ...rows,
    '',
  ].join('\n')
}

/** What is printed once the sandbox listens. */
const banner = ({ url, merchant }: Sandbox, { db }: Config): string => {
  const [shopper] = SEED_ACCOUNTS
  const otp = OTPS.find(({ outcome }) => outcome === 'accepted')?.otp
  const kept = db === ':memory:' ? 'in memory only' : db
  return [
    `nicepay-sandbox ${VERSION} – a simulator with published test credentials; no real money moves`,
    '',
    `  base URL       ${url}`,
    `  console        ${url}/`,
    `  demo           ${url}/demo`,
    `  test merchant  iMid ${merchant.iMid}`,
    `                 merchantKey ${merchant.merchantKey}`,
    `  test shopper   phone ${localPhone(shopper?.phone ?? '')}  PIN ${shopper?.pin}  OTP ${otp}`,
    `  state          ${kept}`,
    '',
    '',
  ].join('\n')
}

const start = async (config: Config): Promise<void> => {
  const sandbox = await startSandbox(config)
  if (config.log !== 'silent') process.stdout.write(banner(sandbox, config))
  let stopping = false
  // Ends by force, for whoever stops it waits: a socket that somebody keeps open must not hold it.
  const stop = async (): Promise<void> => {
    if (stopping) process.exit(1)
    stopping = true
    try {
      await sandbox.stop()
      process.exit(0)
    } catch (error) {
      console.error(`the stop did not end well: ${complaint(error)}`)
      process.exit(1)
    }
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop())
}

/** What went wrong in one line where it is the user's to mend, else the whole error. */
const complaint = (error: unknown): string => {
  if (error instanceof ConfigError || error instanceof DamagedFile || error instanceof LockedFile) {
    return error.message
  }
  const { code, port } = error as NodeJS.ErrnoException & { port?: number }
  if (code === 'EADDRINUSE') {
    return `port ${port} is taken; stop what listens there, or give another --port (0 takes any free one)`
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

const main = async (): Promise<void> => {
  const { values, words } = readFlags(process.argv.slice(2), process.env)
  const [command = 'start', ...rest] = words
  if (values.help !== undefined) return void process.stdout.write(help())
  if (values.version !== undefined) return void process.stdout.write(`${VERSION}\n`)
  const extra = rest[command === 'demo' ? 1 : 0]
  if (extra !== undefined) throw new ConfigError(`"${extra}" is one word too many; see --help`)
  if (command === 'start') return start(configOf(values))
  if (command === 'demo') {
    // Not exit(): what was printed into a pipe has to get there.
    process.exitCode = await demo(rest[0], configOf(values))
    return
  }
  throw new ConfigError(`there is no command "${command}"; see --help`)
}

// Whoever reads the output may go away first (npm start | head); that ends no server.
process.stdout.on('error', () => {})

try {
  await main()
} catch (error) {
  console.error(complaint(error))
  process.exit(1)
}
