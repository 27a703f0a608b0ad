import type { Delivery } from '../domain/delivery.ts'
import { type Fault, type FaultStep, stepsFlaw } from '../domain/fault.ts'
import type { Interaction } from '../domain/interaction.ts'
import { PRESETS } from '../domain/retry.ts'
import type { UserToken } from '../domain/user-token.ts'
import {
  ADDRESS,
  both,
  byField,
  COUNT,
  FLAG,
  INSTANT,
  INSTANT_OR_NULL,
  ifAny,
  listOf,
  must,
  NUMBER,
  objectOf,
  oneOf,
  orNull,
  TEXT,
  TEXT_OR_NULL,
  unless,
} from './shape.ts'

export const userToken = objectOf<UserToken>({
  userToken: TEXT,
  iMid: TEXT,
  clientUserKey: TEXT,
  phone: TEXT,
  status: oneOf('active', 'inactive'),
  createdAt: INSTANT,
})

export const interaction = objectOf<Interaction>({
  tk: TEXT,
  kind: oneOf('binding', 'checkout', 'lender', 'card', 'push', 'wallet', 'link'),
  iMid: TEXT,
  tXid: TEXT,
  formToken: TEXT,
  step: oneOf('login', 'otp', 'pin', 'review', 'ended', 'stopped', 'cancelled'),
  typedPhone: TEXT,
  phone: TEXT_OR_NULL,
  byToken: FLAG,
  otp: orNull(
    objectOf<NonNullable<Interaction['otp']>>({ sentAt: INSTANT, wrong: COUNT, resends: COUNT }),
  ),
  activeAt: INSTANT_OR_NULL,
  notice: orNull(objectOf<{ kind: string }>({ kind: TEXT })),
  card: ifAny(objectOf<NonNullable<Interaction['card']>>({ cardNo: TEXT, cardExpYymm: TEXT })),
  wrongCodes: ifAny(COUNT),
  wrongPins: ifAny(COUNT),
})

const TIMER = { id: TEXT, dueAt: INSTANT, kind: TEXT }
export const timer = byField('kind', {
  decision: objectOf({ ...TIMER, tXid: TEXT, decision: oneOf('approve', 'deny') }),
  payment: objectOf({ ...TIMER, tXid: TEXT }),
  unlink: objectOf({ ...TIMER, userToken: TEXT }),
})

const retries = must(
  (value) =>
    typeof value === 'string'
      ? Object.hasOwn(PRESETS, value)
      : Array.isArray(value) && value.every((delay) => COUNT(delay) === undefined),
  `one of ${Object.keys(PRESETS).join(', ')} or a list of delays in milliseconds`,
)

export const delivery = objectOf<Delivery>({
  id: TEXT,
  kind: oneOf('binding', 'payment', 'deactivation', 'payout'),
  iMid: TEXT,
  tXid: TEXT_OR_NULL,
  url: ADDRESS,
  contentType: must(
    (value) => typeof value === 'string' && /^[\x20-\x7e]+$/.test(value),
    'a content type',
  ),
  body: TEXT,
  timeoutMs: must(
    (value) => Number.isFinite(value) && (value as number) > 0 && (value as number) < 2 ** 31,
    'milliseconds, more than 0',
  ),
  retries,
  status: oneOf('pending', 'held', 'delivered', 'failed'),
  createdAt: INSTANT,
  dueAt: INSTANT_OR_NULL,
  tries: COUNT,
  attempts: listOf(
    objectOf<Delivery['attempts'][number]>({
      at: INSTANT,
      requestHeaders: listOf(TEXT),
      httpStatus: orNull(NUMBER),
      answer: TEXT,
      latencyMs: NUMBER,
      error: TEXT_OR_NULL,
    }),
  ),
  heldUntil: ifAny(oneOf('released', 'next')),
  signedFor: ifAny(TEXT),
  spared: ifAny(oneOf(true)),
})

export const fault = both(
  objectOf<Fault>({
    id: TEXT,
    endpoint: TEXT,
    iMid: TEXT_OR_NULL,
    steps: listOf(objectOf<Pick<FaultStep, 'times'>>({ times: COUNT })),
    createdAt: INSTANT,
  }),
  unless(({ endpoint, steps }: Fault) => stepsFlaw(endpoint, steps)),
)
