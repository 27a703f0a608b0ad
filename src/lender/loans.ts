import type { Visit } from '../acquirer/visit.ts'
import type { Rupiah } from '../domain/instalment.ts'
import type { Loan } from '../domain/ledger.ts'

/** What a shopper owes: loans that are paid out, not what is only held. */
export const debtsOf = (phone: string, { tx }: Pick<Visit, 'tx'>): Loan[] =>
  tx.loans.where('phone', phone).filter(({ heldUntil }) => heldUntil === null)

/**
 * A shopper pays back, of one loan or of all, the oldest first; the limits come back by what is paid. Answers what was
 * taken of the amount.
 */
export const repay = (
  loans: readonly Loan[],
  amount: Rupiah,
  { tx }: Pick<Visit, 'tx'>,
): Rupiah => {
  let left = amount
  for (const loan of loans.toSorted((a, b) => a.openedAt - b.openedAt)) {
    const paid = Math.min(left, loan.principal)
    if (paid === 0) continue
    left -= paid
    const principal = loan.principal - paid
    if (principal === 0) tx.loans.remove(loan.tXid)
    else tx.loans.put(loan.tXid, { ...loan, principal })
  }
  return amount - left
}
