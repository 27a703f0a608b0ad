import { describe, expect, test } from '@jest/globals'
import { openDeposit, ownerOf } from '../src/acquirer/open-deposit.ts'
import type { ApiAnswer } from '../src/endpoints/answer.ts'
import type { Core } from '../src/endpoints/core.ts'
import type { JsonEndpoint } from '../src/endpoints/endpoint.ts'
import { makeIds } from '../src/env.ts'
import { PLAIN_DECISIONS } from '../src/lender/plain-page.ts'
import { issueToken } from '../src/lender/user-tokens.ts'
import { missingResult } from '../src/protocol/fields.ts'
import { RESULT } from '../src/protocol/results.ts'
import { merchantToken } from '../src/protocol/signature.ts'
import { seed } from '../src/store/seed.ts'
import { openStore } from '../src/store/store.ts'
import { T0 } from './support/clock.ts'
import { testCore } from './support/core.ts'
import { type Fields, fixture, KEY } from './support/fixtures.ts'
import { VARIANTS } from './support/variants.ts'

const signed = (endpoint: JsonEndpoint | undefined, fields: Fields): Fields => {
  const values = (endpoint?.signs ?? []).map((name) => String(fields[name] ?? ''))
  return { merchantToken: merchantToken(values, KEY), ...fields }
}

/**
 * What has happened before: a call with its fixture request, a lender's decision on every order, an account linked, an amount
 * transferred to a customer's number.
 */
type Given =
  | { readonly call: string; readonly with?: Fields }
  | { readonly lender: keyof typeof PLAIN_DECISIONS }
  | { readonly linked: string }
  | { readonly deposit: number; readonly to: string }

/** What a store holds, table by table. */
type Stored = readonly (readonly [table: string, records: ReadonlyMap<string, unknown>])[]

/** What differs between two looks: records are replaced, never changed, so it is enough to see whether they are the same. */
const changesOf = (before: Stored, after: Stored): string[] =>
  after.flatMap(([table, records], at) => {
    const earlier = before[at]?.[1] ?? new Map()
    const ids = new Set([...earlier.keys(), ...records.keys()])
    return [...ids]
      .filter((id) => earlier.get(id) !== records.get(id))
      .map((id) => `${table} ${id}`)
  })

/** A core without a server, with what has happened to it already, and all that it stores. */
const core = async (given: readonly Given[]): Promise<{ core: Core; stored: () => Stored }> => {
  const store = await openStore()
  await store.renew('default', seed)
  const core = testCore(store)
  const call = async (name: string, change: Fields = {}) => {
    const endpoint = VARIANTS.find((one) => one.name === name)?.endpoint
    const fields = signed(endpoint, { ...fixture(`requests/${name}.json`), ...change })
    await endpoint?.invoke(
      { query: '', contentType: 'application/json', body: Buffer.from(JSON.stringify(fields)) },
      core,
    )
  }
  const decide = (decision: keyof typeof PLAIN_DECISIONS) =>
    store.transact('default', (tx) => {
      for (const order of store.world('default')?.tables.transactions.values() ?? []) {
        PLAIN_DECISIONS[decision](order, { tx, now: T0, ids: core.env.ids })
      }
    })
  const link = (phone: string) =>
    store.transact('default', (tx) => {
      issueToken(
        { iMid: 'PAYLOANTES', clientUserKey: 'customer', phone },
        { tx, now: T0, ids: core.env.ids },
      )
    })
  const transfer = (amount: number, vacctNo: string) =>
    store.transact('default', (tx) => {
      const owned = ownerOf(vacctNo, tx)
      if (owned) openDeposit(owned, amount, { tx, now: T0, ids: core.env.ids })
    })
  for (const one of given) {
    if ('call' in one) await call(one.call, one.with)
    else if ('lender' in one) await decide(one.lender)
    else if ('linked' in one) await link(one.linked)
    else await transfer(one.deposit, one.to)
  }
  const stored = (): Stored =>
    Object.entries(store.world('default')?.tables ?? {}).map(([table, records]) => [
      table,
      new Map(records as ReadonlyMap<string, unknown>),
    ])
  return { core, stored }
}

