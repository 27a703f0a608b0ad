import type Forge from 'node-forge'

/** The masks under which an address stands for itself only, by its length in bytes. */
const WHOLE = '\xff'

/** What the types of node-forge leave out. */
interface IpBytes {
  bytesFromIP(address: string): string | null
}

/** GeneralName's tags. Source: RFC 5280, section 4.2.1.6. */
const DNS_NAME = 2
const IP_ADDRESS = 7

/**
 * A CA's promise to sign for these names and addresses only, so that whoever trusts it trusts nothing else by it, even
 * if its key is stolen. Source: RFC 5280, section 4.2.1.10; node-forge has no words for it.
 */
export const onlyFor = (
  { asn1, util }: typeof Forge,
  names: readonly string[],
  addresses: readonly string[],
) => {
  const context = asn1.Class.CONTEXT_SPECIFIC
  const sequence = (parts: Forge.asn1.Asn1[]) =>
    asn1.create(asn1.Class.UNIVERSAL, asn1.Type.SEQUENCE, true, parts)
  const subtree = (tag: number, bytes: string) =>
    sequence([asn1.create(context, tag, false, bytes)])
  const permitted = [
    ...names.map((name) => subtree(DNS_NAME, name)),
    ...addresses.map((address) => {
      const bytes = (util as unknown as IpBytes).bytesFromIP(address) ?? ''
      return subtree(IP_ADDRESS, bytes + WHOLE.repeat(bytes.length))
    }),
  ]
  const value = sequence([asn1.create(context, 0, true, permitted)])
  return { id: '2.5.29.30', critical: true, value: asn1.toDer(value).getBytes() }
}
