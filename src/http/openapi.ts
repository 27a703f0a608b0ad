import { type JsonSchema, type Rules, schemaOf } from '../domain/rule.ts'
import type { Endpoint } from '../endpoints/answer.ts'
import type { Field, Fields } from '../protocol/fields.ts'
import type { Call } from './control/calls.ts'
import { FILTER } from './control/requests.ts'

type Json = Readonly<Record<string, unknown>>

/** What the document is derived from. */
export interface Described {
  readonly endpoints: readonly Endpoint[]
  readonly calls: readonly Call[]
  readonly version: string
  readonly baseUrl: string
}

const described = (description: string): Json => ({ description })

const parameter = (name: string, place: 'path' | 'query', more: Json): Json => ({
  name,
  in: place,
  required: place === 'path',
  schema: { type: 'string' },
  ...more,
})

/** A row of the vendor's table. Numbers count as texts of digits, and come as JSON numbers too. */
const fieldSchema = ({ type, size, flaw, entries }: Field): JsonSchema => {
  if (entries) return { type: 'array', items: tableSchema(entries) }
  const digits = type === 'N' && !flaw ? { pattern: '^[0-9]*$' } : {}
  const text = { type: 'string', maxLength: size, ...digits, description: `${type}(${size})` }
  return type === 'N' ? { anyOf: [text, { type: 'integer' }, { type: 'null' }] } : orNull(text)
}

const orNull = (schema: JsonSchema): JsonSchema => ({ anyOf: [schema, { type: 'null' }] })

const requiredOf = (fields: Fields): Json => {
  const required = Object.keys(fields).filter((name) => fields[name]?.required)
  return required.length > 0 ? { required } : {}
}

/** Fields of a message: required rows are there, in an answer as null where there is nothing to say. */
const tableSchema = (fields: Fields): JsonSchema => ({
  type: 'object',
  properties: Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, fieldSchema(field)]),
  ),
  ...requiredOf(fields),
})

const BESIDE: Json = {
  'X-Sandbox-Request-Id': {
    description: 'the exchange in GET /_sandbox/requests/{id}',
    schema: { type: 'string' },
  },
  'X-Sandbox-Reason': {
    description: 'why it was refused; percent-encoded beyond ASCII',
    schema: { type: 'string' },
  },
}

const nicepayAnswer = ({ reply }: Endpoint): Json => ({
  description: 'the vendor’s answer, whatever `resultCd` it has',
  headers: BESIDE,
  content: reply
    ? { 'application/json': { schema: tableSchema(reply) } }
    : {
        'text/html': { schema: { type: 'string' } },
        'application/json': { schema: { type: 'object' } },
      },
})

const nicepayOperation = (endpoint: Endpoint, method: string): Json => {
  const { name, request, signs } = endpoint
  const schema = tableSchema(request)
  const formula = `merchantToken = SHA-256(${[...signs, 'merchantKey'].join(' + ')})`
  const asQuery = Object.entries(request).map(([field, row]) =>
    parameter(field, 'query', { required: row.required, schema: fieldSchema(row) }),
  )
  return {
    operationId: method === 'get' ? `${name}.get` : name,
    tags: ['NICEPAY'],
    description: formula,
    ...(method === 'get'
      ? { parameters: asQuery }
      : {
          requestBody: {
            required: true,
            content: {
              'application/json': { schema },
              'application/x-www-form-urlencoded': { schema },
            },
          },
        }),
    responses: {
      200: nicepayAnswer(endpoint),
      ...(endpoint.reply ? {} : { 302: described('on to the lender’s pages') }),
    },
  }
}

const nicepayPaths = (endpoints: readonly Endpoint[]): Json =>
  Object.fromEntries(
    endpoints.map((endpoint) => [
      endpoint.paths[0],
      Object.fromEntries(
        endpoint.methods.map((method) => [method, nicepayOperation(endpoint, method)]),
      ),
    ]),
  )

const ERROR: Json = {
  description: 'refused; nothing was changed',
  content: {
    'application/json': {
      schema: { type: 'object', properties: { error: { type: 'string' } }, required: ['error'] },
    },
  },
}

const NAMESPACE = parameter('namespace', 'query', described('in this namespace (default)'))

const PARAMETER = /:(\w+)/g

/** `notifications.redeliver.post` for POST /notifications/:id/redeliver. */
const operationIdOf = ({ method, path }: Call): string =>
  [...path.split('/').filter((part) => part !== ''), method]
    .map((part) => (part.startsWith(':') ? 'one' : part))
    .join('.')

const bodyOf = (rules: Rules, required: readonly string[]): Json => ({
  required: required.length > 0,
  content: { 'application/json': { schema: withWords(rules, required) } },
})

/** The schema of a body, each field with what it must be. */
const withWords = (rules: Rules, required: readonly string[]): JsonSchema => ({
  ...schemaOf(rules, required),
  properties: Object.fromEntries(
    Object.entries(rules).map(([name, { schema, values }]) => [
      name,
      { description: values.replaceAll('`', ''), ...schema },
    ]),
  ),
})

const controlOperation = (call: Call): Json => {
  const { path, method, says, query = {}, body, required = [] } = call
  return {
    operationId: operationIdOf(call),
    tags: ['Control'],
    summary: says,
    parameters: [
      ...[...path.matchAll(PARAMETER)].map(([, name = '']) => parameter(name, 'path', {})),
      NAMESPACE,
      ...Object.entries(query).map(([name, words]) =>
        parameter(name, 'query', { ...described(words), required: required.includes(name) }),
      ),
    ],
    ...(body && method !== 'get' ? { requestBody: bodyOf(body, required) } : {}),
    responses: {
      200: { description: says, content: { 'application/json': { schema: {} } } },
      '4XX': ERROR,
    },
  }
}

const controlPaths = (calls: readonly Call[]): Json => {
  const paths: Record<string, Record<string, Json>> = {}
  for (const call of calls) {
    const path = `/_sandbox${call.path.replace(PARAMETER, '{$1}')}`
    paths[path] = { ...paths[path], [call.method]: controlOperation(call) }
  }
  return paths
}

const EVENT_PARAMETERS = {
  ...FILTER,
  events: 'only these, by name, with commas between',
  list: 'begins with the newest exchanges, as many, 1 to 99999',
}

const EVENTS: Json = {
  '/_sandbox/events': {
    get: {
      operationId: 'events.get',
      parameters: [
        NAMESPACE,
        ...Object.entries(EVENT_PARAMETERS).map(([name, words]) =>
          parameter(name, 'query', described(words)),
        ),
      ],
      tags: ['Control'],
      summary:
        'what happens, as it happens: server-sent events `exchange`, `transaction` and `delivery`, each with JSON',
      responses: {
        200: {
          description: 'a stream',
          content: { 'text/event-stream': { schema: { type: 'string' } } },
        },
        '4XX': ERROR,
      },
    },
  },
}

/** The OpenAPI 3.1 document of NICEPAY's endpoints and of the control API, derived from the values that define them. */
export const openApi = ({ endpoints, calls, version, baseUrl }: Described): Json => ({
  openapi: '3.1.0',
  info: {
    title: 'nicepay-sandbox',
    version,
    description:
      'A local stand-in for NICEPAY and for the Kredivo pages behind it. Not made by either.',
  },
  servers: [{ url: baseUrl }],
  tags: [
    { name: 'NICEPAY', description: 'the vendor’s API, under the vendor’s own paths' },
    { name: 'Control', description: 'what drives the sandbox itself' },
  ],
  paths: { ...nicepayPaths(endpoints), ...controlPaths(calls), ...EVENTS },
})
