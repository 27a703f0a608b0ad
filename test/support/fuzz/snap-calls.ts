import fc from 'fast-check'
import { SNAP_ENDPOINTS } from '../../../src/endpoints/snap/index.ts'
import type { SnapEndpoint } from '../../../src/endpoints/snap/snap-endpoint.ts'
import { snapTime } from '../../../src/protocol/snap/time.ts'
import { T0 } from '../clock.ts'
import { type Fields, fixture } from '../fixtures.ts'
import { snapCall } from '../snap.ts'
import { givesTokens } from '../snap-world.ts'
import { type Change, changes } from './changes.ts'
import type { Live } from './live.ts'
import { jsonOf, mostly, type Sent } from './sent.ts'
import { anyText, damaged } from './values.ts'

const same: Change = (fields) => fields
const sometimes = mostly(fc.constant(same), changes, 2)

/** What a call can be about: an order or a payout of the merchant. */
interface About {
  readonly tXid: string
  readonly referenceNo: string
}

const aboutIn = ({ orders, payouts }: Live): readonly About[] => [
  ...orders.filter(({ product }) => product === 'snap'),
  ...payouts,
  ...orders.slice(0, 2),
]

/** The fixture request of an endpoint, about something that there is; one that registers has a number of its own. */
const fieldsFor = ({ name }: SnapEndpoint, { tXid, referenceNo }: About, own: string): Fields => {
  const body: Fields = fixture(`requests/${name}.json`)
  const isAbout =
    'originalReferenceNo' in body || name.endsWith('va-status') || name.endsWith('delete-va')
  const number = isAbout ? referenceNo : own
  const more = body.additionalInfo
  const known: Fields = {
    originalReferenceNo: tXid,
    originalPartnerReferenceNo: referenceNo,
    partnerReferenceNo: number,
    trxId: number,
    additionalInfo: isFields(more) ? withKnown(more, { tXidVA: tXid }) : more,
  }
  return withKnown(body, known)
}

const isFields = (value: unknown): value is Fields => value !== null && typeof value === 'object'

const withKnown = (fields: Fields, known: Fields): Fields =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      Object.hasOwn(known, name) ? known[name] : value,
    ]),
  )

/** JSON of a message, changed at its top and inside additionalInfo. */
const written = (fields: Fields, outer: Change, inner: Change): string => {
  const more = fields.additionalInfo
  const changedMore = isFields(more) ? Object.fromEntries(inner(Object.entries(more))) : more
  return jsonOf(outer(Object.entries({ ...fields, additionalInfo: changedMore })))
}

const oddHeaders: fc.Arbitrary<Readonly<Record<string, string>>> = fc.oneof(
  fc.constantFrom<Readonly<Record<string, string>>[]>(
    { 'X-TIMESTAMP': '2026-02-30T10:00:00+07:00' },
    { 'X-TIMESTAMP': `${'9'.repeat(300)}-01-01T00:00:00+07:00` },
    { 'X-PARTNER-ID': '__proto__' },
    { 'X-PARTNER-ID': 'NORMALTEST' },
    { 'X-SIGNATURE': '' },
    { 'X-SIGNATURE': 'x'.repeat(2000) },
    { 'X-EXTERNAL-ID': 'x'.repeat(2000) },
    { 'CHANNEL-ID': '' },
    { Authorization: 'Bearer e30.eyJzdWIiOnt9LCJleHAiOltdfQ==.x' },
    { Authorization: 'Bearer ..' },
    { Authorization: 'Basic x' },
    { 'Authorization-Customer': 'Bearer x' },
  ),
)

/** A call with its headers; one for a token has a signature of nobody's. */
const headed = (endpoint: SnapEndpoint, body: string, signedBody: string, externalId: string) => {
  const [target = '', path = ''] = endpoint.paths
  const method = endpoint.methods[0]?.toUpperCase() ?? 'POST'
  if (!givesTokens(endpoint)) return snapCall({ method, path, body, signedBody, externalId })
  const headers = {
    'X-TIMESTAMP': snapTime(T0),
    'X-CLIENT-KEY': 'IONPAYTEST',
    'X-SIGNATURE': 'eA==',
  }
  return { method, target, headers, body }
}

const callOf = (endpoint: SnapEndpoint, live: Live): fc.Arbitrary<Sent> =>
  fc
    .record({
      about: fc.constantFrom(...aboutIn(live)),
      own: fc.stringMatching(/^[A-Z0-9]{8,12}$/),
      outer: sometimes,
      inner: sometimes,
      late: mostly(fc.constant(false), fc.constant(true), 6),
      headers: mostly(fc.constant({}), oddHeaders, 8),
      externalId: fc.stringMatching(/^[0-9]{20,36}$/),
      tail: mostly(fc.constant(''), fc.constantFrom('?x=1', '/', '?', '//'), 30),
    })
    .chain(({ about, own, outer, inner, late, headers, externalId, tail }) => {
      const fields = fieldsFor(endpoint, about, own)
      const body = written(fields, outer, inner)
      // What is changed after it was signed has a wrong signature; what is signed as it is reaches the handler.
      const signedBody = late ? written(fields, same, same) : body
      const call = headed(endpoint, body, signedBody, externalId)
      const whole = Buffer.from(body)
      return fc.record({
        kind: fc.constant('snap call'),
        method: mostly(
          fc.constant(call.method),
          fc.constantFrom('GET', 'PUT', 'POST', 'DELETE'),
          30,
        ),
        target: fc.constant(`${call.target}${tail}`),
        headers: fc.constant({ ...call.headers, ...headers } as Record<string, string>),
        body: mostly(fc.constant(whole), damaged(whole), 20),
      })
    })

/** Calls of SNAP: documented ones, signed rightly, with something done to them before or after that. */
export const snapCalls = (live: Live): fc.Arbitrary<Sent> =>
  fc.oneof(...SNAP_ENDPOINTS.map((endpoint) => callOf(endpoint, live)))

/** Anything below SNAP's paths. */
export const snapNoise: fc.Arbitrary<Sent> = fc.record({
  kind: fc.constant('snap noise'),
  method: fc.constantFrom('GET', 'POST', 'DELETE'),
  target: fc
    .tuple(fc.constantFrom('/nicepay/api/v1.0/', '/v1.0/', '/nicepay//v1.0/'), anyText)
    .map(
      ([begin, rest]) =>
        `${begin}${encodeURIComponent(Buffer.from(rest).toString()).slice(0, 500)}`,
    ),
  headers: fc.constant({ 'Content-Type': 'application/json' }),
  body: anyText.map((text) => Buffer.from(text)),
})
