import { createHash } from 'node:crypto'
import { OBJECT, text, whole } from '../../domain/rule.ts'
import { INITIAL_SETTINGS } from '../../domain/settings.ts'
import { filledUp } from '../../store/fill-up.ts'
import type { Tx } from '../../store/overlay.ts'
import { HOMES, type Records, TABLES, type TableName, VERSION } from '../../store/state.ts'
import type { World } from '../../store/worlds.ts'
import { ControlError } from '../guards.ts'
import { type Call, type ControlDeps, type ControlRequest, textIn } from './calls.ts'

type Stored = Readonly<Record<string, Readonly<Record<string, object>>>>

const tablesOf = ({ tables }: World): Stored =>
  Object.fromEntries(
    TABLES.map((name) => [name, Object.fromEntries(tables[name]) as object]),
  ) as Stored

/** The same value with the names of its objects in order, so that it reads the same whoever wrote it down. */
const ordered = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(ordered)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => [name, ordered(inner)]),
  )
}

/** What an export is known by again. */
const checksumOf = (stored: Stored): string =>
  createHash('sha256')
    .update(JSON.stringify(ordered(stored)))
    .digest('hex')

/** The tables of an export that may be imported. Throws ControlError. */
const importable = ({ body }: ControlRequest): Stored => {
  const { version, checksum, namespace: _from, ...tables } = body
  if (version !== VERSION) {
    throw new ControlError(409, `"version" must be ${VERSION}, as this program exports it`)
  }
  if (checksumOf(tables as Stored) !== checksum) {
    throw new ControlError(
      409,
      'the "checksum" is not that of the tables: only what GET /_sandbox/state exported is imported, unchanged; --seed-file takes what is written by hand',
    )
  }
  return tables as Stored
}

/** Everything that is stored in a namespace: exporting it, importing it, beginning anew. */
export const stateCalls = ({ core, seeds }: ControlDeps): Call[] => {
  const { store, env } = core

  /** Throws ControlError where an id of the import has its home in another namespace. */
  const checkHomes = (tables: Stored, namespace: string): void => {
    for (const table of HOMES) {
      for (const id of Object.keys(tables[table] ?? {})) {
        const home = store.homeOf(table, id)
        if (home === undefined || home === namespace) continue
        throw new ControlError(409, `"${id}" is in the namespace "${home}" already`)
      }
    }
  }

  const put = (tables: Stored) => (tx: Tx) => {
    for (const table of TABLES) {
      for (const [id, record] of Object.entries(tables[table] ?? {})) {
        const known = filledUp(table, record as Records[TableName])
        ;(tx[table] as { put(id: string, record: object): void }).put(id, known)
      }
    }
  }

  return [
    {
      method: 'get',
      path: '/state',
      says: 'exports all that is stored in the namespace',
      run: ({ namespace, world }) => {
        const tables = tablesOf(world)
        return { version: VERSION, checksum: checksumOf(tables), namespace, ...tables }
      },
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
        const tables = importable(request)
        checkHomes(tables, namespace)
        await store.renew(namespace, put(tables))
        return { imported: namespace, checksum: textIn(request.body, 'checksum') }
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
