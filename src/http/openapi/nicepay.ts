import type { JsonSchema } from '../../domain/rule.ts'
import type { Endpoint } from '../../endpoints/answer.ts'
import type { Field, Fields } from '../../protocol/fields.ts'
import { BESIDE, described, type Json, parameter } from './parts.ts'

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

/** NICEPAY's endpoints, by their own tables. */
export const nicepayPaths = (endpoints: readonly Endpoint[]): Json =>
  Object.fromEntries(
    endpoints.map((endpoint) => [
      endpoint.paths[0],
      Object.fromEntries(
        endpoint.methods.map((method) => [method, nicepayOperation(endpoint, method)]),
      ),
    ]),
  )
