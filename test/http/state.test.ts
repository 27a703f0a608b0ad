import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { checksumFor } from '../support/export.ts'
import { type TestSandbox, testSandbox } from '../support/sandbox.ts'

let sandbox: TestSandbox
beforeEach(async () => {
  sandbox = await testSandbox()
})
afterEach(() => sandbox.stop())

const linked = async () => {
  const { redirectUrlHttp } = await sandbox.bind()
  await sandbox.client.complete(redirectUrlHttp ?? '', { outcome: 'linked' })
  await sandbox.client.notifications.flush()
}

test('what was exported is imported again, into any namespace that may have it', async () => {
  await linked()
  const exported = await sandbox.client.state.export()
  await sandbox.client.state.reset()
  await linked()
  await linked()
  expect(await sandbox.client.state.export()).not.toEqual(exported)
  const { checksum } = exported as { checksum: string }
  expect(await sandbox.client.state.import(exported)).toEqual({ imported: 'default', checksum })
  expect(await sandbox.client.state.export()).toEqual(exported)
  expect(await sandbox.client.userTokens.list()).toHaveLength(1)
})

test('however a tool has written it down', async () => {
  const exported = (await sandbox.client.state.export()) as Record<string, unknown>
  const turned = Object.fromEntries(Object.entries(exported).reverse())
  await sandbox.client.state.import(JSON.parse(JSON.stringify(turned, null, 2)))
  expect(await sandbox.client.state.export()).toEqual(exported)
})

describe('nothing is imported', () => {
  const refused = async (change: object): Promise<[number, string]> => {
    const before = await sandbox.client.state.export()
    const answer = await sandbox.http.put('/_sandbox/state').send({ ...before, ...change })
    expect(await sandbox.client.state.export()).toEqual(before)
    return [answer.status, answer.body.error]
  }

  test('that was changed by hand', async () => {
    expect(await refused({ clock: { clock: { offsetMs: 'x', frozenAt: null } } })).toEqual([
      409,
      expect.stringMatching(/^the "checksum" is not that of the tables: only what GET/),
    ])
  })

  test('of a later version', async () => {
    expect(await refused({ version: 4 })).toEqual([
      409,
      '"version" must be 3 or an earlier one, received 4; what a later version of this program exports wants that version',
    ])
  })

  test('that has tables which nobody knows', async () => {
    expect(await refused({ invoices: {} })).toEqual([
      400,
      expect.stringMatching(/no field "invoices"/),
    ])
  })

  test('whose merchants are at home in another namespace', async () => {
    const { name } = await sandbox.client.namespaces.make()
    const exported = await sandbox.client.state.export()
    await expect(sandbox.client.in(name).state.import(exported)).rejects.toThrow(
      '"IONPAYTEST" is in the namespace "default" already',
    )
  })
})

describe('a body that is no export is refused in words, and nothing is imported', () => {
  const nested = `${'['.repeat(20_000)}${']'.repeat(20_000)}`
  test.each<{ name: string; body: string; says: string | RegExp }>([
    { name: 'nothing', body: ' ', says: 'the body must be a JSON object' },
    { name: 'a list', body: '[{"version":3}]', says: 'the body must be a JSON object' },
    { name: 'a text', body: '"x"', says: 'the body must be a JSON object' },
    { name: 'the beginning of one', body: '{"version":3', says: /^the body ends before its JSON/ },
    { name: 'more than one', body: '{} {}', says: /^the body is not JSON: Unexpected "{"/ },
    { name: 'no JSON', body: '{version:3}', says: /^the body is not JSON: Unexpected "v"/ },
    {
      name: 'a table twice',
      body: '{"transactions":{},"transactions":{}}',
      says: '"transactions" is there twice',
    },
    {
      name: 'a list for a table',
      body: '{"transactions":[1]}',
      says: '"transactions" must be a JSON object',
    },
    { name: 'a field that nobody knows', body: '{"__proto__":1}', says: /no field "__proto__"/ },
    {
      name: 'what is nested beyond all measure',
      body: `{"version":3,"transactions":{"a":${nested}}}`,
      says: 'a record is nested 100 deep or deeper',
    },
  ])('$name', async ({ body, says }) => {
    const before = await sandbox.client.state.export()
    const answer = await sandbox.http
      .put('/_sandbox/state')
      .set('Content-Type', 'application/json')
      .send(body)
    expect([answer.status, answer.body]).toEqual([
      400,
      { error: typeof says === 'string' ? says : expect.stringMatching(says) },
    ])
    expect(await sandbox.client.state.export()).toEqual(before)
  })

  test.each(['zstd', 'constructor'])('in the encoding %s, which is not known', async (encoding) => {
    const answer = await sandbox.http
      .put('/_sandbox/state')
      .set('Content-Type', 'application/json')
      .set('Content-Encoding', encoding)
      .send('{}')
    expect([answer.status, answer.body]).toEqual([
      415,
      { error: `unsupported content encoding "${encoding}"` },
    ])
  })
})

