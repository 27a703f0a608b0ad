import { networkInterfaces } from 'node:os'

/** The address to listen on for one that was asked for: where there is no IPv4, 127.0.0.1 can only mean ::1. */
export const listenable = (host: string): string => (host === '127.0.0.1' ? loopback() : host)

/** This machine's own address: 127.0.0.1, or ::1 where there is no IPv4 at all. */
export const loopback = (): string => {
  const own = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal }) => internal)
  return own.length > 0 && own.every(({ family }) => family === 'IPv6') ? '::1' : '127.0.0.1'
}
