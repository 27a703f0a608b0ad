import type Forge from 'node-forge'

/** The masks under which an address stands for itself only, by its length in bytes. */
const WHOLE = '\xff'

/** What the types of node-forge leave out. */
interface IpBytes {
  bytesFromIP(address: string): string | null
}

/** GeneralName's tags. Source: RFC 5280, section 4.2.1.6. */
const MAIL_ADDRESS = 1
const DNS_NAME = 2
const DIRECTORY_NAME = 4
const URI = 6
const IP_ADDRESS = 7

/** A host that no name can have, so that "this one only" lets none through. Source: RFC 2606, section 2. */
const NOBODY = 'invalid'

/**
 * A CA's promise to sign for these names and addresses only, under one organisation, so that whoever trusts it trusts nothing
 * else by it, even if its key is stolen. A DNS name lets the names below it through, too, so those are excluded; kinds of names
 * that nothing is said of would be free, so of mail addresses and URIs only impossible ones are let through.
 * Source: RFC 5280, section 4.2.1.10; that a dot in front means the names below alone is OpenSSL's and Chromium's reading
 * of it. node-forge has no words for it.
 */
export const onlyFor = (
  { asn1, pki, util }: typeof Forge,
  names: readonly string[],
  addresses: readonly string[],
  organisation: string,
) => {
  const context = asn1.Class.CONTEXT_SPECIFIC
  const sequence = (parts: Forge.asn1.Asn1[]) =>
    asn1.create(asn1.Class.UNIVERSAL, asn1.Type.SEQUENCE, true, parts)
  const subtree = (tag: number, bytes: string) =>
    sequence([asn1.create(context, tag, false, bytes)])
  const named = pki.createCertificate()
  named.setSubject([{ name: 'organizationName', value: organisation }])
  const permitted = [
    subtree(MAIL_ADDRESS, NOBODY),
    ...names.map((name) => subtree(DNS_NAME, name)),
    sequence([
      asn1.create(context, DIRECTORY_NAME, true, [pki.distinguishedNameToAsn1(named.subject)]),
    ]),
    subtree(URI, NOBODY),
    ...addresses.map((address) => {
      const bytes = (util as unknown as IpBytes).bytesFromIP(address) ?? ''
      return subtree(IP_ADDRESS, bytes + WHOLE.repeat(bytes.length))
    }),
  ]
  const excluded = names.map((name) => subtree(DNS_NAME, `.${name}`))
  const value = sequence([
    asn1.create(context, 0, true, permitted),
    asn1.create(context, 1, true, excluded),
  ])
  return { id: '2.5.29.30', critical: true, value: asn1.toDer(value).getBytes() }
}
