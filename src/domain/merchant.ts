import { type Settings, settingsFlaw } from './settings.ts'

/** A merchant of NICEPAY. `iMid` has ten characters; the key signs every call. */
export interface Merchant {
  readonly iMid: string
  readonly merchantKey: string
  readonly name: string
  readonly settings: Settings
}

/** What control API and seed files say of a merchant: name, key and settings beside each other. */
export type MerchantSaid = Readonly<Record<string, unknown>>

/** What a field of a merchant's own must be, in words, with the check. */
const OWN: Readonly<Record<string, readonly [fits: RegExp, values: string]>> = {
  iMid: [/^[0-9A-Za-z]{10}$/, 'ten letters and digits'],
  merchantKey: [/^[\x21-\x7e]{1,200}$/, '1 to 200 printable characters'],
  name: [/^.{1,100}$/su, '1 to 100 characters'],
}

/** What is wrong with what is said of a merchant, in words, or nothing. */
export const merchantFlaw = (said: MerchantSaid): string | undefined => {
  const settings: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(said)) {
    const own = Object.hasOwn(OWN, name) ? OWN[name] : undefined
    if (!own) settings[name] = value
    else if (typeof value !== 'string' || !own[0].test(value)) return `"${name}" must be ${own[1]}`
  }
  return settingsFlaw(settings)
}

/** A merchant with what is said of it, which must have no flaw; its iMid stays. */
export const changedMerchant = (before: Merchant, said: MerchantSaid): Merchant => {
  const { iMid: _iMid, name, merchantKey, ...settings } = said as Partial<Merchant> & MerchantSaid
  return {
    ...before,
    name: name ?? before.name,
    merchantKey: merchantKey ?? before.merchantKey,
    settings: { ...before.settings, ...settings },
  }
}
