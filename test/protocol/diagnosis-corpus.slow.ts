import { beforeAll, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Core } from '../../src/endpoints/core.ts'
import { JSON_ENDPOINTS } from '../../src/endpoints/index.ts'
import { diagnose } from '../../src/protocol/diagnosis/index.ts'
import { KEY } from '../support/fixtures.ts'
import { testSandbox } from '../support/sandbox.ts'
import {
  coreWithOther,
  OTHER,
  type SignedCall,
  send,
  signedCalls,
} from '../support/wrong-tokens/calls.ts'
import { WRONG_HASHES } from '../support/wrong-tokens/hashes.ts'
import { BROKEN_PROGRAMS } from '../support/wrong-tokens/index.ts'
import { type Broken, right } from '../support/wrong-tokens/programs.ts'

/** With how many endpoints each broken program is tried, in turn; CORPUS=8, in .ci/run, tries it with every one. */
const ENDPOINTS_EACH = Number(process.env.CORPUS ?? 1)

interface Case {
  readonly call: SignedCall
  readonly broken: Broken
  readonly token: string
}

const casesOf = (calls: readonly SignedCall[]): readonly Case[] =>
  BROKEN_PROGRAMS.flatMap((broken, turn) =>
    calls
      .map((_, place) => calls[(place + turn) % calls.length] as SignedCall)
      .flatMap((call) => {
        const token = broken.sign(call)
        return token === undefined || token === right(call) ? [] : [{ call, broken, token }]
      })
      .slice(0, ENDPOINTS_EACH),
  )

let core: Core
let calls: readonly SignedCall[]
beforeAll(async () => {
  core = await coreWithOther()
  calls = await signedCalls(core)
})

