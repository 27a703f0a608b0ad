import type { Endpoint } from '../../endpoints/answer.ts'
import type { SnapEndpoint } from '../../endpoints/snap/snap-endpoint.ts'
import type { Call } from '../control/calls.ts'
import { controlPaths, EVENTS } from './control.ts'
import { nicepayPaths } from './nicepay.ts'
import type { Json } from './parts.ts'
import { snapPaths } from './snap.ts'

/** What the document is derived from. */
export interface Described {
  readonly endpoints: readonly Endpoint[]
  readonly snap: readonly SnapEndpoint[]
  readonly calls: readonly Call[]
  readonly version: string
  readonly baseUrl: string
}

/** The OpenAPI 3.1 document of NICEPAY's endpoints and of the control API, derived from the values that define them. */
export const openApi = ({ endpoints, snap, calls, version, baseUrl }: Described): Json => ({
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
    { name: 'SNAP', description: 'the vendor’s API by Bank Indonesia’s standard' },
    { name: 'Control', description: 'what drives the sandbox itself' },
  ],
  paths: { ...nicepayPaths(endpoints), ...snapPaths(snap), ...controlPaths(calls), ...EVENTS },
})
