import { hash } from './hash.ts'

/** What a part of the signed text says: a text, or bytes that are none. */
export type Value = string | Buffer

/** A piece of what is hashed, by the name of its field. */
export interface Part {
  readonly name: string
  readonly value: Value
}

/** One way in which a token may have been made. */
export interface Making {
  /** In order; rightly the key is the last one. */
  readonly parts: readonly Part[]
  /** What stands between them; rightly nothing. */
  readonly joint: string
  /** Lower-case hexadecimal. */
  readonly digest: (parts: readonly Part[], joint: string) => string
}

/** The name of the part that is the merchantKey. */
export const KEY = 'merchantKey'

/** Something that goes wrong, and what to do about it; each half a sentence. */
export interface Told {
  /** Behind "it was made": `without amt`. */
  readonly says: string
  /** In the imperative. */
  readonly cure: string
}

/** A mistake in making a token: gives nothing where it makes no difference. */
export interface Mistake extends Told {
  readonly make: (making: Making) => Making | undefined
  /** What it concerns, where it is made so often that it is looked for beside one that concerns something else too. */
  readonly beside?: string | undefined
}

/** Everything that is known of a token that does not fit. */
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
  /** What is stored of that which the call is about, where it says something else or more than the call. */
  readonly stored?: Readonly<Record<string, string>>
  /** The call's fields as they were sent, in their order, also those that it has not got. */
  readonly sent?: Readonly<Record<string, unknown>>
  /** Which earlier call a token was accepted for, in words. */
  readonly earlier?: (token: string) => string | undefined
}

export const joined = (parts: readonly Part[], joint: string): Value => {
  let text = ''
  let first = true
  for (const { value } of parts) {
    if (typeof value !== 'string') return joinedBytes(parts, joint)
    text += first ? value : joint + value
    first = false
  }
  return text
}

const joinedBytes = (parts: readonly Part[], joint: string): Buffer =>
  Buffer.concat(
    parts.flatMap(({ value }, i) => [Buffer.from(i === 0 ? '' : joint), Buffer.from(value)]),
  )

/** How a token is made. */
export const rightMaking = ({ signs, fields, merchantKey }: Misfit): Making => ({
  parts: [
    ...signs.map((name) => ({ name, value: fields[name] ?? '' })),
    { name: KEY, value: merchantKey },
  ],
  joint: '',
  digest: (parts, joint) => hash('sha256', joined(parts, joint)),
})

export const tokenOf = ({ parts, joint, digest }: Making): string => digest(parts, joint)

/** The formula as it is written: `timeStamp+iMid+merchantKey`. */
export const formulaOf = (parts: readonly Pick<Part, 'name'>[]): string =>
  parts.map(({ name }) => name).join('+')

/** Changes the parts as a whole. */
export const ofParts =
  (change: (parts: readonly Part[]) => readonly Part[] | undefined): Mistake['make'] =>
  (making) => {
    const parts = change(making.parts)
    return parts && { ...making, parts }
  }

/** Puts something else in place of one part's value. */
export const ofValue = (name: string, change: (value: string) => Value): Mistake['make'] =>
  ofParts((parts) => {
    const at = parts.findIndex((part) => part.name === name)
    const before = parts[at]?.value
    if (typeof before !== 'string') return undefined
    const value = change(before)
    return value === before ? undefined : parts.with(at, { name, value })
  })
