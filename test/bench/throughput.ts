import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { load, type Measured, median, rounded, type Shot } from './load.ts'
import { type Peer, startPeer } from './peers.ts'
import {
  echo,
  inquiring,
  REGISTRATION,
  registering,
  type Server,
  sandboxOn,
  stop,
} from './servers.ts'

export interface ThroughputOptions {
  readonly folder: string
  /** A file with so many orders. */
  readonly full: string
  readonly stored: number
  readonly rounds: number
  readonly calls: number
  readonly peers: readonly Peer[]
}

const CONNECTIONS = [10, 100] as const

/** Something that takes a 2 KB POST. */
interface Contender {
  readonly name: string
  /** Starts it afresh in a folder; answers what to send, and how to end it. */
  readonly start: (folder: string) => Promise<{ shot: Shot; end: () => Promise<void> }>
  /** How many calls it gets, beside the sandbox's; slow ones get fewer. */
  readonly share: number
}

const ended = (server: Server, shot: Shot) => ({ shot, end: () => stop(server) })

const contenders = ({ full, stored, peers }: ThroughputOptions): Contender[] => [
  {
    name: 'bare Express echo',
    share: 1,
    start: async () => {
      const server = await echo()
      return ended(server, { url: `${server.url}/echo`, body: REGISTRATION })
    },
  },
  {
    name: 'registration, nothing stored',
    share: 1,
    start: async (folder) => {
      const server = await sandboxOn(join(folder, 'db.json'))
      return ended(server, registering(server))
    },
  },
  {
    name: `registration, ${stored} stored`,
    share: 1,
    start: async (folder) => {
      await cp(full, join(folder, 'db.json'))
      const server = await sandboxOn(join(folder, 'db.json'))
      return ended(server, registering(server))
    },
  },
  {
    name: 'inquiry',
    share: 1,
    start: async (folder) => {
      const server = await sandboxOn(join(folder, 'db.json'))
      return ended(server, await inquiring(server))
    },
  },
  ...peers.map((peer) => ({ name: peer.name, share: 0.1, start: () => startPeer(peer) })),
]

type Row = { readonly name: string; readonly connections: number; readonly measured: Measured }

/** One round: every contender started, warmed up, measured in turn, ended. */
const round = async (number: number, options: ThroughputOptions): Promise<Row[]> => {
  const rows: Row[] = []
  const all = contenders(options)
  const running = []
  for (const [index, contender] of all.entries()) {
    const started = await contender.start(join(options.folder, `round-${number}-${index}`))
    const calls = Math.ceil(options.calls * contender.share)
    running.push({ ...contender, ...started, calls })
    await load(started.shot, 10, calls)
  }
  for (const connections of CONNECTIONS) {
    // Whoever comes first in one round comes last in the next, as the machine is not the same all the time.
    const inTurn = number % 2 === 0 ? running : running.toReversed()
    for (const { name, shot, calls } of inTurn) {
      rows.push({ name, connections, measured: await load(shot, connections, calls) })
    }
  }
  for (const { end } of running) await end()
  return rows
}

/** Requests a second of the sandbox, a bare Express and the peers, in turns. */
export const throughput = async (options: ThroughputOptions) => {
  const rounds: Row[][] = []
  for (let number = 0; number < options.rounds; number++) rounds.push(await round(number, options))
  const rows = rounds.flat()
  const of = (name: string, connections: number): Measured[] =>
    rows.filter((r) => r.name === name && r.connections === connections).map((r) => r.measured)
  const names = [...new Set((rounds[0] ?? []).map(({ name }) => name))].sort(
    (a, b) => order(options, a) - order(options, b),
  )
  const table = names.flatMap((name) =>
    CONNECTIONS.map((connections) => {
      const [mine, yardstick] = [of(name, connections), of('bare Express echo', connections)]
      const ratios = mine.map((m, n) => m.perSecond / (yardstick[n]?.perSecond ?? Number.NaN))
      return {
        what: name,
        connections,
        'requests/s': Math.round(median(mine.map((m) => m.perSecond))),
        'p50 ms': median(mine.map((m) => m.p50)),
        'p99 ms': median(mine.map((m) => m.p99)),
        'of echo': rounded(median(ratios), 2),
        'no answer': mine.reduce((sum, m) => sum + m.failed, 0),
      }
    }),
  )
  const [none, stored] = names.filter((name) => name.startsWith('registration'))
  const growth = CONNECTIONS.flatMap((connections) =>
    of(stored ?? '', connections).map(
      (m, n) => m.perSecond / (of(none ?? '', connections)[n]?.perSecond ?? Number.NaN),
    ),
  )
  return {
    table,
    'stored / none': rounded(median(growth), 3),
    growth: growth.map((r) => rounded(r, 2)),
  }
}

const order = (options: ThroughputOptions, name: string): number =>
  contenders(options).findIndex((one) => one.name === name)
