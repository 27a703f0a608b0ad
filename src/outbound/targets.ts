import { lookup as systemLookup } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { embeddedIn } from './embedded.ts'

/**
 * Addresses that no notification goes to, in whatever notation: the metadata services of cloud machines, and link-local
 * ones. Loopback and private addresses are what a sandbox is for.
 */
const REFUSED = new BlockList()
// Source: RFC 3927 (link-local), where nearly all of them are: Amazon EC2, ECS (169.254.170.2) and EKS (169.254.170.23), Google
// Compute Engine, Azure, Oracle, OpenStack, DigitalOcean, Hetzner, Vultr, IBM, Scaleway (169.254.42.42), Tencent (169.254.0.23).
REFUSED.addSubnet('169.254.0.0', 16, 'ipv4')
// Source: Alibaba Cloud, "Overview of ECS instance metadata".
REFUSED.addAddress('100.100.100.200', 'ipv4')
// Source: Microsoft Learn, "What is IP address 168.63.129.16?": Azure's WireServer.
REFUSED.addAddress('168.63.129.16', 'ipv4')
// Source: cloud-init, "Oracle" data source; RFC 7723 keeps the range for other purposes.
REFUSED.addAddress('192.0.0.192', 'ipv4')
// Source: RFC 4291, section 2.5.6: link-local, OpenStack's fe80::a9fe:a9fe among them.
REFUSED.addSubnet('fe80::', 10, 'ipv6')
// Source: Amazon EC2 User Guide, "Access instance metadata"; EKS has fd00:ec2::23.
REFUSED.addSubnet('fd00:ec2::', 32, 'ipv6')
// Source: Google Cloud, "Access VM metadata": the address of an instance that has IPv6 only.
REFUSED.addAddress('fd20:ce::254', 'ipv6')
// Source: oracle/oci-python-sdk, instance principals: Oracle's by IPv6.
REFUSED.addAddress('fd00:c1::a9fe:a9fe', 'ipv6')
// Source: cloud-init, "Akamai" data source: Linode's by IPv6.
REFUSED.addAddress('fd00:a9fe:a9fe::1', 'ipv6')
// Guess: Alibaba's by IPv6, which only the guards of other programs name.
REFUSED.addAddress('fd00:100::100:200', 'ipv6')
// Source: Scaleway, "Using the metadata API".
REFUSED.addAddress('fd00:42::42', 'ipv6')

const isRefused = (address: string): boolean =>
  isIP(address) === 4
    ? REFUSED.check(address, 'ipv4')
    : REFUSED.check(address.split('%')[0] ?? '', 'ipv6') ||
      embeddedIn(address).some((inner) => REFUSED.check(inner, 'ipv4'))

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
