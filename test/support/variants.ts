import type { JsonEndpoint } from '../../src/endpoints/endpoint.ts'
import { JSON_ENDPOINTS } from '../../src/endpoints/index.ts'

/** An endpoint, or one of those that a payMethod decides between, with the name of its fixtures. */
export interface Variant {
  readonly name: string
  readonly endpoint: JsonEndpoint
}

/** Every endpoint that answers JSON, each payMethod by itself; payloan's fixtures have the endpoint's own name. */
export const VARIANTS: readonly Variant[] = JSON_ENDPOINTS.flatMap((one): Variant[] =>
  'variants' in one
    ? [...one.variants]
        .filter(([, endpoint], at, all) => all.findIndex(([, other]) => other === endpoint) === at)
        .map(([payMethod, endpoint]) => ({
          name: payMethod === '06' ? one.name : `${one.name}.${payMethod}`,
          endpoint,
        }))
    : [{ name: one.name, endpoint: one }],
)
