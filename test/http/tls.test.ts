import { X509Certificate } from 'node:crypto'
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import http from 'node:http'
import https from 'node:https'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Sandbox } from '../../src/server.ts'
import { startSandbox } from '../../src/server.ts'
import { authorityIn } from '../../src/tls/authority.ts'
import { newServerIdentity, SERVER_DAYS } from '../../src/tls/certificates.ts'
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
    const { port: tlsPort } = new URL(sandbox.tlsUrl ?? '')
    const port = await freePort()
    const options = { port, tls: true, tlsDir: home.folder, tlsPort: Number(tlsPort) }
    await expect(startSandbox(options)).rejects.toThrow(
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
    const now = Date.now()
    const authority = await authorityIn(home.folder, now)
    const ca = new X509Certificate(authority.cert)
    const cert = new X509Certificate((await newServerIdentity(authority, now)).cert)
    expect(cert.verify(ca.publicKey) && cert.checkIssued(ca) && ca.ca && !cert.ca).toBe(true)
    expect(TLS_NAMES.filter((name) => !cert.checkHost(name))).toEqual([])
    expect(TLS_ADDRESSES.filter((address) => !cert.checkIP(address))).toEqual([])
    expect(cert.checkHost('example.com')).toBeUndefined()
    expect(Date.parse(cert.validTo) - Date.parse(cert.validFrom)).toBeLessThan(398 * DAY)
  })

  test('gives way to a new one before it ends', async () => {
    const nearItsEnd = Date.now() + (3650 - SERVER_DAYS) * DAY
    const renewed = await authorityIn(home.folder, nearItsEnd)
    expect(renewed.isNew).toBe(true)
    expect(renewed.cert).not.toBe(sandbox.ca)
    expect((await authorityIn(home.folder, nearItsEnd)).cert).toBe(renewed.cert)
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

  test('of two that start at once is one and the same', () =>
    inFolder(async (folder) => {
      const [one, two] = await Promise.all([authorityIn(folder, 0), authorityIn(folder, 0)])
      expect(one?.cert).toBe(two?.cert)
    }))
})
