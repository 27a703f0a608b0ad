import type { Field, Fields } from '../protocol/fields.ts'
import type { Endpoint } from './answer.ts'
import type { JsonEndpoint } from './endpoint.ts'
import { type ApiRequest, inputOf } from './input.ts'

/** One call of the vendor's whose tables depend on the payMethod that it carries. */
export interface ByPayMethod extends Endpoint {
  readonly badToken: JsonEndpoint['badToken']
  /** The call with the tables of each method, by payMethod. */
  readonly variants: ReadonlyMap<string, JsonEndpoint>
}

/** The rows of several tables as one: a row must be there only where every table wants it. */
const merged = (tables: readonly Fields[]): Fields => {
  const names = [...new Set(tables.flatMap((table) => Object.keys(table)))]
  return Object.fromEntries(
    names.map((name): [string, Field] => {
      const rows = tables.flatMap((table) => table[name] ?? [])
      const required = rows.length === tables.length && rows.every((row) => row.required)
      return [name, { ...(rows[0] as Field), required }]
    }),
  )
}

/**
 * An endpoint out of several of one name and path: the payMethod of a call says which of them it goes to, and one that
 * none is for goes to `otherwise`. What documents it has the rows of all.
 */
export const byPayMethod = (
  variants: ReadonlyMap<string, JsonEndpoint>,
  otherwise: JsonEndpoint,
): ByPayMethod => {
  const all = [...variants.values()]
  /** Which one a call goes to, and the call with its fields as they were read for that; one that cannot be read fails there. */
  const found = (call: ApiRequest): [JsonEndpoint, ApiRequest] => {
    try {
      const fields = inputOf(call)
      return [variants.get(String(fields.payMethod)) ?? otherwise, { ...call, fields }]
    } catch {
      return [otherwise, call]
    }
  }
  const { name, methods, paths, documented, signs, badToken } = otherwise
  return {
    name,
    methods,
    paths,
    documented,
    signs,
    badToken,
    variants,
    request: merged(all.map(({ request }) => request)),
    reply: merged(all.map(({ reply }) => reply)),
    read: inputOf,
    invoke: (call, core) => {
      const [endpoint, read] = found(call)
      return endpoint.invoke(read, core)
    },
    refuse: (call, result) => found(call)[0].refuse(call, result),
  }
}
