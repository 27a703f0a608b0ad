import { publicKeyOf } from '../protocol/snap/signature.ts'
import { orNull, pattern, type Rule, ruleFlaw } from './rule.ts'
import { SETTINGS } from './setting-table.ts'
import type { Settings } from './settings.ts'

/** A merchant of NICEPAY. `iMid` has ten characters; the key signs every call. */
export interface Merchant {
  readonly iMid: string
  readonly merchantKey: string
  /** Signs SNAP calls. Source: that of the published test merchants is their merchantKey. */
  readonly clientSecret: string
  /** PEM or bare base64; null as long as the merchant has given NICEPAY none. */
  readonly publicKey: string | null
  readonly name: string
  readonly settings: Settings
}

/** What control API and seed files say of a merchant: name, key and settings beside each other. */
export type MerchantSaid = Readonly<Record<string, unknown>>

const PUBLIC_KEY: Rule = {
  values: 'an RSA public key, PEM or base64',
  schema: { type: 'string', maxLength: 2000 },
  fits: (v) =>
    typeof v === 'string' && v.length <= 2000 && publicKeyOf(v)?.asymmetricKeyType === 'rsa',
}

/** What may be said of a merchant: fields of its own, and settings. */
export const MERCHANT_FIELDS: Readonly<Record<string, Rule>> = {
  iMid: pattern(/^[0-9A-Za-z]{10}$/, 'ten letters and digits'),
  merchantKey: pattern(/^[\x21-\x7e]{1,200}$/, '1 to 200 printable characters'),
  clientSecret: pattern(/^[\x21-\x7e]{1,200}$/, '1 to 200 printable characters'),
  publicKey: orNull(PUBLIC_KEY, 'an RSA public key, PEM or base64, or null'),
  name: pattern(/^.{1,100}$/su, '1 to 100 characters'),
  ...SETTINGS,
}

/** What is wrong with what is said of a merchant, in words, or nothing. */
export const merchantFlaw = (said: MerchantSaid): string | undefined =>
  ruleFlaw(MERCHANT_FIELDS, said, (name) => `there is no setting "${name}"`)

/** A merchant with what is said of it, which must have no flaw; its iMid stays. */
export const changedMerchant = (before: Merchant, said: MerchantSaid): Merchant => {
  const {
    iMid: _iMid,
    name,
    merchantKey,
    clientSecret,
    publicKey,
    ...settings
  } = said as Partial<Merchant> & MerchantSaid
  return {
    ...before,
    clientSecret: clientSecret ?? before.clientSecret,
    publicKey: publicKey === undefined ? before.publicKey : publicKey,
    name: name ?? before.name,
    merchantKey: merchantKey ?? before.merchantKey,
    settings: { ...before.settings, ...settings },
  }
}
