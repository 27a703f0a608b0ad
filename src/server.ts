import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout } from 'node:timers'
import { type Config, ConfigError, configFlaw } from './config.ts'
import { demoShop } from './demo/shop.ts'
import type { Core } from './endpoints/core.ts'
import { type Env, systemEnv } from './env.ts'
import { createApp } from './http/app.ts'
import { eventStream } from './http/control/events.ts'
import { openJournal } from './http/journal.ts'
import { openLog } from './http/log.ts'
import { ring } from './lender/timers.ts'
import { configOfOptions } from './options.ts'
import { openOutbox } from './outbound/outbox.ts'
import { send } from './outbound/send.ts'
import { VERSION } from './package.ts'
import { type JournalAdapter, journalAdapter } from './store/journal.ts'
import { lock } from './store/lock.ts'
import type { Tx } from './store/overlay.ts'
import { retain } from './store/retention.ts'
import { SEED_MERCHANTS } from './store/seed.ts'
import { seedFrom } from './store/seed-file.ts'
import { openStore, StorageError, type Store } from './store/store.ts'
import { openTimers } from './timing/timers.ts'
import { together } from './timing/worker.ts'

/** A sandbox that runs. */
export interface Sandbox {
  /** `http://127.0.0.1:8106`, without a slash at the end. */
  readonly url: string
  /** The port that it listens on. */
  readonly port: number
  /** A merchant to sign calls as. */
  readonly merchant: { readonly iMid: string; readonly merchantKey: string }
  /** Lets calls under way finish, keeps the state, frees port and file. Nothing of it holds the process afterwards. */
  stop(): Promise<void>
}

/**
 * What can be chosen for a sandbox in this process; the flags of the command line under the same names. Unless told
 * otherwise it keeps its state in memory, listens on any free port of this machine and prints nothing.
 */
export interface StartOptions extends Partial<Config> {
  /** Time and ids from elsewhere, for tests. */
  readonly env?: Env
  /** Where log lines go; the standard output unless given. */
  readonly write?: (text: string) => void
}

export { VERSION }

/** How long calls under way have to finish when the sandbox stops, in milliseconds. */
const STOP_GRACE = 5000

/**
 * Starts a sandbox in this process; any number can run beside each other. Throws ConfigError, DamagedFile, LockedFile or
 * the system's error for a taken port.
 */
export const startSandbox = async ({
  env: givenEnv,
  write = (text) => void process.stdout.write(text),
  ...options
}: StartOptions = {}): Promise<Sandbox> => {
  const config = configOfOptions(options)
  const flaw = configFlaw(config, process.env.NODE_ENV)
  if (flaw) throw new ConfigError(flaw)

  const log = openLog(config.log, write)
  const bug = (error: unknown) => {
    log.flush()
    console.error('a bug of the sandbox, please report it:', error)
  }
  const env = givenEnv ?? systemEnv(config.seed)
  const seed = seedFrom(config.seedFile)
  const state = await openState(config.db, (tx) => seed(tx, env.systemNow()), log.say, bug)
  try {
    const server = await listening(config)
    const { port } = server.address() as AddressInfo
    const baseUrl = config.baseUrl ?? `http://${hostInUrl(config.host)}:${port}`
    const core: Core = { store: state.store, env, baseUrl, bug }

    const { store } = core
    const { systemNow, ids } = env
    // The outbox begins from what is durable, so nothing may change before it has looked.
    const outbox = openOutbox({ store, systemNow, send, bug })
    const timers = openTimers({
      store,
      systemNow,
      ring: (timer, tx, now) => ring(timer, { tx, now, ids }),
      bug,
    })
    const worker = together([timers, outbox])
    const trimmed = retain({ store, keep: config.keep, systemNow, say: log.say, bug })
    const journal = openJournal()
    journal.onExchange(log.exchange)
    store.onCommit(log.commit)
    const startedAt = new Date(env.systemNow()).toISOString()
    const deps = { core, worker, seed, journal, startedAt, version: VERSION }
    const events = eventStream(deps)
    const { lang: language, adminToken } = config
    const [{ iMid, merchantKey } = { iMid: '', merchantKey: '' }] = SEED_MERCHANTS
    const merchant = { iMid, merchantKey }
    const now = () => new Date(env.systemNow())
    const shop = demoShop({ baseUrl, merchant, now, language, word: env.ids.word })
    server.on('request', createApp({ ...deps, events, language, adminToken, shop }))

    return {
      url: baseUrl,
      port,
      merchant,
      stop: async () => {
        events.close()
        await closed(server)
        await worker.stop()
        await trimmed()
        await state.close()
        log.flush()
      },
    }
  } catch (error) {
    await state.close()
    throw error
  }
}

interface OpenState {
  readonly store: Store
  close(): Promise<void>
}

const openState = async (
  db: string,
  seed: (tx: Tx) => void,
  say: (sentence: string) => void,
  bug: (error: unknown) => void,
): Promise<OpenState> => {
  if (db === ':memory:') {
    return { store: await seeded(await openStore(undefined, bug), seed), close: async () => {} }
  }
  const release = await lock(db).catch((error: unknown) => {
    throw unusable(db, error)
  })
  const adapter: JournalAdapter = journalAdapter(db, { say })
  try {
    const store = await seeded(await openStore(adapter, bug), seed)
    return {
      store,
      close: async () => {
        await store.settled().catch(() => {})
        await adapter.close().finally(release)
      },
    }
  } catch (error) {
    await adapter.abandon()
    release()
    throw unusable(db, error)
  }
}

/** What the system says against a file, as the user's to mend; other errors as they are. */
const unusable = (db: string, error: unknown): unknown => {
  const { syscall, message } = (
    error instanceof StorageError ? error.cause : error
  ) as NodeJS.ErrnoException
  return syscall === undefined ? error : new ConfigError(`--db ${db} cannot be used: ${message}`)
}

const seeded = async (store: Store, seed: (tx: Tx) => void): Promise<Store> => {
  if (!store.world('default')) await store.renew('default', seed)
  return store
}

const listening = async ({ port, host }: Config): Promise<http.Server> => {
  const server = http.createServer({ requestTimeout: 30_000, headersTimeout: 15_000 })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  return server
}

const closed = (server: http.Server): Promise<void> =>
  new Promise((resolve) => {
    // Callers that keep their connections busy are told not to.
    server.prependListener('request', (_req, res) => {
      res.shouldKeepAlive = false
    })
    server.close(() => resolve())
    server.closeIdleConnections()
    setTimeout(() => server.closeAllConnections(), STOP_GRACE).unref()
  })

const hostInUrl = (host: string): string => {
  if (host === '0.0.0.0' || host === '::') return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}
