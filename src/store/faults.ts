import { type Fault, type FaultStep, used } from '../domain/fault.ts'
import type { Tx } from './overlay.ts'
import type { Store } from './store.ts'

/** What may go wrong: a call of an endpoint, or an attempt at a notification. */
export interface Occasion {
  readonly namespace: string | undefined
  /** An endpoint's name, or `notification`. */
  readonly endpoint: string
  readonly iMid: string | null
}

/** The scripts of faults that are left, all namespaces together. */
export interface Faults {
  /** Whether there is any at all; costs the same however much is stored. */
  any(): boolean
  /**
   * What goes wrong on this occasion, by the oldest script that is meant for it. In the transaction that uses the step
   * up, `use` does what it does to the state; when it answers false, the step is not used.
   */
  take(
    occasion: Occasion,
    use: (step: FaultStep, tx: Tx) => boolean,
  ): Promise<FaultStep | undefined>
}

/** Follows the faults of a store. */
export const openFaults = (store: Store): Faults => {
  const faulty = new Set<string>()
  const look = (namespace: string): void => {
    if (store.world(namespace)?.tables.faults.size) faulty.add(namespace)
    else faulty.delete(namespace)
  }
  for (const namespace of store.namespaces()) look(namespace)
  store.onCommit(({ namespace, fresh, changes }) => {
    if (fresh || changes.some(([table]) => table === 'faults')) look(namespace)
  })

  return {
    any: () => faulty.size > 0,
    take: async ({ namespace, endpoint, iMid }, use) => {
      if (namespace === undefined || !faulty.has(namespace)) return undefined
      const isMeant = (fault: Fault): boolean =>
        fault.endpoint === endpoint && (fault.iMid === null || fault.iMid === iMid)
      const fault = [...(store.world(namespace)?.tables.faults.values() ?? [])].find(isMeant)
      if (!fault) return undefined
      return store.transact(namespace, (tx) => {
        const { step, rest } = used(fault)
        if (!use(step, tx)) return undefined
        if (rest) tx.faults.put(fault.id, rest)
        else tx.faults.remove(fault.id)
        return step
      })
    },
  }
}
