import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { ConfigError } from '../config/flags.ts'
import { embeddedConfig, FLAGS } from '../config.ts'
import { type Sandbox, startSandbox } from '../server.ts'
import { type Command, type Io, some } from './command.ts'

/** `nicepay-sandbox exec -- CMD …`: a fresh sandbox for the time of one command, which is told of it in its environment. */
export const exec: Command = {
  name: 'exec',
  takes: '-- CMD [ARG …]',
  words: Number.POSITIVE_INFINITY,
  rest: true,
  says: 'starts a sandbox in memory on a free port, runs CMD, stops the sandbox after it',
  examples: ['nicepay-sandbox exec -- npm test'],
  more: [
    'CMD finds in its environment:',
    '  NICEPAY_BASE_URL, NICEPAY_SANDBOX_URL        the address of the sandbox',
    '  NICEPAY_IMID, NICEPAY_MERCHANT_KEY           a test merchant',
    '  NICEPAY_SANDBOX_TLS_URL, _CA_FILE            with --tls: https, and the CA to trust',
    '  NODE_EXTRA_CA_CERTS                          with --tls: the CA, unless it is set already',
    "It ends with CMD's exit code, 128 + n after signal n, 127 for a command that is not found, 126 for one that cannot run.",
    'What the sandbox prints goes to the standard error.',
  ],
  flags: {
    ...some('seed', 'seed-file', 'keep', 'lang', 'autopilot'),
    log: { ...FLAGS.log, initial: 'silent' },
    ...some('tls'),
    'tls-port': { ...FLAGS['tls-port'], initial: '0' },
    ...some('tls-dir', 'i-know-this-is-a-simulator'),
  },
  run: async ({ values, words, rest: [command, ...args], io }) => {
    if (command === undefined || words.length > 0) {
      throw new ConfigError(
        'exec wants a command behind --, like: nicepay-sandbox exec -- npm test',
      )
    }
    const sandbox = await startSandbox({ ...embeddedConfig(values), write: io.err })
    try {
      return await ended(command, args, { ...io.env, ...environmentOf(sandbox, io.env) }, io)
    } finally {
      await sandbox.stop()
    }
  },
}

/** What a command is told of its sandbox. */
export const environmentOf = (
  { url, merchant, tlsUrl, caFile }: Sandbox,
  { NODE_EXTRA_CA_CERTS = caFile }: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv => ({
  NICEPAY_BASE_URL: url,
  NICEPAY_SANDBOX_URL: url,
  NICEPAY_IMID: merchant.iMid,
  NICEPAY_MERCHANT_KEY: merchant.merchantKey,
  NICEPAY_CLIENT_SECRET: merchant.clientSecret,
  ...(caFile && {
    NICEPAY_SANDBOX_TLS_URL: tlsUrl,
    NICEPAY_SANDBOX_CA_FILE: caFile,
    NODE_EXTRA_CA_CERTS,
  }),
})

const PASSED_ON = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2'] as const

/** The exit codes of a shell. Source: POSIX, "Exit Status for Commands". */
const NOT_FOUND = 127
const CANNOT_RUN = 126

/** Runs a command to its end and answers its exit code. */
const ended = (
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  io: Io,
): Promise<number> =>
  new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'inherit', env })
    const pass = (signal: NodeJS.Signals): void => {
      // A terminal has sent Ctrl-C to the command too, and a second one would end many a program by force.
      if (!(process.stdin.isTTY && KEYS.has(signal))) child.kill(signal)
    }
    const end = (code: number): void => {
      for (const signal of PASSED_ON) process.off(signal, pass)
      resolve(code)
    }
    for (const signal of PASSED_ON) process.on(signal, pass)
    child.on('error', ({ code, message }: NodeJS.ErrnoException) => {
      const missing = code === 'ENOENT'
      io.err(
        missing
          ? `the command "${command}" is not found\n`
          : `"${command}" cannot run: ${message}\n`,
      )
      end(missing ? NOT_FOUND : CANNOT_RUN)
    })
    child.on('exit', (code, signal) => end(code ?? 128 + constants.signals[signal ?? 'SIGTERM']))
  })

/** Signals that a terminal sends at a key. */
const KEYS: ReadonlySet<NodeJS.Signals> = new Set(['SIGINT', 'SIGQUIT'])
