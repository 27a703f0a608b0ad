import { shown } from '../shown.ts'
import { type Misfit, type Mistake, ofValue } from './making.ts'

/** Another way in which a value is written. */
interface Spelling {
  readonly says: string
  readonly of: (value: string) => string
  readonly common?: boolean
}

const grouped = (amount: string, mark: string): string =>
  amount.replace(/\B(?=(\d{3})+(?!\d))/g, mark)

const exponential = (amount: string, digits: number): string => {
  const [mantissa = '', power = ''] = Number(amount).toExponential().split('e')
  return `${mantissa}e${power[0]}${power.slice(1).padStart(digits, '0')}`
}

/** As Java prints a double. */
const scientific = (amount: string): string => {
  const [mantissa = '', power = ''] = Number(amount).toExponential().split('e')
  return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}E${power.replace('+', '')}`
}

/** How programs print amounts of money. */
const AMOUNTS: readonly Spelling[] = [
  { says: 'with two decimals', of: (v) => `${v}.00`, common: true },
  { says: 'with one decimal, as a float prints itself', of: (v) => `${v}.0`, common: true },
  { says: 'with commas between the thousands', of: (v) => grouped(v, ','), common: true },
  { says: 'with dots between the thousands', of: (v) => grouped(v, '.'), common: true },
  { says: 'with commas and decimals', of: (v) => `${grouped(v, ',')}.00`, common: true },
  { says: 'with dots and decimals', of: (v) => `${grouped(v, '.')},00`, common: true },
  { says: 'with a decimal comma', of: (v) => `${v},00` },
  { says: 'with dots and a dash', of: (v) => `${grouped(v, '.')},-` },
  { says: 'with six decimals', of: (v) => `${v}.000000` },
  { says: 'with four decimals', of: (v) => `${v}.0000` },
  { says: 'with three decimals', of: (v) => `${v}.000` },
  { says: 'with a dot behind it', of: (v) => `${v}.` },
  { says: 'with blanks between the thousands', of: (v) => grouped(v, ' ') },
  { says: 'with narrow blanks between the thousands', of: (v) => grouped(v, '\u202f') },
  { says: 'with hard blanks between the thousands', of: (v) => grouped(v, '\u00a0') },
  { says: 'with apostrophes between the thousands', of: (v) => grouped(v, "'") },
  { says: 'with apostrophes between the thousands', of: (v) => grouped(v, '\u2019') },
  { says: 'with underscores between the thousands', of: (v) => grouped(v, '_') },
  { says: 'in hundredths', of: (v) => `${v}00` },
  { says: 'divided by a hundred', of: (v) => String(Number(v) / 100) },
  { says: 'divided by a hundred', of: (v) => (Number(v) / 100).toFixed(2) },
  { says: 'divided by a thousand', of: (v) => String(Number(v) / 1000) },
  { says: 'as a power of ten, as a float prints itself', of: scientific },
  { says: 'as a power of ten, as a float prints itself', of: (v) => exponential(v, 2) },
  { says: 'as a power of ten, as a float prints itself', of: (v) => exponential(v, 1) },
  { says: 'filled up with zeros', of: (v) => v.padStart(12, '0') },
  { says: 'without its decimals', of: (v) => v.replace(/[.,]\d+$/, '') },
  { says: 'as a negative number', of: (v) => `-${v}` },
  ...['Rp', 'Rp ', 'Rp.', 'Rp. ', 'Rp\u00a0', 'IDR', 'IDR ', 'IDR\u00a0'].flatMap(
    (currency): Spelling[] => [
      { says: 'with the currency', of: (v) => currency + v },
      { says: 'with the currency', of: (v) => currency + grouped(v, '.') },
      { says: 'with the currency', of: (v) => currency + grouped(v, ',') },
      { says: 'with the currency', of: (v) => `${currency}${grouped(v, '.')},00` },
      { says: 'with the currency', of: (v) => `${currency}${grouped(v, ',')}.00` },
    ],
  ),
  { says: 'with the currency', of: (v) => `${v}IDR` },
  { says: 'with the currency', of: (v) => `${v} IDR` },
]

/** Digits of an Indonesian number behind the country's code or the 0: `82112345678`. */
const subscriber = (phone: string): string => phone.replace(/\D/g, '').replace(/^(?:62|0)/, '')

const hyphened = (digits: string, mark: string): string =>
  digits.replace(/^(\d{3})(\d{4})(?=\d)/, `$1${mark}$2${mark}`)

/** How programs write telephone numbers. */
const PHONES: readonly Spelling[] = [
  { says: 'beginning with 0', of: (v) => `0${subscriber(v)}`, common: true },
  { says: 'beginning with 62', of: (v) => `62${subscriber(v)}`, common: true },
  { says: 'beginning with +62', of: (v) => `+62${subscriber(v)}`, common: true },
  { says: 'beginning with +62-', of: (v) => `+62-${subscriber(v)}`, common: true },
  { says: 'beginning with +62-0', of: (v) => `+62-0${subscriber(v)}` },
  { says: 'beginning with +620', of: (v) => `+620${subscriber(v)}` },
  { says: 'without country code', of: subscriber },
  { says: 'beginning with 62-', of: (v) => `62-${subscriber(v)}` },
  { says: 'without its +', of: (v) => v.replace('+', '') },
  { says: 'with a blank for its +', of: (v) => v.replace('+', ' ') },
  ...['-', ' '].flatMap((mark): Spelling[] => [
    { says: 'in groups of digits', of: (v) => `0${hyphened(subscriber(v), mark)}` },
    { says: 'in groups of digits', of: (v) => `+62-${hyphened(subscriber(v), mark)}` },
    { says: 'in groups of digits', of: (v) => `+62 ${hyphened(subscriber(v), mark)}` },
    { says: 'in groups of digits', of: (v) => `+62${hyphened(subscriber(v), mark)}` },
    { says: 'with a blank behind 62', of: (v) => `+62${mark}${subscriber(v)}` },
  ]),
]

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#039;',
}

const formEncoded = (value: string): string => new URLSearchParams({ v: value }).toString().slice(2)

const decoded = (value: string): string => {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

const inJson = (value: string): string => JSON.stringify(value).slice(1, -1)

/** What happens to texts in general. */
const TEXTS: readonly Spelling[] = [
  { says: 'in small letters', of: (v) => v.toLowerCase(), common: true },
  { says: 'in capitals', of: (v) => v.toUpperCase(), common: true },
  { says: 'without the blanks around it', of: (v) => v.trim() },
  { says: 'with a blank behind it', of: (v) => `${v} ` },
  { says: 'with a blank in front of it', of: (v) => ` ${v}` },
  { says: 'with a line break behind it', of: (v) => `${v}\n`, common: true },
  { says: 'with a line break behind it', of: (v) => `${v}\r\n` },
  {
    says: 'percent-encoded',
    of: (v) => encodeURIComponent(Buffer.from(v).toString()),
    common: true,
  },
  { says: 'form-encoded', of: formEncoded },
  { says: 'percent-decoded', of: decoded },
  { says: 'form-decoded', of: (v) => decoded(v.replaceAll('+', ' ')) },
  { says: 'in quotes', of: (v) => `"${v}"` },
  { says: 'in quotes', of: (v) => `'${v}'` },
  { says: 'with its slashes escaped, as in JSON', of: (v) => v.replaceAll('/', '\\/') },
  { says: 'escaped as in JSON', of: inJson },
  {
    says: 'escaped as in JSON',
    of: (v) =>
      v.replace(/[\u0080-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`),
  },
  { says: 'escaped as in HTML', of: (v) => v.replace(/[&<>"']/g, (c) => ENTITIES[c] ?? c) },
  { says: 'with backslashes before quotes', of: (v) => v.replace(/['"\\]/g, '\\$&') },
  { says: 'without blanks', of: (v) => v.replace(/\s/g, '') },
  { says: 'without everything but letters and digits', of: (v) => v.replace(/[^0-9A-Za-z]/g, '') },
  { says: 'without everything but digits', of: (v) => v.replace(/\D/g, '') },
  { says: 'with underscores for blanks', of: (v) => v.replace(/\s/g, '_') },
  { says: 'with hyphens for blanks', of: (v) => v.replace(/\s/g, '-') },
  { says: 'without the zeros in front', of: (v) => v.replace(/^0+(?=.)/, '') },
  { says: 'without accents', of: (v) => v.normalize('NFD').replace(/\p{M}/gu, '') },
  { says: 'with its accents as characters of their own', of: (v) => v.normalize('NFD') },
  { says: 'with its accents in the letters', of: (v) => v.normalize('NFC') },
  {
    says: 'with question marks for letters beyond ASCII',
    of: (v) => v.replace(/[^\0-\x7f]/g, '?'),
  },
  {
    says: 'in UTF-8 that was taken for Latin-1',
    of: (v) => Buffer.from(v).toString('latin1'),
  },
  { says: 'in Base64', of: (v) => Buffer.from(v).toString('base64') },
  { says: 'with a # in front of it', of: (v) => `#${v}` },
  ...[10, 12, 15, 16, 20, 24, 25, 30, 32].map(
    (size): Spelling => ({ says: `cut after ${size} characters`, of: (v) => v.slice(0, size) }),
  ),
]

/** What a program prints for a value that is not there, or is none. */
const GHOSTS = ['undefined', 'null', 'None', 'nil', 'NaN', 'NULL', '0', 'true', '[object Object]']

/** Where one of the fields is written otherwise than it was sent. */
export function* ofValues({ signs, fields, stored = {} }: Misfit): Generator<Mistake> {
  for (const name of signs) {
    const sent = fields[name] ?? ''
    const cure = `sign ${name} exactly as it is sent, ${shown(sent)}`
    const other = stored[name]
    if (other !== undefined) {
      const says = `made with the registered ${name}, ${shown(other)}`
      yield { says, cure, beside: name, make: ofValue(name, () => other) }
    }
    for (const { says, of, common = false } of spellingsOf(name)) {
      const written = of(sent)
      if (written === sent) continue
      const how = `made with ${name} ${says}, ${shown(written)}`
      yield { says: how, cure, beside: common ? name : undefined, make: ofValue(name, of) }
    }
    for (const ghost of GHOSTS) {
      const says = `made with "${ghost}" for ${name}, a value that was not there then`
      yield { says, cure, make: ofValue(name, () => ghost) }
    }
  }
}

const spellingsOf = (name: string): readonly Spelling[] => {
  if (name === 'amt') return [...AMOUNTS, ...TEXTS]
  return name === 'billingPhone' ? [...PHONES, ...TEXTS] : TEXTS
}
