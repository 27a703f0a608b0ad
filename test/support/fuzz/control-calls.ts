import fc from 'fast-check'
import { ACCOUNT_FIELDS } from '../../../src/domain/account-fields.ts'
import { PRESETS } from '../../../src/domain/retry.ts'
import { SETTINGS } from '../../../src/domain/setting-table.ts'
import type { Call } from '../../../src/http/control/calls.ts'
import { CONTROL_CALLS } from '../control-calls.ts'
import { changes } from './changes.ts'
import type { Live } from './live.ts'
import {
  type Entries,
  inTarget,
  JSON_TYPE,
  jsonOf,
  mostly,
  mostlyOf,
  oddType,
  type Sent,
  withEntries,
} from './sent.ts'
import { anyText, anyValue, damaged } from './values.ts'

type Values = Readonly<Record<string, readonly unknown[]>>

const INTERACTION: Values = {
  phone: ['081291891818', '6281200000006', '08x'],
  pin: ['414141', '663482'],
  otp: ['4567', '0000', '1111', '2222', '9999'],
  paymentType: ['30_days', '12_months', 'preset'],
  outcome: ['linked', 'approved', 'declined', 'fraud', 'underReview', 'stopped', 'cancelled'],
}
const CLOCK: Values = {
  set: ['2026-01-31T10:00:00+07:00', '9999-12-31T16:59:59Z', '1970-01-01T00:00:00Z'],
  advance: ['next', 'PT30M', 'P1DT2H', 'P3660D', 'PT0S', 'P2912000D'],
  freeze: [true, false],
}
/** Settings keep what they are at first, as what they allow is told by a function. */
const MERCHANT: Values = {
  iMid: ['FUZZTEST01', 'IONPAYTEST'],
  name: ['Toko', '<b>'],
  ...Object.fromEntries(Object.entries(SETTINGS).map(([name, { initial }]) => [name, [initial]])),
  callbackMethod: ['get', 'post'],
  timeStamp: ['strict', 'lenient'],
  cancelNotification: ['yes', 'no'],
  amountEndings: ['on', 'off'],
  payoutBalance: [0, 15_000, 999_999_999_999],
  payoutDelayMs: [0, 60_000],
  payoutUrl: ['http://127.0.0.1:9/payout', null],
  fixedVaBanks: [['CENA'], ['BMRI', 'BDIN'], []],
  depositUrl: ['http://127.0.0.1:9/deposit', null],
  deactivationUrl: ['http://127.0.0.1:9/gone', null],
  bindingNotificationType: ['form', 'json'],
  notificationRetries: [...Object.keys(PRESETS), [0, 0, 1], []],
}
const ACCOUNT: Values = {
  ...Object.fromEntries(Object.keys(ACCOUNT_FIELDS).map((name) => [name, [true, 1, 'x']])),
  phone: ['081377770001', '+62-81377770002'],
  pin: ['663482', null],
  accountType: ['basic', 'premium'],
  limits: [{ '30_days': 3_000_000 }, { '12_months': 999_999_999_999 }, { '3_months': 0 }],
  verdict: ['approve', 'deny', 'fraud', 'approveLater', 'denyLater', 'never'],
  pushes: [0, 1, 2],
  unlinksAfter: [null, 0, 31_622_400_000],
}

/** Faults that do not change what calls answer in ways that the checks know nothing of. */
const FAULT: Values = {
  endpoint: ['notification', 'notification', 'direct.inquiry', 'direct.nothing'],
  iMid: ['IONPAYTEST', 'PAYLOANTES', 'NOBODY0000'],
  steps: [
    [{ hold: true }, { reorder: true }, { duplicate: 2 }],
    [{ httpStatus: 404, times: 3 }],
    [{ drop: 'before' }, { drop: 'afterCommit' }],
    [{ delayMs: 60_000 }],
    [{ resultCd: '9116' }],
    [{ times: 0, hold: true }],
    [{ hold: true, drop: 'before' }],
    [],
  ],
}
const SIGN: Values = {
  endpoint: ['direct.registration', 'binding.user-details', 'notification.payment'],
  iMid: ['IONPAYTEST'],
  message: [{ timeStamp: '20260131100000', referenceNo: 'x', amt: 1 }, { tXid: 'x' }, {}],
}

