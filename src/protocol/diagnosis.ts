import { createHash, createHmac } from 'node:crypto'
import { merchantToken } from './signature.ts'
import { instantOfWib, wibStamp } from './time.ts'
import { SIGNED } from './tokens.ts'

/** A token that does not fit, with what is known of how it should have been made. */
export interface Misfit {
  /** As it was sent. */
  readonly received: string
  /** Names of the signed fields, in order. */
  readonly signs: readonly string[]
  /** Every field that is known of the call, the signed ones among them. */
  readonly fields: Readonly<Record<string, string | undefined>>
  readonly merchantKey: string
  /** Keys of other merchants, by iMid. */
  readonly otherKeys: ReadonlyMap<string, string>
}

/** A mistake that somebody may have made: what was hashed then, and how it is told. */
interface Suspicion {
  readonly says: string
  readonly token: () => string
}

const HOUR = 3_600_000

/** How far apart two timeStamps of one program are looked for, in seconds. */
const NEARBY = 120

/**
 * The mistake that gives the received token, in half a sentence, or nothing. Tries what goes wrong most often in real
 * integrations: formula, order, spelling of a value, key, way of hashing.
 */
export const diagnose = (misfit: Misfit): string | undefined => {
  const received = asHex(misfit.received)
  for (const { says, token } of suspicions(misfit)) {
    if (token() === received.hex) return `${says}${received.also}`
  }
  return undefined
}

/** A token as lower-case hexadecimal, with what was wrong in how it was written. */
const asHex = (token: string): { readonly hex: string; readonly also: string } => {
  const text = token.trim()
  if (/^[0-9a-f]+$/.test(text)) return { hex: text, also: '' }
  if (/^[0-9a-f]+$/i.test(text)) return { hex: text.toLowerCase(), also: ', in capitals' }
  return {
    hex: Buffer.from(text, 'base64').toString('hex'),
    also: ', in Base64 instead of hexadecimal',
  }
}

function* suspicions(misfit: Misfit): Generator<Suspicion> {
  yield* ofWriting(misfit)
  yield* ofFormula(misfit)
  yield* ofOrder(misfit)
  yield* ofValues(misfit)
  yield* ofKey(misfit)
  yield* ofHashing(misfit)
  yield* ofTime(misfit)
}

const valuesOf = ({ signs, fields }: Misfit): string[] => signs.map((name) => fields[name] ?? '')

const over =
  ({ merchantKey }: Misfit, values: readonly string[]) =>
  (): string =>
    merchantToken(values, merchantKey)

/** Only the writing of the digest is wrong. */
function* ofWriting(misfit: Misfit): Generator<Suspicion> {
  yield { says: 'the right one', token: over(misfit, valuesOf(misfit)) }
}

/** The formula of another call. */
function* ofFormula(misfit: Misfit): Generator<Suspicion> {
  const { signs, fields } = misfit
  for (const [call, names] of Object.entries(SIGNED)) {
    if (names.join() === signs.join() || names.some((name) => fields[name] === undefined)) continue
    const values = names.map((name) => fields[name] ?? '')
    yield {
      says: `made by the formula of ${call} (${names.join('+')})`,
      token: over(misfit, values),
    }
  }
}

/** A field left out, twice, or in another's place. */
function* ofOrder(misfit: Misfit): Generator<Suspicion> {
  const { signs } = misfit
  const values = valuesOf(misfit)
  for (const [i, name] of signs.entries()) {
    yield { says: `made without ${name}`, token: over(misfit, values.toSpliced(i, 1)) }
  }
  for (let i = 0; i < signs.length; i++) {
    for (let j = i + 1; j < signs.length; j++) {
      const swapped = values.with(i, values[j] ?? '').with(j, values[i] ?? '')
      yield { says: `made with ${signs[i]} and ${signs[j]} swapped`, token: over(misfit, swapped) }
    }
  }
  for (const joint of ['|', '+', ',', ':', ';', '&', ' ', '-', '\n']) {
    const text = values.join(joint)
    const between = { says: `made with ${JSON.stringify(joint)} between the values` }
    yield { ...between, token: over(misfit, [text]) }
    yield { ...between, token: over(misfit, [text, joint]) }
  }
}

const grouped = (amount: string, mark: string): string =>
  amount.replace(/\B(?=(\d{3})+(?!\d))/g, mark)

