import { type Control, openControl } from './client/control.ts'
import { ConfigError } from './config/flags.ts'
import { allowedHosts, type Config, configFlaw, nodeFlaw } from './config.ts'
import { demoShop } from './demo/shop/routes.ts'
import { type Core, nowAt } from './endpoints/core.ts'
import { type Env, realNow, systemEnv } from './env.ts'
import { createApp } from './http/app.ts'
import { eventStream } from './http/control/events.ts'
import { openWatch } from './http/control/watch.ts'
import { openJournal } from './http/journal.ts'
import { openLog } from './http/log.ts'
import { hostInUrl, openServers } from './http/servers.ts'
import { ring } from './lender/timers.ts'
import { configOfOptions } from './options.ts'
import { openOutbox } from './outbound/outbox.ts'
import { send } from './outbound/send.ts'
import { signing } from './outbound/signing.ts'
import { VERSION } from './package.ts'
import { openFaults } from './store/faults.ts'
import { openKeyPairs } from './store/key-pairs.ts'
import { openMask } from './store/keys.ts'
import { openState } from './store/open-state.ts'
import type { Tx } from './store/overlay.ts'
import { retain } from './store/retention.ts'
import { SEED_MERCHANTS } from './store/seed.ts'
import { seedFrom } from './store/seed-file.ts'
import { openTimers } from './timing/timers.ts'
import { together } from './timing/worker.ts'
import { VENDOR_NAMES } from './tls/names.ts'
import { serverIdentityIn } from './tls/server-identity.ts'

/** A sandbox that runs. */
export interface Sandbox {
  /** `http://127.0.0.1:8106`, without a slash at the end. */
  readonly url: string
  /** The port that it listens on. */
  readonly port: number
  /** `https://127.0.0.1:8443`, with `tls` only. */
  readonly tlsUrl: string | undefined
  /** The certificate of the CA that a client of https must trust, PEM, and the file that holds it. */
  readonly ca: string | undefined
  readonly caFile: string | undefined
  /** Drives it: clock, shoppers, faults, notifications … */
  readonly control: Control
  /** A merchant to sign calls as. */
  readonly merchant: {
    readonly iMid: string
    readonly merchantKey: string
    readonly clientSecret: string
  }
  /** Lets calls under way finish, keeps the state, frees port and file. Nothing of it holds the process afterwards. */
  stop(): Promise<void>
}

/**
 * What can be chosen for a sandbox in this process; the flags of the command line under the same names. Unless told
 * otherwise it keeps its state in memory, listens on any free port of this machine and prints nothing.
 */
export interface StartOptions extends Partial<Config> {
  /** Time and ids from elsewhere, for tests. */
  readonly env?: Partial<Env>
  /** Where log lines go; the standard output unless given. */
  readonly write?: (text: string) => void
  /** Where sentences that somebody should know go while the log is silent: a torn line dropped, say. Nowhere unless given. */
  readonly warn?: (text: string) => void
}

export { VERSION }

/**
 * Starts a sandbox in this process; any number can run beside each other. Throws ConfigError, UnusableFile, DamagedFile,
 * LockedFile or UnusablePort.
 */
export const startSandbox = async ({
  env: givenEnv,
  write = (text) => void process.stdout.write(text),
  warn,
  ...options
}: StartOptions = {}): Promise<Sandbox> => {
  const config = configOfOptions(options)
  const flaw = nodeFlaw(process.versions.node) ?? configFlaw(config, process.env.NODE_ENV)
  if (flaw) throw new ConfigError(flaw)

  const log = openLog(config.log, write, warn)
  const bug = (error: unknown) => {
    log.flush()
    console.error('a bug of the sandbox, please report it:', error)
  }
  const seeds = seedFrom(config.seedFile)
  const systemNow = givenEnv?.systemNow ?? realNow
  const seed = (tx: Tx) => seeds.ofDefault(tx, systemNow())
  const state = await openState(config.db, seed, log.say, bug)
  const env = { ...systemEnv(config.seed, state.store.idSeries), ...givenEnv }
  try {
    const { host, autopilot, tlsDir } = config
    const identity = config.tls
      ? await serverIdentityIn(tlsDir, env.systemNow(), log.say)
      : undefined
    const tls = identity && { port: config.tlsPort, ...identity }
    const servers = await openServers({ host, port: config.port, tls, say: log.say })
    const { port, tlsPort } = servers
    const localUrl = `http://${hostInUrl(host)}:${port}`
    const baseUrl = config.baseUrl ?? localUrl
    const faults = openFaults(state.store)
    const mask = openMask(state.store)
    const keyPairs = openKeyPairs(state.store, env.keyPair)
    const core: Core = { store: state.store, env, faults, keyPairs, mask, autopilot, baseUrl, bug }

    const { store } = core
    const { ids } = env
    // The outbox begins from what is durable, so nothing may change before it has looked.
    const outbox = openOutbox({
      store,
      systemNow,
      send: signing(send, keyPairs, (iMid) => nowAt(core, store.homeOf('merchants', iMid) ?? null)),
      faults,
      bug,
    })
    const timers = openTimers({
      store,
      systemNow,
      ring: (timer, tx, now) => ring(timer, { tx, now, ids }),
      bug,
    })
    const worker = together([timers, outbox])
    const trimmed = retain({ store, keep: config.keep, systemNow, say: log.say, bug })
    const journal = openJournal(mask)
    journal.onExchange(log.exchange)
    store.onCommit(log.commit)
    const startedAt = new Date(env.systemNow()).toISOString()
    const watch = openWatch(store)
    const deps = { core, worker, watch, seeds, journal, startedAt, version: VERSION }
    const events = eventStream(deps)
    const { lang: language, adminToken } = config
    const [{ iMid, merchantKey, clientSecret } = { iMid: '', merchantKey: '', clientSecret: '' }] =
      SEED_MERCHANTS
    const merchant = { iMid, merchantKey, clientSecret }
    const now = () => new Date(env.systemNow())
    const keys = async () => {
      const { merchant: own, notification } = await keyPairs.get()
      return { privateKey: own.privateKey, nicepayKey: notification.publicKey }
    }
    const shopOptions = { baseUrl, localUrl, merchant, keys, now, language, word: env.ids.word }
    const shop = demoShop(shopOptions)
    const ownNames = [...allowedHosts(config), ...(identity ? VENDOR_NAMES : [])]
    servers.serve(createApp({ ...deps, events, language, adminToken, ownNames, shop }))

    return {
      url: baseUrl,
      port,
      tlsUrl: tlsPort === undefined ? undefined : `https://${hostInUrl(host)}:${tlsPort}`,
      ca: identity?.ca,
      caFile: identity?.caFile,
      merchant,
      control: openControl(localUrl, adminToken === undefined ? {} : { adminToken }),
      stop: async () => {
        events.close()
        watch.close()
        await servers.close()
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
