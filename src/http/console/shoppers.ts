import { nowIn } from '../../store/now.ts'
import { shownShopper } from '../control/shoppers.ts'
import { day, rupiah } from '../lender/figures.ts'
import type { PagesOf } from './page.ts'

/** The shoppers of the simulated Kredivo: limits, loans, tokens, and what an operator does to them. */
export const shopperPages: PagesOf = ({ core: { store, env } }) => ({
  '/shoppers': async ({ namespace, world }) => {
    const accounts = [...world.tables.accounts.values()]
    const shoppers = await store.transact(namespace, (tx) => {
      const now = nowIn(tx, env.systemNow())
      return accounts.map((account) => shownShopper(account, tx, now))
    })
    const money = (amount: number | string): string => rupiah(Number(amount), 'en')
    const date = (iso: string): string => day(Date.parse(iso), 'en')
    return { view: 'shoppers', title: 'Shoppers', locals: { shoppers, money, date } }
  },
})
