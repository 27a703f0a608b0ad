import { createHash, createHmac } from 'node:crypto'

/** What a merchant's program has at hand when it signs a call. */
export interface Call {
  /** Names and values of what is to be signed, in order. */
  readonly signed: readonly (readonly [name: string, value: string])[]
  /** Every field that it sends, without the token. */
  readonly fields: Readonly<Record<string, string>>
  /** What else it knows: of the order or of the account. */
  readonly knows: Readonly<Record<string, string>>
  readonly key: string
  /** The keys and iMids of others. */
  readonly otherKey: string
  readonly otherIMid: string
}

/** A program that signs wrongly, and what the diagnosis must say of its token; nothing where it cannot go wrong so. */
export interface Broken {
  readonly does: string
  readonly sign: (call: Call) => string | undefined
  readonly told: RegExp
}

export const sha = (text: string | Buffer, algorithm = 'sha256'): string =>
  createHash(algorithm).update(text).digest('hex')
export const shaBase64 = (text: string, algorithm = 'sha256'): string =>
  createHash(algorithm).update(text).digest('base64')
export const mac = (
  key: string | Buffer,
  text: string,
  algorithm = 'sha256',
  encoding: 'hex' | 'base64' = 'hex',
): string => createHmac(algorithm, key).update(text).digest(encoding)

export const valuesOf = ({ signed }: Call): string[] => signed.map(([, value]) => value)
export const message = (call: Call): string => valuesOf(call).join('')
export const right = (call: Call): string => sha(message(call) + call.key)

/** Signed with another value in one place; nothing where that field is not signed or the value is the same. */
export const withValue = (
  call: Call,
  name: string,
  change: (value: string) => string,
): string | undefined => {
  const before = call.signed.find(([other]) => other === name)?.[1]
  if (before === undefined || change(before) === before) return undefined
  return sha(
    call.signed.map(([other, value]) => (other === name ? change(value) : value)).join('') +
      call.key,
  )
}

/** Signed over these names, whatever they should be; nothing where one is not known or nothing changes. */
export const overNames = (call: Call, names: readonly string[]): string | undefined => {
  const known: Readonly<Record<string, string>> = {
    ...call.knows,
    ...call.fields,
    ...Object.fromEntries(call.signed),
  }
  const values = names.map((name) => known[name])
  if (values.some((value) => !value)) return undefined
  const token = sha(values.join('') + call.key)
  return token === right(call) ? undefined : token
}
