import { networkInterfaces } from 'node:os'

/** This machine's own address: 127.0.0.1, or ::1 where there is no IPv4 at all. */
export const loopback = (): string => {
  const own = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal }) => internal)
  return own.length > 0 && own.every(({ family }) => family === 'IPv6') ? '::1' : '127.0.0.1'
}
