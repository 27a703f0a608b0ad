import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { type IncomingMessage, request } from 'node:http'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { setTimeout as pause } from 'node:timers/promises'
import type { Delivery } from '../../src/domain/delivery.ts'
import { newInteraction } from '../../src/domain/interaction.ts'
import type { Transaction } from '../../src/domain/transaction.ts'
import { startSandbox } from '../../src/server.ts'
import { journalAdapter } from '../../src/store/journal.ts'
import { seed } from '../../src/store/seed.ts'
import { openStore } from '../../src/store/store.ts'
import { openCustomer } from '../crash/customer.ts'
import { PROGRAM, ROOT, run } from '../support/process.ts'
import { rounded } from './load.ts'
import { stop } from './servers.ts'

/** An order that was paid and its notification, as the sandbox stores them. */
const paidOrder = async (): Promise<{ order: Transaction; delivery: Delivery }> => {
  const sandbox = await startSandbox({ log: 'silent' })
  try {
    const customer = openCustomer(sandbox)
    await customer.buy(1)
    customer.close()
    const { transactions, deliveries } = (await sandbox.control.state.export()) as {
      transactions: Record<string, Transaction>
      deliveries: Record<string, Delivery>
    }
    const [order, delivery] = [...Object.values(transactions), ...Object.values(deliveries)]
    return { order, delivery } as { order: Transaction; delivery: Delivery }
  } finally {
    await sandbox.stop()
  }
}

/** Stores so many paid orders, each with a page and a notification that was delivered. */
const fill = async (file: string, orders: number): Promise<void> => {
  const { order, delivery } = await paidOrder()
  const adapter = journalAdapter(file, { say: () => {} })
  const store = await openStore(adapter)
  await store.renew('default', seed)
  for (let first = 0; first < orders; first += 500) {
    await store.transact('default', (tx) => {
      for (let number = first; number < first + 500; number++) {
        const end = String(number).padStart(9, '0')
        const tXid = order.tXid.slice(0, -9) + end
        const { iMid } = order
        tx.transactions.put(tXid, { ...order, tXid, referenceNo: `LONG${end}` })
        const visit = {
          tk: `tk${end}`,
          kind: 'wallet',
          iMid,
          tXid,
          formToken: end,
          typedPhone: '',
        } as const
        tx.interactions.put(visit.tk, newInteraction(visit))
        const sent = { id: `d${end}`, tXid, status: 'delivered', dueAt: null } as const
        tx.deliveries.put(sent.id, { ...delivery, ...sent })
      }
    })
  }
  await adapter.close()
}

/** Lists, searches and pages over all that is stored. */
const LOOKS: readonly { readonly name: string; readonly path: string }[] = [
  { name: 'orders, the newest 100', path: '/_sandbox/transactions' },
  { name: 'orders, 99,999', path: '/_sandbox/transactions?limit=99999' },
  { name: 'orders, a number that none has', path: '/_sandbox/transactions?referenceNo=NONE' },
  { name: 'notifications, 99,999', path: '/_sandbox/notifications?limit=99999' },
  { name: 'exchanges', path: '/_sandbox/requests?limit=99999' },
  { name: 'console: orders', path: '/orders' },
  { name: 'console: orders, a search', path: '/orders?q=nothing-has-this' },
  { name: 'console: notifications', path: '/notifications' },
  { name: 'console: merchants', path: '/merchants' },
  { name: 'console: shoppers', path: '/shoppers' },
]

/** A call whose bodies are files, so that whoever makes it takes little of the machine. */
interface Shot {
  readonly method: string
  readonly url: string
  readonly from?: string
  readonly to: string
}

/** Answers the status. */
const sent = async ({ method, url, from, to }: Shot): Promise<number> => {
  const headers = from === undefined ? {} : { 'Content-Type': 'application/json' }
  const call = request(url, { method, headers })
  const came = once(call, 'response') as Promise<[IncomingMessage]>
  if (from === undefined) call.end()
  else await pipeline(createReadStream(from), call)
  const [answer] = await came
  await pipeline(answer, createWriteStream(to))
  return answer.statusCode ?? 0
}

/** How long calls that go through all that is stored hold up the event loop, the garbage collector told apart. */
export const longCalls = async ({ folder, orders }: { folder: string; orders: number }) => {
  const db = join(folder, 'long-calls', 'db.json')
  await fill(db, orders)
  const flags = ['--port', '0', '--db', db, '--keep', '2000000', '--log', 'json']
  const node = ['--import', join(ROOT, 'test/bench/blocks.mjs')]
  const server = run(process.execPath, [...node, PROGRAM, ...flags], {}, ROOT)
  const [, blocksUrl = ''] = await server.printed(/blocks on (http:\S+)/)
  const [, url = ''] = await server.printed(/base URL\s+(http:\S+)/)
  const blocks = async () =>
    (await fetch(blocksUrl).then((res) => res.json())) as Record<'own' | 'gc', number>

  const table: object[] = []
  const measured = async (name: string, shot: Omit<Shot, 'to'>): Promise<string> => {
    const to = join(folder, 'long-calls', `answer-${table.length}`)
    await pause(500)
    await blocks()
    const began = performance.now()
    const status = await sent({ ...shot, to })
    const ms = performance.now() - began
    const { own, gc } = await blocks()
    const { size } = await stat(shot.from ?? to)
    table.push({
      call: name,
      status,
      MB: rounded(size / 1e6, 1),
      'took, ms': Math.round(ms),
      'worst block without gc, ms': rounded(own, 1),
      'gc in a block, ms': rounded(gc, 1),
    })
    return to
  }

  const state = `${url}/_sandbox/state`
  const exported = await measured('export', { method: 'GET', url: state })
  for (const { name, path } of LOOKS) await measured(name, { method: 'GET', url: url + path })
  await measured('import', { method: 'PUT', url: state, from: exported })
  await measured('reset', { method: 'DELETE', url: state })
  await stop({ process: server, url })
  return { orders, table }
}
