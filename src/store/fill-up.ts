import { newInteraction } from '../domain/interaction.ts'
import { INITIAL_SETTINGS } from '../domain/settings.ts'
import { registered } from '../domain/transaction.ts'
import { newAccount } from './seed.ts'
import type { Records, TableName } from './state.ts'

/** A record as some earlier version of the program stored it. */
// biome-ignore lint/suspicious/noExplicitAny: what an earlier version stored has no type any more
type Old = any

/** What orders had not before there were other methods than payloan. */
const ORDER = { product: 'direct', details: {} } as const

/** Fills a record up with what it lacks of today's, where it lacks something. */
const FILL: { readonly [T in TableName]?: (old: Old) => Records[T] } = {
  merchants: (old) => {
    const { settings: stored, ...rest } = old
    const { enabledPayMethods, ...settings } = stored
    // Before there were other methods, every merchant had this one.
    const hadAll = !('autoPay' in settings) && String(enabledPayMethods) === '06'
    const methods = hadAll || enabledPayMethods === undefined ? {} : { enabledPayMethods }
    return {
      ...rest,
      clientSecret: old.clientSecret ?? old.merchantKey,
      publicKey: old.publicKey ?? null,
      settings: { ...INITIAL_SETTINGS, ...settings, ...methods },
    }
  },
  accounts: (old) => ({ ...newAccount(old.phone, { accountType: old.accountType }), ...old }),
  transactions: (old) =>
    'details' in old
      ? old
      : { ...registered({ description: null, ...ORDER, ...old }, old.tXid, 0, 0), ...old },
  interactions: (old) =>
    'byToken' in old
      ? old
      : { ...newInteraction(old), ...old, step: old.step === 'linked' ? 'ended' : old.step },
}

/** A stored record as today's program knows it; fields that were added since have their start values. */
export const filledUp = <T extends TableName>(table: T, record: Records[T]): Records[T] =>
  FILL[table]?.(record) ?? record
