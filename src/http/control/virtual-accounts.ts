import { openDeposit, ownerOf } from '../../acquirer/open-deposit.ts'
import type { Customer } from '../../domain/fixed-va.ts'
import { whole } from '../../domain/rule.ts'
import { isoOf } from '../../protocol/time.ts'
import { nowIn } from '../../store/now.ts'
import { ControlError } from '../guards.ts'
import { newest } from '../newest.ts'
import { type Call, type ControlDeps, LIMIT, limitIn } from './calls.ts'
import type { ShownVirtualAccount } from './shown.ts'
import { shownOrder } from './transactions.ts'

/** The numbers of a customer as they are shown. */
const shownAccounts = ({ accounts, registeredAt, ...customer }: Customer): ShownVirtualAccount[] =>
  accounts.map((account) => ({ ...account, ...customer, registeredAt: isoOf(registeredAt) }))

/** Fixed virtual accounts: which customer has which numbers, and what comes in on them. */
export const virtualAccountCalls = ({ core }: ControlDeps): Call[] => [
  {
    method: 'get',
    path: '/virtual-accounts',
    says: 'the numbers of registered customers, those of the newest customer first',
    query: { iMid: 'of this merchant', customerId: 'of this customer', ...LIMIT },
    run: async ({ world, query }) => {
      const { iMid, customerId } = query
      const limit = limitIn(query)
      const customers = await newest({
        records: world.tables.customers,
        fits: (customer) =>
          customer.accounts.length > 0 &&
          (iMid === undefined || customer.iMid === iMid) &&
          (customerId === undefined || customer.customerId === customerId),
        // Each has a number at least, so no more of them are needed.
        limit,
        show: shownAccounts,
      })
      return customers.flat().slice(0, limit)
    },
  },
  {
    method: 'post',
    path: '/virtual-accounts/:vacctNo/deposit',
    says: 'somebody transfers an amount to a customer’s number: an order that is paid, of which the merchant is told at its setting `depositUrl`',
    body: { amount: whole(1, 999_999_999_999) },
    required: ['amount'],
    run: ({ namespace, params: { vacctNo = '' }, body: { amount } }) =>
      core.store.transact(namespace, (tx) => {
        const owned = ownerOf(vacctNo, tx)
        if (!owned) throw new ControlError(404, `no customer has the virtual account "${vacctNo}"`)
        const now = nowIn(tx, core.env.systemNow())
        const visit = { tx, now, ids: core.env.ids }
        return shownOrder(openDeposit(owned, amount as number, visit), now)
      }),
  },
]