test('a compressed export is imported too', async () => {
  await linked()
  const exported = await sandbox.client.state.export()
  await sandbox.client.state.reset()
  const answer = await fetch(`${sandbox.url}/_sandbox/state`, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' },
    body: gzipSync(JSON.stringify(exported)),
  })
  expect(answer.status).toBe(200)
  expect(await sandbox.client.state.export()).toEqual(exported)
})

test('what earlier versions have exported is imported', async () => {
  await linked()
  const exported = (await sandbox.client.state.export()) as object
  for (const version of [1, 2]) {
    await sandbox.client.state.import({ ...exported, version })
    expect(await sandbox.client.state.export()).toEqual(exported)
  }
})

describe('a record that the program cannot work with is refused with its place, and nothing is imported', () => {
  type Tables = Record<string, Record<string, Record<string, unknown>>>

  /** Imports what was exported with a change to it, under a checksum that fits. */
  const importChanged = async (change: (tables: Tables) => void): Promise<string> => {
    await linked()
    const {
      version,
      namespace,
      checksum: _,
      ...tables
    } = (await sandbox.client.state.export()) as Tables &
      Record<'version' | 'namespace' | 'checksum', unknown>
    const before = await sandbox.client.state.export()
    change(tables)
    const checksum = await checksumFor(tables)
    const answer = await sandbox.http
      .put('/_sandbox/state')
      .send({ version, namespace, checksum, ...tables })
    expect(answer.status).toBe(400)
    expect(await sandbox.client.state.export()).toEqual(before)
    return answer.body.error
  }
  const first = (table: Record<string, Record<string, unknown>> = {}) =>
    Object.values(table)[0] ?? {}

  test.each<{ name: string; change: (tables: Tables) => void; says: RegExp }>([
    {
      name: 'an address that is none',
      change: ({ deliveries }) => void Object.assign(first(deliveries), { url: 'x' }),
      says: /^default\.deliveries\["[\w-]+"\]\.url must be an http or https address; nothing was imported$/,
    },
    {
      name: 'a body that is none',
      change: ({ deliveries }) => void Object.assign(first(deliveries), { body: null }),
      says: /\.body must be a text/,
    },
    {
      name: 'a clock beyond all times',
      change: ({ clock }) => void Object.assign(first(clock), { offsetMs: 9e15 }),
      says: /^default\.clock\["clock"\]\.offsetMs must be milliseconds that lead to a time from 1970 to 9999/,
    },
    {
      name: 'nothing',
      change: (tables) => void Object.assign(tables.bindings ?? {}, { x: null }),
      says: /^default\.bindings\["x"\] must be an object/,
    },
    {
      name: 'an empty one',
      change: (tables) => void Object.assign(tables.transactions ?? {}, { x: {} }),
      says: /^default\.transactions\["x"\]\.iMid must be a text/,
    },
    {
      name: 'a setting that there is not',
      change: ({ merchants }) => void Object.assign(first(merchants), { settings: { x: 1 } }),
      says: /^default\.merchants\["\w{10}"\]: there is no setting "x"/,
    },
    {
      name: 'one of a merchant that is not there',
      change: (tables) => {
        delete tables.merchants?.IONPAYTEST
      },
      says: /\.iMid must be that of a merchant of the namespace, and "IONPAYTEST" is none/,
    },
    {
      name: 'one under the name of another one',
      change: (tables) => void Object.assign(tables.accounts ?? {}, { x: first(tables.accounts) }),
      says: /^default\.accounts\["x"\] is stored under a name that is not its own, "62/,
    },
  ])('$name', async ({ change, says }) => {
    expect(await importChanged(change)).toMatch(says)
  })
})

test('an iMid has one home, whatever the order of import, drop and reset', async () => {
  const { namespaces, merchants, state } = sandbox.client
  await namespaces.make('A')
  const ofA = await sandbox.http.get('/_sandbox/state?namespace=A').then(({ body }) => body)
  await namespaces.drop('A')
  await state.import(ofA)
  await namespaces.make('B')
  await sandbox.http.post('/_sandbox/merchants?namespace=B').send({ iMid: 'IONPAYTEST' })

  const reset = await sandbox.http.delete('/_sandbox/state')
  expect([reset.status, reset.body]).toEqual([
    409,
    { error: '"IONPAYTEST" is in the namespace "B" already' },
  ])
  await namespaces.drop('B')
  await state.reset()
  expect(await merchants.list()).not.toEqual([])
  expect((await sandbox.bind()).resultCd).toBe('0000')
})
