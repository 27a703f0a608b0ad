import type { PagesOf } from './page.ts'

/** Namespaces with what they hold. */
export const namespacePages: PagesOf = ({ core: { store } }) => ({
  '/namespaces': () => {
    const worlds = store.namespaces().map((name) => {
      const tables = store.world(name)?.tables
      return {
        name,
        merchants: tables?.merchants.size ?? 0,
        orders: (tables?.transactions.size ?? 0) + (tables?.bindings.size ?? 0),
        deliveries: tables?.deliveries.size ?? 0,
      }
    })
    return { view: 'namespaces', title: 'Namespaces', locals: { worlds } }
  },
})
