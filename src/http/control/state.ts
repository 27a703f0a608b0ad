import { OBJECT, text, whole } from '../../domain/rule.ts'
import { INITIAL_SETTINGS } from '../../domain/settings.ts'
import { TABLES } from '../../store/state.ts'
import { type Call, type ControlDeps, Streamed, textIn } from './calls.ts'
import { exportOf } from './export.ts'
import { importable, readExport } from './import.ts'

/** Everything that is stored in a namespace: exporting it, importing it, beginning anew. */
export const stateCalls = ({ core, seeds }: ControlDeps): Call[] => {
  const { store, env } = core

  return [
    {
      method: 'get',
      path: '/state',
      says: 'exports all that is stored in the namespace: every merchant’s key and the sandbox’s own private keys in the open, as an import needs them',
      run: ({ namespace, world }) => new Streamed(exportOf(namespace, world)),
    },
    {
      method: 'put',
      path: '/state',
      says: 'imports what was exported, in the place of all that is stored in the namespace',
      body: {
        version: whole(1, 1000),
        checksum: text(64),
        namespace: text(100),
        ...Object.fromEntries(TABLES.map((name) => [name, OBJECT])),
      },
      reads: readExport,
      run: async ({ namespace, body }) => {
        const records = await importable(body, namespace)
        const checksum = textIn(body, 'checksum') ?? ''
        await store.replace(namespace, records, `import ${checksum}`)
        return { imported: namespace, checksum }
      },
    },
    {
      method: 'delete',
      path: '/state',
      says: 'begins anew: with the seed, or, in a namespace that was made, with its merchants and the shoppers',
      run: async ({ namespace, world }) => {
        const now = env.systemNow()
        const own = [...world.tables.merchants.values()]
        await store.renew(namespace, (tx) => {
          if (namespace === 'default') return seeds.ofDefault(tx, now)
          seeds.ofOthers(tx, now)
          for (const merchant of own) {
            tx.merchants.put(merchant.iMid, { ...merchant, settings: INITIAL_SETTINGS })
          }
        })
        return { reset: namespace }
      },
    },
  ]
}
