import {
  type Config,
  ConfigError,
  type Sandbox,
  type StartOptions,
  startSandbox,
  VERSION,
} from 'nicepay-sandbox'

const options: StartOptions = { port: 0, lang: 'en', log: 'silent', seedFile: 'shoppers.json' }
const sandbox: Sandbox = {} as Sandbox
const { iMid, merchantKey }: { iMid: string; merchantKey: string } = sandbox.merchant
// @ts-expect-error there is no such language
void startSandbox({ lang: 'fr' })
// @ts-expect-error there is no such option
void startSandbox({ seedfile: 'shoppers.json' })
void sandbox.stop()

export const keep: Config['keep'] = 1000
export const error: Error = new ConfigError(`${VERSION} ${iMid} ${merchantKey}`)
