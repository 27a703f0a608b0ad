import type { PayoutStatus } from '../protocol/payout-codes.ts'
import { CASH_OUT } from '../protocol/payout-codes.ts'
import { NicepayError } from '../protocol/results.ts'
import { type Instant, isoOf, LAST_INSTANT } from '../protocol/time.ts'
import type { Rupiah } from './instalment.ts'
import type { Settings } from './settings.ts'

/** What a merchant asks for: money for somebody's account at a bank. */
export interface PayoutRequest {
  readonly iMid: string
  readonly referenceNo: string
  readonly amt: Rupiah
  readonly bankCd: string
  readonly accountNo: string
  readonly benefNm: string
  readonly benefPhone: string
  readonly benefStatus: string
  readonly benefType: string
  /** null where the merchant did not say. */
  readonly payoutMethod: string | null
  readonly msId: string | null
  readonly description: string | null
  /** When the money is to go; null: as soon as it is approved. */
  readonly reservedAt: Instant | null
  /** The API that it was asked for by, where that is not V2. */
  readonly product?: 'snap'
}

/** A payout, and what became of it. */
export interface Payout extends PayoutRequest {
  readonly tXid: string
  readonly status: PayoutStatus
  readonly registeredAt: Instant
  readonly approvedAt: Instant | null
  /** When the bank gets it to carry out; null until it is approved. */
  readonly transferAt: Instant | null
  /** What the beneficiary shows to get a cash-out, and until when it is good. */
  readonly cashoutToken: string | null
  readonly cashoutValidUntil: Instant | null
}

/** Source: docs.nicepay.co.id, page "Approve - API Payout (Disbursement)": "Default D+1". */
const CASH_OUT_LIFE = 24 * 60 * 60 * 1000

/** A payout that waits for its approval. */
export const requestedPayout = (request: PayoutRequest, tXid: string, at: Instant): Payout => ({
  ...request,
  tXid,
  status: 'requested',
  registeredAt: at,
  approvedAt: null,
  transferAt: null,
  cashoutToken: null,
  cashoutValidUntil: null,
})

/**
 * The payout on its way to the bank. Throws NicepayError when it is decided already, and when the balance is too small.
 * Guess: the digits of a cash-out's token; ours are the last ten of the tXid, as NICEPAY's payment numbers are made.
 */
export const approvedPayout = (
  payout: Payout,
  { payoutBalance, payoutDelayMs }: Pick<Settings, 'payoutBalance' | 'payoutDelayMs'>,
  at: Instant,
): Payout => {
  checkUndecided(payout)
  if (payout.amt > payoutBalance) {
    // Guess: the code; of the published ones its text comes nearest.
    throw new NicepayError(
      'BALANCE_TOO_LOW',
      `the balance must be at least amt, ${payout.amt}, there is ${payoutBalance}; see the setting payoutBalance`,
    )
  }
  const isCashOut = payout.payoutMethod === CASH_OUT
  return {
    ...payout,
    status: 'approved',
    approvedAt: at,
    transferAt: Math.max(payout.reservedAt ?? 0, wireTime(at + payoutDelayMs)),
    cashoutToken: isCashOut ? payout.tXid.slice(-10) : null,
    cashoutValidUntil: isCashOut ? wireTime(at + CASH_OUT_LIFE) : null,
  }
}

/** The clock can be put so far on that what comes after it could not be written. */
const wireTime = (at: Instant): Instant => Math.min(at, LAST_INSTANT)

/** The payout that the merchant does not want after all. Throws NicepayError when it is decided already. */
export const rejectedPayout = (payout: Payout): Payout => {
  checkUndecided(payout)
  return { ...payout, status: 'rejected' }
}

/**
 * The approved payout that is taken back before the bank has it. Throws NicepayError for any other.
 * Source: docs.nicepay.co.id, page "Cancel - API Payout (Disbursement)": approved ones, before they are carried out.
 * Guess: so one that is only requested is refused; the merchant rejects it.
 */
export const cancelledPayout = (payout: Payout, at: Instant): Payout => {
  const { tXid, status, transferAt } = payout
  if (status !== 'approved') {
    const hint = status === 'requested' ? '; rejectPayout ends one that is not approved yet' : ''
    throw new NicepayError(
      'CANNOT_CANCEL',
      `only an approved payout can be cancelled, ${tXid} is ${status}${hint}`,
    )
  }
  if (transferAt !== null && at >= transferAt) {
    throw new NicepayError(
      'CANNOT_CANCEL',
      `a payout can be cancelled before the bank has it, ${tXid} went there at ${isoOf(transferAt)}; ` +
        'send reservedDt and reservedTm, or see the setting payoutDelayMs',
    )
  }
  return { ...payout, status: 'cancelled' }
}

// Source: the texts of 9126 and 9502. Guess: that they are used here.
const checkUndecided = ({ tXid, status }: Payout): void => {
  if (status === 'requested') return
  throw new NicepayError(
    status === 'approved' ? 'ALREADY_APPROVED' : 'NOT_ALLOWED',
    `a payout is decided once, ${tXid} is ${status}`,
  )
}

/** What can come of an approved payout at the bank: nothing is heard of it, it goes wrong, it arrives after all. */
export type BankNews = 'timeout' | 'fail' | 'arrive'

/** After which statuses each can come, and which one follows. */
const AT_THE_BANK: Readonly<
  Record<BankNews, { readonly after: readonly PayoutStatus[]; readonly status: PayoutStatus }>
> = {
  timeout: { after: ['approved'], status: 'timeout' },
  fail: { after: ['approved', 'timeout'], status: 'failed' },
  arrive: { after: ['timeout'], status: 'approved' },
}

/** The payout after news from the bank, or nothing where none can come: the bank has not got it, or is done with it. */
export const afterBank = (payout: Payout, news: BankNews, at: Instant): Payout | undefined => {
  const { after, status } = AT_THE_BANK[news]
  const canCome = isTransferred(payout, at) && after.includes(payout.status)
  return canCome ? { ...payout, status } : undefined
}

/**
 * How much of the merchant's balance a payout holds, in rupiah.
 * Source: docs.nicepay.co.id, page "Approve - API Payout (Disbursement)": it is taken with the approval, and a payout
 * whose outcome is not known has been paid for. Guess: it comes back with a cancel and a failure.
 */
export const takenFor = ({ status, amt }: Payout): Rupiah =>
  status === 'approved' || status === 'timeout' ? amt : 0

/** Whether the bank has got it, whatever came of it. */
export const isTransferred = ({ status, transferAt }: Payout, at: Instant): boolean =>
  status !== 'cancelled' && transferAt !== null && at >= transferAt

/** Whether something is still to come of it. */
export const isOpenPayout = (payout: Payout, at: Instant): boolean =>
  payout.status === 'requested' ||
  payout.status === 'timeout' ||
  (payout.status === 'approved' && !isTransferred(payout, at))
