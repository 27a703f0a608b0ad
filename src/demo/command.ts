import type { Config } from '../config.ts'
import { startSandbox } from '../server.ts'
import { SEED_MERCHANTS } from '../store/seed.ts'
import { bindingJourney } from './journeys/bind.ts'
import { paymentJourney } from './journeys/pay.ts'
import { play } from './journeys/stage.ts'

/**
 * `nicepay-sandbox demo [URL]`: all the journeys against a running sandbox, or a fresh one in memory that stops after
 * it. Answers the exit code: 0 when everything held.
 */
export const demo = async (url: string | undefined, config: Config): Promise<number> => {
  const print = (text: string): void => void process.stdout.write(`${text}\n`)
  const fresh = { ...config, port: 0, db: ':memory:', log: 'silent', baseUrl: undefined } as const
  const sandbox = url === undefined ? await startSandbox(fresh) : undefined
  const [merchant = { iMid: '', merchantKey: '' }] = SEED_MERCHANTS
  try {
    const options = {
      url: sandbox?.url ?? (url ?? '').replace(/\/$/, ''),
      merchant,
      now: () => new Date(),
      print,
    }
    const held = await play(options, [bindingJourney(options), paymentJourney(options)])
    print(
      held ? '\nEverything held: the notifications are verified.' : '\nNot everything held; see ✗.',
    )
    return held ? 0 : 1
  } finally {
    await sandbox?.stop()
  }
}
