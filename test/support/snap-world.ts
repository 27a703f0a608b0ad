import type { ApiAnswer } from '../../src/endpoints/answer.ts'
import type { Core } from '../../src/endpoints/core.ts'
import { SNAP_ENDPOINTS } from '../../src/endpoints/snap/index.ts'
import type { SnapEndpoint } from '../../src/endpoints/snap/snap-endpoint.ts'
import { PLAIN_DECISIONS } from '../../src/lender/plain-page.ts'
import { seed } from '../../src/store/seed.ts'
import { openStore } from '../../src/store/store.ts'
import { T0 } from './clock.ts'
import { testCore } from './core.ts'
import { type Fields, fixture } from './fixtures.ts'
import { requestOf, type SnapSaid, type SnapSent, snapCall, tokenCall } from './snap.ts'

/** What has happened before: a call with its fixture request, a decision on every order. */
type Given =
  | { readonly call: string; readonly with?: Fields }
  | { readonly lender: keyof typeof PLAIN_DECISIONS }

/** A sandbox without a server, for SNAP calls. */
export interface SnapWorld {
  readonly core: Core
  /** A call of an endpoint with its fixture request, changed. */
  sent(name: string, said?: Partial<SnapSaid>): SnapSent
  send(name: string, sent: SnapSent): Promise<ApiAnswer>
  /** A call with its fixture request, changed; answers what the caller sees. */
  call(name: string, said?: Partial<SnapSaid>): Promise<ApiAnswer>
  /** All that is stored, to be compared. */
  stored(): unknown
}

/** The body of an answer. */
export const bodyOf = ({ content }: ApiAnswer): Fields =>
  content.kind === 'json' ? content.body : {}

const known = (name: string): SnapEndpoint => {
  const endpoint = SNAP_ENDPOINTS.find((one) => one.name === name)
  if (!endpoint) throw new Error(`there is no endpoint ${name}`)
  return endpoint
}

/** Whether an endpoint gives out tokens, and is called without one. */
export const givesTokens = ({ name }: SnapEndpoint): boolean => name.startsWith('snap.token')

/** Opens a fresh one in which something has happened already. */
export const snapWorld = async (given: readonly Given[] = []): Promise<SnapWorld> => {
  const store = await openStore()
  await store.renew('default', seed)
  const core = testCore(store)
  const { merchant } = await core.keyPairs.get()
  let externalId = 0

  const sent: SnapWorld['sent'] = (name, said = {}) => {
    const endpoint = known(name)
    const [, path = ''] = endpoint.paths
    const body = said.body ?? fixture(`requests/${name}.json`)
    if (givesTokens(endpoint)) return tokenCall(merchant.privateKey, { path, ...said, body })
    const method = endpoint.methods[0]?.toUpperCase() ?? 'POST'
    return snapCall({ method, path, externalId: `${++externalId}`, ...said, body })
  }
  const send: SnapWorld['send'] = (name, call) => known(name).invoke(requestOf(call), core)
  const call: SnapWorld['call'] = (name, said) => send(name, sent(name, said))

  for (const one of given) {
    if ('call' in one) {
      const body = { ...fixture(`requests/${one.call}.json`), ...one.with }
      const { reason } = await call(one.call, { body })
      if (reason !== null) throw new Error(`${one.call} was refused: ${reason}`)
      continue
    }
    await store.transact('default', (tx) => {
      for (const order of store.world('default')?.tables.transactions.values() ?? []) {
        PLAIN_DECISIONS[one.lender](order, { tx, now: T0, ids: core.env.ids })
      }
    })
  }

  const stored = () =>
    Object.entries(store.world('default')?.tables ?? {}).map(([table, records]) => [
      table,
      new Map(records as ReadonlyMap<string, unknown>),
    ])
  return { core, sent, send, call, stored }
}

/** What has happened before an endpoint's fixture request. */
export const givenFor = (name: string): readonly Given[] => fixture('given.json')[name] ?? []
