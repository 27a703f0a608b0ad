import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { merchantToken } from '../../src/protocol/signature.ts'
import { SIGNED } from '../../src/protocol/tokens.ts'

export type Fields = Readonly<Record<string, unknown>>

/** A file of fixtures/. */
export const fixture = (name: string) =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../../fixtures', name), 'utf8'))

export const KEY: string = fixture('merchants.json').merchantKey

/** The documented binding request, changed and signed. */
export const bindingBody = (change: Fields = {}, key = KEY): Fields => {
  const fields: Fields = { ...fixture('requests/binding.registration.json'), ...change }
  const values = SIGNED.bindingRegistration.map((name) => String(fields[name] ?? ''))
  return { merchantToken: merchantToken(values, key), ...fields }
}

/** The `tk` of a link. */
export const tkOf = (url: string | undefined): string =>
  new URL(url ?? '').searchParams.get('tk') ?? ''
