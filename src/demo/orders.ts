import type { Fields } from './merchant.ts'

/** A binding as the demo shop knows it: only what really went over the wire. */
export interface ShopBinding {
  readonly referenceNo: string
  readonly request: Fields
  readonly answer: Fields
  readonly callback: Fields | null
  readonly notification: { readonly fields: Fields; readonly genuine: boolean } | null
}

/** What the demo shop remembers: its latest bindings, in memory. */
export interface ShopBindings {
  add(binding: ShopBinding): void
  /** Adds what came in about a binding; nothing when the shop does not know it. */
  update(referenceNo: string | undefined, news: Partial<ShopBinding>): void
  /** Newest first. */
  list(): ShopBinding[]
}

const KEPT = 20

export const shopBindings = (): ShopBindings => {
  const bindings = new Map<string, ShopBinding>()
  return {
    add: (binding) => {
      bindings.set(binding.referenceNo, binding)
      const [oldest] = bindings.keys()
      if (bindings.size > KEPT && oldest !== undefined) bindings.delete(oldest)
    },
    update: (referenceNo = '', news) => {
      const known = bindings.get(referenceNo)
      if (known) bindings.set(referenceNo, { ...known, ...news })
    },
    list: () => [...bindings.values()].reverse(),
  }
}
