import type { Payout } from '../../domain/payout.ts'
import { NicepayError } from '../../protocol/results.ts'
import { shown } from '../../protocol/shown.ts'
import type { Tx } from '../../store/overlay.ts'

/** What a call says of the payout that it is about. */
interface Asked {
  readonly tXid: string
  readonly iMid: string
  readonly accountNo?: string
}

/** The payout that a call is about. Guess: 8001 for values of another one, as recorded answers about orders show. */
export const samePayout = ({ tXid, ...asked }: Asked, tx: Tx): Payout => {
  const payout = tx.payouts.get(tXid)
  if (!payout) {
    const reason = `no payout has the tXid ${shown(tXid)}; its request has answered another one`
    throw new NicepayError('NO_SUCH_ORDER', reason)
  }
  for (const name of ['iMid', 'accountNo'] as const) {
    const value = asked[name]
    if (value === undefined || value === payout[name]) continue
    throw new NicepayError(
      'NO_SUCH_ORDER',
      `${name} must be that of the payout ${tXid}, "${payout[name]}", received ${shown(value)}`,
    )
  }
  return payout
}
