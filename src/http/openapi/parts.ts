/** A part of an OpenAPI document. */
export type Json = Readonly<Record<string, unknown>>

/** A part that only says something. */
export const described = (description: string): Json => ({ description })

/** A parameter of a call: a text, and required in a path, unless `more` says otherwise. */
export const parameter = (name: string, place: 'path' | 'query' | 'header', more: Json): Json => ({
  name,
  in: place,
  required: place === 'path',
  schema: { type: 'string' },
  ...more,
})

/** The headers that stand beside every answer of NICEPAY's. */
export const BESIDE: Json = {
  'X-Sandbox-Request-Id': {
    description: 'the exchange in GET /_sandbox/requests/{id}',
    schema: { type: 'string' },
  },
  'X-Sandbox-Reason': {
    description: 'why it was refused; percent-encoded beyond ASCII',
    schema: { type: 'string' },
  },
}
