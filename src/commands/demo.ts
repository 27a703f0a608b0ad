import { ConfigError } from '../config/flags.ts'
import { embeddedConfig } from '../config.ts'
import { bindingJourney } from '../demo/journeys/bind.ts'
import { checkoutJourney } from '../demo/journeys/checkout.ts'
import { paymentJourney } from '../demo/journeys/pay.ts'
import { play } from '../demo/journeys/stage.ts'
import { startSandbox } from '../server.ts'
import { SEED_MERCHANTS } from '../store/seed.ts'
import { type Command, some } from './command.ts'
import { EXIT } from './complaint.ts'

/** `nicepay-sandbox demo [URL]`: all the journeys at a running sandbox, or at a fresh one in memory that stops after it. */
export const demo: Command = {
  name: 'demo',
  takes: '[URL]',
  words: 1,
  says: 'binds, pays and checks out at that sandbox or a fresh one, and prints each exchange',
  examples: ['nicepay-sandbox demo', 'nicepay-sandbox demo http://127.0.0.1:8106'],
  more: ['Ends with 0 only if everything held. The flags are those of the fresh sandbox.'],
  flags: some('seed', 'i-know-this-is-a-simulator'),
  run: async ({ values, words: [url], io }) => {
    if (url !== undefined && !/^https?:/.test(url)) {
      throw new ConfigError(`demo takes an address like http://127.0.0.1:8106, not "${url}"`)
    }
    const sandbox = url === undefined ? await startSandbox(embeddedConfig(values)) : undefined
    const [merchant = { iMid: '', merchantKey: '' }] = SEED_MERCHANTS
    const print = (text: string): void => io.out(`${text}\n`)
    try {
      const options = {
        url: sandbox?.url ?? (url ?? '').replace(/\/$/, ''),
        merchant,
        now: io.now,
        print,
      }
      const held = await play(options, [
        bindingJourney(options),
        paymentJourney(options),
        checkoutJourney(options),
      ])
      print(
        held
          ? '\nEverything held: the notifications are verified.'
          : '\nNot everything held; see ✗.',
      )
      return held ? EXIT.WELL : EXIT.FAILED
    } finally {
      await sandbox?.stop()
    }
  },
}
