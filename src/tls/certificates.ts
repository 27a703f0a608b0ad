import { createHash, generateKeyPair } from 'node:crypto'
import { promisify } from 'node:util'
import type Forge from 'node-forge'
import type { Instant } from '../protocol/time.ts'
import { onlyFor } from './constraints.ts'
import { TLS_ADDRESSES, TLS_NAMES } from './names.ts'

/** A certificate and its private key, both PEM. */
export interface Identity {
  readonly cert: string
  readonly key: string
}

const DAY = 86_400_000

/** The organisation that every certificate of ours names, and the only one that the CA signs for. */
const ORGANISATION = 'nicepay-sandbox'

/** How long a certificate is good, in days. Source: browsers refuse a server's beyond 398. */
export const CA_DAYS = 3650
export const SERVER_DAYS = 397

/** Clocks of clients, in containers and virtual machines, may be a little behind. */
const EARLIER = 3_600_000

// It takes 30 ms to load and is needed only when a certificate is made.
const load = async (): Promise<typeof Forge> => (await import('node-forge')).default

/** A new CA that can sign for our names only. */
export const newAuthority = async (now: Instant): Promise<Identity> => {
  const forge = await load()
  return issue(forge, {
    now,
    days: CA_DAYS,
    name: 'nicepay-sandbox local CA',
    extensions: [
      { name: 'basicConstraints', critical: true, cA: true, pathLenConstraint: 0 },
      { name: 'keyUsage', critical: true, keyCertSign: true, cRLSign: true },
      { name: 'extKeyUsage', serverAuth: true },
      onlyFor(forge, TLS_NAMES, TLS_ADDRESSES, ORGANISATION),
    ],
  })
}

/** A new certificate for our server, signed by the CA. */
export const newServerIdentity = async (authority: Identity, now: Instant): Promise<Identity> => {
  const forge = await load()
  const altNames = [
    ...TLS_NAMES.map((value) => ({ type: 2, value })),
    ...TLS_ADDRESSES.map((ip) => ({ type: 7, ip })),
  ]
  return issue(forge, {
    now,
    days: SERVER_DAYS,
    name: 'nicepay-sandbox',
    authority,
    extensions: [
      { name: 'basicConstraints', critical: true, cA: false },
      { name: 'keyUsage', critical: true, digitalSignature: true, keyEncipherment: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames },
    ],
  })
}

interface Wish {
  readonly now: Instant
  readonly days: number
  readonly name: string
  /** Who signs it; itself unless given. */
  readonly authority?: Identity
  readonly extensions: readonly Readonly<Record<string, unknown>>[]
}

const newKeys = promisify(generateKeyPair)

const issue = async (
  { pki, md }: typeof Forge,
  { now, days, name, authority, extensions }: Wish,
): Promise<Identity> => {
  const { publicKey, privateKey: key } = await newKeys('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  // Every certificate has a key of its own, so its hash tells it from every other one.
  const id = createHash('sha256').update(publicKey).digest('hex').slice(0, 32)
  const certificate = pki.createCertificate()
  certificate.publicKey = pki.publicKeyFromPem(publicKey)
  // 01 in front: a serial number must be positive and without needless zeros.
  certificate.serialNumber = `01${id}`
  certificate.validity.notBefore = new Date(now - EARLIER)
  certificate.validity.notAfter = new Date(now - EARLIER + days * DAY)
  certificate.setSubject([
    { name: 'organizationName', value: ORGANISATION },
    { name: 'commonName', value: `${name} ${id.slice(0, 8)}` },
  ])
  const issuer = authority ? pki.certificateFromPem(authority.cert) : certificate
  certificate.setIssuer(issuer.subject.attributes)
  certificate.setExtensions([
    ...extensions,
    { name: 'subjectKeyIdentifier' },
    {
      name: 'authorityKeyIdentifier',
      keyIdentifier: issuer.generateSubjectKeyIdentifier().getBytes(),
    },
  ])
  certificate.sign(pki.privateKeyFromPem(authority?.key ?? key), md.sha256.create())
  return { cert: pki.certificateToPem(certificate), key }
}
