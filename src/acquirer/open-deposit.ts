import {
  accountOf,
  type Customer,
  type FixedAccount,
  numberEnd,
  openOrder,
} from '../domain/fixed-va.ts'
import type { Rupiah } from '../domain/instalment.ts'
import { virtualAccount } from '../domain/methods/virtual-account.ts'
import type { Transaction } from '../domain/transaction.ts'
import { newTxid } from '../store/new-txid.ts'
import type { Tx } from '../store/overlay.ts'
import { deposit } from './deposit.ts'
import type { Visit } from './visit.ts'

/** A number and the customer whose it is. */
export interface Owned {
  readonly customer: Customer
  readonly account: FixedAccount
}

/** Whose number that is, or nothing; the look-up costs the same however many customers there are. */
export const ownerOf = (vacctNo: string, tx: Tx): Owned | undefined => {
  for (const customer of tx.customers.where('numberEnd', numberEnd(vacctNo.slice(-8)))) {
    const account = accountOf(customer, vacctNo)
    if (account) return { customer, account }
  }
  return undefined
}

/** Somebody transfers an amount to a customer's number: an order that is paid at once, of which the merchant is told. */
export const openDeposit = (
  { customer, account }: Owned,
  amount: Rupiah,
  visit: Visit,
): Transaction => {
  const { tx, now, ids } = visit
  const { iMid, customerId } = customer
  const merchant = tx.merchants.get(iMid)
  if (!merchant) throw new Error(`customer ${customerId} has no merchant`)
  const tXid = newTxid(tx, ids, iMid, virtualAccount.code, now)
  return deposit(openOrder(customer, account, merchant, { tXid, amount, at: now }), amount, visit)
}
