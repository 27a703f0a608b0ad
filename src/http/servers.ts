import http from 'node:http'
import https from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { clearInterval, setInterval, setTimeout } from 'node:timers'
import type { Identity } from '../tls/certificates.ts'

/** Where to listen, and as whom on https. */
export interface Places {
  readonly host: string
  readonly port: number
  readonly tls?: { readonly port: number; readonly cert: string; readonly key: string } | undefined
  /** Tells why a client and https did not come together. */
  readonly say: (sentence: string) => void
}

/** The servers that listen for one application: http, and https where it is wanted. */
export interface Servers {
  readonly port: number
  readonly tlsPort: number | undefined
  serve(listener: http.RequestListener): void
  /** Lets calls under way finish. */
  close(): Promise<void>
}

/** A port that cannot be listened on, with the flag that chooses another. */
export class UnusablePort extends Error {
  override name = 'UnusablePort' as const
  readonly code: string | undefined

  constructor(flag: string, { code, port, message }: NodeJS.ErrnoException & { port?: number }) {
    super(PORT_FLAWS[code ?? '']?.(port ?? 0, flag) ?? message)
    this.code = code
  }
}

const PORT_FLAWS: Readonly<Record<string, (port: number, flag: string) => string>> = {
  EADDRINUSE: (port, flag) =>
    `port ${port} is taken; stop what listens there, or give another ${flag} (0 takes any free one)`,
  EACCES: (port, flag) =>
    `port ${port} may not be listened on by this user; give another ${flag}, or see "Clients with a hard-coded host" in the README`,
}

/** How long calls under way have to finish when the servers close, in milliseconds. */
const GRACE = 5000

/** How often connections that have become idle meanwhile are closed, in milliseconds. */
const SWEEP = 10

const LIMITS = { requestTimeout: 30_000, headersTimeout: 15_000 }

/** Begins to listen, on both ports or on none. Throws UnusablePort. */
export const openServers = async ({ host, port, tls, say }: Places): Promise<Servers> => {
  const plain = http.createServer(LIMITS)
  const secure = tls && securely(tls, say)
  const servers = secure ? [plain, secure] : [plain]
  // Together, as a call that comes before anybody serves would wait in vain.
  const begun = await Promise.allSettled([
    listening(plain, port, host, '--port'),
    secure && listening(secure, tls.port, host, '--tls-port'),
  ])
  const failed = begun.find(({ status }) => status === 'rejected')
  if (!failed) return together(servers)
  await Promise.all(servers.map(closed))
  throw (failed as PromiseRejectedResult).reason
}

const securely = ({ cert, key }: Identity, say: Places['say']): https.Server => {
  const server = https.createServer({ ...LIMITS, cert, key })
  server.on('tlsClientError', ({ code = '' }: NodeJS.ErrnoException) => {
    const sentence = HANDSHAKE_FLAWS[code]
    if (sentence) say(sentence)
  })
  return server
}

const DISTRUST = 'a client of https broke off: it does not trust the CA of the sandbox'

const HANDSHAKE_FLAWS: Readonly<Record<string, string>> = {
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: DISTRUST,
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN: DISTRUST,
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: DISTRUST,
  ERR_SSL_HTTP_REQUEST: 'a client speaks plain http on the port of https',
}

/** Closes connections on which no call has come yet: to Node those are not idle, and some clients open them in advance. */
const silentOnes = (server: http.Server): (() => void) => {
  const silent = new Set<Socket>()
  const met = (socket: Socket): void => {
    silent.add(socket)
    socket.once('close', () => silent.delete(socket))
  }
  server.on(server instanceof https.Server ? 'secureConnection' : 'connection', met)
  server.on('request', ({ socket }) => silent.delete(socket))
  return () => {
    for (const socket of silent) socket.destroy()
  }
}

const together = (servers: readonly http.Server[]): Servers => {
  const silences = servers.map(silentOnes)
  const [port = 0, tlsPort] = servers.map((server) => (server.address() as AddressInfo).port)
  return {
    port,
    tlsPort,
    serve: (listener) => {
      for (const server of servers) server.on('request', listener)
    },
    close: async () => {
      const all = Promise.all(servers.map(closed))
      for (const silence of silences) silence()
      await all
    },
  }
}

const listening = (server: http.Server, port: number, host: string, flag: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', (error) => reject(new UnusablePort(flag, error)))
    server.listen(port, host, resolve)
  })

const closed = (server: http.Server): Promise<void> =>
  new Promise((resolve) => {
    // Callers that keep their connections busy are told not to.
    server.prependListener('request', (_req, res) => {
      res.shouldKeepAlive = false
    })
    // Whoever was being answered keeps its connection, which nobody needs from then on.
    const sweep = setInterval(() => server.closeIdleConnections(), SWEEP).unref()
    setTimeout(() => server.closeAllConnections(), GRACE).unref()
    server.close(() => {
      clearInterval(sweep)
      resolve()
    })
    server.closeIdleConnections()
  })

/** The host of an address under which a server is reached that listens on `host`. */
export const hostInUrl = (host: string): string => {
  if (host === '0.0.0.0' || host === '::') return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}
