import { afterBank, type BankNews, isTransferred, type Payout } from '../../domain/payout.ts'
import { PAYOUT_METHOD, type PayoutStatus } from '../../protocol/payout-codes.ts'
import type { Instant } from '../../protocol/time.ts'
import { nowOf } from '../../store/now.ts'
import type { ControlDeps } from '../control/calls.ts'
import { newestDeliveries } from '../control/notifications.ts'
import { shownPayout } from '../control/payouts.ts'
import { ControlError } from '../guards.ts'
import { rupiah } from '../lender/figures.ts'
import { newest } from '../newest.ts'
import { rowOf } from './exchanges.ts'
import { openedDelivery } from './notifications.ts'
import { type PageRequest, type PagesOf, rowsIn, type Shown } from './page.ts'

const ROWS = 100

/** How each status is told; an approved one is told by where the money is. */
const WORDS: Readonly<Record<PayoutStatus, string>> = {
  requested: 'waits for the merchant’s approval',
  approved: 'approved; the bank has it',
  rejected: 'the merchant did not want it',
  cancelled: 'taken back before the bank had it',
  timeout: 'nothing is heard from the bank',
  failed: 'went wrong at the bank; the money came back',
}

const wordsOf = (payout: Payout, now: Instant): string =>
  payout.status === 'approved' && !isTransferred(payout, now)
    ? 'approved; goes to the bank later'
    : WORDS[payout.status]

const DEEDS: Readonly<Record<BankNews, string>> = {
  timeout: 'Nothing is heard from the bank',
  fail: 'It goes wrong at the bank',
  arrive: 'It has arrived after all',
}

/** What the bank can make of a payout now. */
const deedsOf = (payout: Payout, now: Instant) =>
  (Object.keys(DEEDS) as BankNews[])
    .filter((news) => afterBank(payout, news, now) !== undefined)
    .map((news) => ({ deed: news, says: DEEDS[news] }))

const payoutRow = (payout: Payout, now: Instant) => ({
  tXid: payout.tXid,
  iMid: payout.iMid,
  referenceNo: payout.referenceNo,
  status: payout.status,
  words: wordsOf(payout, now),
  amount: rupiah(payout.amt, 'en'),
  benefNm: payout.benefNm,
  account: `${payout.bankCd} ${payout.accountNo}`,
  method: PAYOUT_METHOD[payout.payoutMethod ?? ''] ?? null,
  at: payout.registeredAt,
})

const fieldsOf = (payout: Payout): [name: string, value: string][] =>
  Object.entries(shownPayout(payout)).flatMap(([name, value]): [string, string][] =>
    value === null ? [] : [[name, String(value)]],
  )

const fits = ({ q = '', status = '' }: PageRequest['query']) => {
  const part = q.toLowerCase()
  return (payout: Payout): boolean =>
    (status === '' || payout.status === status) &&
    [payout.tXid, payout.referenceNo, payout.iMid, payout.benefNm, payout.accountNo].some((text) =>
      text.toLowerCase().includes(part),
    )
}

/** The page of a payout, or nothing for a tXid that none has. */
export const payoutPage = async (
  { core, journal }: ControlDeps,
  { world, params: { tXid = '' } }: PageRequest,
): Promise<Shown | undefined> => {
  const payout = world.tables.payouts.get(tXid)
  if (!payout) return undefined
  const now = nowOf(world, core.env.systemNow())
  const merchant = world.tables.merchants.get(payout.iMid)
  return {
    view: 'payout',
    title: `Payout ${payout.referenceNo}`,
    live: { q: tXid },
    locals: {
      payout: payoutRow(payout, now),
      balance: rupiah(merchant?.settings.payoutBalance ?? 0, 'en'),
      deeds: deedsOf(payout, now),
      fields: fieldsOf(payout),
      exchanges: await journal.find({ q: tXid }, ROWS, rowOf),
      deliveries: await newestDeliveries(world, { tXid }, ROWS, openedDelivery),
    },
  }
}

/** Payouts, and one of them with all that belongs to it. */
export const payoutPages: PagesOf = (deps) => ({
  '/payouts': async (request) => {
    const { world, query } = request
    const now = nowOf(world, deps.core.env.systemNow())
    const { payouts } = world.tables
    return {
      view: 'payouts',
      title: 'Payouts',
      live: { events: 'exchange', path: 'Payout' },
      locals: {
        query,
        statuses: Object.keys(WORDS),
        payouts: await newest({
          records: payouts,
          fits: fits(query),
          limit: rowsIn(request, ROWS),
          show: (payout) => payoutRow(payout, now),
        }),
        stored: payouts.size,
      },
    }
  },
  '/payouts/:tXid': async (request) => {
    const page = await payoutPage(deps, request)
    if (page) return page
    const { namespace, params } = request
    throw new ControlError(404, `There is no payout "${params.tXid}" in ${namespace}.`)
  },
})
