import type { Book } from './book.ts'
import { Gone, openCalls } from './calls.ts'
import { DEALS } from './deals.ts'
import { openShop } from './shop.ts'
import { openWorlds } from './worlds.ts'

/** Callers at once, beside those of the namespaces. */
const CALLERS = 24

/** Everybody who does business with a server, whichever runs at the time. */
export type Load = ReturnType<typeof openLoad>

/** `url` names the server; what goes wrong is noted in the book. */
export const openLoad = (url: () => string, shopUrl: string, book: Book) => {
  const calls = openCalls(url)
  const shop = openShop(calls, shopUrl)
  const worlds = openWorlds({ calls, shop, book })
  let count = 0

  const deal = async (): Promise<void> => {
    const number = ++count
    // Every kind goes on after the payment half the time, whatever the number of kinds.
    const round = Math.floor(number / DEALS.length)
    const one = DEALS[number % DEALS.length]
    await one?.({ shop, book }, `CRASH${number}`, round % 2 === 0)
  }

  /** Does something again and again until the server is gone or it is enough. */
  const again = async (act: () => Promise<void>, enough: () => boolean): Promise<void> => {
    while (!enough()) {
      try {
        await act()
      } catch (error) {
        if (error instanceof Gone) return
        book.fault(String(error))
        return
      }
    }
  }

  /** Lets one shopper buy without end. */
  const openLimits = () =>
    calls.control('PATCH', '/kredivo/accounts/081291891818', {
      limits: { '30_days': 999_999_999_999 },
    })

  /** Deals only, by all their callers, until it is enough or the server is gone. */
  const trade = async (enough: () => boolean): Promise<void> => {
    await Promise.all(Array.from({ length: CALLERS }, () => again(deal, enough)))
  }

  return {
    calls,
    openLimits,
    /** Makes what is there before the first kill. */
    prepare: async (): Promise<void> => {
      await openLimits()
      const payoutUrl = `${shopUrl}/notification`
      await calls.control('PATCH', '/merchants/IONPAYTEST', { payoutUrl })
      await worlds.prepare()
    },
    trade,
    /** All callers at once, until it is enough or the server is gone. */
    work: async (enough: () => boolean): Promise<void> => {
      const others = worlds.routines.map((routine) => again(routine, enough))
      await Promise.all([trade(enough), ...others])
    },
    tidy: worlds.tidy,
    payoutBalance: shop.payoutBalance,
    close: calls.close,
  }
}
