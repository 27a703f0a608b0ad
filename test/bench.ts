// Figures of the built program beside a bare Express 5 and beside other stand-ins, in one run, as ratios.
// Usage: npm run bench -- [--rounds 5] [--stored 100000] [--calls 6000] [--burst 5000] [--many 1000000]
// [--skip peers,starts,…] [--json FILE]
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { load } from './bench/load.ts'
import { longCalls } from './bench/long-calls.ts'
import { many } from './bench/many.ts'
import { namespaces } from './bench/namespaces.ts'
import { notifications } from './bench/notifications.ts'
import { installPeers } from './bench/peers.ts'
import { persistence } from './bench/persistence.ts'
import { registering, sandboxOn, stop } from './bench/servers.ts'
import { starts } from './bench/start.ts'
import { throughput } from './bench/throughput.ts'
import { endTogether } from './support/process.ts'

endTogether()

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    stored: { type: 'string', default: '100000' },
    calls: { type: 'string', default: '6000' },
    burst: { type: 'string', default: '5000' },
    many: { type: 'string', default: '0' },
    skip: { type: 'string', default: '' },
    json: { type: 'string' },
  },
})
const skipped = values.skip.split(',')
const rounds = Number(values.rounds)
const stored = Number(values.stored)
const folder = await mkdtemp(join(tmpdir(), 'nicepay-bench-'))
const full = join(folder, 'full', 'db.json')
const figures: Record<string, unknown> = {}

const section = async (name: string, run: () => Promise<unknown>): Promise<void> => {
  if (skipped.includes(name)) return
  const { table, ...others } = (await run()) as { table?: object[] }
  figures[name] = { table, ...others }
  console.log(`\n${name}`)
  if (table) console.table(table)
  console.dir(others)
}

try {
  const filling = await sandboxOn(full)
  await load(registering(filling), 100, stored)
  await stop(filling)
  const peers = skipped.includes('peers') ? [] : await installPeers(join(folder, 'peers'))
  await section('throughput', async () => {
    const calls = Number(values.calls)
    return throughput({ folder, full, stored, rounds, calls, peers })
  })
  await section('persistence', () => persistence({ folder, stored }))
  await section('starts', () => starts({ folder, full, stored, rounds }))
  await section('notifications', () =>
    notifications({ payments: 200, burst: Number(values.burst) }),
  )
  await section('namespaces', () => namespaces({ folder }))
  await section('long calls', () => longCalls({ folder, orders: 2 * stored }))
  const orders = Number(values.many)
  if (orders > 0) await section('many', () => many({ folder, orders }))
} finally {
  await rm(folder, { recursive: true, force: true })
}
if (values.json) await writeFile(values.json, JSON.stringify(figures, null, 2))
