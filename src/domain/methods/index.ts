import type { OrderStatus } from '../../protocol/codes.ts'
import type { Transaction } from '../transaction.ts'
import { card, gpn } from './card.ts'
import { convenienceStore } from './convenience-store.ts'
import { directDebit } from './direct-debit.ts'
import { eWallet } from './e-wallet.ts'
import type { PayMethod } from './method.ts'
import { payloan } from './payloan.ts'
import { qris } from './qris.ts'
import { undecided } from './undecided.ts'
import { virtualAccount } from './virtual-account.ts'

/** Every payment method there is, in the order in which a customer is shown them. */
export const METHODS: readonly PayMethod[] = [
  card,
  virtualAccount,
  convenienceStore,
  directDebit,
  eWallet,
  payloan,
  qris,
  gpn,
]

/** The codes of all of them. */
export const PAY_METHODS: readonly string[] = METHODS.map(({ code }) => code).sort()

const BY_CODE = new Map([...METHODS, undecided].map((method) => [method.code, method]))

/** The method of an order. */
export const methodOf = ({ payMethod }: { readonly payMethod: string }): PayMethod => {
  const method = BY_CODE.get(payMethod)
  if (!method) throw new Error(`there is no payment method ${payMethod}`)
  return method
}

/** A status as an inquiry answers it. */
export const statusRow = (
  method: PayMethod,
  status: OrderStatus,
): readonly [status: string, resultMsg: string] => {
  const row = method.statuses[status]
  if (!row) throw new Error(`an order by ${method.code} is never ${status}`)
  return row
}

/** The bank, store, wallet or lender of an order, once there is one. */
export const partnerNameOf = (
  order: Pick<Transaction, 'payMethod' | 'mitraCd' | 'details'>,
): string | null => {
  const { partners } = methodOf(order)
  const code = partners?.field === 'bankCd' ? order.details.bankCd : order.mitraCd
  return partners?.list.get(code ?? '')?.name ?? null
}
