import type { ServerResponse } from 'node:http'
import { ConfigError, type Values, wholeNumber } from '../config/flags.ts'
import { listenable } from '../config/loopback.ts'
import { FLAGS } from '../config.ts'
import { type Received, startListener } from '../demo/receiver.ts'
import { type Verdict, verify } from '../demo/verify.ts'
import { textsOf } from '../http/fields.ts'
import { plain } from '../http/log.ts'
import { isoOf } from '../protocol/time.ts'
import { TEST_KEY } from '../store/seed.ts'
import { type Command, KEY_FLAG } from './command.ts'
import { EXIT } from './complaint.ts'

/** `nicepay-sandbox listen`: takes in notifications and callbacks, prints them, and says whether they are genuine. */
export const listen: Command = {
  name: 'listen',
  takes: '',
  words: 0,
  says: 'receives notifications and callbacks, prints and verifies them',
  examples: ['nicepay-sandbox listen', 'nicepay-sandbox listen --port 9000 --answer 500'],
  more: ['Give its address as dbProcessUrl, callBackUrl or deactivationUrl; every path will do.'],
  flags: {
    port: { ...FLAGS.port, initial: '8107', variable: 'NICEPAY_SANDBOX_LISTEN_PORT' },
    host: { ...FLAGS.host, variable: 'NICEPAY_SANDBOX_LISTEN_HOST' },
    key: KEY_FLAG,
    answer: {
      value: 'STATUS',
      says: 'HTTP status of the answers; 500 to try retries',
      initial: '200',
    },
  },
  run: async ({ values, io }) => {
    const { host = '', key = TEST_KEY } = values
    const status = statusOf(values)
    const take = (call: Received, res: ServerResponse): void => {
      io.out(`${told(call, verify(textsOf(call.fields), key), io.now())}\n`)
      res.writeHead(status, { 'Content-Type': 'text/plain' }).end(status < 300 ? 'OK' : 'refused')
    }
    const port = wholeNumber(values, 'port', 65_535) ?? 0
    const listener = await startListener({ port, host: listenable(host), take })
    io.out(`listening at ${listener.url}; answers ${status}\n`)
    await io.stopped()
    await listener.stop()
    return EXIT.WELL
  },
}

const statusOf = (values: Values): number => {
  const status = wholeNumber(values, 'answer', 599) ?? 200
  if (status >= 200) return status
  throw new ConfigError(`--answer must be a status from 200 to 599, not "${values.answer}"`)
}

const WORDS = new Map([
  [true, 'genuine'],
  [false, 'FORGED'],
  [null, 'unproved'],
])

/** A call as it is printed: what it is and whether it is genuine, then its fields. */
const told = ({ method, path, fields }: Received, verdict: Verdict, at: Date): string => {
  const { kind, genuine, why } = verdict
  const rows = Object.entries(fields).map(
    ([name, value]) => `    ${name.padEnd(15)} ${textOf(value)}`,
  )
  const head = `${isoOf(at.getTime()).slice(11, 19)} ${method} ${path}`
  return [`${head}: ${kind}, ${WORDS.get(genuine)}: ${why}`, ...rows, ''].map(plain).join('\n')
}

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value)
