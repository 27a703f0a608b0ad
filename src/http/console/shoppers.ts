import { nowOf } from '../../store/now.ts'
import { shownShoppers } from '../control/shoppers.ts'
import { day, rupiah } from '../lender/figures.ts'
import type { PagesOf } from './page.ts'

/** How many shoppers are shown at most, and of each how many loans and tokens. */
const ROWS = 100

/** The shoppers of the simulated Kredivo: limits, loans, tokens, and what an operator does to them. */
export const shopperPages: PagesOf = ({ core: { env } }) => ({
  '/shoppers': async ({ world }) => {
    const now = nowOf(world, env.systemNow())
    const shoppers = await shownShoppers({ world, now, most: ROWS }, ROWS)
    const stored = world.tables.accounts.size
    const money = (amount: number | string): string => rupiah(Number(amount), 'en')
    const date = (iso: string): string => day(Date.parse(iso), 'en')
    const locals = { shoppers, stored, most: ROWS, money, date }
    return { view: 'shoppers', title: 'Shoppers', locals }
  },
})