/** The rows of a variant that it does not share with the endpoint's first one, which shows the shared rows for all. */
const ownRows = (name: string, { name: endpoint, request }: JsonEndpoint): string[] => {
  const [first] = VARIANTS.filter((one) => one.endpoint.name === endpoint)
  const shared = first?.name === name ? {} : first?.endpoint.request
  return Object.keys(request).filter((row) => request[row] !== shared?.[row])
}

/** The JSON of an answer. */
const bodyOf = ({ content }: ApiAnswer): Fields => (content.kind === 'json' ? content.body : {})

// Everything about an endpoint that follows from its one value; nothing here names an endpoint.
describe.each(VARIANTS)('$name', ({ name: fixtures, endpoint }) => {
  const accepted: Fields = fixture(`requests/${fixtures}.json`)
  const reply: Fields = fixture(`replies/${fixtures}.json`)
  const given: readonly Given[] = fixture('given.json')[fixtures] ?? []
  const badToken = RESULT[endpoint.badToken].resultCd
  const missing = (name: string) =>
    name === 'merchantToken' ? badToken : RESULT[missingResult(endpoint.request, name)].resultCd
  const rows = ownRows(fixtures, endpoint)
  const required = rows.filter((name) => endpoint.request[name]?.required)

  // What is refused changes nothing, as each test sees, so that the next one may have the same core.
  let shared: ReturnType<typeof core> | undefined
  const unchanged = () => {
    shared ??= core(given)
    return shared
  }

  const call = async (
    fields: Fields,
    contentType = 'application/json',
    on: ReturnType<typeof core> = core(given),
  ) => {
    const { core: sandbox, stored } = await on
    const before = stored()
    const text = contentType.includes('form')
      ? new URLSearchParams(fields as Record<string, string>).toString()
      : JSON.stringify(fields)
    const answer = await endpoint.invoke(
      { query: '', contentType, body: Buffer.from(text) },
      sandbox,
    )
    return { answer, changes: changesOf(before, stored()) }
  }
  const callRefused = (fields: Fields) => call(fields, 'application/json', unchanged())

  const expectRefusal = async (fields: Fields, resultCd: string) => {
    const { answer, changes } = await callRefused(fields)
    expect(answer).toMatchObject({ status: 200, resultCd })
    expect(answer.reason).toEqual(expect.stringMatching(/./))
    const answered = Object.entries(endpoint.reply).flatMap(([name, row]) =>
      row.required ? [name] : [],
    )
    const { resultCd: _cd, resultMsg, ...others } = bodyOf(answer)
    expect(Object.keys(bodyOf(answer))).toEqual(answered)
    expect(resultMsg).toBe(Object.values(RESULT).find((r) => r.resultCd === resultCd)?.resultMsg)
    expect(Object.values(others)).toEqual(Object.values(others).map(() => null))
    expect(changes).toEqual([])
  }

  test('answers the documented request with the documented reply, in its order', async () => {
    const { answer } = await call(signed(endpoint, accepted))
    expect(answer.reason).toBeNull()
    expect(JSON.stringify(bodyOf(answer))).toBe(JSON.stringify(reply))
    const inOrder = Object.keys(endpoint.reply).filter((name) => name in bodyOf(answer))
    expect(Object.keys(bodyOf(answer))).toEqual(inOrder)
  })

  test.each([
    'application/json;charset=UTF-8',
    'Application/JSON',
    'application/x-www-form-urlencoded',
  ])('takes %s', async (contentType) => {
    const { answer } = await call(signed(endpoint, accepted), contentType)
    expect(bodyOf(answer)).toEqual(reply)
  })

  test('ignores fields that it does not know', async () => {
    const { answer } = await call({
      bankCd: 'BMRI',
      vacctNo: null,
      x: { y: [] },
      ...signed(endpoint, accepted),
    })
    expect(bodyOf(answer)).toEqual(reply)
  })

  for (const name of required) {
    test(`misses ${name}`, async () => {
      const { [name]: _gone, ...rest } = signed(endpoint, { ...accepted, [name]: '' })
      await expectRefusal(rest, missing(name))
    })

    test(`misses ${name} when it is null`, async () => {
      const body = { ...signed(endpoint, { ...accepted, [name]: '' }), [name]: null }
      await expectRefusal(body, missing(name))
    })
  }

  for (const name of rows) {
    test(`refuses ${name} when it is too long, a list, an object or true`, async () => {
      const size = endpoint.request[name]?.size ?? 0
      for (const value of ['9'.repeat(size + 1), ['x'], { x: 1 }, true]) {
        const body = { ...signed(endpoint, accepted), [name]: value }
        const { answer, changes } = await callRefused(body)
        expect(answer.resultCd).not.toBe(RESULT.SUCCESS.resultCd)
        expect(answer.reason).toContain(name)
        expect(changes).toEqual([])
      }
    })
  }

  test('refuses a token made with another key, of other values, in capitals, or of nothing', async () => {
    const { merchantToken: token } = signed(endpoint, accepted)
    const values = endpoint.signs.map((name) => String(accepted[name]))
    const wrong = [
      merchantToken(values, `${KEY}x`),
      merchantToken(values.toReversed(), KEY),
      String(token).toUpperCase(),
      '0'.repeat(64),
      'x',
    ]
    for (const bad of wrong) {
      await expectRefusal({ ...accepted, merchantToken: bad }, badToken)
    }
  })

  test.each(endpoint.signs)(
    'refuses a token when %s is another one than was signed',
    async (name) => {
      const other = `${accepted[name]}`.replace(/.$/, (last) => (last === '0' ? '1' : '0'))
      const body = { ...signed(endpoint, accepted), [name]: other }
      const { answer } = await callRefused(body)
      expect([badToken, RESULT.UNKNOWN_MERCHANT.resultCd]).toContain(answer.resultCd)
    },
  )

  test('refuses an unknown merchant', async () => {
    await expectRefusal(
      signed(endpoint, { ...accepted, iMid: 'NOBODY0000' }),
      RESULT.UNKNOWN_MERCHANT.resultCd,
    )
  })

  test.each([
    { name: 'no JSON', body: '{"iMid":', contentType: 'application/json' },
    { name: 'a JSON list', body: '[]', contentType: 'application/json' },
    { name: 'JSON null', body: 'null', contentType: 'application/json' },
    { name: 'a JSON text', body: '"x"', contentType: 'application/json' },
    { name: 'nothing', body: '', contentType: 'application/json' },
    {
      name: 'bytes that are no UTF-8',
      body: Buffer.from('7b22ff227d', 'hex'),
      contentType: 'application/json',
    },
    { name: 'a content type of every object', body: '{}', contentType: '__proto__' },
    { name: 'another content type', body: '{}', contentType: 'text/plain' },
    { name: 'no content type', body: '{}', contentType: '' },
  ])('refuses a body that is $name', async ({ body, contentType }) => {
    const { core: sandbox, stored } = await unchanged()
    const before = stored()
    const answer = await endpoint.invoke(
      { query: '', contentType, body: Buffer.from(body) },
      sandbox,
    )
    expect(answer).toMatchObject({ status: 200, resultCd: RESULT.BAD_HTTP_MESSAGE.resultCd })
    expect(changesOf(before, stored())).toEqual([])
  })
})

/** The first variant of each endpoint that registers something: where tXids come from is the same for all of them. */
const REGISTERING = VARIANTS.filter(
  ({ endpoint: { name, request, reply } }, at) =>
    reply.tXid && !request.tXid && VARIANTS.findIndex((one) => one.endpoint.name === name) === at,
)

describe.each(REGISTERING)('what registers: $name', ({ name: fixtures, endpoint }) => {
  test('500 calls at once have 500 tXids', async () => {
    const { core: sandbox } = await core([])
    const busy = { ...sandbox, env: { ...sandbox.env, ids: makeIds() } }
    const calls = Array.from({ length: 500 }, (_, number) => {
      const fields = { ...fixture(`requests/${fixtures}.json`), referenceNo: `R${number}` }
      const body = Buffer.from(JSON.stringify(signed(endpoint, fields)))
      return endpoint.invoke({ query: '', contentType: 'application/json', body }, busy)
    })
    const answers = await Promise.all(calls)
    expect(new Set(answers.map(({ resultCd }) => resultCd))).toEqual(new Set(['0000']))
    expect(new Set(answers.map((answer) => bodyOf(answer).tXid)).size).toBe(500)
  })
})
