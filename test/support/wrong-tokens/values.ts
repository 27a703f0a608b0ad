import { type Broken, message, overNames, sha, valuesOf, withValue } from './programs.ts'

const value = (name: string, does: string, change: (text: string) => string): Broken => ({
  does: `${name}: ${does}`,
  sign: (call) => withValue(call, name, change),
  told: new RegExp(`^It was (made|hashed) .*\\b${name}\\b`),
})

const digits = (phone: string): string => phone.replace(/\D/g, '')

const PHONE: readonly Broken[] = [
  value('billingPhone', 'as a customer types it', (p) => `0${digits(p).slice(2)}`),
  value('billingPhone', 'in E.164', (p) => `+${digits(p)}`),
  value('billingPhone', 'digits only', digits),
  value('billingPhone', 'without country code', (p) => digits(p).slice(2)),
  value('billingPhone', 'with a blank for the hyphen', (p) => p.replace('-', ' ')),
  value('billingPhone', 'with + as a blank, from a form', (p) => p.replace('+', ' ')),
  value('billingPhone', 'without +', (p) => p.replace('+', '')),
  value('billingPhone', 'encodeURIComponent', encodeURIComponent),
  value('billingPhone', '(int) in PHP', (p) => String(Number.parseInt(digits(p), 10))),
]

const REFERENCE: readonly Broken[] = [
  value('referenceNo', 'strtolower', (r) => r.toLowerCase()),
  value('referenceNo', 'toUpperCase', (r) => r.toUpperCase()),
  value('referenceNo', 'encodeURIComponent', encodeURIComponent),
  value('referenceNo', 'urlencode in PHP', (r) => encodeURIComponent(r).replaceAll('%20', '+')),
  value('referenceNo', 'json_encode in PHP', (r) => r.replaceAll('/', '\\/')),
  value('referenceNo', 'JSON.stringify', (r) => JSON.stringify(r)),
  value('referenceNo', 'a line break from a file', (r) => `${r}\r\n`),
  value('referenceNo', 'a CHAR column padded with a blank', (r) => `${r} `),
  value('referenceNo', 'a slug', (r) => r.replaceAll(' ', '-')),
  value('referenceNo', 'letters and digits only', (r) => r.replace(/[^a-z0-9]/gi, '')),
  value('referenceNo', 'VARCHAR(20)', (r) => r.slice(0, 20)),
  value('referenceNo', 'NFD, as macOS has it', (r) => r.normalize('NFD')),
  value('referenceNo', 'iconv to ASCII', (r) => r.normalize('NFD').replace(/[\u0300-\u036f]/g, '')),
  value('referenceNo', 'UTF-8 read as Latin-1', (r) => Buffer.from(r, 'utf8').toString('latin1')),
  value('referenceNo', 'an undefined variable', () => 'undefined'),
  value('referenceNo', 'None in Python', () => 'None'),
  value('referenceNo', 'a hash before the number', (r) => `#${r}`),
]

const OTHERS: readonly Broken[] = [
  value('iMid', 'lower case', (i) => i.toLowerCase()),
  value('iMid', 'trailing blank', (i) => `${i} `),
  value('tXid', 'lower case', (t) => t.toLowerCase()),
  value('tXid', 'null', () => 'null'),
  value('userToken', 'upper case, as Windows prints a GUID', (t) => t.toUpperCase()),
  value('userToken', 'without hyphens', (t) => t.replaceAll('-', '')),
  value('userToken', 'undefined', () => 'undefined'),
  value('amt', 'undefined', () => 'undefined'),
  value('amt', 'NaN', () => 'NaN'),
]

const named = (name: string, other: string): Broken => ({
  does: `${other} where ${name} belongs`,
  sign: (call) => {
    const names = call.signed.map(([signed]) => signed)
    const confused = names.map((signed) => (signed === name ? other : signed))
    return names.includes(name) && !names.includes(other) ? overNames(call, confused) : undefined
  },
  // What one sees may be the formula of another call, or two fields confused.
  told: new RegExp(`^It was made (by the formula of .*|.*\\b${other}\\b)`),
})

const CONFUSED: readonly Broken[] = [
  named('referenceNo', 'tXid'),
  named('tXid', 'referenceNo'),
  named('amt', 'currency'),
  named('amt', 'payMethod'),
  named('userToken', 'clientUserKey'),
  named('billingPhone', 'billingNm'),
  named('billingPhone', 'clientUserKey'),
  {
    does: 'the iMid of another merchant',
    sign: (call) => withValue(call, 'iMid', () => call.otherIMid),
    told: /^It was made with the iMid MYSHOP0001/,
  },
  {
    does: 'iMid and key of another merchant',
    sign: (call) => {
      const values = call.signed.map(([name, text]) => (name === 'iMid' ? call.otherIMid : text))
      return values.includes(call.otherIMid) ? sha(values.join('') + call.otherKey) : undefined
    },
    told: /^It was made with iMid and key of MYSHOP0001/,
  },
  {
    does: 'one field twice',
    sign: (call) => {
      const [first = '', ...rest] = valuesOf(call)
      return sha([first, first, ...rest].join('') + call.key)
    },
    told: /^It was made with \w+ twice/,
  },
  {
    does: 'one field too many at the end',
    sign: (call) => call.fields.payMethod && sha(message(call) + call.fields.payMethod + call.key),
    told: /^It was made with payMethod as well/,
  },
]

/** What programs do to the other values. */
export const WRONG_VALUES: readonly Broken[] = [...PHONE, ...REFERENCE, ...OTHERS, ...CONFUSED]
