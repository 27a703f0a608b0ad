import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { SNAP_ENDPOINTS } from '../../src/endpoints/snap/index.ts'
import { type TestSandbox, testSandbox } from '../support/sandbox.ts'

let sandbox: TestSandbox
beforeEach(async () => {
  sandbox = await testSandbox()
})
afterEach(() => sandbox.stop())

const QUERY = {
  state: 'WodkkwijSDs',
  scopes: 'QUERY_BALANCE,PUBLIC_ID',
  redirectUrl: 'https://domain.com/authSuccess.htm?a=1&b=2',
}

const sign = async (endpoint: string, message: object = {}) =>
  (await sandbox.control('/sign', { endpoint, iMid: 'IONPAYTEST', message }).expect(200)).body

/** Sends a signed call as it is. */
const send = async (signed: Awaited<ReturnType<typeof sign>>) => {
  const { method, path, headers, body } = signed
  const answer = await fetch(`${sandbox.url}${path}`, { method, headers, body: body || null })
  return {
    reason: decodeURIComponent(answer.headers.get('x-sandbox-reason') ?? ''),
    ...(await answer.json()),
  }
}

test('a GET is signed with its query', async () => {
  const signed = await sign('snap.get-auth-code', QUERY)
  expect(signed).toMatchObject({
    method: 'GET',
    path: `/nicepay/v1.0/get-auth-code?${new URLSearchParams(QUERY)}`,
    body: '',
  })
  expect(await send(signed)).toMatchObject({ responseCode: '2001000', state: 'WodkkwijSDs' })
})

test.each(SNAP_ENDPOINTS.map(({ name }) => name))(
  '%s: what is signed here is no wrong signature there',
  async (name) => {
    const { responseCode, reason } = await send(await sign(name))
    expect(responseCode).not.toMatch(/^401/)
    expect(reason).not.toContain('X-SIGNATURE')
  },
)

test('a call that was refused is explained out of the journal', async () => {
  const { headers, ...signed } = await sign('snap.va-status', { additionalInfo: { tXidVA: 'x' } })
  const body = '{ "additionalInfo": { "tXidVA": "y" } }'
  expect(await send({ ...signed, headers, body })).toMatchObject({ responseCode: '4012600' })
  const [exchange] = await sandbox.client.requests.list()
  const { body: explained } = await sandbox.control('/explain', { request: exchange?.id })
  expect(explained).toEqual({
    endpoint: 'snap.va-status',
    stringToSign: expect.stringMatching(
      /^POST:\/api\/v1\.0\/transfer-va\/status:.{8}…:[0-9a-f]{64}:2026-01-31T10:00:00\+07:00$/,
    ),
    bodyHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    minifiedBodyHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    expected: expect.stringMatching(/^.{8}…$/),
    received: `${headers['X-SIGNATURE'].slice(0, 8)}…`,
    right: false,
    mistake: null,
  })
  expect(explained.bodyHash).not.toBe(explained.minifiedBodyHash)
})

test('the public half of the key that signs notifications can be had, its private half cannot', async () => {
  const { body } = await sandbox.http.get('/_sandbox/keys').expect(200)
  expect(body).toEqual({
    merchant: {
      publicKey: expect.stringContaining('BEGIN PUBLIC KEY'),
      privateKey: expect.stringContaining('BEGIN PRIVATE KEY'),
    },
    notification: { publicKey: expect.stringContaining('BEGIN PUBLIC KEY') },
  })
})
