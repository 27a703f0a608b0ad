import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { registered } from '../../src/domain/transaction.ts'
import { journalAdapter } from '../../src/store/journal.ts'
import { seed } from '../../src/store/seed.ts'
import { openStore } from '../../src/store/store.ts'
import { fixture } from '../support/fixtures.ts'
import { rounded } from './load.ts'

/** How long the event loop is held up while orders are stored and the journal is folded into the snapshot. */
export const persistence = async ({ folder, stored }: { folder: string; stored: number }) => {
  const adapter = journalAdapter(join(folder, 'persistence', 'db.json'), { say: () => {} })
  const store = await openStore(adapter)
  await store.renew('default', seed)
  const said = fixture('requests/direct.registration.json')
  const sample = { ...said, product: 'direct', items: [], description: null, details: {} }
  const put = (number: number): Promise<void> =>
    store.transact('default', (tx) => {
      const order = { ...sample, referenceNo: `R${number}` }
      tx.transactions.put(`order-${number}`, registered(order, `order-${number}`, 0, 0))
    })
  // The first orders warm the program up.
  const warm = Math.floor(stored / 5)
  for (let number = 0; number < warm; number++) await put(number)
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  for (let number = warm; number < stored; number++) {
    await put(number)
    if (number % 50 === 0) await pause(1)
  }
  delay.disable()
  await adapter.close()
  return {
    'orders stored, the journal folded on the way': stored,
    'worst block, ms': rounded(delay.max / 1e6, 1),
    'p99.9, ms': rounded(delay.percentile(99.9) / 1e6, 1),
  }
}
