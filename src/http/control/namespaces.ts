import { pattern } from '../../domain/rule.ts'
import type { World } from '../../store/worlds.ts'
import { ControlError } from '../guards.ts'
import { type Call, type ControlDeps, textIn } from './calls.ts'
import { newMerchant, shownWithKey } from './merchants.ts'
import type { ShownNamespace } from './shown.ts'

const shown = (name: string, world: World | undefined): ShownNamespace => ({
  name,
  merchants: [...(world?.tables.merchants.keys() ?? [])],
  transactions: world?.tables.transactions.size ?? 0,
  bindings: world?.tables.bindings.size ?? 0,
})

/** Isolated worlds: merchants, shoppers, clock, faults, deliveries and journal of their own. */
export const namespaceCalls = ({ core, journal, seeds }: ControlDeps): Call[] => {
  const { store, env } = core
  return [
    {
      method: 'get',
      path: '/namespaces',
      says: 'the namespaces with their merchants',
      run: () => store.namespaces().map((name) => shown(name, store.world(name))),
    },
    {
      method: 'post',
      path: '/namespaces',
      says: 'makes a namespace with the test shoppers and a merchant of its own, whose key is told this once',
      body: {
        name: pattern(
          /^(?!\.{1,2}$)[\w.-]{1,100}$/,
          '1 to 100 letters, digits, ".", "-" and "_", not "." or ".."',
        ),
      },
      run: async ({ body }) => {
        const name = textIn(body, 'name') ?? `ns-${env.ids.word()}`
        if (store.world(name)) throw new ControlError(409, `there is a namespace "${name}" already`)
        const merchant = newMerchant(env.ids)
        await store.renew(name, (tx) => {
          seeds.ofOthers(tx, env.systemNow())
          tx.merchants.put(merchant.iMid, merchant)
        })
        return { name, merchant: shownWithKey(merchant) }
      },
    },
    {
      method: 'delete',
      path: '/namespaces/:name',
      says: 'ends a namespace with all that it holds',
      run: async ({ params: { name = '' } }) => {
        if (name === 'default') throw new ControlError(409, 'the namespace "default" stays')
        await store.drop(name)
        journal.clear(name)
        return { dropped: name }
      },
    },
  ]
}
