import { methodOf, statusRow } from '../../domain/methods/index.ts'
import type { Transaction } from '../../domain/transaction.ts'
import { A, AN, N } from '../../protocol/fields.ts'
import type { Tx } from '../../store/overlay.ts'

// Source: no page shows these lists; moonlay-technologies/lunggo:Lunggo.ApCommon/Payment/Wrapper/Nicepay/Model/Nicepay.cs reads
// them so (depositInfo, depositCustomerIdInfo). Guess: status is that of an inquiry.

export const BANK_CD = A(4)

/** The rows of a deposit, behind its bank and its number or referenceNo. */
export const DEPOSIT = { amt: N(12), date: N(8), time: N(6), tXid: AN(30), status: N(1) }

/** The transfers to a number on some days, oldest first. */
export const depositsOn = (
  iMid: string,
  vacctNo: string,
  days: readonly string[],
  tx: Tx,
): Transaction[] =>
  days.flatMap((day) => tx.transactions.where('deposit', `${iMid} ${vacctNo} ${day}`))

/** What those rows hold of a transfer. */
export const depositReply = (order: Transaction) => {
  const { tXid, amt, details } = order
  return {
    amt: String(amt),
    date: details.depositDt ?? '',
    time: details.depositTm ?? '',
    tXid,
    status: statusRow(methodOf(order), order.status)[0],
  }
}
