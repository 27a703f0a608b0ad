import type { Merchant } from '../domain/merchant.ts'
import { keyRing, type Mask } from '../protocol/masking.ts'
import type { Store } from './store.ts'

/** Takes the merchantKeys of all stored merchants, whatever their namespace, out of a text. Follows the store. */
export const openMask = (store: Store): Mask => {
  const ring = keyRing()
  const known = new Map<string, Map<string, string>>()

  const put = (namespace: string, iMid: string, merchant: Merchant | null): void => {
    const keys = known.get(namespace) ?? new Map<string, string>()
    known.set(namespace, keys)
    const before = keys.get(iMid)
    if (before === merchant?.merchantKey) return
    if (before !== undefined) ring.remove(before)
    keys.delete(iMid)
    if (merchant === null) return
    ring.add(merchant.merchantKey)
    keys.set(iMid, merchant.merchantKey)
  }

  const forget = (namespace: string): void => {
    for (const key of known.get(namespace)?.values() ?? []) ring.remove(key)
    known.delete(namespace)
  }

  for (const namespace of store.namespaces()) {
    for (const [iMid, merchant] of store.world(namespace)?.tables.merchants ?? []) {
      put(namespace, iMid, merchant)
    }
  }
  store.onCommit(({ namespace, fresh, changes }) => {
    if (fresh) forget(namespace)
    for (const [table, id, record] of changes) {
      if (table === 'merchants') put(namespace, id, record as Merchant | null)
    }
  })
  return ring.maskValues
}