/** What a refusal says of the mistake. */
const mistakeIn = (reason: string): string =>
  /received .*?\. (It .*?)(?: \(docs\..*)?$/s.exec(reason)?.[1] ?? reason

/** Every piece of the keys that is twelve characters long. */
const PIECES = [KEY, OTHER.merchantKey].flatMap((key) =>
  Array.from({ length: key.length - 11 }, (_, at) => key.slice(at, at + 12)),
)

const piecesIn = (shown: string): string[] => PIECES.filter((piece) => shown.includes(piece))

test('the mistake is named for every broken program, without a key', async () => {
  const cases = casesOf(calls)
  const missed: string[] = []
  const reasons: string[] = []
  for (const { call, broken, token } of cases) {
    const { reason } = await send(call, token, core)
    reasons.push(reason ?? '')
    const mistake = mistakeIn(reason ?? '')
    if (!broken.told.test(mistake)) missed.push(`${call.endpoint.name}, ${broken.does}: ${mistake}`)
  }
  expect(missed).toEqual([])
  expect(cases.length).toBeGreaterThanOrEqual(200)
  expect(piecesIn(reasons.join('\n'))).toEqual([])
  expect(reasons.filter((reason) => reason.length > 1000)).toEqual([])
})

test('neither journal nor log nor console shows a key, even where it was sent', async () => {
  const printed: string[] = []
  const sandbox = await testSandbox({ log: 'pretty', write: (text) => printed.push(text) })
  await sandbox.control('/merchants', OTHER).expect(200)
  const [registration] = calls as [SignedCall]
  const { fields, key } = registration
  const sent = [
    ...WRONG_HASHES.map(({ sign }) => ({ merchantToken: sign(registration) })),
    { merchantToken: OTHER.merchantKey },
    { merchantToken: key.slice(0, 40) },
    { merchantToken: 'x', referenceNo: key.slice(3, 43) },
    { merchantToken: 'x', goodsNm: key, merchantKey: key },
    { merchantToken: right(registration), userAgent: key },
    { merchantToken: right(registration), description: `${key}${key}` },
  ]
  for (const change of sent) {
    await sandbox.http.post(registration.endpoint.paths[0] ?? '').send({ ...fields, ...change })
  }
  await sandbox.http.post('/nicepay/direct/v2/registration').type('json').send(`{"key": "${key}",}`)
  const exchanges = await sandbox.look('/requests?limit=1000')
  expect(exchanges).toHaveLength(sent.length + 1)
  const page = (await sandbox.http.get('/').expect(200)).text
  await sandbox.stop()
  expect(piecesIn([JSON.stringify(exchanges), page, ...printed].join('\n'))).toEqual([])
})

test('nor a key of any other merchant, in whatever place, nor an admin token', async () => {
  const printed: string[] = []
  const adminToken = 'an-admin-token'
  const bearer = { Authorization: `Bearer ${adminToken}`, Cookie: adminToken }
  const sandbox = await testSandbox({
    log: 'json',
    adminToken,
    write: (text) => printed.push(text),
  })
  const { http } = sandbox
  await http.post('/_sandbox/namespaces').set(bearer).send({ name: 'far' }).expect(200)
  for (let n = 0; n < 101; n++) {
    const filler = { iMid: `FILL${100_000 + n}`, merchantKey: `filler-${n}-filler-${n}` }
    await http.post('/_sandbox/merchants?namespace=far').set(bearer).send(filler).expect(200)
  }
  await http.post('/_sandbox/merchants?namespace=far').set(bearer).send(OTHER).expect(200)
  await http
    .post('/_sandbox/merchants?namespace=far')
    .set(bearer)
    .send({ iMid: 'SHORT00001', merchantKey: 'hush-hush' })
    .expect(200)
  const [{ fields, ...registration }] = calls as [SignedCall]
  const path = registration.endpoint.paths[0] ?? ''
  const answers: unknown[] = []
  const keys = [OTHER.merchantKey, 'hush-hush', KEY]
  for (const key of keys) {
    // A short key is masked as a value only, and not where values are joined to be signed.
    const signed = key.length < 12 ? [] : ['timeStamp', 'referenceNo']
    for (const name of ['iMid', 'mitraCd', 'merchantToken', 'goodsNm', ...signed]) {
      const merchantToken = right({ ...registration, fields })
      const { headers } = await http
        .post(path)
        .set(bearer)
        .send({ ...fields, merchantToken, [name]: key })
      answers.push(headers)
    }
    const asPath = await http
      .post(`/nicepay/${encodeURIComponent(key)}?tXid=${key}`)
      .set('X-Key', key)
    const asTXid = await http.get(`/nicepay/direct/v2/payment?tXid=${key}&iMid=${key}`).set(bearer)
    const page = await http.get(`/kredivo/pay?tk=${key}`).set(bearer)
    answers.push(asPath.headers, asTXid.headers, page.headers)
  }
  const { body } = await http.get('/_sandbox/requests?limit=1000').set(bearer)
  await sandbox.stop()
  expect(body.length).toBeGreaterThanOrEqual(7 * keys.length)
  const told = [JSON.stringify(body), JSON.stringify(answers), ...printed].join('\n')
  expect([...piecesIn(told), ...told.matchAll(/.{40}(hush-hush|an-admin-token).{20}/g)]).toEqual([])
})

test('a right token is never diagnosed', async () => {
  const asking = calls.filter(({ endpoint }) => /inquiry|user-details/.test(endpoint.name))
  for (const call of asking) expect((await send(call, right(call), core)).reason).toBeNull()
})

test('a token that nobody made is not explained', () => {
  const value = fc.stringMatching(/^[ -~]{0,40}$/)
  const digest = fc.stringMatching(/^[0-9a-f]{64}$/)
  fc.assert(
    fc.property(
      fc.constantFrom(...JSON_ENDPOINTS),
      fc.record({ iMid: value, amt: value, referenceNo: value, tXid: value, billingPhone: value }),
      fc.oneof(
        digest,
        digest.map((hex) => hex.toUpperCase()),
        digest.map((hex) => Buffer.from(hex, 'hex').toString('base64')),
        fc.stringMatching(/^[0-9a-f]{16,31}$/),
      ),
      ({ signs }, fields, received) => {
        const otherKeys = new Map([[OTHER.iMid, OTHER.merchantKey]])
        const misfit = { received, signs, fields, sent: fields, merchantKey: KEY, otherKeys }
        return diagnose(misfit) === undefined
      },
    ),
    { numRuns: 60 },
  )
})