/** Other ways in which a value is written. */
const SPELLINGS: readonly {
  readonly says: string
  readonly of: (value: string) => string
  readonly only?: string
}[] = [
  { says: 'with decimals', of: (v) => `${v}.00`, only: 'amt' },
  { says: 'with one decimal', of: (v) => `${v}.0`, only: 'amt' },
  { says: 'with dots between the thousands', of: (v) => grouped(v, '.'), only: 'amt' },
  { says: 'with commas between the thousands', of: (v) => grouped(v, ','), only: 'amt' },
  { says: 'without its decimals', of: (v) => v.replace(/[.,]\d+$/, ''), only: 'amt' },
  { says: 'trimmed', of: (v) => v.trim() },
  { says: 'with a blank behind it', of: (v) => `${v} ` },
  { says: 'with a line break behind it', of: (v) => `${v}\n` },
  { says: 'percent-encoded', of: encodeURIComponent },
  { says: 'form-encoded', of: (v) => new URLSearchParams({ v }).toString().slice(2) },
  { says: 'in small letters', of: (v) => v.toLowerCase() },
  { says: 'in capitals', of: (v) => v.toUpperCase() },
  { says: 'in quotes', of: (v) => `"${v}"` },
]

function* ofValues(misfit: Misfit): Generator<Suspicion> {
  const values = valuesOf(misfit)
  for (const [i, name] of misfit.signs.entries()) {
    const value = values[i] ?? ''
    for (const { says, of, only } of SPELLINGS) {
      if ((only && only !== name) || of(value) === value) continue
      const changed = over(misfit, values.with(i, of(value)))
      yield { says: `made with ${name} ${says}`, token: changed }
    }
  }
}

function* ofKey(misfit: Misfit): Generator<Suspicion> {
  const { merchantKey: key, otherKeys } = misfit
  const values = valuesOf(misfit)
  const by = (other: string) => (): string => merchantToken(values, other)
  yield { says: 'made without the merchantKey', token: by('') }
  yield {
    says: 'made with the merchantKey first',
    token: over({ ...misfit, merchantKey: '' }, [key, ...values]),
  }
  for (const [iMid, other] of otherKeys) {
    if (other !== key) yield { says: `made with the key of ${iMid}`, token: by(other) }
  }
  for (let cut = 1; cut <= 4; cut++) {
    yield {
      says: `made with a key whose last ${cut} characters are missing`,
      token: by(key.slice(0, -cut)),
    }
  }
  yield { says: 'made with a key whose + became blanks', token: by(key.replaceAll('+', ' ')) }
  yield { says: 'made with a percent-encoded key', token: by(encodeURIComponent(key)) }
  yield { says: 'made with a key that ends in a line break', token: by(`${key}\n`) }
  yield { says: 'made with a key that ends in a blank', token: by(`${key} `) }
  yield {
    says: 'made with the key decoded from Base64',
    token: by(Buffer.from(key, 'base64').toString()),
  }
}

function* ofHashing(misfit: Misfit): Generator<Suspicion> {
  const { merchantKey: key } = misfit
  const text = valuesOf(misfit).join('')
  for (const name of ['sha512', 'sha1', 'md5']) {
    const token = (): string =>
      createHash(name)
        .update(text + key)
        .digest('hex')
    yield { says: `made with ${name.toUpperCase()} instead of SHA-256`, token }
  }
  const token = (): string => createHmac('sha256', key).update(text).digest('hex')
  yield { says: 'made as an HMAC with the key instead of a hash that ends in it', token }
}

/** The timeStamp of another moment: of another call of the same program, or of another time zone. */
function* ofTime(misfit: Misfit): Generator<Suspicion> {
  const place = misfit.signs.indexOf('timeStamp')
  const at = instantOfWib(misfit.fields.timeStamp ?? '')
  if (place < 0 || at === undefined) return
  const values = valuesOf(misfit)
  const shifts = [
    ...Array.from({ length: NEARBY }, (_, n) => [(n + 1) * 1000, (n + 1) * -1000]).flat(),
    ...Array.from({ length: 14 }, (_, n) => [(n + 1) * HOUR, (n + 1) * -HOUR]).flat(),
  ]
  for (const shift of shifts) {
    const other = wibStamp(at + shift)
    const says = `made with the timeStamp ${other} instead of the one that was sent`
    yield { says, token: over(misfit, values.with(place, other)) }
  }
}
