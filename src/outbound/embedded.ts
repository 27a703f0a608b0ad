/** The 16 bytes of an IPv6 address in any of its writings, without the zone behind a percent sign. */
const bytesOf = (address: string): number[] => {
  const [bare = ''] = address.split('%', 1)
  // The last 32 bits may be written as an IPv4 address. Source: RFC 4291, section 2.2.
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(bare)
  const hex = (a: string, b: string): string =>
    ((Number(a) << 8) | Number(b)).toString(16).padStart(4, '0')
  const [, head = '', a = '', b = '', c = '', d = ''] = dotted ?? []
  const [front = '', back] = (dotted ? `${head}${hex(a, b)}:${hex(c, d)}` : bare).split('::')
  const groups = (text: string | undefined): string[] => (text ? text.split(':') : [])
  const [before, after] = [groups(front), groups(back)]
  const zeros = Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0')
  return [...before, ...zeros, ...after].flatMap((group) => {
    const value = Number.parseInt(group, 16)
    return [value >> 8, value & 0xff]
  })
}

/** Where an IPv4 address stands in an IPv6 address that begins so. */
interface Form {
  readonly prefix: readonly number[]
  /** The places of its four bytes. */
  readonly at: readonly [number, number, number, number]
  /** Teredo writes every bit turned round. */
  readonly turned?: true
}

const LAST = [12, 13, 14, 15] as const
const zeros = (count: number): number[] => Array<number>(count).fill(0)

/**
 * Every published form of an IPv6 address that leads to an IPv4 address: a network, or its translator, would take it there.
 */
const FORMS: readonly Form[] = [
  // Source: RFC 4291, section 2.5.5: IPv4-compatible ::a.b.c.d and IPv4-mapped ::ffff:a.b.c.d.
  { prefix: zeros(12), at: LAST },
  { prefix: [...zeros(10), 0xff, 0xff], at: LAST },
  // Source: RFC 2765, section 2.1: IPv4-translated ::ffff:0:a.b.c.d.
  { prefix: [...zeros(8), 0xff, 0xff, 0, 0], at: LAST },
  // Source: RFC 6052, section 2.1: the well-known prefix of NAT64, 64:ff9b::/96.
  { prefix: [0, 0x64, 0xff, 0x9b, ...zeros(8)], at: LAST },
  // Source: RFC 8215: 64:ff9b:1::/48 for local use, and RFC 6052, section 2.2: the address behind prefixes of 48, 56, 64 and 96
  // bits; byte 8 is left out.
  { prefix: [0, 0x64, 0xff, 0x9b, 0, 1], at: [6, 7, 9, 10] },
  { prefix: [0, 0x64, 0xff, 0x9b, 0, 1], at: [7, 9, 10, 11] },
  { prefix: [0, 0x64, 0xff, 0x9b, 0, 1], at: [9, 10, 11, 12] },
  { prefix: [0, 0x64, 0xff, 0x9b, 0, 1], at: LAST },
  // Source: RFC 3056, section 2: 6to4, 2002:aabb:ccdd::/48.
  { prefix: [0x20, 0x02], at: [2, 3, 4, 5] },
  // Source: RFC 4380, section 4: Teredo, 2001::/32, the server and, turned round, the client.
  { prefix: [0x20, 0x01, 0, 0], at: [4, 5, 6, 7] },
  { prefix: [0x20, 0x01, 0, 0], at: LAST, turned: true },
]

/** Source: RFC 5214, section 6.1: ISATAP, …:0:5efe:a.b.c.d, with or without the bit that says "unique", in any network. */
const isIsatap = (bytes: readonly number[]): boolean =>
  ((bytes[8] ?? 0) & 0xfd) === 0 && bytes[9] === 0 && bytes[10] === 0x5e && bytes[11] === 0xfe

/** The IPv4 addresses that an IPv6 address may lead to. */
export const embeddedIn = (address: string): string[] => {
  const bytes = bytesOf(address)
  const forms = FORMS.filter(({ prefix }) => prefix.every((byte, place) => bytes[place] === byte))
  const all = isIsatap(bytes) ? [...forms, { prefix: [], at: LAST }] : forms
  return all.map(({ at, ...form }) =>
    at.map((place) => (bytes[place] ?? 0) ^ ('turned' in form ? 0xff : 0)).join('.'),
  )
}
