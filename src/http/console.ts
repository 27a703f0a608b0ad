import type { RequestHandler, Response } from 'express'
import { nowIn } from '../store/now.ts'
import type { ControlDeps } from './control/calls.ts'
import { deliverySummary, exchangeSummary } from './control/events.ts'
import { newestDeliveries } from './control/notifications.ts'
import { shownShopper } from './control/shoppers.ts'
import { protectPage } from './guards.ts'
import { day, rupiah } from './lender/figures.ts'

/** Rows that the page begins with; the script adds what comes later. */
const ROWS = 50

const show = (res: Response, view: string, locals: object): void => {
  protectPage(res)
  res.render(view, locals)
}

/** The sandbox's own page: exchanges and deliveries, live. */
export const consolePage =
  ({ core, journal, version }: ControlDeps): RequestHandler =>
  (_req, res) => {
    const world = core.store.world('default')
    const deliveries = world ? newestDeliveries(world, {}, ROWS) : []
    show(res, 'console/index', {
      version,
      baseUrl: core.baseUrl,
      exchanges: journal.list({}, ROWS).map(exchangeSummary),
      deliveries: deliveries.map((delivery) => deliverySummary('default', delivery)),
    })
  }

/** The shoppers of the simulated Kredivo: limits, loans, tokens, and what an operator does to them. */
export const shoppersPage =
  ({ core, version }: ControlDeps): RequestHandler =>
  async (_req, res) => {
    const { store, env } = core
    const accounts = [...(store.world('default')?.tables.accounts.values() ?? [])]
    const shoppers = await store.transact('default', (tx) => {
      const now = nowIn(tx, env.systemNow())
      return accounts.map((account) => shownShopper(account, tx, now))
    })
    const money = (amount: number | string): string => rupiah(Number(amount), 'en')
    const date = (iso: string): string => day(Date.parse(iso), 'en')
    show(res, 'console/shoppers', { version, shoppers, money, date })
  }
