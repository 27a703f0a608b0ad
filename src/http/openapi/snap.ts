import type { JsonSchema } from '../../domain/rule.ts'
import type { SnapEndpoint } from '../../endpoints/snap/snap-endpoint.ts'
import type { SnapRow, SnapRows } from '../../protocol/snap/fields.ts'
import { BESIDE, type Json, parameter } from './parts.ts'

/** A row of a SNAP table. What may be missing may be null too, and "" or [] as NICEPAY's SDKs send it. */
const rowSchema = (row: SnapRow): JsonSchema => {
  if (row.kind === 'list') return { type: 'array', items: tableSchema(row.rows) }
  const schema: JsonSchema =
    row.kind === 'text' ? { type: 'string', maxLength: row.size } : tableSchema(row.rows)
  return row.required
    ? schema
    : { anyOf: [schema, { type: 'null' }, { const: '' }, { type: 'array', maxItems: 0 }] }
}

const tableSchema = (rows: SnapRows): JsonSchema => ({
  type: 'object',
  properties: Object.fromEntries(Object.entries(rows).map(([name, row]) => [name, rowSchema(row)])),
  required: Object.keys(rows).filter((name) => rows[name]?.required),
})

const answer = (description: string): Json => ({
  description,
  headers: BESIDE,
  content: {
    'application/json': {
      schema: {
        type: 'object',
        properties: {
          responseCode: { type: 'string', pattern: '^[0-9]{7}$' },
          responseMessage: { type: 'string' },
        },
        required: ['responseCode', 'responseMessage'],
      },
    },
  },
})

const snapOperation = (
  { name, service, rows, headers, documented }: SnapEndpoint,
  isGet: boolean,
) => ({
  operationId: name,
  tags: ['SNAP'],
  description: `service ${service}; docs.nicepay.co.id, "${documented}"`,
  parameters: [
    ...headers.map((header) => parameter(header, 'header', { required: true })),
    ...(isGet
      ? Object.entries(rows).map(([field, row]) =>
          parameter(field, 'query', { required: row.required, schema: rowSchema(row) }),
        )
      : []),
  ],
  ...(!isGet && {
    requestBody: { required: true, content: { 'application/json': { schema: tableSchema(rows) } } },
  }),
  responses: {
    200: answer('done: `responseCode` 200, the service, 00'),
    default: answer('refused: `responseCode` begins with the HTTP status'),
  },
})

/** The endpoints of SNAP, by their own tables. */
export const snapPaths = (endpoints: readonly SnapEndpoint[]): Json =>
  Object.fromEntries(
    endpoints.map((endpoint) => [
      endpoint.paths[0],
      Object.fromEntries(
        endpoint.methods.map((method) => [method, snapOperation(endpoint, method === 'get')]),
      ),
    ]),
  )
