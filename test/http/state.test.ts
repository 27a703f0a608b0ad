import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
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

  test('of another version', async () => {
    expect(await refused({ version: 1 })).toEqual([
      409,
      expect.stringMatching(/"version" must be 3/),
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