/** What a body may hold, by the end of its call's path. */
const BODIES: readonly (readonly [path: RegExp, values: Values])[] = [
  [/^\/clock$/, CLOCK],
  [/^\/interactions\//, INTERACTION],
  [/^\/merchants/, MERCHANT],
  [/repay$/, { amount: [1, 25_145, 999_999_999], tXid: ['x'] }],
  [/^\/kredivo\/accounts/, ACCOUNT],
  [/^\/faults$/, FAULT],
  [/^\/sign$/, SIGN],
  [/^\/namespaces$/, { name: ['other', 'a.b-c', '../x', ''] }],
  [/^\/state$/, { version: [2], checksum: ['x'], merchants: [{}], clock: [{}] }],
]

const QUERY: Values = {
  namespace: ['default', 'other'],
  limit: ['1', '100', '99999', '0'],
  since: ['2026-01-31T10:00:00Z'],
  iMid: ['IONPAYTEST', 'PAYLOANTES'],
  status: ['paid', 'pending', 'active'],
  resultCd: ['0000'],
  path: ['/nicepay'],
  tXid: ['x'],
  notified: ['true', 'false'],
  // Short, as whoever waits for nothing waits for all of it.
  timeoutMs: ['0', '5', '120001'],
  phone: ['081291891818', 'x'],
  referenceNo: ['x'],
  clientUserKey: ['x'],
}

/** The parameters that a call knows, and one that it does not. */
const queryOf = ({ query = {} }: Call): Values => {
  const known = ['namespace', ...Object.keys(query), 'limit']
  return Object.fromEntries(known.map((name) => [name, QUERY[name] ?? ['x']]))
}

/** Some of the fields, mostly with one of their values. */
const someOf = (values: Values, most: number, odd: fc.Arbitrary<unknown>): fc.Arbitrary<Entries> =>
  fc
    .uniqueArray(fc.constantFrom(...Object.keys(values)), { maxLength: most })
    .chain((names) =>
      fc.tuple(
        ...names.map((name) =>
          mostly(fc.constantFrom(...(values[name] ?? [])), odd, 3).map((v) => [name, v] as const),
        ),
      ),
    )

const bodyOf = ({ method, path }: Call): fc.Arbitrary<Buffer> => {
  const values = BODIES.find(([pattern]) => pattern.test(path))?.[1]
  if (method === 'get' || method === 'delete') return fc.constant(Buffer.alloc(0))
  const fields = values ? someOf(values, path === '/clock' ? 1 : 5, anyValue) : fc.constant([])
  return fc
    .tuple(
      fields,
      mostly(
        fc.constant((same: Entries) => same),
        changes,
        3,
      ),
    )
    .map(([entries, change]) => Buffer.from(jsonOf(change(entries))))
    .chain((whole) => mostly(fc.constant(whole), damaged(whole), 20))
}

/** The ids that a place in a path can hold. */
const idsFor = (name: string, live: Live): readonly string[] => {
  const ids: Readonly<Record<string, readonly string[]>> = {
    iMid: live.iMids,
    phone: live.phones,
    vacctNo: live.numbers,
    tXid: [...live.orders, ...live.payouts].map(({ tXid }) => tXid),
    tk: live.interactions.map(({ tk }) => tk),
    userToken: live.tokens.map(({ userToken }) => userToken),
    id: [...live.deliveries, 'x1', 'x2'],
    name: ['other', 'a.b-c', 'default'],
  }
  return ids[name] ?? []
}

const pathOf = ({ path }: Call, live: Live): fc.Arbitrary<string> => {
  const parts = path.split('/').slice(1)
  const filled = parts.map((part) =>
    part.startsWith(':') ? mostlyOf(idsFor(part.slice(1), live)) : fc.constant(part),
  )
  return fc
    .tuple(fc.tuple(...filled), fc.boolean())
    .map(([all, escapes]) =>
      all.map((part) => (escapes ? encodeURIComponent(Buffer.from(part).toString()) : part)),
    )
    .map((all) => inTarget(`/_sandbox/${all.join('/')}`))
}

const sentOf = (call: Call, live: Live): fc.Arbitrary<Sent> =>
  fc.record({
    kind: fc.constant('control call'),
    method: mostly(
      fc.constant(call.method.toUpperCase()),
      fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'HEAD', 'OPTIONS'),
      30,
    ),
    target: fc
      .tuple(pathOf(call, live), mostly(fc.constant([]), someOf(queryOf(call), 2, anyText), 2))
      .map(([path, query]) => withEntries(path, query)),
    headers: mostly(fc.constant(JSON_TYPE), oddType, 20).map((type) => ({ 'Content-Type': type })),
    body: bodyOf(call),
  })

/** Whether a call leaves little for the others to hit: everything is gone, or long over. */
const isDrastic = ({ method, path }: Call): boolean =>
  (method === 'delete' && path === '/state') || (method === 'put' && path === '/clock')

/** Every control call, and the stream of events; the drastic ones are rare. */
export const controlCalls = (live: Live): fc.Arbitrary<Sent> => {
  const events: Call = { method: 'get', path: '/events', says: '', run: () => undefined }
  const calls = [...CONTROL_CALLS, events]
  const of = (chosen: readonly Call[]) => fc.oneof(...chosen.map((call) => sentOf(call, live)))
  return mostly(of(calls.filter((call) => !isDrastic(call))), of(calls.filter(isDrastic)), 800)
}
