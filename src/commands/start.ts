import { type Config, configOf, FLAGS } from '../config.ts'
import { localPhone } from '../domain/phone.ts'
import { type Sandbox, startSandbox, VERSION } from '../server.ts'
import { OTPS, SEED_ACCOUNTS } from '../store/seed.ts'
import { VENDOR_NAMES } from '../tls/names.ts'
import type { Command } from './command.ts'
import { complaintOf, EXIT } from './complaint.ts'

/** What is printed once the sandbox listens. */
const banner = (sandbox: Sandbox, { db }: Config): string => {
  const { url, merchant } = sandbox
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
    ...secureLines(sandbox),
    '',
    '',
  ].join('\n')
}

const secureLines = ({ tlsUrl, caFile }: Sandbox): string[] => {
  if (tlsUrl === undefined) return []
  const { host } = new URL(tlsUrl)
  return [
    `  https          ${tlsUrl}, good for ${VENDOR_NAMES.join(', ')} too`,
    `  to trust it    CA ${caFile}`,
    `                 curl --cacert ${caFile} --connect-to ::${host} https://${VENDOR_NAMES[0]}/`,
    `                 NODE_EXTRA_CA_CERTS=${caFile} node shop.js`,
    '                 PHP, Python, Java, browsers: README, "Clients with a hard-coded host"',
  ]
}

/** `nicepay-sandbox [start]`: a sandbox that runs until it is asked to stop. */
export const start: Command = {
  name: 'start',
  takes: '',
  words: 0,
  says: 'starts a sandbox; it is the command when none is named',
  examples: ['nicepay-sandbox', 'nicepay-sandbox start --port 9000 --db :memory:'],
  flags: FLAGS,
  run: async ({ values, io }) => {
    const config = configOf(values)
    // From here on a signal is a wish to stop, however early it comes.
    const stopped = io.stopped()
    const sandbox = await startSandbox({ ...config, warn: io.err })
    if (config.log !== 'silent') io.out(banner(sandbox, config))
    await stopped
    try {
      await sandbox.stop()
      return EXIT.WELL
    } catch (error) {
      io.err(`the stop did not end well: ${complaintOf(error).text}\n`)
      return EXIT.FAILED
    }
  },
}
