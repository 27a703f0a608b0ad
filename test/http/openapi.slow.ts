import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { Validator } from '@seriousme/openapi-schema-validator'
import { openControl } from '../../src/client/control.ts'
import { ENDPOINTS } from '../../src/endpoints/index.ts'
import { SNAP_ENDPOINTS } from '../../src/endpoints/snap/index.ts'
import { fixture } from '../support/fixtures.ts'
import { type TestSandbox, testSandbox } from '../support/sandbox.ts'

// biome-ignore lint/suspicious/noExplicitAny: a JSON document, looked into at many places
let document: any
let sandbox: TestSandbox
beforeAll(async () => {
  sandbox = await testSandbox()
  document = await sandbox.client.openapi()
})
afterAll(() => sandbox.stop())

test('the document is valid OpenAPI 3.1', async () => {
  const validator = new Validator()
  expect(await validator.validate(structuredClone(document))).toEqual({ valid: true })
  expect(validator.version).toBe('3.1')
})

test('every operation has an id of its own', () => {
  const ids = Object.values<Record<string, { operationId: string }>>(document.paths).flatMap(
    (path) => Object.values(path).map(({ operationId }) => operationId),
  )
  expect(new Set(ids).size).toBe(ids.length)
})

describe.each(ENDPOINTS)('$name', ({ name, paths, methods, request, reply }) => {
  test('is described by its own tables', () => {
    const path = document.paths[paths[0] ?? '']
    expect(Object.keys(path)).toEqual([...methods])
    const { operationId, requestBody, responses } = path.post
    expect(operationId).toBe(name)
    const { schema } = requestBody.content['application/json']
    expect(Object.keys(schema.properties)).toEqual(Object.keys(request))
    if (!reply) return
    const answer = responses[200].content['application/json'].schema
    expect(Object.keys(answer.properties)).toEqual(Object.keys(reply))
    const optional = Object.keys(reply).filter((row) => !reply[row]?.required)
    const rows = Object.keys(fixture(`replies/${name}.json`))
    expect(answer.required).toEqual(rows.filter((row) => !optional.includes(row)))
  })
})

test.each(SNAP_ENDPOINTS)('$name is described by its own tables', (endpoint) => {
  const { name, paths, methods, rows, headers } = endpoint
  const path = document.paths[paths[0] ?? '']
  expect(Object.keys(path)).toEqual([...methods])
  const { operationId, parameters, requestBody } = path[methods[0] ?? '']
  expect(operationId).toBe(name)
  const said = parameters.map((one: { name: string }) => one.name)
  const inQuery = methods.includes('get') ? Object.keys(rows) : []
  expect(said).toEqual([...headers, ...inQuery])
  const { properties } = requestBody?.content['application/json'].schema ?? { properties: {} }
  expect(Object.keys(properties)).toEqual(methods.includes('get') ? [] : Object.keys(rows))
})

test('the client says what is wrong when it is not the sandbox’s refusal', async () => {
  const client = openControl(`${sandbox.url}//`)
  expect((await client.health()).status).toBe('ok')
  for (const id of ['', '.', '..'])
    await expect(async () => client.faults.remove(id)).rejects.toThrow(/names nothing/)
  const nobody = openControl('http://127.0.0.1:9')
  await expect(nobody.health()).rejects.toThrow(/cannot be reached/)
  const other = openControl('http://x.test', {
    fetch: async () => new Response('<h1>no</h1>', { status: 502 }),
  })
  await expect(other.health()).rejects.toThrow('<h1>no</h1>')
})

/** A function that may be called with anything, with all the functions inside it. */
const everyFunction = (of: object): ((...args: unknown[]) => Promise<unknown>)[] =>
  Object.entries(of).flatMap(([name, value]) => {
    if (name === 'in') return []
    return typeof value === 'function' ? [value] : everyFunction(value)
  })

test('the typed client has a function for every control call, and for no other', async () => {
  const called = new Set<string>()
  const client = openControl('http://sandbox.test', {
    fetch: async (url, init) => {
      const path = new URL(String(url)).pathname.replace(/\/one\b/g, '/{}')
      called.add(`${init?.method?.toLowerCase()} ${path}`)
      return new Response('{}')
    },
  })
  for (const run of everyFunction(client)) await run('one', { outcome: 'one' })
  const described = Object.entries<object>(document.paths)
    .filter(([path]) => path.startsWith('/_sandbox') && path !== '/_sandbox/events')
    .flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path.replace(/\{\w+\}/g, '{}')}`),
    )
  expect([...called].sort()).toEqual(described.sort())
})
