import { hasLinkEnded } from '../domain/account-link.ts'
import { LINK_LIFE } from '../domain/interaction.ts'
import { isOpenPayout } from '../domain/payout.ts'
import { isOpen } from '../domain/transaction.ts'
import type { Instant } from '../protocol/time.ts'
import { type Fifo, fifo } from './fifo.ts'
import { nowIn } from './now.ts'
import type { Tx } from './overlay.ts'
import type { Commit, TableName, Tables } from './state.ts'
import { StorageError, type Store } from './store.ts'

/** Tables whose records are orders: what a merchant registers, and what goes when there is too much of it. */
type OrderTable = 'bindings' | 'accountLinks' | 'transactions' | 'payouts'

const ORDER_TABLES: readonly OrderTable[] = ['bindings', 'accountLinks', 'transactions', 'payouts']

interface OrderId {
  readonly table: OrderTable
  readonly id: string
}

/** What is known of an order that decides whether it may go. */
type Known = ReturnType<Tx[OrderTable]['get']>

export interface RetentionOptions {
  readonly store: Store
  /** How many orders a namespace keeps. */
  readonly keep: number
  readonly systemNow: () => Instant
  /** Is told once that orders are going. */
  readonly say: (sentence: string) => void
  readonly bug: (error: unknown) => void
}

/** The orders of a namespace, the oldest first, each once however often it changes. */
interface Queue extends Fifo<OrderId> {
  readonly known: Set<string>
}

/** Among how many of the oldest orders an ended one is looked for. */
const WINDOW = 64

/** How many orders go in one transaction. */
const AT_ONCE = 200

/**
 * Keeps the newest orders of each namespace: beyond `keep` the oldest go, ended ones first, with their deliveries and
 * interactions. One whose notification is pending goes only when all the oldest have such, and then it is not sent.
 * Retention follows commits, so no call waits for it, and costs the same however much is stored. The promise of the
 * function returned is kept when nothing more has to go.
 */
export const retain = ({ store, keep, systemNow, say, bug }: RetentionOptions) => {
  const queues = new Map<string, Queue>()
  const trimming = new Map<string, Promise<void>>()
  let said = false

  const excess = (namespace: string): number => {
    const tables = store.world(namespace)?.tables
    if (!tables) return 0
    return ORDER_TABLES.reduce((sum, table) => sum + tables[table].size, -keep)
  }

  const trim = async (namespace: string): Promise<void> => {
    for (let over = excess(namespace); over > 0; over = excess(namespace)) {
      const queue = queues.get(namespace)
      if (!queue?.length()) return
      const taken: OrderId[] = []
      try {
        await store.transact(namespace, (tx) => {
          const now = nowIn(tx, systemNow())
          const ended = ({ table, id }: OrderId) => hasEnded(tx[table].get(id), now)
          const quiet = ({ id }: OrderId) => !hasPending(id, tx)
          const wishes = [(one: OrderId) => ended(one) && quiet(one), quiet]
          for (let count = Math.min(over, AT_ONCE); count > 0; count--) {
            const order = queue.take(wishes, WINDOW)
            if (!order) return
            taken.push(order)
            remove(tx, order)
          }
        })
      } catch (error) {
        queue.putBack(taken)
        // With the disk full nothing can go now; the next commit asks again.
        if (error instanceof StorageError) return
        throw error
      }
      for (const { id } of taken) queue.known.delete(id)
      if (!said) say(`more than ${keep} orders are stored; from now on the oldest go (--keep)`)
      said = true
    }
  }

  const begin = (namespace: string): void => {
    if (trimming.has(namespace) || excess(namespace) <= 0) return
    const work = trim(namespace)
      .catch(bug)
      .finally(() => trimming.delete(namespace))
    trimming.set(namespace, work)
  }

  const note = (namespace: string, table: OrderTable, id: string): void => {
    const queue = queues.get(namespace) ?? { ...fifo<OrderId>(), known: new Set<string>() }
    queues.set(namespace, queue)
    if (queue.known.has(id)) return
    queue.known.add(id)
    queue.push({ table, id })
  }

  store.onCommit(({ namespace, fresh, changes }: Commit) => {
    if (fresh) queues.delete(namespace)
    for (const [table, id, record] of changes) {
      if (record !== null && isOrderTable(table)) note(namespace, table, id)
    }
    begin(namespace)
  })
  for (const namespace of store.namespaces()) {
    const tables = store.world(namespace)?.tables
    if (tables) for (const { table, id } of byAge(tables)) note(namespace, table, id)
    begin(namespace)
  }

  return async (): Promise<void> => {
    while (trimming.size > 0) await Promise.all(trimming.values())
  }
}

const isOrderTable = (table: TableName): table is OrderTable =>
  (ORDER_TABLES as readonly TableName[]).includes(table)

/** Whether an order has come to its end. */
const hasEnded = (record: Known, now: Instant): boolean => {
  if (!record) return true
  if ('accountNo' in record) return !isOpenPayout(record, now)
  if ('tokens' in record) return hasLinkEnded(record, now)
  if ('requestedAt' in record) {
    return record.status === 'bound' || now >= record.requestedAt + LINK_LIFE
  }
  return !isOpen(record, now)
}

/** Whether a merchant has still to be told of an order. */
const hasPending = (tXid: string, tx: Tx): boolean =>
  tx.deliveries.where('tXid', tXid).some(({ status }) => status === 'pending' || status === 'held')

/** All orders that are stored, oldest first. */
const byAge = ({ bindings, accountLinks, transactions, payouts }: Tables): OrderId[] =>
  [
    ...[...bindings].map(([id, b]) => ({ table: 'bindings' as const, id, at: b.requestedAt })),
    ...[...accountLinks].map(([id, l]) => ({
      table: 'accountLinks' as const,
      id,
      at: l.requestedAt,
    })),
    ...[...transactions].map(([id, t]) => ({
      table: 'transactions' as const,
      id,
      at: t.registeredAt,
    })),
    ...[...payouts].map(([id, p]) => ({ table: 'payouts' as const, id, at: p.registeredAt })),
  ].sort((a, b) => a.at - b.at)

const remove = (tx: Tx, { table, id }: OrderId): void => {
  if (!tx[table].get(id)) return
  for (const { id: delivery } of tx.deliveries.where('tXid', id)) {
    tx.deliveries.remove(delivery)
  }
  for (const { tk } of tx.interactions.where('tXid', id)) tx.interactions.remove(tk)
  if (tx.loans.get(id)) tx.loans.remove(id)
  tx[table].remove(id)
}
