import type { Merchant } from '../../domain/merchant.ts'
import type { PayoutRequest } from '../../domain/payout.ts'
import { PAYOUT_BANKS } from '../../protocol/banks.ts'
import {
  AN,
  answering,
  type Message,
  N,
  optional,
  TOKEN,
  telephone,
} from '../../protocol/fields.ts'
import {
  BENEF_STATUS,
  BENEF_TYPE,
  type Choices,
  PAYOUT_METHOD,
} from '../../protocol/payout-codes.ts'
import { NicepayError } from '../../protocol/results.ts'
import { shown } from '../../protocol/shown.ts'
import { type Instant, instantOfWib, isoOf } from '../../protocol/time.ts'

// Guess: an amount that begins with 0 is no amount; as a number it would not be the text that was signed.
const amount = {
  ...N(12),
  flaw: (value: string) =>
    /^(0|[1-9][0-9]*)$/.test(value) ? undefined : 'must be digits only, the first one not 0',
}

/**
 * The vendor's request table of a payout. Source: docs.nicepay.co.id, page "Registration - API Payout (Disbursement)".
 * Differs: benefPhone has room for 20 characters as in SNAP, not 12, and payoutMethod may be missing, as
 * nicepay-dev/golang-nicepay sends none.
 */
export const PAYOUT_REQUEST = {
  timeStamp: N(14),
  iMid: AN(10),
  msId: optional(AN(30)),
  amt: amount,
  merchantToken: TOKEN,
  accountNo: N(20),
  referenceNo: AN(40),
  bankCd: answering(AN(4), 'BAD_BANK'),
  benefNm: AN(40),
  benefPhone: telephone(N(20)),
  benefStatus: N(2),
  benefType: N(2),
  reservedDt: answering(optional(N(8)), 'BAD_TIME'),
  reservedTm: answering(optional(N(6)), 'BAD_TIME'),
  description: optional(AN(100)),
  payoutMethod: optional(N(2)),
}

/** What a message asks for. Throws NicepayError where a field says what cannot be. */
export const payoutOf = (
  message: Message<typeof PAYOUT_REQUEST>,
  merchant: Merchant,
  now: Instant,
): PayoutRequest => {
  const { iMid, referenceNo, bankCd, accountNo, benefNm, benefPhone } = message
  const { msId = null, description = null, payoutMethod } = message
  const amt = Number(message.amt)
  if (amt === 0) throw new NicepayError('AMOUNT_TOO_LOW', 'amt must be more than 0, received 0')
  checkBank(bankCd, merchant)
  return {
    iMid,
    referenceNo,
    amt,
    bankCd,
    accountNo,
    benefNm,
    benefPhone,
    benefStatus: chosen('benefStatus', message.benefStatus, BENEF_STATUS),
    benefType: chosen('benefType', message.benefType, BENEF_TYPE),
    payoutMethod:
      payoutMethod === undefined ? null : chosen('payoutMethod', payoutMethod, PAYOUT_METHOD),
    msId,
    description,
    reservedAt: reservedAt(message, now),
  }
}

/** One of some digits; `01` is 1, as the fields have two places. */
const chosen = (name: string, value: string, choices: Choices): string => {
  const digit = String(Number(value))
  if (Object.hasOwn(choices, digit)) return digit
  const known = Object.entries(choices).map(([code, means]) => `${code} (${means})`)
  const words = `${known.slice(0, -1).join(', ')} or ${known.at(-1)}`
  throw new NicepayError('BAD_ORDER_DATA', `${name} must be ${words}, received ${shown(value)}`)
}

const checkBank = (bankCd: string, { settings }: Merchant): void => {
  if (settings.payoutBanks === 'any' || PAYOUT_BANKS.has(bankCd)) return
  const known = [...PAYOUT_BANKS.keys()].join(', ')
  throw new NicepayError(
    'BAD_BANK',
    `bankCd must be one of ${known}, received ${shown(bankCd)}; see the setting payoutBanks`,
  )
}

// Guess: the code, and that a time must be whole and still to come.
const reservedAt = (
  { reservedDt, reservedTm }: Message<typeof PAYOUT_REQUEST>,
  now: Instant,
): Instant | null => {
  if (reservedDt === undefined && reservedTm === undefined) return null
  const received = `received ${shown(reservedDt ?? '')} and ${shown(reservedTm ?? '')}`
  const at = instantOfWib(`${reservedDt ?? ''}${reservedTm ?? ''}`)
  if (at === undefined) {
    const rule = 'must be an existing time, yyyyMMdd and HHmmss in Jakarta'
    throw new NicepayError('BAD_TIME', `reservedDt and reservedTm ${rule}, ${received}`)
  }
  if (at > now) return at
  throw new NicepayError(
    'BAD_TIME',
    `reservedDt and reservedTm must be still to come, ${received}; it is ${isoOf(now)}`,
  )
}
