import { type JsonSchema, type Rules, schemaOf } from '../../domain/rule.ts'
import type { Call } from '../control/calls.ts'
import { FILTER } from '../control/requests.ts'
import { described, type Json, parameter } from './parts.ts'

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

/** The calls of the control API, by what each takes. */
export const controlPaths = (calls: readonly Call[]): Json => {
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

/** The stream of events, which is no call with an answer. */
export const EVENTS: Json = {
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
