import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Flag } from '../../src/config/flags.ts'
import { FLAGS } from '../../src/config.ts'
import { METHODS } from '../../src/domain/methods/index.ts'
import type { PaidBy } from '../../src/domain/methods/method.ts'
import { localPhone } from '../../src/domain/phone.ts'
import { SETTINGS } from '../../src/domain/setting-table.ts'
import { ENDPOINTS } from '../../src/endpoints/index.ts'
import { SNAP_ENDPOINTS } from '../../src/endpoints/snap/index.ts'
import { RESULT } from '../../src/protocol/results.ts'
import {
  AMOUNT_ENDINGS,
  CARDS,
  LINK_VALUES,
  OTPS,
  SEED_ACCOUNTS,
  WALLET_USERS,
} from '../../src/store/seed.ts'
import { CONTROL_CALLS } from './control-calls.ts'
import { ROOT } from './process.ts'
import { RECIPES } from './recipes.ts'

const row = (...cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(...head), `|${'---|'.repeat(head.length)}`, ...rows.map((cells) => row(...cells))].join('\n')

const code = (text: string): string => `\`${text}\``

/** The tables of the README that the program itself knows, by the name of their place in it. */
const TABLES: Readonly<Record<string, () => string>> = {
  flags: () =>
    table(
      ['Flag', 'Meaning', 'Default'],
      Object.entries<Flag>(FLAGS).map(([name, { value, says, initial }]) => [
        code(`--${name}${value && ` ${value}`}`),
        says,
        initial ?? '',
      ]),
    ),
  settings: () =>
    table(
      ['Setting', 'Values', 'Start value', 'Meaning'],
      Object.entries(SETTINGS).map(([name, { values, initial, says }]) => [
        code(name),
        values,
        code(JSON.stringify(initial)),
        says,
      ]),
    ),
  shoppers: () =>
    table(
      ['Account', 'Phone', 'PIN', 'Behaviour'],
      SEED_ACCOUNTS.map(({ label, phone, pin, behaviour }) => [
        label,
        localPhone(phone),
        pin ?? 'every one is wrong',
        behaviour.en,
      ]),
    ),
  otps: () =>
    table(
      ['OTP', 'Behaviour'],
      OTPS.map(({ otp, behaviour }) => [otp, behaviour.en]),
    ),
  endings: () =>
    table(
      ['Amount', 'Behaviour'],
      AMOUNT_ENDINGS.map(({ ending, behaviour }) => [`…${ending}`, behaviour.en]),
    ),
  endpoints: () =>
    table(
      ['Call', 'Name', 'Signed by'],
      ENDPOINTS.map(({ name, methods, paths, signs }) => [
        methods.map((method) => code(`${method.toUpperCase()} ${paths[0]}`)).join(', '),
        code(name),
        code([...signs, 'merchantKey'].join(' + ')),
      ]),
    ),
  snap: () =>
    table(
      ['Call', 'Name', 'Service'],
      SNAP_ENDPOINTS.map(({ methods, paths, name, service }) => [
        methods.map((method) => code(`${method.toUpperCase()} ${paths[0]}`)).join(', '),
        code(name),
        service,
      ]),
    ),
  methods: () =>
    table(
      ['payMethod', 'Method', 'Partners', 'Where the customer pays', 'Inquiry’s status'],
      METHODS.map(({ code: payMethod, name, partners, paidBy, statuses }) => [
        code(payMethod),
        name.en,
        partners
          ? `${code(partners.field)} ${[...partners.list].map(([short, one]) => `${short} ${one.name}`).join(', ')}`
          : 'the test cards below',
        PAID_AT[paidBy],
        Object.values(statuses)
          .map(([status, words]) => `${status} ${words}`)
          .sort()
          .filter((row, at, all) => row !== all[at - 1])
          .join(', '),
      ]),
    ),
  cards: () =>
    table(
      ['Card', 'Expiry', 'CVV', 'Behaviour'],
      CARDS.map(({ cardNo, cardExpYymm, cardCvv, behaviour }) => [
        cardNo,
        cardExpYymm,
        cardCvv,
        behaviour.en,
      ]),
    ),
  wallets: () =>
    table(
      ['Phone', 'PIN', 'Behaviour'],
      WALLET_USERS.map(({ phone, pin, behaviour }) => [phone, pin, behaviour.en]),
    ),
  links: () =>
    table(
      ['Typed', 'Value', 'Behaviour'],
      [
        ...LINK_VALUES.otps.map(({ otp, behaviour }) => ['OTP', otp, behaviour.en]),
        ...LINK_VALUES.pins.map(({ pin, behaviour }) => ['PIN', pin, behaviour.en]),
      ],
    ),
  calls: () =>
    table(
      ['Call', 'Does', 'Takes'],
      CONTROL_CALLS.map(({ method, path, says, query = {}, body = {} }) => [
        code(`${method.toUpperCase()} ${path}`),
        says,
        [
          ...Object.keys(query).map((name) => code(`?${name}`)),
          ...shortened(Object.keys(body)).map(code),
        ].join(' '),
      ]),
    ),
  recipes: () =>
    table(
      ['Code', 'NICEPAY’s text', 'Call', 'Comes of'],
      RECIPES.map(({ resultCd, call, how }) => [resultCd, textOf(resultCd), code(call), how]),
    ),
  guesses: () => {
    const src = join(ROOT, 'src')
    const text = readdirSync(src, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(join(src, file), 'utf8'))
      .join('\n')
    const count = (tag: string) => text.split(tag).length - 1
    return `${count('Guess:')} \`Guess:\` and ${count('Differs:')} \`Differs:\` in the code.`
  },
}

const PAID_AT: Readonly<Record<PaidBy, string>> = {
  lender: 'at the payment step, on the lender’s pages',
  card: 'at the payment step, with 3-D Secure on the bank’s page',
  partner: 'at the payment step, in the wallet’s app or on the bank’s page',
  outside: 'outside of any page, to the number or code that the registration answers',
}

const textOf = (code: string): string =>
  Object.values(RESULT).find(({ resultCd }) => resultCd === code)?.resultMsg ?? ''

/** Long lists of fields are told elsewhere. */
const shortened = (names: readonly string[]): string[] =>
  names.length > 8 ? [...names.slice(0, 4), '…'] : [...names]

/** A text with every table in its place. */
export const filled = (readme: string): string =>
  Object.entries(TABLES).reduce((text, [name, made]) => {
    const place = new RegExp(`(<!-- ${name} -->\\n)[\\s\\S]*?(\\n<!-- /${name} -->)`)
    if (!place.test(text)) throw new Error(`the README has no place for ${name}`)
    return text.replace(place, (_, before, after) => `${before}${made()}${after}`)
  }, readme)
