import { OBJECT, text, whole } from '../../domain/rule.ts'
import { INITIAL_SETTINGS } from '../../domain/settings.ts'
import type { Tx } from '../../store/overlay.ts'
import { placeOf, soundRecord } from '../../store/sound.ts'
import {
  type Change,
  emptyTables,
  type Records,
  TABLES,
  type TableName,
  VERSION,
} from '../../store/state.ts'
import { putRecord } from '../../store/worlds.ts'
import { ControlError } from '../guards.ts'
import { type Call, type ControlDeps, type ControlRequest, Streamed, textIn } from './calls.ts'
import { checksumOf, exportOf, type Stored } from './export.ts'

/** The tables of an export that may be imported, of this version or of an earlier one. Throws ControlError. */
const importable = ({ body }: ControlRequest): Stored => {
  const { version, checksum, namespace: _from, ...tables } = body
  if (!Number.isInteger(version) || (version as number) > VERSION) {
    throw new ControlError(
      409,
      `"version" must be ${VERSION} or an earlier one, received ${JSON.stringify(version) ?? 'none'}; what a later version of this program exports wants that version`,
    )
  }
  if (checksumOf(tables as Stored) !== checksum) {
    throw new ControlError(
      409,
      'the "checksum" is not that of the tables: only what GET /_sandbox/state exported is imported, unchanged; --seed-file takes what is written by hand',
    )
  }
  return tables as Stored
}

/** The records of an export as today's program knows them. Throws ControlError for one that it cannot work with. */
const soundRecords = (stored: Stored, namespace: string): Change[] => {
  const tables = emptyTables()
  return TABLES.flatMap((table) =>
    Object.entries(stored[table] ?? {}).map(([id, record]): Change => {
      const change: Change = [table, id, record as Records[TableName]]
      const looked = soundRecord(change, tables)
      if ('flaw' in looked) {
        throw new ControlError(
          400,
          `${placeOf(namespace, change)}${looked.flaw}; nothing was imported`,
        )
      }
      const sound: Change = [table, id, looked.record]
      putRecord(tables, sound)
      return sound
    }),
  )
}

const put = (tx: Tx, [table, id, record]: Change): void =>
  (tx[table] as { put(id: string, record: Change[2]): void }).put(id, record)

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
      run: async (request) => {
        const { namespace } = request
        const records = soundRecords(importable(request), namespace)
        const checksum = textIn(request.body, 'checksum') ?? ''
        await store.renew(
          namespace,
          (tx) => {
            for (const record of records) put(tx, record)
          },
          `import ${checksum}`,
        )
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
