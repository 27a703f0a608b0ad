import { afterBank, type BankNews, isTransferred, type Payout } from '../../domain/payout.ts'
import { putPayout } from '../../endpoints/payout/put-payout.ts'
import { type Instant, isoOf } from '../../protocol/time.ts'
import { nowIn } from '../../store/now.ts'
import { ControlError } from '../guards.ts'
import { newest } from '../newest.ts'
import { type Call, type ControlDeps, LIMIT, limitIn } from './calls.ts'
import type { ShownPayout } from './shown.ts'

const isoOrNull = (at: Instant | null): string | null => (at === null ? null : isoOf(at))

/** A payout as it is shown: its times in ISO 8601. */
export const shownPayout = (payout: Payout): ShownPayout => ({
  ...payout,
  registeredAt: isoOf(payout.registeredAt),
  reservedAt: isoOrNull(payout.reservedAt),
  approvedAt: isoOrNull(payout.approvedAt),
  transferAt: isoOrNull(payout.transferAt),
  cashoutValidUntil: isoOrNull(payout.cashoutValidUntil),
})

const found = (payout: Payout | undefined, tXid: string): Payout => {
  if (payout) return payout
  throw new ControlError(404, `there is no payout "${tXid}"`)
}

/** What can be heard from the bank, in words. */
const NEWS: Readonly<Record<BankNews, string>> = {
  timeout: 'nothing is heard from the bank of a payout that it has (status 8)',
  fail: 'a payout goes wrong at the bank (status 9); the money comes back to the balance',
  arrive: 'a payout that nothing was heard of has arrived after all (status 0)',
}

const told = (payout: Payout, news: BankNews, now: Instant): Payout => {
  const after = afterBank(payout, news, now)
  if (after) return after
  const { status, transferAt } = payout
  const waits = status === 'approved' && !isTransferred(payout, now)
  const where = waits ? ` and goes to the bank at ${isoOrNull(transferAt)}` : ''
  throw new ControlError(409, `the payout is ${status}${where}`)
}

/** Payouts: what is stored of them, and what the bank makes of them. */
export const payoutCalls = ({ core }: ControlDeps): Call[] => [
  {
    method: 'get',
    path: '/payouts',
    says: 'the payouts, newest first',
    query: { iMid: 'of this merchant', status: 'that stand so', ...LIMIT },
    run: ({ world, query }) => {
      const { iMid, status } = query
      return newest({
        records: world.tables.payouts,
        fits: (payout) =>
          (iMid === undefined || payout.iMid === iMid) &&
          (status === undefined || payout.status === status),
        limit: limitIn(query),
        show: shownPayout,
      })
    },
  },
  {
    method: 'get',
    path: '/payouts/:tXid',
    says: 'one payout',
    run: ({ world, params: { tXid = '' } }) =>
      shownPayout(found(world.tables.payouts.get(tXid), tXid)),
  },
  ...(Object.keys(NEWS) as BankNews[]).map(
    (news): Call => ({
      method: 'post',
      path: `/payouts/:tXid/${news}`,
      says: NEWS[news],
      run: ({ namespace, params: { tXid = '' } }) =>
        core.store.transact(namespace, (tx) => {
          const payout = found(tx.payouts.get(tXid), tXid)
          const now = nowIn(tx, core.env.systemNow())
          const after = told(payout, news, now)
          putPayout(payout, after, { tx, now, ids: core.env.ids })
          return shownPayout(after)
        }),
    }),
  ),
]
