import type { Merchant } from '../domain/merchant.ts'
import { keyRing, type Mask } from '../protocol/masking.ts'
import type { Store } from './store.ts'

/** Takes the keys and secrets of all stored merchants, whatever their namespace, out of a text. Follows the store. */
export const openMask = (store: Store): Mask => {
  const ring = keyRing()
  const known = new Map<string, Map<string, readonly string[]>>()

  const put = (namespace: string, iMid: string, merchant: Merchant | null): void => {
    const keys = known.get(namespace) ?? new Map<string, readonly string[]>()
    known.set(namespace, keys)
    const after = merchant === null ? [] : [merchant.merchantKey, merchant.clientSecret]
    // Added before the former ones go, so that no key is unknown in between.
    for (const key of after) ring.add(key)
    for (const key of keys.get(iMid) ?? []) ring.remove(key)
    if (merchant === null) keys.delete(iMid)
    else keys.set(iMid, after)
  }

  const forget = (namespace: string): void => {
    for (const key of [...(known.get(namespace)?.values() ?? [])].flat()) ring.remove(key)
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
