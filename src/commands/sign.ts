import { ConfigError, isOn } from '../config/flags.ts'
import { FORMULAS, signed } from '../endpoints/sign.ts'
import { TEST_KEY } from '../store/seed.ts'
import { type Command, KEY_FLAG } from './command.ts'
import { EXIT } from './complaint.ts'

/** `nicepay-sandbox sign ENDPOINT …`: the merchantToken of a message, and what is hashed for it. Needs no server. */
export const sign: Command = {
  name: 'sign',
  takes: 'ENDPOINT [FIELD=VALUE …]',
  words: Number.POSITIVE_INFINITY,
  says: 'prints the merchantToken of a message and what is hashed for it',
  examples: [
    'nicepay-sandbox sign direct.registration timeStamp=20260102030405 iMid=IONPAYTEST referenceNo=ORDER-1 amt=25145',
    'nicepay-sandbox sign direct.cancel --json - --bare < cancel.json',
  ],
  more: [
    'ENDPOINT and the fields that it signs:',
    ...[...FORMULAS].map(([name, signs]) => `  ${name.padEnd(28)} ${signs.join(' + ')}`),
  ],
  flags: {
    key: KEY_FLAG,
    json: { value: 'TEXT', says: 'the fields as a JSON object; - reads them from standard input' },
    bare: { value: '', says: 'print the merchantToken alone' },
  },
  run: async ({ values, words: [endpoint, ...pairs], io }) => {
    if (endpoint === undefined) throw new ConfigError('sign wants an ENDPOINT; see sign --help')
    const { json } = values
    const given = json === undefined ? {} : objectOf(json === '-' ? await io.input() : json)
    const fields = { ...given, ...Object.fromEntries(pairs.map(pairOf)) }
    const { signs, stringToSign, merchantToken } = signed(endpoint, fields, values.key ?? TEST_KEY)
    io.out(
      isOn(values, 'bare')
        ? `${merchantToken}\n`
        : `signed         ${signs.join(' + ')}\nstringToSign   ${stringToSign}\nmerchantToken  ${merchantToken}\n`,
    )
    return EXIT.WELL
  },
}

const pairOf = (word: string): [string, string] => {
  const [, name, value] = /^(\w+)=(.*)$/s.exec(word) ?? []
  if (name !== undefined && value !== undefined) return [name, value]
  throw new ConfigError(`"${word}" is not like field=value`)
}

const objectOf = (text: string): Readonly<Record<string, unknown>> => {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  } catch (error) {
    throw new ConfigError(`--json is not JSON: ${(error as Error).message}`)
  }
  throw new ConfigError('--json must be a JSON object')
}
