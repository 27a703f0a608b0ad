import {
  type Config,
  ConfigError,
  type Sandbox,
  type StartOptions,
  startSandbox,
  VERSION,
} from 'nicepay-sandbox'

const options: StartOptions = { port: 0, lang: 'en', log: 'silent', seedFile: 'shoppers.json' }

export const use = async (): Promise<string> => {
  const sandbox: Sandbox = await startSandbox(options)
  const { iMid, merchantKey }: { iMid: string; merchantKey: string } = sandbox.merchant
  // @ts-expect-error there is no such language
  await startSandbox({ lang: 'fr' })
  // @ts-expect-error there is no such option
  await startSandbox({ seedfile: 'shoppers.json' })
  await sandbox.stop()
  return `${sandbox.url} ${sandbox.port} ${iMid} ${merchantKey}`
}

export const keep: Config['keep'] = 1000
export const error: Error = new ConfigError(VERSION)
