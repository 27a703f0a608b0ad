import { lookup as systemLookup } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/**
 * Addresses that no notification goes to: the metadata services of cloud machines, and link-local ones, in whatever
 * notation. Loopback and private addresses are what a sandbox is for.
 */
const REFUSED = new BlockList()
REFUSED.addSubnet('169.254.0.0', 16, 'ipv4')
REFUSED.addAddress('100.100.100.200', 'ipv4')
REFUSED.addSubnet('fe80::', 10, 'ipv6')
REFUSED.addAddress('fd00:ec2::254', 'ipv6')
REFUSED.addSubnet('64:ff9b::169.254.0.0', 112, 'ipv6')
REFUSED.addSubnet('2002:a9fe::', 32, 'ipv6')

const isRefused = (address: string): boolean =>
  REFUSED.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')

const refusal = (address: string): Error =>
  new Error(
    `notifications never go to ${address} (a cloud machine's metadata or a link-local address)`,
  )

/** Why nothing is sent to a host that is an address itself, or nothing; names are checked by `safeLookup`. */
export const targetFlaw = (hostname: string): Error | undefined => {
  const address = hostname.replace(/^\[|\]$/g, '')
  return isIP(address) && isRefused(address) ? refusal(address) : undefined
}

/** Looks a name up and refuses it when any of its addresses is refused; the connection goes to the checked ones. */
export const safeLookup: LookupFunction = (hostname, options, callback) => {
  systemLookup(hostname, { ...options, all: true }, (error, addresses) => {
    const bad = addresses?.find(({ address }) => isRefused(address))
    const first = addresses?.[0]
    if (error || bad || !first) {
      const cause = error ?? refusal(bad?.address ?? hostname)
      callback(cause as NodeJS.ErrnoException, '', 0)
    } else if (options.all) callback(null, addresses)
    else callback(null, first.address, first.family)
  })
}
