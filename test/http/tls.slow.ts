import { generateKeyPairSync, X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import http from 'node:http'
import https from 'node:https'
import type { AddressInfo } from 'node:net'
import { connect, createServer } from 'node:tls'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import forge from 'node-forge'
import { openServers } from '../../src/http/servers.ts'
import { type Sandbox, startSandbox } from '../../src/server.ts'
import { authorityIn } from '../../src/tls/authority.ts'
import { CA_DAYS, SERVER_DAYS } from '../../src/tls/certificates.ts'
import { TLS_ADDRESSES, TLS_NAMES, VENDOR_NAMES } from '../../src/tls/names.ts'
import { inFolder, openFolder } from '../support/folder.ts'
import { freePort } from '../support/port.ts'

const DAY = 86_400_000

let home: Awaited<ReturnType<typeof openFolder>>
let sandbox: Sandbox
let printed = ''

beforeAll(async () => {
  home = await openFolder()
  const write = (text: string): void => {
    printed += text
  }
  sandbox = await startSandbox({ tls: true, tlsDir: home.folder, log: 'pretty', write })
})

afterAll(async () => {
  await sandbox.stop()
  await home.remove()
})

/** Asks the sandbox over https as a client does that has a host name hard-coded. */
const ask = (servername: string, path: string, ca = sandbox.ca): Promise<number> =>
  new Promise((resolve, reject) => {
    const { port } = new URL(sandbox.tlsUrl ?? '')
    const options = { host: '127.0.0.1', port, path, servername, ca, headers: { host: servername } }
    https.get(options, (res) => resolve(res.resume().statusCode ?? 0)).on('error', reject)
  })

/** The certificate with which the sandbox answers. */
const served = (): Promise<X509Certificate> =>
  new Promise((resolve, reject) => {
    const { port } = new URL(sandbox.tlsUrl ?? '')
    const socket = connect({ host: '127.0.0.1', port: Number(port), ca: sandbox.ca }, () => {
      resolve(socket.getPeerX509Certificate() as X509Certificate)
      socket.destroy()
    })
    socket.on('error', reject)
  })

describe('https', () => {
  test.each(TLS_NAMES)('serves pages and NICEPAY’s paths as %s', async (name) => {
    expect(await ask(name, '/_sandbox/health')).toBe(200)
    expect(await ask(name, '/nicepay/direct/v2/payment')).toBe(200)
  })

  test('is refused by a client that does not trust the CA', async () => {
    await expect(ask('dev.nicepay.co.id', '/', '')).rejects.toThrow(/unable to verify|self-signed/)
  })

  test('says what went wrong when a client speaks plain http to it', async () => {
    const plain = sandbox.tlsUrl?.replace('https', 'http') ?? ''
    await expect(fetch(plain)).rejects.toThrow('fetch failed')
    while (!printed.includes('plain http')) await new Promise(setImmediate)
    expect(printed).toContain('a client speaks plain http on the port of https\n')
  })

  test('stands beside http, whose links it leaves as they are', async () => {
    expect(sandbox.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect(sandbox.tlsUrl).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/)
    expect((await fetch(`${sandbox.url}/_sandbox/health`)).status).toBe(200)
  })

  test('on a taken port is one clear line, and nothing else is left listening', async () => {
    const port = await freePort()
    const tlsPort = Number(new URL(sandbox.tlsUrl ?? '').port)
    const { cert, key } = await authorityIn(home.folder, Date.now())
    const tls = { port: tlsPort, cert, key }
    await expect(openServers({ host: '127.0.0.1', port, tls, say: () => {} })).rejects.toThrow(
      `port ${tlsPort} is taken; stop what listens there, or give another --tls-port (0 takes any free one)`,
    )
    await expect(fetch(`http://127.0.0.1:${port}`)).rejects.toThrow('fetch failed')
  })

  test('only with it the vendors’ names are the sandbox’s', async () => {
    const plain = await startSandbox()
    const [name = ''] = VENDOR_NAMES
    const statusOf = (url: string) =>
      new Promise((resolve) => {
        const headers = { host: name }
        http.get(`${url}/_sandbox/health`, { headers }, (res) => resolve(res.resume().statusCode))
      })
    expect([await statusOf(plain.url), await statusOf(sandbox.url)]).toEqual([421, 200])
    expect([plain.tlsUrl, plain.ca, plain.caFile]).toEqual([undefined, undefined, undefined])
    await plain.stop()
  })
})

describe('the CA', () => {
  test('is kept, its key for its owner only', async () => {
    const file = `${home.folder}/ca/ca.pem`
    expect(sandbox.caFile).toBe(file)
    expect(await readFile(file, 'utf8')).toBe(sandbox.ca)
    expect((await stat(`${home.folder}/ca/ca-key.pem`)).mode & 0o777).toBe(0o600)
    expect(printed).toContain(`a new CA was made, to be trusted by clients of https: ${file}\n`)
    const { cert, isNew } = await authorityIn(home.folder, Date.now())
    expect({ cert, isNew }).toEqual({ cert: sandbox.ca, isNew: false })
  })

  test('signs a certificate for all our names, for less than 398 days', async () => {
    const ca = new X509Certificate(sandbox.ca ?? '')
    const cert = await served()
    expect(cert.verify(ca.publicKey) && cert.checkIssued(ca) && ca.ca && !cert.ca).toBe(true)
    expect(TLS_NAMES.filter((name) => !cert.checkHost(name))).toEqual([])
    expect(TLS_ADDRESSES.filter((address) => !cert.checkIP(address))).toEqual([])
    expect(cert.checkHost('example.com')).toBeUndefined()
    expect(Date.parse(cert.validTo) - Date.parse(cert.validFrom)).toBeLessThan(398 * DAY)
  })

  describe('is good for nothing else, even if its key is stolen', () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    })

    /** A server's certificate that a thief signs. */
    const stolen = async (altName: object, organisation = 'nicepay-sandbox'): Promise<string> => {
      const { cert, key } = await authorityIn(home.folder, Date.now())
      const certificate = forge.pki.createCertificate()
      certificate.publicKey = forge.pki.publicKeyFromPem(publicKey)
      certificate.serialNumber = '0102'
      certificate.validity.notBefore = new Date(Date.now() - DAY)
      certificate.validity.notAfter = new Date(Date.now() + DAY)
      certificate.setSubject([
        { name: 'organizationName', value: organisation },
        { name: 'commonName', value: 'a thief' },
      ])
      certificate.setIssuer(forge.pki.certificateFromPem(cert).subject.attributes)
      certificate.setExtensions([{ name: 'subjectAltName', altNames: [altName] }])
      certificate.sign(forge.pki.privateKeyFromPem(key), forge.md.sha256.create())
      return forge.pki.certificateToPem(certificate)
    }

    /** Whether Node takes a server's certificate, whatever its name. */
    const isTaken = async (cert: string): Promise<boolean> => {
      const server = createServer({ cert, key: privateKey }).listen(0, '127.0.0.1')
      await once(server, 'listening')
      const { port } = server.address() as AddressInfo
      const { ca } = sandbox
      const socket = connect({ port, host: '127.0.0.1', ca, checkServerIdentity: () => undefined })
      // `once` rejects at an error, which is what a refused certificate is.
      const taken = await once(socket, 'secureConnect').then(
        () => true,
        () => false,
      )
      socket.destroy()
      server.close()
      return taken
    }

    test.each([
      ['a name of ours', { type: 2, value: 'dev.nicepay.co.id' }, true],
      ['an address of ours', { type: 7, ip: '127.0.0.1' }, true],
      ['a name below one of ours', { type: 2, value: 'evil.dev.nicepay.co.id' }, false],
      ['another name', { type: 2, value: 'example.com' }, false],
      ['another address', { type: 7, ip: '10.0.0.1' }, false],
      ['a mail address', { type: 1, value: 'a@example.com' }, false],
      ['a URI', { type: 6, value: 'https://example.com/' }, false],
    ])('%s: %o is taken: %s', async (_, altName, taken) => {
      expect(await isTaken(await stolen(altName))).toBe(taken)
    })

    test('another organisation', async () => {
      const cert = await stolen({ type: 2, value: 'dev.nicepay.co.id' }, 'Another one')
      expect(await isTaken(cert)).toBe(false)
    })
  })

  test('gives way to a new one before it ends, the same for all that start then', async () => {
    const nearItsEnd = Date.now() + (CA_DAYS - SERVER_DAYS) * DAY
    const here = () => authorityIn(home.folder, nearItsEnd)
    const [one, two] = await Promise.all([here(), here()])
    expect([one?.isNew, two?.isNew].sort()).toEqual([false, true])
    expect(one?.cert).toBe(two?.cert)
    expect(one?.cert).not.toBe(sandbox.ca)
    expect((await here()).cert).toBe(one?.cert)
  })

  test('that is damaged, or a folder that cannot be, is one clear line', () =>
    inFolder(async (folder) => {
      await mkdir(`${folder}/ca`)
      await expect(authorityIn(folder, 0)).rejects.toThrow(
        /^\S+\/ca holds no CA \(ENOENT.*\); remove that folder to get a new one$/,
      )
      await writeFile(`${folder}/file`, '')
      await expect(startSandbox({ tls: true, tlsDir: `${folder}/file` })).rejects.toThrow(
        /^--tls-dir \S+\/file cannot be used: /,
      )
    }))
})
