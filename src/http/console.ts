import type { RequestHandler } from 'express'
import type { ControlDeps } from './control/calls.ts'
import { deliverySummary, exchangeSummary } from './control/events.ts'
import { newestDeliveries } from './control/notifications.ts'
import { protectPage } from './guards.ts'

/** Rows that the page begins with; the script adds what comes later. */
const ROWS = 50

/** The sandbox's own page: exchanges and deliveries, live. */
export const consolePage =
  ({ core, journal, version }: ControlDeps): RequestHandler =>
  (_req, res) => {
    const world = core.store.world('default')
    const deliveries = world ? newestDeliveries(world, {}, ROWS) : []
    protectPage(res)
    res.render('console/index', {
      version,
      baseUrl: core.baseUrl,
      exchanges: journal.list({}, ROWS).map(exchangeSummary),
      deliveries: deliveries.map((delivery) => deliverySummary('default', delivery)),
    })
  }
