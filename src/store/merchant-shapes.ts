import type { Clock } from '../domain/clock.ts'
import type { KredivoAccount } from '../domain/kredivo-account.ts'
import { type Merchant, merchantFlaw } from '../domain/merchant.ts'
import { LAST_INSTANT } from '../protocol/time.ts'
import {
  both,
  COUNT,
  dictOf,
  FLAG,
  INSTANT_OR_NULL,
  must,
  NUMBER,
  objectOf,
  oneOf,
  orNull,
  TEXT,
  TEXT_OR_NULL,
  unless,
} from './shape.ts'

export const merchant = both(
  objectOf<Merchant>({
    iMid: TEXT,
    name: TEXT,
    merchantKey: TEXT,
    clientSecret: TEXT,
    publicKey: TEXT_OR_NULL,
    settings: dictOf(() => undefined),
  }),
  unless(({ settings, ...own }: Merchant) => merchantFlaw({ ...settings, ...own })),
)

export const clock = objectOf<Clock>({
  offsetMs: must(
    (value) => Number.isFinite(value) && Math.abs(value as number) <= LAST_INSTANT,
    'milliseconds that lead to a time from 1970 to 9999',
  ),
  frozenAt: INSTANT_OR_NULL,
})

export const account = objectOf<KredivoAccount>({
  label: TEXT,
  phone: TEXT,
  pin: TEXT_OR_NULL,
  legalName: TEXT,
  accountType: oneOf('basic', 'premium'),
  blocked: FLAG,
  overdue: FLAG,
  limits: dictOf(COUNT),
  verdict: oneOf('approve', 'deny', 'fraud', 'approveLater', 'denyLater', 'never'),
  otpForToken: FLAG,
  pushes: oneOf(0, 1, 2),
  unlinksAfter: orNull(NUMBER),
  behaviour: objectOf<KredivoAccount['behaviour']>({ id: TEXT, en: TEXT }),
  wrongPins: COUNT,
  lockedUntil: INSTANT_OR_NULL,
})
